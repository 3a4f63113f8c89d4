/**
 * Bayesian ridge regression learnt one reward at a time. Precision A = prior I + Σ x xᵀ is kept as its Cholesky factor
 * L, so that means, widths and samples are triangular solves and nothing is ever inverted.
 */
import { requireAllFinite, requireFinite, requireInteger, requirePositive } from '../base/guards.ts'
import { loadModel, saveModel } from '../base/models.ts'
import type { ModelKind, SavedModel } from '../base/models.ts'
import type { Random } from '../base/random.ts'

/** Everything learnt; changed in place by learnReward. */
export interface Ridge {
  /** Number of features d. */
  readonly size: number
  /** Lower Cholesky factor of A, d rows of d. */
  readonly factor: Float64Array
  /** Σ reward x. */
  readonly moment: Float64Array
  /** Posterior mean of the weights, A⁻¹ Σ reward x. */
  readonly mean: Float64Array
  /** Rewards learnt. */
  count: number
}

/** A model that knows nothing yet: weights ~ N(0, I / prior). */
export function createRidge(size: number, prior = 1): Ridge {
  requireInteger(size, 1, 'ridge size')
  requirePositive(prior, 'ridge prior')
  const factor = new Float64Array(size * size)
  for (let i = 0; i < size; i++) factor[i * size + i] = Math.sqrt(prior)
  return { size, factor, moment: new Float64Array(size), mean: new Float64Array(size), count: 0 }
}

/** Refuses features of another length and numbers that are not finite. */
export function checkFeatures(ridge: Ridge, features: ArrayLike<number>, what: string): void {
  if (features.length !== ridge.size) {
    throw new RangeError(`${what} must hold ${ridge.size} numbers, got ${features.length}`)
  }
  requireAllFinite(features, what)
}

/** Adds one reward seen for these features: a rank-one update of the factor, O(d²). */
export function learnReward(ridge: Ridge, features: ArrayLike<number>, reward: number): void {
  checkFeatures(ridge, features, 'learnReward features')
  requireFinite(reward, 'learnReward reward')
  const { size, moment, mean } = ridge
  for (let i = 0; i < size; i++) moment[i] = moment[i]! + reward * features[i]!
  addOuterProduct(ridge, Float64Array.from(features))
  mean.set(moment)
  solveLower(ridge, mean)
  solveUpper(ridge, mean)
  ridge.count += 1
}

/** L Lᵀ += x xᵀ by Givens rotations (Golub and Van Loan, Matrix Computations, §6.5.4); `x` is used up. */
function addOuterProduct({ size, factor }: Ridge, x: Float64Array): void {
  for (let k = 0; k < size; k++) {
    const diagonal = factor[k * size + k]!
    const radius = Math.hypot(diagonal, x[k]!)
    const cosine = radius / diagonal
    const sine = x[k]! / diagonal
    factor[k * size + k] = radius
    for (let i = k + 1; i < size; i++) {
      const updated = (factor[i * size + k]! + sine * x[i]!) / cosine
      x[i] = cosine * x[i]! - sine * updated
      factor[i * size + k] = updated
    }
  }
}

/** x ← L⁻¹ x. */
export function solveLower({ size, factor }: Ridge, x: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let sum = x[i]!
    for (let j = 0; j < i; j++) sum -= factor[i * size + j]! * x[j]!
    x[i] = sum / factor[i * size + i]!
  }
}

/** x ← L⁻ᵀ x. */
export function solveUpper({ size, factor }: Ridge, x: Float64Array): void {
  for (let i = size - 1; i >= 0; i--) {
    const value = x[i]! / factor[i * size + i]!
    x[i] = value
    for (let j = 0; j < i; j++) x[j] = x[j]! - factor[i * size + j]! * value
  }
}

/** Expected reward xᵀ mean. */
export function predictReward(ridge: Ridge, features: ArrayLike<number>): number {
  checkFeatures(ridge, features, 'predictReward features')
  return dot(ridge.mean, features)
}

/** √(xᵀ A⁻¹ x): the posterior deviation of the expected reward, in units of the noise. */
export function uncertainty(ridge: Ridge, features: ArrayLike<number>): number {
  checkFeatures(ridge, features, 'uncertainty features')
  const x = Float64Array.from(features)
  solveLower(ridge, x)
  return Math.sqrt(dot(x, x))
}

/** One draw of the weights from N(mean, scale² A⁻¹). */
export function sampleWeights(ridge: Ridge, scale: number, random: Random): Float64Array {
  const weights = Float64Array.from({ length: ridge.size }, () => scale * random.normal())
  solveUpper(ridge, weights)
  for (let i = 0; i < ridge.size; i++) weights[i] = weights[i]! + ridge.mean[i]!
  return weights
}

/** Inner product. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

const KIND: ModelKind = { name: 'choice.ridge', version: 1 }

/** The model as plain data. */
export function saveRidge(ridge: Ridge): SavedModel {
  const { size, factor, moment, mean, count } = ridge
  return saveModel(KIND, { size, factor, moment, mean, count })
}

/** The model from plain data; it goes on learning as the saved one would have. */
export function loadRidge(saved: unknown): Ridge {
  const reader = loadModel(KIND, saved)
  const size = reader.integer('size', 1)
  const factor = requireAllFinite(reader.array('factor', 'f64', size * size), `${reader.path}.factor`)
  for (let i = 0; i < size; i++) requirePositive(factor[i * size + i]!, `${reader.path}.factor diagonal ${i}`)
  return {
    size,
    factor,
    moment: requireAllFinite(reader.array('moment', 'f64', size), `${reader.path}.moment`),
    mean: requireAllFinite(reader.array('mean', 'f64', size), `${reader.path}.mean`),
    count: reader.integer('count', 0),
  }
}
