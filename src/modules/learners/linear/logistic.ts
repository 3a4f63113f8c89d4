/**
 * Logistic regression for few columns, solved to the optimum by Newton's method (iteratively reweighted least squares):
 * Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, §4.4.1, with a ridge on the weights.
 * For many sparse columns use FTRL instead.
 */
import { type CholeskyFactor, factorise, solveFactor } from '../base/cholesky.ts'
import { requireAllFinite, requireFinite, requireInteger, requireSameLength } from '../base/guards.ts'
import { requireBothClasses } from '../base/labels.ts'
import { checkMatrix, type Matrix } from '../trees/matrix.ts'
import type { LinearModel } from './svm.ts'

/** How to fit. */
export interface LogisticOptions {
  /** Half the penalty per squared weight, the intercept apart; 1 unless given. 0 needs data that no plane separates. */
  readonly l2?: number
  /** Most Newton steps; 50 unless given. */
  readonly rounds?: number
}

/** A fit and how sure it is. */
export interface LogisticFit {
  readonly model: LinearModel
  /** Negative log-likelihood plus penalty at the optimum. */
  readonly loss: number
  /** Standard error of each weight, then of the intercept, from the inverse Hessian. */
  readonly errors: Float64Array
}

/** Above this a Hessian of columns² no longer pays. */
const MOST_COLUMNS = 2000

interface Problem {
  readonly features: Matrix
  readonly labels: ArrayLike<number>
  readonly weights: ArrayLike<number> | undefined
  readonly l2: number
}

/**
 * Fits P(1) = 1 / (1 + exp(-(weights · x + intercept))).
 *
 * @param data.features no missing values
 * @param data.labels 0 or 1, both present
 * @param data.weights of the rows, above 0; 1 each unless given
 * @throws {RangeError} on bad input, and when l2 is 0 and the optimum lies at infinity or is not unique
 */
export function fitLogistic(
  data: { readonly features: Matrix; readonly labels: ArrayLike<number>; readonly weights?: ArrayLike<number> },
  options: LogisticOptions = {},
): LogisticFit {
  const { l2 = 1, rounds = 50 } = options
  checkData(data)
  requireInteger(rounds, 1, 'logistic rounds')
  if (!(requireFinite(l2, 'logistic l2') >= 0)) throw new RangeError(`logistic l2 must be at least 0, got ${l2}`)
  const { features } = data
  const problem: Problem = { ...data, weights: data.weights, l2 }
  const size = features.columns + 1
  let at = new Float64Array(size)
  let loss = lossAt(problem, at)
  for (let round = 0; round < rounds; round += 1) {
    const { gradient, hessian } = slopes(problem, at)
    const step = solveFactor(definite(hessian), gradient)
    const next = descend({ at, loss, step, decrease: inner(gradient, step) }, (point) => lossAt(problem, point))
    if (next === undefined) {
      refuseDivergence(features, step)
      return fitOf(problem, at, loss)
    }
    at = next.at
    loss = next.loss
  }
  throw new RangeError(`logistic: no optimum after ${rounds} rounds`)
}

function checkData(data: { features: Matrix; labels: ArrayLike<number>; weights?: ArrayLike<number> }): void {
  checkMatrix(data.features, 'logistic features')
  requireAllFinite(data.features.values, 'logistic features')
  requireSameLength({ length: data.features.rows }, data.labels, 'logistic features and labels')
  requireBothClasses(data.labels, 'logistic labels')
  if (data.features.columns > MOST_COLUMNS) {
    throw new RangeError(`logistic features must have at most ${MOST_COLUMNS} columns, got ${data.features.columns}`)
  }
  if (data.weights === undefined) return
  requireSameLength(data.labels, data.weights, 'logistic labels and weights')
  for (let row = 0; row < data.weights.length; row += 1) {
    const weight = requireFinite(data.weights[row]!, `logistic weights[${row}]`)
    if (weight <= 0) throw new RangeError(`logistic weights[${row}] must be above 0, got ${weight}`)
  }
}

/** At an optimum the last step moves no score; towards an optimum at infinity every step moves some by about 1. */
function refuseDivergence(features: Matrix, step: Float64Array): void {
  for (let row = 0; row < features.rows; row += 1) {
    if (Math.abs(scoreOf(features, row, step)) > 1e-3) {
      throw new RangeError('logistic: the optimum lies at infinity, the classes are separable: give l2 above 0')
    }
  }
}

function fitOf(problem: Problem, at: Float64Array, loss: number): LogisticFit {
  const size = at.length
  const factor = definite(slopes(problem, at).hessian)
  const errors = Float64Array.from(at, (_, column) => {
    const unit = new Float64Array(size)
    unit[column] = 1
    return Math.sqrt(solveFactor(factor, unit)[column]!)
  })
  return { model: { weights: at.slice(0, -1), intercept: at[size - 1]! }, loss, errors }
}

function scoreOf({ columns, values }: Matrix, row: number, at: Float64Array): number {
  let score = at[columns]!
  for (let column = 0; column < columns; column += 1) score += at[column]! * values[row * columns + column]!
  return score
}

function lossAt({ features, labels, weights, l2 }: Problem, at: Float64Array): number {
  let loss = 0
  for (let column = 0; column < features.columns; column += 1) loss += 0.5 * l2 * at[column]! ** 2
  for (let row = 0; row < features.rows; row += 1) {
    const score = scoreOf(features, row, at)
    const own = Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - labels[row]! * score
    loss += (weights?.[row] ?? 1) * own
  }
  return loss
}

/** Gradient, and the lower triangle of the Hessian. */
function slopes(problem: Problem, at: Float64Array): { gradient: Float64Array; hessian: Float64Array } {
  const { features, labels, weights, l2 } = problem
  const size = at.length
  const gradient = Float64Array.from(at, (weight, column) => (column < size - 1 ? l2 * weight : 0))
  const hessian = new Float64Array(size * size)
  for (let column = 0; column < size - 1; column += 1) hessian[column * size + column] = l2
  const x = new Float64Array(size).fill(1)
  for (let row = 0; row < features.rows; row += 1) {
    x.set(features.values.subarray(row * features.columns, (row + 1) * features.columns))
    const weight = weights?.[row] ?? 1
    const probability = 1 / (1 + Math.exp(-scoreOf(features, row, at)))
    const error = weight * (probability - labels[row]!)
    const curvature = weight * probability * (1 - probability)
    for (let i = 0; i < size; i += 1) {
      if (x[i] === 0) continue
      gradient[i]! += error * x[i]!
      const scaled = curvature * x[i]!
      for (let j = 0; j <= i; j += 1) hessian[i * size + j]! += scaled * x[j]!
    }
  }
  return { gradient, hessian }
}

/** @throws {RangeError} when columns repeat each other, or every probability is 0 or 1 */
function definite(matrix: Float64Array): CholeskyFactor {
  const factor = factorise(matrix)
  if ('lower' in factor) return factor
  throw new RangeError(
    `logistic: column ${factor.failedAt} follows from the others or separates the classes: give l2 above 0`,
  )
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!
  return sum
}

/** Walks against the step, halving it until the loss falls enough (Armijo). @returns undefined at the optimum */
function descend(
  from: { at: Float64Array; loss: number; step: Float64Array; decrease: number },
  lossOf: (point: Float64Array) => number,
): { at: Float64Array<ArrayBuffer>; loss: number } | undefined {
  const { at, loss, step, decrease } = from
  if (decrease < 1e-14 * (1 + loss)) return undefined
  for (let size = 1; size > 1e-10; size /= 2) {
    const point = Float64Array.from(at, (value, i) => value - size * step[i]!)
    const found = lossOf(point)
    if (found < loss - 1e-4 * size * decrease) return { at: point, loss: found }
  }
  return undefined
}

/** The probability of a 1 for one row of numbers. */
export function logisticProbability({ weights, intercept }: LinearModel, row: ArrayLike<number>): number {
  requireSameLength(weights, row, 'logistic weights and row')
  let score = intercept
  for (let column = 0; column < weights.length; column += 1) score += weights[column]! * row[column]!
  return 1 / (1 + Math.exp(-requireFinite(score, 'logistic score')))
}
