/**
 * Linear regression of a series on its own past: the last values, and those around one period ago. The coefficients are
 * drawn towards the seasonal naive forecast, which is what a history too short to say more falls back to: ridge
 * regression with a prior mean (Hoerl and Kennard, Technometrics 1970; as a prior, Lindley and Smith, JRSS B 1972).
 */
import { factorise, solveFactor } from '../base/cholesky.ts'
import { requireInteger } from '../base/guards.ts'
import { seasonalNaive } from './naive.ts'
import { type Forecaster, fromScale, requireHistory, requirePeriods, scaleOf } from './series.ts'

/** Coefficients on a standardised scale. */
export interface LagFit {
  readonly lags: readonly number[]
  /** One a lag, then the constant. */
  readonly weights: Float64Array
  readonly mean: number
  readonly deviation: number
}

/** Penalty on squared distance from the prior, in units of one standardised value. */
const RIDGE = 1

/** Lags 1 to 4, two before to three after each period, and twice the shortest period. */
export function lagsOf(periods: readonly number[]): number[] {
  const shortest = Math.min(...periods)
  const lags = new Set([1, 2, 3, 4])
  for (const period of periods) for (let offset = -2; offset <= 3; offset += 1) lags.add(period + offset)
  if (periods.length > 0) for (const lag of [2 * shortest, 2 * shortest + 1]) lags.add(lag)
  return [...lags].filter((lag) => lag > 0).toSorted((a, b) => a - b)
}

/** Fits a series; undefined when no row of lags is complete, or the series is constant. */
export function fitLags(values: Float64Array, lags: readonly number[], prior: number): LagFit | undefined {
  requireInteger(prior, 1, 'lag regression prior')
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  const longest = Math.max(...lags)
  // A deviation that is rounding of equal values standardises to noise.
  if (values.length <= longest || deviation <= 1e-12 * Math.abs(mean)) return undefined
  const standard = values.map((value) => (value - mean) / deviation)
  const size = lags.length + 1
  const gram = new Float64Array(size * size)
  const right = new Float64Array(size)
  const row = new Float64Array(size).fill(1)
  for (let at = longest; at < standard.length; at += 1) {
    for (const [i, lag] of lags.entries()) row[i] = standard[at - lag]!
    const rest = standard[at]! - standard[at - prior]!
    for (let i = 0; i < size; i += 1) {
      for (let j = 0; j <= i; j += 1) gram[i * size + j]! += row[i]! * row[j]!
      right[i]! += row[i]! * rest
    }
  }
  for (let i = 0; i < size; i += 1) gram[i * size + i]! += RIDGE
  const factor = factorise(gram, 0)
  if (!('lower' in factor)) throw new RangeError('lag regression: the values differ too much in size to be regressed')
  const weights = solveFactor(factor, right)
  weights[lags.indexOf(prior)]! += 1
  return { lags, weights, mean, deviation }
}

/** Forecasts step by step, each feeding the next; held within one deviation of what was ever seen. */
export function extrapolateLags(fit: LagFit, values: Float64Array, horizon: number): Float64Array {
  const { lags, weights, mean, deviation } = fit
  const all = new Float64Array(values.length + horizon)
  let low = Infinity
  let high = -Infinity
  for (const [at, value] of values.entries()) {
    const standard = (value - mean) / deviation
    all[at] = standard
    low = Math.min(low, standard)
    high = Math.max(high, standard)
  }
  for (let at = values.length; at < all.length; at += 1) {
    let sum = weights[lags.length]!
    for (const [i, lag] of lags.entries()) sum += weights[i]! * all[at - lag]!
    all[at] = Math.min(high + 1, Math.max(low - 1, sum))
  }
  return all.slice(values.length).map((value) => value * deviation + mean)
}

/** Lag regression of a series with these periods; those that do not fit twice into the history are left out. */
export function lagRegression(periods: readonly number[]): Forecaster {
  requirePeriods(periods, 'lag regression')
  return (history, horizon) => {
    requireHistory(history, horizon, { what: 'lag regression', least: 1 })
    const used = periods.filter((period) => 2 * period + 4 <= history.length)
    const shortest = Math.min(...used)
    const prior = used.length > 0 ? shortest : 1
    const scale = scaleOf(history)
    const fit = fitLags(scale.values, lagsOf(used), prior)
    if (fit === undefined) return seasonalNaive(Math.max(2, prior))(history, horizon)
    return fromScale(scale, extrapolateLags(fit, scale.values, horizon))
  }
}
