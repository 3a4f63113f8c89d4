/**
 * Exponential smoothing with a damped trend, any number of seasons and autocorrelated errors: De Livera, Hyndman and
 * Snyder, "Forecasting time series with complex seasonal patterns using exponential smoothing", JASA 2011, model BATS
 * with one autoregressive term and without Box–Cox. With one season and no autocorrelation it is the additive damped
 * Holt–Winters method; on a logarithmic scale, the multiplicative one.
 *
 *   yₜ = l + φ b + Σ sᵢ + dₜ,   dₜ = ρ dₜ₋₁ + εₜ
 *   l ← l + φ b + α dₜ,   b ← φ b + β dₜ,   sᵢ ← sᵢ + γᵢ dₜ
 */
import { requireAllFinite } from '../base/guards.ts'
import { nelderMead } from './nelder-mead.ts'
import { type Forecaster, fromScale, requireHistory, requirePeriods, scaleOf } from './series.ts'

/** Weights of the newest error: each state moves by its share of it. */
export interface SmoothingWeights {
  readonly alpha: number
  readonly beta: number
  /** One a season. */
  readonly gammas: readonly number[]
  /** How much of the trend is left after each step, 0.8 to 0.995. */
  readonly phi: number
  /** Autocorrelation of the errors, 0 to 0.95. */
  readonly rho: number
}

/** Where smoothing stands after the last value. */
export interface SmoothingState {
  level: number
  trend: number
  /** Last correlated error. */
  error: number
  /** One ring of effects a season. */
  readonly seasons: readonly Float64Array[]
  /** How many values have been seen. */
  count: number
}

/** A level, no trend, and seasons found by averaging over the first values: shortest period first. */
export function startSmoothing(values: Float64Array, periods: readonly number[]): SmoothingState {
  const longest = Math.max(1, ...periods)
  // Two of the longest periods, or as many whole ones as there are.
  const used = values.subarray(0, Math.min(values.length, 2 * longest))
  const level = used.reduce((sum, value) => sum + value, 0) / used.length
  const rest = used.map((value) => value - level)
  const seasons = periods.map((period) => {
    const sums = new Float64Array(period)
    const counts = new Float64Array(period)
    for (const [at, value] of rest.entries()) {
      sums[at % period]! += value
      counts[at % period]! += 1
    }
    const effects = sums.map((sum, step) => sum / Math.max(1, counts[step]!))
    for (const at of rest.keys()) rest[at]! -= effects[at % period]!
    return effects
  })
  return { level, trend: 0, error: 0, seasons, count: 0 }
}

/** What the next value is expected to be. */
export function expectNext(state: SmoothingState, { phi, rho }: SmoothingWeights): number {
  let expected = state.level + phi * state.trend + rho * state.error
  for (const season of state.seasons) expected += season[state.count % season.length]!
  return expected
}

/** Learns one value. @returns the error of the expectation */
export function smoothOne(state: SmoothingState, weights: SmoothingWeights, value: number): number {
  const innovation = value - expectNext(state, weights)
  const error = weights.rho * state.error + innovation
  const slope = weights.phi * state.trend
  state.level += slope + weights.alpha * error
  state.trend = slope + weights.beta * error
  for (const [i, season] of state.seasons.entries()) {
    season[state.count % season.length]! += weights.gammas[i]! * error
  }
  state.error = error
  state.count += 1
  return innovation
}

/** Expectations for the steps after the last value seen, each taken to come true before the next. */
export function extrapolate(state: SmoothingState, weights: SmoothingWeights, horizon: number): Float64Array {
  const ahead = { ...state, seasons: state.seasons.map((season) => season.slice()) }
  return Float64Array.from({ length: horizon }, () => {
    const expected = expectNext(ahead, weights)
    smoothOne(ahead, weights, expected)
    return expected
  })
}

/** Points of the search are unbounded; this puts them within the bounds of the weights. */
function weightsAt(point: Float64Array): SmoothingWeights {
  const within = (low: number, high: number, at: number): number => low + (high - low) / (1 + Math.exp(-point[at]!))
  const alpha = within(0, 1, 0)
  return {
    alpha,
    beta: within(0, alpha, 1),
    phi: within(0.8, 0.995, 2),
    rho: within(0, 0.95, 3),
    gammas: Array.from({ length: point.length - 4 }, (_, i) => within(0, 1 - alpha, 4 + i)),
  }
}

/** Weights to begin with: slow level and seasons, hardly any trend. */
const START = [-1.5, -4, 1, 0]
const START_SEASON = -2

/** The weights with the least squared error one step ahead, errors of the first longest period apart. */
export function fitSmoothing(values: Float64Array, periods: readonly number[]): SmoothingWeights {
  requireAllFinite(values, 'smoothing values')
  requirePeriods(periods, 'smoothing')
  const warm = Math.min(values.length >> 1, Math.max(1, ...periods))
  const initial = startSmoothing(values, periods)
  const loss = (point: Float64Array): number => {
    const weights = weightsAt(point)
    const state = { ...initial, seasons: initial.seasons.map((season) => season.slice()) }
    let sum = 0
    for (const [at, value] of values.entries()) {
      const error = smoothOne(state, weights, value)
      if (at >= warm) sum += error * error
    }
    return sum
  }
  const start = Float64Array.from([...START, ...periods.map(() => START_SEASON)])
  return weightsAt(nelderMead({ loss, start, step: 1, evaluations: 150, tolerance: 1e-4 }).point)
}

/** Exponential smoothing of a series with these periods; those that do not fit twice into the history are left out. */
export function smoothing(periods: readonly number[]): Forecaster {
  requirePeriods(periods, 'smoothing')
  return (history, horizon) => {
    requireHistory(history, horizon, { what: 'smoothing', least: 3 })
    const scale = scaleOf(history)
    const used = periods.filter((period) => 2 * period <= history.length).toSorted((a, b) => a - b)
    const weights = fitSmoothing(scale.values, used)
    const state = startSmoothing(scale.values, used)
    for (const value of scale.values) smoothOne(state, weights, value)
    return fromScale(scale, extrapolate(state, weights, horizon))
  }
}
