/** Losses: what a forest is trained to lower. */
import { requireAllFinite, requireInteger, requireSameLength } from '../base/guards.ts'
import { requireBothClasses } from '../base/labels.ts'
import { lambdaRank } from './ranking.ts'
import type { ObjectiveName } from './forest.ts'
import type { Slopes } from './histograms.ts'

/** Rows to learn from or to be judged by. */
export interface Labelled {
  labels: ArrayLike<number>
  /** Weight of each row; 1 unless given. A ranking takes a query's weight from its first row. */
  weights?: ArrayLike<number>
  /** For ranking: rows of each query, in order; they add up to the rows. */
  groups?: ArrayLike<number>
}

/** A loss over fixed labels. */
export interface Objective {
  /** The best score that is the same for every row. */
  base: number
  /** Writes the first and second derivative of the loss by each row's score. */
  slopes(scores: Float64Array, out: Slopes): void
  /** Mean loss, for early stopping. */
  loss(scores: Float64Array): number
}

/** Hessians of a confident logistic row vanish; this keeps divisions sound. */
const LEAST_HESSIAN = 1e-16

/** The logistic function. */
export function sigmoid(score: number): number {
  return score >= 0 ? 1 / (1 + Math.exp(-score)) : Math.exp(score) / (1 + Math.exp(score))
}

/** Builds the loss of these rows. `cut` is the rank beyond which a ranking counts for nothing. */
export function objectiveOf(name: ObjectiveName, data: Labelled, cut: number): Objective {
  requireAllFinite(data.labels, 'labels')
  const weights = weightsOf(data)
  if (name === 'logistic') return logistic(data, weights)
  if (name === 'squared') return squared(data, weights)
  return lambdaRank(data, weights, requireInteger(cut, 1, 'rankingCut'))
}

function weightsOf({ labels, weights }: Labelled): Float64Array {
  if (weights === undefined) return new Float64Array(labels.length).fill(1)
  requireSameLength(labels, weights, 'labels and weights')
  requireAllFinite(weights, 'weights')
  const own = Float64Array.from(weights)
  const negative = own.findIndex((weight) => weight < 0)
  if (negative >= 0) throw new RangeError(`weights[${negative}] must be at least 0, got ${own[negative]}`)
  if (!own.some((weight) => weight > 0)) throw new RangeError('weights are all 0')
  return own
}

/** Weighted mean of a number a row. */
function mean(of: (row: number) => number, weights: Float64Array): number {
  let sum = 0
  let total = 0
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]! * of(i)
    total += weights[i]!
  }
  return sum / total
}

/** Log loss on 0/1 labels; scores are log odds. */
function logistic({ labels }: Labelled, weights: Float64Array): Objective {
  requireBothClasses(labels, 'labels')
  const rate = mean((i) => labels[i]!, weights)
  if (rate === 0 || rate === 1) throw new RangeError(`weights leave only labels of ${rate}`)
  return {
    base: Math.log(rate / (1 - rate)),
    slopes(scores, { gradients, hessians }) {
      for (let i = 0; i < scores.length; i++) {
        const p = sigmoid(scores[i]!)
        gradients[i] = weights[i]! * (p - labels[i]!)
        hessians[i] = weights[i]! * Math.max(p * (1 - p), LEAST_HESSIAN)
      }
    },
    loss: (scores) =>
      mean((i) => {
        const margin = labels[i] === 1 ? scores[i]! : -scores[i]!
        return margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin
      }, weights),
  }
}

/** Half the squared error. */
function squared({ labels }: Labelled, weights: Float64Array): Objective {
  return {
    base: mean((i) => labels[i]!, weights),
    slopes(scores, { gradients, hessians }) {
      for (let i = 0; i < scores.length; i++) {
        gradients[i] = weights[i]! * (scores[i]! - labels[i]!)
        hessians[i] = weights[i]!
      }
    },
    loss: (scores) => mean((i) => 0.5 * (scores[i]! - labels[i]!) ** 2, weights),
  }
}
