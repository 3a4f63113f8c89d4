/**
 * Linear support vector machine for two classes, trained in the dual one example at a time: Hsieh, Chang, Lin, Keerthi
 * and Sundararajan, "A dual coordinate descent method for large-scale linear SVM", ICML 2008, algorithm 3 (random
 * order, shrinking).
 *
 *   min over w of ½ |w|² + Σ costᵢ · loss(1 - yᵢ w·xᵢ),   y = ±1
 *
 * The intercept is the weight of a constant feature 1, penalised like the rest, as in that paper.
 */
import { requireFinite, requireInteger, requirePositive, requireSameLength } from '../base/guards.ts'
import { requireBothClasses } from '../base/labels.ts'
import { loadModel, type ModelKind, type SavedModel, saveModel } from '../base/models.ts'
import { type Random, seededRandom } from '../base/random.ts'
import { requireSparse, rowDot, type SparseRows } from '../base/sparse.ts'

/** The hinge max(0, t), or its square, which is smooth and the usual choice. */
export type SvmLoss = 'hinge' | 'squared hinge'

/** How to train. */
export interface SvmOptions {
  /** Price of a margin violation; 1 unless given. */
  readonly cost?: number
  /** Times the price when the violated example is a 1; 1 unless given. */
  readonly positiveWeight?: number
  readonly loss?: SvmLoss
  /** Stops once no projected gradient differs from another by more; 0.1 unless given, as in LIBLINEAR. */
  readonly tolerance?: number
  /** Most passes over the data; 1,000 unless given. */
  readonly rounds?: number
  readonly seed?: number | string
}

/** A hyperplane: margin(x) = weights · x + intercept. */
export interface LinearModel {
  readonly weights: Float64Array
  readonly intercept: number
}

/** A trained machine and what its training reached. */
export interface TrainedSvm {
  readonly model: LinearModel
  readonly rounds: number
  /** Objective above. */
  readonly primal: number
  /** Its lower bound at the same point; both meet at the optimum. */
  readonly dual: number
}

interface Problem {
  readonly rows: SparseRows
  /** ±1 */
  readonly signs: Int8Array
  /** Upper bound of each dual variable, by sign: [of -1, of +1]. */
  readonly most: readonly [number, number]
  /** Ridge on the dual diagonal, by sign. */
  readonly ridge: readonly [number, number]
  readonly tolerance: number
  readonly rounds: number
  readonly random: Random
}

/** Where the descent stands. */
interface State {
  /** Weights, then the intercept. */
  readonly weights: Float64Array
  readonly alphas: Float64Array
  /** Second derivative of the dual at each row. */
  readonly curvatures: Float64Array
  /** Rows in order of visit; those from `active` on are set aside. */
  readonly order: Uint32Array
  active: number
  /** Bounds beyond which a variable at its bound is set aside. */
  shrinkAbove: number
  shrinkBelow: number
}

/**
 * Trains a linear support vector machine.
 *
 * @param data.labels 0 or 1, both present
 */
export function trainSvm(
  data: { readonly rows: SparseRows; readonly labels: ArrayLike<number> },
  options: SvmOptions = {},
): TrainedSvm {
  const { rows, labels } = data
  requireSparse(rows, 'svm rows')
  requireBothClasses(labels, 'svm labels')
  requireSameLength({ length: rows.rows }, labels, 'svm rows and labels')
  const problem = problemOf(rows, labels, options)
  const state = startOf(problem)
  let rounds = 0
  while (rounds < problem.rounds) {
    rounds += 1
    const spread = pass(problem, state)
    if (spread > problem.tolerance) continue
    if (state.active === rows.rows) break
    reopen(state)
  }
  const model = { weights: state.weights.slice(0, rows.columns), intercept: state.weights[rows.columns]! }
  return { model, rounds, ...objectives(problem, state) }
}

function problemOf(rows: SparseRows, labels: ArrayLike<number>, options: SvmOptions): Problem {
  const { cost = 1, positiveWeight = 1, loss = 'squared hinge', tolerance = 0.1, rounds = 1000, seed = 1 } = options
  const negative = requirePositive(cost, 'svm cost')
  const positive = negative * requirePositive(positiveWeight, 'svm positiveWeight')
  const squared = loss === 'squared hinge'
  return {
    rows,
    signs: Int8Array.from(labels, (label) => (label === 1 ? 1 : -1)),
    most: squared ? [Infinity, Infinity] : [negative, positive],
    ridge: squared ? [0.5 / negative, 0.5 / positive] : [0, 0],
    tolerance: requirePositive(tolerance, 'svm tolerance'),
    rounds: requireInteger(rounds, 1, 'svm rounds'),
    random: seededRandom(seed).stream('svm'),
  }
}

function startOf({ rows, signs, ridge }: Problem): State {
  const curvatures = new Float64Array(rows.rows)
  for (let row = 0; row < rows.rows; row += 1) {
    let square = 1 + ridge[signs[row]! > 0 ? 1 : 0]
    for (let cell = rows.offsets[row]!; cell < rows.offsets[row + 1]!; cell += 1) square += rows.values[cell]! ** 2
    curvatures[row] = square
  }
  return {
    weights: new Float64Array(rows.columns + 1),
    alphas: new Float64Array(rows.rows),
    curvatures,
    order: Uint32Array.from({ length: rows.rows }, (_, row) => row),
    active: rows.rows,
    shrinkAbove: Infinity,
    shrinkBelow: -Infinity,
  }
}

function reopen(state: State): void {
  state.active = state.order.length
  state.shrinkAbove = Infinity
  state.shrinkBelow = -Infinity
}

/** One pass over the active rows. @returns the spread of projected gradients met */
function pass(problem: Problem, state: State): number {
  const { order } = state
  problem.random.shuffle(order.subarray(0, state.active))
  let highest = -Infinity
  let lowest = Infinity
  for (let place = 0; place < state.active;) {
    const row = order[place]!
    const projected = visit(problem, state, row)
    if (projected === undefined) {
      state.active -= 1
      order[place] = order[state.active]!
      order[state.active] = row
      continue
    }
    if (projected > highest) highest = projected
    if (projected < lowest) lowest = projected
    place += 1
  }
  state.shrinkAbove = highest > 0 ? highest : Infinity
  state.shrinkBelow = lowest < 0 ? lowest : -Infinity
  return highest - lowest
}

/** Minimises the dual along one variable. @returns its projected gradient before, or undefined to set the row aside */
function visit(problem: Problem, state: State, row: number): number | undefined {
  const { rows, signs, most, ridge } = problem
  const side = signs[row]! > 0 ? 1 : 0
  const alpha = state.alphas[row]!
  const sign = signs[row]!
  const margin = rowDot(rows, row, state.weights) + state.weights[rows.columns]!
  const gradient = sign * margin - 1 + ridge[side] * alpha
  if (alpha === 0 && gradient > state.shrinkAbove) return undefined
  if (alpha === most[side] && gradient < state.shrinkBelow) return undefined
  if ((alpha === 0 && gradient >= 0) || (alpha === most[side] && gradient <= 0)) return 0
  const next = Math.min(Math.max(alpha - gradient / state.curvatures[row]!, 0), most[side])
  state.alphas[row] = next
  move({ rows, row, by: (next - alpha) * sign }, state.weights)
  return gradient
}

function move(step: { rows: SparseRows; row: number; by: number }, weights: Float64Array): void {
  const { rows, row, by } = step
  if (by === 0) return
  const end = rows.offsets[row + 1]!
  for (let cell = rows.offsets[row]!; cell < end; cell += 1) weights[rows.indices[cell]!]! += by * rows.values[cell]!
  weights[rows.columns]! += by
}

function objectives(problem: Problem, { weights, alphas }: State): { primal: number; dual: number } {
  const { rows, signs, most, ridge } = problem
  let half = 0
  for (const weight of weights) half += 0.5 * weight * weight
  let primal = half
  let dual = -half
  for (let row = 0; row < rows.rows; row += 1) {
    const side = signs[row]! > 0 ? 1 : 0
    const slack = Math.max(0, 1 - signs[row]! * (rowDot(rows, row, weights) + weights[rows.columns]!))
    primal += ridge[side] > 0 ? (slack * slack) / (2 * ridge[side]) : most[side] * slack
    dual += alphas[row]! - 0.5 * ridge[side] * alphas[row]! ** 2
  }
  return { primal, dual }
}

/** The signed distance from the hyperplane, in units of 1 / |weights|; above 0 speaks for a 1. */
export function marginOf(model: LinearModel, rows: SparseRows, row = 0): number {
  return rowDot(rows, row, model.weights) + model.intercept
}

const KIND: ModelKind = { name: 'linear.model', version: 1 }

/** The hyperplane as plain data. */
export function saveLinear(model: LinearModel): SavedModel {
  return saveModel(KIND, { weights: model.weights, intercept: model.intercept })
}

/** Reads what `saveLinear` wrote. */
export function loadLinear(saved: unknown): LinearModel {
  const reader = loadModel(KIND, saved)
  const weights = reader.array('weights', 'f64')
  for (const [column, weight] of weights.entries()) requireFinite(weight, `${reader.path}.weights[${column}]`)
  return { weights, intercept: reader.number('intercept') }
}
