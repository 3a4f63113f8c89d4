/**
 * Logistic regression learnt one example at a time, with sparse weights: FTRL-Proximal with a learning rate per
 * coordinate. McMahan et al., "Ad click prediction: a view from the trenches", KDD 2013, algorithm 1.
 */
import { requireAllFinite, requireFinite, requireInteger, requirePositive } from '../base/guards.ts'
import { loadModel, type ModelKind, type ModelReader, type SavedModel, saveModel } from '../base/models.ts'
import type { SparseRows } from '../base/sparse.ts'

/** The paper's α, β, λ1 and λ2. */
export interface FtrlOptions {
  /** Learning rate; 0.1 unless given. About twice as high for features half as frequent. */
  readonly alpha?: number
  /** Damps the first steps; 1 unless given. */
  readonly beta?: number
  /** Weights whose evidence stays below this are exactly 0; 1 unless given. */
  readonly l1?: number
  /** 1 unless given. */
  readonly l2?: number
}

/** Everything learnt; changed in place by learnFtrl. */
export interface Ftrl {
  readonly columns: number
  readonly alpha: number
  readonly beta: number
  readonly l1: number
  readonly l2: number
  /** z of each column, then of the intercept, which has neither penalty. */
  readonly z: Float64Array
  /** n: sums of squared gradients, in the same order. */
  readonly n: Float64Array
}

/** A model that knows nothing: every probability is one half. */
export function createFtrl(columns: number, options: FtrlOptions = {}): Ftrl {
  requireInteger(columns, 1, 'ftrl columns')
  const { alpha = 0.1, beta = 1, l1 = 1, l2 = 1 } = options
  checkOptions({ alpha, beta, l1, l2 })
  return { columns, alpha, beta, l1, l2, z: new Float64Array(columns + 1), n: new Float64Array(columns + 1) }
}

function checkOptions({ alpha, beta, l1, l2 }: Required<FtrlOptions>): void {
  requirePositive(alpha, 'ftrl alpha')
  requirePositive(beta, 'ftrl beta')
  for (const [name, value] of [['l1', l1] as const, ['l2', l2] as const]) {
    if (!(requireFinite(value, `ftrl ${name}`) >= 0))
      throw new RangeError(`ftrl ${name} must be at least 0, got ${value}`)
  }
}

/** The weight of a column, derived from z and n; the intercept stands at `columns`. */
export function ftrlWeight(model: Ftrl, column: number): number {
  const z = model.z[column]!
  const rate = (model.beta + Math.sqrt(model.n[column]!)) / model.alpha
  if (column === model.columns) return -z / rate
  if (Math.abs(z) <= model.l1) return 0
  return -(z - Math.sign(z) * model.l1) / (rate + model.l2)
}

/** The probability of a 1 for a row of a sparse matrix. */
export function ftrlProbability(model: Ftrl, rows: SparseRows, row = 0): number {
  const { start, end } = cellsOf(model, rows, row)
  let score = ftrlWeight(model, model.columns)
  for (let cell = start; cell < end; cell += 1) score += ftrlWeight(model, rows.indices[cell]!) * rows.values[cell]!
  return 1 / (1 + Math.exp(-score))
}

/**
 * Learns one example.
 *
 * @param example.weight how many equal examples this one stands for; 1 unless given. When only a share r of the 0s is
 *   kept, weighting those by 1 / r keeps probabilities right (§6.1 of the paper)
 * @returns the probability before the example was learnt: progressive validation for free
 */
export function learnFtrl(
  model: Ftrl,
  example: { readonly rows: SparseRows; readonly row?: number; readonly label: number; readonly weight?: number },
): number {
  const { rows, row = 0, label, weight = 1 } = example
  if (label !== 0 && label !== 1) throw new RangeError(`ftrl label must be 0 or 1, got ${label}`)
  requirePositive(weight, 'ftrl weight')
  const probability = ftrlProbability(model, rows, row)
  const error = (probability - label) * weight
  const { start, end } = cellsOf(model, rows, row)
  for (let cell = start; cell < end; cell += 1) step(model, rows.indices[cell]!, error * rows.values[cell]!)
  step(model, model.columns, error)
  return probability
}

function step(model: Ftrl, column: number, gradient: number): void {
  const before = model.n[column]!
  const after = before + gradient * gradient
  const sigma = (Math.sqrt(after) - Math.sqrt(before)) / model.alpha
  model.z[column]! += gradient - sigma * ftrlWeight(model, column)
  model.n[column] = after
}

function cellsOf(model: Ftrl, rows: SparseRows, row: number): { start: number; end: number } {
  if (rows.columns > model.columns) {
    throw new RangeError(`ftrl rows have ${rows.columns} columns, the model ${model.columns}`)
  }
  const start = rows.offsets[row]
  const end = rows.offsets[row + 1]
  if (start === undefined || end === undefined) throw new RangeError(`ftrl row must be below ${rows.rows}, got ${row}`)
  return { start, end }
}

const KIND: ModelKind = { name: 'linear.ftrl', version: 1 }

/** The model as plain data; it goes on learning after it was loaded. Columns never seen take no room. */
export function saveFtrl(model: Ftrl): SavedModel {
  const seen = Uint32Array.from(model.n.keys().filter((column) => model.n[column]! > 0))
  const { columns, alpha, beta, l1, l2 } = model
  const z = Float64Array.from(seen, (column) => model.z[column]!)
  const n = Float64Array.from(seen, (column) => model.n[column]!)
  return saveModel(KIND, { columns, alpha, beta, l1, l2, seen, z, n })
}

/** Reads what `saveFtrl` wrote. */
export function loadFtrl(saved: unknown): Ftrl {
  const reader = loadModel(KIND, saved)
  const columns = reader.integer('columns', 1)
  const [alpha, beta] = [reader.number('alpha'), reader.number('beta')]
  const [l1, l2] = [reader.number('l1'), reader.number('l2')]
  const model = createFtrl(columns, { alpha, beta, l1, l2 })
  restore(model, reader)
  return model
}

function restore(model: Ftrl, reader: ModelReader): void {
  const seen = reader.array('seen', 'u32')
  const z = requireAllFinite(reader.array('z', 'f64', seen.length), `${reader.path}.z`)
  const n = requireAllFinite(reader.array('n', 'f64', seen.length), `${reader.path}.n`)
  for (const [place, column] of seen.entries()) {
    if (column > model.columns) throw new RangeError(`${reader.path}.seen[${place}] names column ${column}`)
    model.z[column] = z[place]!
    model.n[column] = n[place]!
  }
}
