/**
 * Support vector machine for many classes in one problem: Crammer and Singer, "On the algorithmic implementation of
 * multiclass kernel-based vector machines", JMLR 2001, trained by the sequential dual method of Keerthi, Sundararajan,
 * Chang, Hsieh and Lin, KDD 2008.
 *
 *   min over w of ½ Σ |w_k|² + cost · Σᵢ max over k of (1[k ≠ yᵢ] + w_k·xᵢ - w_yᵢ·xᵢ)
 *
 * The intercept of a class is its weight of a constant feature 1, penalised like the rest.
 */
import { requireInteger, requirePositive, requireSameLength } from '../base/guards.ts'
import { type Random, seededRandom } from '../base/random.ts'
import { requireSparse, type SparseRows } from '../base/sparse.ts'
import { type ClassModel, packClassModel, requireClasses } from './class-model.ts'

/** How to train. */
export interface MulticlassSvmOptions {
  /** Price of a margin violation; 1 unless given. */
  readonly cost?: number
  /** Stops once no example violates optimality by more; 0.1 unless given, as in LIBLINEAR. */
  readonly tolerance?: number
  /** Most passes over the data; 200 unless given. */
  readonly rounds?: number
  readonly seed?: number | string
  /** Called after each pass with the greatest violation met. */
  readonly onRound?: (violation: number) => void
}

/** A trained machine and what its training reached. */
export interface TrainedClasses {
  readonly model: ClassModel
  readonly rounds: number
  /** Objective above. */
  readonly primal: number
  /** Its lower bound at the same point; both meet at the optimum. */
  readonly dual: number
}

interface Problem {
  readonly rows: SparseRows
  readonly labels: ArrayLike<number>
  readonly classes: number
  readonly cost: number
}

interface State {
  /** Features × classes, then the intercepts. */
  readonly weights: Float64Array
  /** Examples × classes; each row sums to 0, at most `cost` at the label and at most 0 elsewhere. */
  readonly alphas: Float64Array
  /** |xᵢ|² + 1 */
  readonly squares: Float64Array
  readonly gradients: Float64Array
  readonly sorted: Float64Array
  readonly changes: Float64Array
}

/**
 * Trains a multi-class machine.
 *
 * @param data.labels class numbers 0 … classes - 1, each present
 */
export function trainMulticlassSvm(
  data: { readonly rows: SparseRows; readonly labels: ArrayLike<number>; readonly classes: number },
  options: MulticlassSvmOptions = {},
): TrainedClasses {
  const { cost = 1, tolerance = 0.1, rounds: most = 200, seed = 1, onRound } = options
  requireSparse(data.rows, 'svm rows')
  requireClasses(data.labels, data.classes, 'svm')
  requireSameLength({ length: data.rows.rows }, data.labels, 'svm rows and labels')
  requirePositive(tolerance, 'svm tolerance')
  requireInteger(most, 1, 'svm rounds')
  const problem = { ...data, cost: requirePositive(cost, 'svm cost') }
  const state = startOf(problem)
  const random = seededRandom(seed).stream('multiclass-svm')
  const order = Uint32Array.from({ length: data.rows.rows }, (_, row) => row)
  let rounds = 0
  for (let violation = Infinity; violation > tolerance && rounds < most; rounds += 1) {
    violation = pass(problem, state, { order, random })
    onRound?.(violation)
  }
  const reached = objectives(problem, state)
  return { model: packClassModel(state.weights, data.classes), rounds, ...reached }
}

function startOf({ rows, classes }: Problem): State {
  const squares = new Float64Array(rows.rows).fill(1)
  for (let row = 0; row < rows.rows; row += 1) {
    for (let cell = rows.offsets[row]!; cell < rows.offsets[row + 1]!; cell += 1) {
      squares[row]! += rows.values[cell]! ** 2
    }
  }
  return {
    weights: new Float64Array((rows.columns + 1) * classes),
    alphas: new Float64Array(rows.rows * classes),
    squares,
    gradients: new Float64Array(classes),
    sorted: new Float64Array(classes),
    changes: new Float64Array(classes),
  }
}

/** One pass over all examples in random order. @returns the greatest violation met */
function pass(problem: Problem, state: State, visits: { order: Uint32Array; random: Random }): number {
  let worst = 0
  for (const row of visits.random.shuffle(visits.order)) {
    fillGradients(problem, state, row)
    const violation = violationOf(problem, state, row)
    if (violation > worst) worst = violation
    if (violation < 1e-12) continue
    solve(problem, state, row)
    move(problem, state, row)
  }
  return worst
}

/** Gradients of the dual at one example: margins, plus 1 for every class but its own. */
function fillGradients({ rows, labels, classes }: Problem, { weights, gradients }: State, row: number): void {
  gradients.set(weights.subarray(rows.columns * classes))
  const end = rows.offsets[row + 1]!
  for (let cell = rows.offsets[row]!; cell < end; cell += 1) {
    const value = rows.values[cell]!
    const from = rows.indices[cell]! * classes
    for (let k = 0; k < classes; k += 1) gradients[k]! += value * weights[from + k]!
  }
  for (let k = 0; k < classes; k += 1) if (k !== labels[row]) gradients[k]! += 1
}

/** The highest gradient less the lowest among variables that may still rise (paper, eq. 9). */
function violationOf({ labels, classes, cost }: Problem, { gradients, alphas }: State, row: number): number {
  let highest = -Infinity
  let lowest = Infinity
  for (let k = 0; k < classes; k += 1) {
    const gradient = gradients[k]!
    if (gradient > highest) highest = gradient
    const bound = k === labels[row] ? cost : 0
    if (gradient < lowest && alphas[row * classes + k]! < bound) lowest = gradient
  }
  return highest - lowest
}

/** Minimises the dual over the variables of one example (paper, §3.2), into `changes`. */
function solve({ labels, classes, cost }: Problem, state: State, row: number): void {
  const { gradients, alphas, sorted, changes } = state
  const square = state.squares[row]!
  const label = labels[row]!
  for (let k = 0; k < classes; k += 1) sorted[k] = gradients[k]! - square * alphas[row * classes + k]!
  sorted[label]! += square * cost
  sorted.sort()
  let level = sorted[classes - 1]! - square * cost
  let free = 1
  for (; free < classes && level < free * sorted[classes - 1 - free]!; free += 1) level += sorted[classes - 1 - free]!
  level /= free
  for (let k = 0; k < classes; k += 1) {
    const alpha = alphas[row * classes + k]!
    const wanted = alpha + (level - gradients[k]!) / square
    changes[k] = Math.min(wanted, k === label ? cost : 0) - alpha
  }
}

function move({ rows, classes }: Problem, { weights, alphas, changes }: State, row: number): void {
  const moved: number[] = []
  for (let k = 0; k < classes; k += 1) if (Math.abs(changes[k]!) > 1e-14) moved.push(k)
  const apply = (from: number, value: number): void => {
    for (const k of moved) weights[from + k]! += changes[k]! * value
  }
  const end = rows.offsets[row + 1]!
  for (let cell = rows.offsets[row]!; cell < end; cell += 1) apply(rows.indices[cell]! * classes, rows.values[cell]!)
  apply(rows.columns * classes, 1)
  for (const k of moved) alphas[row * classes + k]! += changes[k]!
}

function objectives(problem: Problem, state: State): { primal: number; dual: number } {
  const { rows, labels, classes, cost } = problem
  let half = 0
  for (const weight of state.weights) half += 0.5 * weight * weight
  let primal = half
  let dual = -half
  for (let row = 0; row < rows.rows; row += 1) {
    fillGradients(problem, state, row)
    const own = state.gradients[labels[row]!]!
    primal += cost * state.gradients.reduce((most, gradient) => Math.max(most, gradient - own), 0)
    for (let k = 0; k < classes; k += 1) if (k !== labels[row]) dual -= state.alphas[row * classes + k]!
  }
  return { primal, dual }
}
