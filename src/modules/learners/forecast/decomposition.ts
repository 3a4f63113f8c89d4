/** Classical decomposition of a series into level and season, as the M4 competition's benchmarks use it. */
import { requireHistory, requirePeriods, type History } from './series.ts'

/** The correlation of a series with itself `lag` steps before; 0 for a constant series. */
export function autocorrelation(history: History, lag: number): number {
  const mean = history.reduce((sum, value) => sum + value, 0) / history.length
  let product = 0
  let square = 0
  for (const [at, value] of history.entries()) {
    square += (value - mean) ** 2
    if (at >= lag) product += (value - mean) * (history[at - lag]! - mean)
  }
  return square === 0 ? 0 : product / square
}

/** Standard normal quantile of .95: a two-sided test at 90 %. */
const LIMIT = 1.645

/**
 * Whether a series repeats itself with a period: its autocorrelation at that lag is beyond chance at 90 %, given those
 * at shorter lags. Source: Makridakis, Spiliotis and Assimakopoulos, "The M4 competition", 2020, appendix (Naïve 2).
 */
export function isSeasonal(history: History, period: number): boolean {
  if (history.length < 3 * period) return false
  let squares = 0
  for (let lag = 1; lag < period; lag += 1) squares += autocorrelation(history, lag) ** 2
  return Math.abs(autocorrelation(history, period)) > LIMIT * Math.sqrt((1 + 2 * squares) / history.length)
}

/** A season around a level: multiplied with it when every value is above 0, added to it otherwise. */
export interface Season {
  readonly isMultiplied: boolean
  /** Effect of each step of the period; the first belongs to the first value of the history. Mean 1 or 0. */
  readonly effects: Float64Array
}

/**
 * The mean effect of each step of a period relative to the centred moving average over one period.
 *
 * @param history at least two periods
 */
export function seasonOf(history: History, period: number): Season {
  requirePeriods([period], 'season')
  requireHistory(history, 1, { what: 'season', least: 2 * period })
  const isMultiplied = history.every((value) => value > 0)
  const sums = new Float64Array(period)
  const counts = new Float64Array(period)
  const half = period >> 1
  for (let at = half; at < history.length - half; at += 1) {
    const level = centredMean(history, at, period)
    sums[at % period]! += isMultiplied ? history[at]! / level : history[at]! - level
    counts[at % period]! += 1
  }
  // Two periods leave at least one value for every step.
  const means = sums.map((sum, step) => sum / counts[step]!)
  const middle = means.reduce((sum, mean) => sum + mean, 0) / period
  return { isMultiplied, effects: means.map((mean) => (isMultiplied ? mean / middle : mean - middle)) }
}

/** Mean over one period around a value; with an even period both ends count half. */
function centredMean(history: History, at: number, period: number): number {
  const half = period >> 1
  let sum = 0
  for (let offset = -half; offset <= half; offset += 1) {
    const isHalf = period % 2 === 0 && Math.abs(offset) === half
    sum += history[at + offset]! * (isHalf ? 0.5 : 1)
  }
  return sum / period
}

/** Takes a season out of a series, or, with `sign` -1, puts it back. @param start step of the first value */
export function adjust(values: Float64Array, season: Season, at: { start: number; sign: 1 | -1 }): Float64Array {
  const { isMultiplied, effects } = season
  return values.map((value, i) => {
    const effect = effects[(at.start + i) % effects.length]!
    return isMultiplied ? value * effect ** -at.sign : value - at.sign * effect
  })
}
