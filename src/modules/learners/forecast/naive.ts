/** The forecasts that others have to beat. */
import { adjust, isSeasonal, seasonOf } from './decomposition.ts'
import { type Forecaster, type History, requireHistory, requirePeriods } from './series.ts'

/** The last value, for ever. */
export function naive(history: History, horizon: number): Float64Array {
  requireHistory(history, horizon, { what: 'naive', least: 1 })
  return new Float64Array(horizon).fill(history.at(-1)!)
}

/** What was a period ago; with a history of less than a period, the last value. */
export function seasonalNaive(period: number): Forecaster {
  requirePeriods([period], 'seasonal naive')
  return (history, horizon) => {
    requireHistory(history, horizon, { what: 'seasonal naive', least: 1 })
    if (history.length < period) return naive(history, horizon)
    return Float64Array.from({ length: horizon }, (_, step) => history[history.length - period + (step % period)]!)
  }
}

/** The last value with the season taken out and put back, if there is one: the yardstick of OWA (M4's Naïve 2). */
export function naive2(period: number): Forecaster {
  requirePeriods([period], 'naive 2')
  return (history, horizon) => {
    requireHistory(history, horizon, { what: 'naive 2', least: 1 })
    if (!isSeasonal(history, period)) return naive(history, horizon)
    const season = seasonOf(history, period)
    const level = naive(adjust(history, season, { start: 0, sign: 1 }), horizon)
    return adjust(level, season, { start: history.length, sign: -1 })
  }
}
