import { requireAllFinite, requireInteger } from '../base/guards.ts'

/** Values of one quantity at equal steps of time, oldest first. */
export type History = Float64Array

/** Forecasts `horizon` steps beyond the end of a history. */
export type Forecaster = (history: History, horizon: number) => Float64Array

/** Steps further ahead than this are refused: nothing here says anything about them. */
const MOST_STEPS = 10_000

/** Refuses a history that is too short or not finite, and a senseless horizon. */
export function requireHistory(history: History, horizon: number, context: { what: string; least: number }): void {
  requireAllFinite(history, `${context.what} history`)
  if (history.length < context.least) {
    throw new RangeError(`${context.what} history must hold ${context.least} values or more, got ${history.length}`)
  }
  if (requireInteger(horizon, 1, `${context.what} horizon`) > MOST_STEPS) {
    throw new RangeError(`${context.what} horizon must be at most ${MOST_STEPS}, got ${horizon}`)
  }
}

/** Refuses a period of less than two steps. */
export function requirePeriods(periods: readonly number[], what: string): void {
  for (const [at, period] of periods.entries()) requireInteger(period, 2, `${what} periods[${at}]`)
}

/** A scale on which a series varies evenly: logarithms if every value is above 0, the values themselves otherwise. */
export interface Scale {
  readonly isLog: boolean
  readonly values: Float64Array
}

/** The scale of a history. */
export function scaleOf(history: History): Scale {
  const isLog = history.every((value) => value > 0)
  return { isLog, values: isLog ? history.map(Math.log) : history.slice() }
}

/**
 * Back from a scale. Forecasts that ran away are held within ten times the spread of the history around it, so that
 * an exponent cannot overflow.
 */
export function fromScale(scale: Scale, values: Float64Array): Float64Array {
  let low = Infinity
  let high = -Infinity
  for (const value of scale.values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const room = scale.isLog ? Math.min(10 * (high - low), 20) : 10 * (high - low)
  const held = values.map((value) => Math.min(high + room, Math.max(low - room, value)))
  return scale.isLog ? held.map(Math.exp) : held
}
