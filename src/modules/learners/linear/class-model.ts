/** Linear scores for many classes at once, stored by feature: most features speak for or against a few classes only. */
import { requireAllFinite, requireFinite, requireInteger } from '../base/guards.ts'
import { loadModel, type ModelKind, type SavedModel, saveModel } from '../base/models.ts'
import { requireSparse, type SparseRows } from '../base/sparse.ts'

/** margin(x, class) = weights[·, class] · x + perUnit[class] · Σ x + intercepts[class]. */
export interface ClassModel {
  readonly classes: number
  /** One row a feature, one column a class; weights of exactly 0 are left out. In single precision. */
  readonly weights: SparseRows
  /** What each unit of any feature adds: a weight common to features that have none of their own for the class. */
  readonly perUnit: Float64Array
  readonly intercepts: Float64Array
}

/** Packs dense weights (features × classes, then one row of intercepts); weights become single precision. */
export function packClassModel(dense: Float64Array, classes: number): ClassModel {
  const columns = dense.length / classes - 1
  const offsets = new Uint32Array(columns + 1)
  let filled = 0
  for (let feature = 0; feature < columns; feature += 1) {
    for (let k = 0; k < classes; k += 1) if (Math.fround(dense[feature * classes + k]!) !== 0) filled += 1
    offsets[feature + 1] = filled
  }
  const indices = new Uint32Array(filled)
  const values = new Float64Array(filled)
  let at = 0
  for (let feature = 0; feature < columns; feature += 1) {
    for (let k = 0; k < classes; k += 1) {
      const weight = Math.fround(dense[feature * classes + k]!)
      if (weight === 0) continue
      indices[at] = k
      values[at] = weight
      at += 1
    }
  }
  const weights = { rows: columns, columns: classes, offsets, indices, values }
  return { classes, weights, perUnit: new Float64Array(classes), intercepts: dense.slice(columns * classes) }
}

/**
 * The margin of each class for a row; the greatest names the class.
 *
 * @param target filled and returned, if given
 */
export function classMargins(
  model: ClassModel,
  example: { readonly rows: SparseRows; readonly row?: number },
  target: Float64Array = new Float64Array(model.classes),
): Float64Array {
  const { rows, row = 0 } = example
  const { offsets, indices, values } = model.weights
  target.set(model.intercepts)
  const end = rows.offsets[row + 1]!
  let units = 0
  for (let cell = rows.offsets[row]!; cell < end; cell += 1) {
    const value = rows.values[cell]!
    const feature = rows.indices[cell]!
    units += value
    const last = offsets[feature + 1]!
    for (let at = offsets[feature]!; at < last; at += 1) target[indices[at]!]! += values[at]! * value
  }
  for (let k = 0; k < model.classes; k += 1) target[k]! += units * model.perUnit[k]!
  return target
}

/** The model whose margins are those of `first` plus `share` times those of `second`. */
export function addClassModels(first: ClassModel, second: ClassModel, share: number): ClassModel {
  requireFinite(share, 'addClassModels share')
  if (first.classes !== second.classes || first.weights.rows !== second.weights.rows) {
    throw new RangeError('addClassModels: models of the same classes and features are needed')
  }
  const { classes } = first
  const features = first.weights.rows
  const offsets = new Uint32Array(features + 1)
  const most = first.weights.values.length + second.weights.values.length
  const indices = new Uint32Array(most)
  const values = new Float64Array(most)
  const sums = new Float64Array(classes)
  let filled = 0
  for (let feature = 0; feature < features; feature += 1) {
    addWeights(first.weights, feature, { sums, times: 1 })
    addWeights(second.weights, feature, { sums, times: share })
    for (let k = 0; k < classes; k += 1) {
      const weight = Math.fround(sums[k]!)
      if (weight === 0) continue
      indices[filled] = k
      values[filled] = weight
      filled += 1
    }
    sums.fill(0)
    offsets[feature + 1] = filled
  }
  const added = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, k) => value + share * b[k]!)
  return {
    classes,
    weights: { ...first.weights, offsets, indices: indices.slice(0, filled), values: values.slice(0, filled) },
    perUnit: added(first.perUnit, second.perUnit),
    intercepts: added(first.intercepts, second.intercepts),
  }
}

function addWeights(weights: SparseRows, feature: number, to: { sums: Float64Array; times: number }): void {
  const end = weights.offsets[feature + 1]!
  for (let at = weights.offsets[feature]!; at < end; at += 1) {
    to.sums[weights.indices[at]!]! += to.times * weights.values[at]!
  }
}

/** Position of the greatest number; the first of equals. */
export function greatest(values: ArrayLike<number>): number {
  let best = 0
  for (let index = 1; index < values.length; index += 1) if (values[index]! > values[best]!) best = index
  return best
}

const KIND: ModelKind = { name: 'linear.classes', version: 1 }

/** The model as plain data. */
export function saveClassModel({ classes, weights, perUnit, intercepts }: ClassModel): SavedModel {
  const { rows, offsets, indices, values } = weights
  // Values were rounded to single precision when packed, so the shorter array loses nothing.
  return saveModel(KIND, {
    classes,
    features: rows,
    offsets,
    indices: Uint16Array.from(indices),
    values: Float32Array.from(values),
    perUnit,
    intercepts,
  })
}

/** Reads what `saveClassModel` wrote. */
export function loadClassModel(saved: unknown): ClassModel {
  const reader = loadModel(KIND, saved)
  const classes = reader.integer('classes', 2, MOST_CLASSES)
  const rows = reader.integer('features', 1)
  const values = Float64Array.from(reader.array('values', 'f32'))
  const weights = {
    rows,
    columns: classes,
    offsets: reader.array('offsets', 'u32', rows + 1),
    indices: Uint32Array.from(reader.array('indices', 'u16', values.length)),
    values,
  }
  return {
    classes,
    weights: requireSparse(weights, `${reader.path}.weights`),
    perUnit: requireAllFinite(reader.array('perUnit', 'f64', classes), `${reader.path}.perUnit`),
    intercepts: requireAllFinite(reader.array('intercepts', 'f64', classes), `${reader.path}.intercepts`),
  }
}

/** Class numbers are saved in 16 bits. */
const MOST_CLASSES = 65_535

/** Refuses class numbers outside 0 … classes - 1, and classes without an example. */
export function requireClasses(labels: ArrayLike<number>, classes: number, what: string): void {
  if (requireInteger(classes, 2, `${what}: classes`) > MOST_CLASSES) {
    throw new RangeError(`${what}: at most ${MOST_CLASSES} classes, got ${classes}`)
  }
  const counts = new Uint32Array(classes)
  for (let row = 0; row < labels.length; row += 1) {
    if (requireInteger(labels[row]!, 0, `${what}: labels[${row}]`) >= classes) {
      throw new RangeError(`${what}: labels[${row}] must be below ${classes}, got ${labels[row]}`)
    }
    counts[labels[row]!]! += 1
  }
  const empty = counts.indexOf(0)
  if (empty >= 0) throw new RangeError(`${what}: class ${empty} has no example`)
}
