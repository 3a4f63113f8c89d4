/** Figures of merit. Rows may carry weights, which is how bootstrap.ts draws intervals for all of them. */
import { requireAllFinite, requireInteger, requirePositive, requireSameLength, requireSome } from './guards.ts'
import { meanStatistic } from './bootstrap.ts'
import type { Statistic } from './bootstrap.ts'
import { requireBothClasses } from './labels.ts'

export * from './bootstrap.ts'

const ones = (rows: number): Float64Array => new Float64Array(rows).fill(1)

/** Rows in order of falling score, and for each place whether the next score differs. */
interface Ranking {
  order: Uint32Array
  endsTie: Uint8Array
}

function ranking(labels: ArrayLike<number>, scores: ArrayLike<number>, what: string): Ranking {
  requireBothClasses(labels, `${what} labels`)
  requireSameLength(labels, scores, `${what} labels and scores`)
  requireAllFinite(scores, `${what} scores`)
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!)
  const endsTie = new Uint8Array(order.length).fill(1)
  for (let i = 0; i + 1 < order.length; i++) endsTie[i] = scores[order[i]!] === scores[order[i + 1]!] ? 0 : 1
  return { order, endsTie }
}

/** Walks down the ranking and calls `at` after each group of equal scores with the weights seen so far. */
type Walk = (weights: Float64Array, at: (hits: number, misses: number) => void) => void

function walker(labels: ArrayLike<number>, scores: ArrayLike<number>, what: string): Walk {
  const { order, endsTie } = ranking(labels, scores, what)
  return (weights, at) => {
    requireSameLength(labels, weights, `${what} labels and weights`)
    let hits = 0
    let misses = 0
    for (let i = 0; i < order.length; i++) {
      const row = order[i]!
      if (labels[row] === 1) hits += weights[row]!
      else misses += weights[row]!
      if (endsTie[i] === 1) at(hits, misses)
    }
    if (hits === 0 || misses === 0) throw new RangeError(`${what}: a resample holds one class only; draw more rows`)
  }
}

/** Area under the ROC curve as a statistic of row weights. */
export function aucStatistic(labels: ArrayLike<number>, scores: ArrayLike<number>): Statistic {
  const walk = walker(labels, scores, 'auc')
  return (weights) => {
    let area = 0
    let lastHits = 0
    let lastMisses = 0
    walk(weights, (hits, misses) => {
      area += (misses - lastMisses) * (hits + lastHits)
      lastHits = hits
      lastMisses = misses
    })
    return area / (2 * lastHits * lastMisses)
  }
}

/** Area under the ROC curve: the chance that a 1 outscores a 0, ties counting half. */
export function auc(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  return aucStatistic(labels, scores)(ones(labels.length))
}

/** Kolmogorov–Smirnov distance as a statistic of row weights. */
export function ksStatistic(labels: ArrayLike<number>, scores: ArrayLike<number>): Statistic {
  const walk = walker(labels, scores, 'ks')
  const positive = Float64Array.from(labels)
  return (weights) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const hitsAll = positive.reduce((sum, label, i) => sum + label * weights[i]!, 0)
    let most = 0
    walk(weights, (hits, misses) => {
      most = Math.max(most, Math.abs(hits / hitsAll - misses / (total - hitsAll)))
    })
    return most
  }
}

/** Largest distance between the score distributions of the two classes. */
export function ks(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  return ksStatistic(labels, scores)(ones(labels.length))
}

/** Average precision as a statistic of row weights. */
export function averagePrecisionStatistic(labels: ArrayLike<number>, scores: ArrayLike<number>): Statistic {
  const walk = walker(labels, scores, 'averagePrecision')
  return (weights) => {
    let sum = 0
    let lastHits = 0
    walk(weights, (hits, misses) => {
      if (hits > lastHits) sum += ((hits - lastHits) * hits) / (hits + misses)
      lastHits = hits
    })
    return sum / lastHits
  }
}

/** Σ (recall step × precision) over distinct scores, without interpolation. */
export function averagePrecision(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  return averagePrecisionStatistic(labels, scores)(ones(labels.length))
}

function checkProbabilities(labels: ArrayLike<number>, probabilities: ArrayLike<number>, what: string): void {
  requireSome(labels, `${what} labels`)
  requireSameLength(labels, probabilities, `${what} labels and probabilities`)
  for (let i = 0; i < labels.length; i++) {
    const p = probabilities[i]!
    if (!(p >= 0 && p <= 1)) throw new RangeError(`${what} probabilities[${i}] must lie in [0, 1], got ${p}`)
    if (labels[i] !== 0 && labels[i] !== 1)
      throw new RangeError(`${what} labels[${i}] must be 0 or 1, got ${labels[i]}`)
  }
}

/** Squared distance of each probability from its label. */
export function brierLosses(labels: ArrayLike<number>, probabilities: ArrayLike<number>): Float64Array {
  checkProbabilities(labels, probabilities, 'brier')
  return Float64Array.from({ length: labels.length }, (_, i) => (probabilities[i]! - labels[i]!) ** 2)
}

/** Mean Brier score (Brier, 1950); 0 is perfect. */
export function brier(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  return meanStatistic(brierLosses(labels, probabilities))(ones(labels.length))
}

/** Keeps a wrong certainty finite: a probability of 0 or 1 counts as this close to it. */
const LOG_LOSS_FLOOR = 1e-15

/** Negative log likelihood of each row, in nats; probabilities are held 1e-15 away from 0 and 1. */
export function logLosses(labels: ArrayLike<number>, probabilities: ArrayLike<number>): Float64Array {
  checkProbabilities(labels, probabilities, 'logLoss')
  return Float64Array.from({ length: labels.length }, (_, i) => {
    const p = probabilities[i]!
    return -Math.log(Math.max(LOG_LOSS_FLOOR, labels[i] === 1 ? p : 1 - p))
  })
}

/** Mean negative log likelihood, in nats. */
export function logLoss(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  return meanStatistic(logLosses(labels, probabilities))(ones(labels.length))
}

/** Rank of one item among all scores, 1 being best; each item of equal score counts half. */
export function rankOf(scores: ArrayLike<number>, item: number): number {
  requireAllFinite(scores, 'rankOf scores')
  const own = scores[requireInteger(item, 0, 'rankOf item')]
  if (own === undefined) throw new RangeError(`rankOf item ${item} lies beyond the ${scores.length} scores`)
  let rank = 1
  for (let i = 0; i < scores.length; i++) {
    if (i !== item) rank += scores[i]! > own ? 1 : scores[i] === own ? 0.5 : 0
  }
  return rank
}

/** 1 when the wanted item's rank is within the first `k`, else 0; the mean over queries is HR@k. */
export function hitAt(rank: number, k: number): number {
  return checkRank(rank, k, 'hitAt') ? 1 : 0
}

/** 1 / rank within the first `k`, else 0; the mean over queries is MRR@k. */
export function reciprocalRankAt(rank: number, k: number): number {
  return checkRank(rank, k, 'reciprocalRankAt') ? 1 / rank : 0
}

/** nDCG@k when a single item is relevant: 1 / log2(rank + 1) within the first `k`, else 0. */
export function singleNdcgAt(rank: number, k: number): number {
  return checkRank(rank, k, 'singleNdcgAt') ? 1 / Math.log2(rank + 1) : 0
}

function checkRank(rank: number, k: number, what: string): boolean {
  requireInteger(k, 1, `${what} k`)
  if (!(rank >= 1)) throw new RangeError(`${what} rank must be at least 1, got ${rank}`)
  return rank <= k
}

/** How a relevance grade turns into gain: itself, or 2^grade - 1 (Burges et al., 2005). */
export type Gain = 'linear' | 'exponential'

/** Discounted cumulative gain of grades in ranked order, cut at `k` (Järvelin and Kekäläinen, 2002). */
export function dcgAt(grades: ArrayLike<number>, k: number, gain: Gain = 'linear'): number {
  requireInteger(k, 1, 'dcgAt k')
  requireAllFinite(grades, 'dcgAt grades')
  let sum = 0
  for (let i = 0; i < Math.min(k, grades.length); i++) {
    sum += (gain === 'linear' ? grades[i]! : 2 ** grades[i]! - 1) / Math.log2(i + 2)
  }
  return sum
}

/**
 * nDCG@k. `ranked` are the grades in the order shown, `all` the grades of every item judged for the query (which sets
 * the ideal). A query without any relevant item has no nDCG and is refused: leave it out of the mean and say so.
 */
export function ndcgAt(ranked: ArrayLike<number>, all: ArrayLike<number>, options: { k: number; gain?: Gain }): number {
  const gain = options.gain ?? 'linear'
  const ideal = dcgAt(Float64Array.from(all).sort().reverse(), options.k, gain)
  if (!(ideal > 0)) throw new RangeError('ndcgAt: no judged item is relevant')
  return dcgAt(ranked, options.k, gain) / ideal
}

function forecastErrors(actual: ArrayLike<number>, forecast: ArrayLike<number>, what: string): Float64Array {
  requireSome(actual, `${what} actual`)
  requireSameLength(actual, forecast, `${what} actual and forecast`)
  requireAllFinite(actual, `${what} actual`)
  requireAllFinite(forecast, `${what} forecast`)
  return Float64Array.from({ length: actual.length }, (_, i) => Math.abs(actual[i]! - forecast[i]!))
}

/** Mean absolute error. */
export function mae(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return meanStatistic(forecastErrors(actual, forecast, 'mae'))(ones(actual.length))
}

/** Root mean squared error. */
export function rmse(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  const squares = forecastErrors(actual, forecast, 'rmse').map((error) => error * error)
  return Math.sqrt(meanStatistic(squares)(ones(actual.length)))
}

/** Symmetric percentage error as in M4, 0..200; a forecast of 0 for 0 is no error. */
export function smape(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  const shares = forecastErrors(actual, forecast, 'smape').map((error, i) =>
    error === 0 ? 0 : (200 * error) / (Math.abs(actual[i]!) + Math.abs(forecast[i]!)),
  )
  return meanStatistic(shares)(ones(actual.length))
}

/** The scale of MASE: mean absolute seasonal difference within the training series. */
export function seasonalScale(training: ArrayLike<number>, season: number): number {
  requireInteger(season, 1, 'seasonalScale season')
  requireAllFinite(training, 'seasonalScale training')
  if (training.length <= season) {
    throw new RangeError(`seasonalScale: ${training.length} values are too few for a season of ${season}`)
  }
  let sum = 0
  for (let i = season; i < training.length; i++) sum += Math.abs(training[i]! - training[i - season]!)
  if (sum === 0) throw new RangeError('seasonalScale: the training series repeats itself exactly, so MASE has no scale')
  return sum / (training.length - season)
}

/** Mean absolute scaled error (Hyndman and Koehler, 2006); `scale` comes from seasonalScale. */
export function mase(actual: ArrayLike<number>, forecast: ArrayLike<number>, scale: number): number {
  return mae(actual, forecast) / requirePositive(scale, 'mase scale')
}

/** Overall weighted average of M4: mean of sMAPE and MASE, each relative to those of Naïve 2. */
export function owa(own: { smape: number; mase: number }, naive2: { smape: number; mase: number }): number {
  requirePositive(naive2.smape, 'owa naive2 smape')
  requirePositive(naive2.mase, 'owa naive2 mase')
  return (own.smape / naive2.smape + own.mase / naive2.mase) / 2
}
