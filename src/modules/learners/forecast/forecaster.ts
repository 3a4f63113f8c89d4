/**
 * Forecasts of a panel of series that share their periods, such as demand by the hour: a weighted mean of methods, with
 * weights and intervals from forecasts of the panel's own last values, made without having seen them.
 */
import { conformalQuantile } from '../base/conformal.ts'
import { requireAllFinite, requireBetween, requireInteger, requireSome } from '../base/guards.ts'
import { loadModel, type ModelKind, type SavedModel, saveModel } from '../base/models.ts'
import { type BoostedLags, boostedLags, loadBoostedLags, saveBoostedLags, trainBoostedLags } from './boosted-lags.ts'
import { combinationWeights } from './combination.ts'
import { lagRegression } from './lag-regression.ts'
import { seasonalNaive } from './naive.ts'
import { type Forecaster, type History, requireHistory, requirePeriods, scaleOf } from './series.ts'
import { smoothing } from './smoothing.ts'
import { theta } from './theta.ts'

/** What a forecast is combined from. */
export const memberNames = [
  'seasonal naive',
  'theta',
  'smoothing',
  'smoothing of all periods',
  'lag regression',
  'boosted lags',
] as const

/** How to train. */
export interface ForecastOptions {
  /** Steps after which the series repeat, shortest first: [24, 168] for hours with days and weeks. */
  readonly periods: readonly number[]
  /** Most steps ahead. */
  readonly horizon: number
  /** Times the horizon is taken from the end of each series to validate on; 2 unless given. */
  readonly windows?: number
  /** Share of values that the intervals should hold; 0.95 unless given. */
  readonly coverage?: number
  readonly seed?: number | string
}

/** A trained panel: small, as what is particular to a series is fitted again from its history at each forecast. */
export interface ForecastModel {
  readonly periods: readonly number[]
  readonly horizon: number
  readonly coverage: number
  /** In the order of memberNames; they sum to 1. */
  readonly weights: Float64Array
  /** Half the width of the interval at each step ahead, in units of the series' own recent errors. */
  readonly widths: Float64Array
  readonly boosted: BoostedLags
}

/** A forecast, step by step. */
export interface Forecast {
  readonly mean: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

function membersOf(model: { periods: readonly number[]; boosted: BoostedLags }): Forecaster[] {
  const { periods, boosted } = model
  const period = periods[0]!
  return [
    seasonalNaive(period),
    theta(period),
    smoothing([period]),
    smoothing(periods),
    lagRegression(periods),
    boostedLags(boosted),
  ]
}

/** One series as it was before one of the windows. */
interface Case {
  readonly history: History
  readonly actual: Float64Array
  /** One forecast a member. */
  readonly forecasts: readonly Float64Array[]
}

/**
 * Trains on a panel. The windows used to choose weights and widths lie at the end of each series; the forest that takes
 * part in them is trained on what lies before all of them, and trained again on everything at the end.
 *
 * @throws {RangeError} unless at least one series holds three of the shortest periods before the windows
 */
export function trainForecaster(series: readonly History[], options: ForecastOptions): ForecastModel {
  const { periods, horizon, windows = 2, coverage = 0.95, seed = 1 } = options
  requirePeriods(requireSome(periods, 'forecast periods'), 'forecast')
  requireInteger(windows, 1, 'forecast windows')
  requireBetween(coverage, [0.5, 0.999], 'forecast coverage')
  for (const history of requireSome(series, 'forecast series')) {
    requireHistory(history, horizon, { what: 'forecast', least: 1 })
  }
  const least = windows * horizon + 3 * periods[0]!
  const long = series.filter((history) => history.length >= least)
  requireSome(long, `forecast: series of ${least} values or more`)
  const before = long.map((history) => history.subarray(0, history.length - windows * horizon))
  const boosted = trainBoostedLags(before, { periods, horizon, seed })
  const members = membersOf({ periods, boosted })
  const cases = long.flatMap((history) =>
    Array.from({ length: windows }, (_, window): Case => {
      const cut = history.length - (windows - window) * horizon
      const past = history.subarray(0, cut)
      const forecasts = members.map((member) => member(past, horizon))
      return { history: past, actual: history.slice(cut, cut + horizon), forecasts }
    }),
  )
  const weights = weightsOf(cases, periods[0]!)
  return {
    periods,
    horizon,
    coverage,
    weights,
    widths: widthsOf(cases, weights, { periods, coverage }),
    boosted: trainBoostedLags(series, { periods, horizon, seed }),
  }
}

function weightsOf(cases: readonly Case[], period: number): Float64Array {
  const join = (parts: readonly Float64Array[]): Float64Array => Float64Array.from(parts.flatMap((part) => [...part]))
  const units = cases.map(({ history, actual }) => new Float64Array(actual.length).fill(usualMove(history, period)))
  return combinationWeights(
    memberNames.map((_, member) => join(cases.map(({ forecasts }) => forecasts[member]!))),
    join(cases.map(({ actual }) => actual)),
    join(units),
  )
}

/** Mean absolute difference from a period ago, the scale of MASE; a series that repeats exactly gets its mean size. */
function usualMove(history: Float64Array, period: number): number {
  let sum = 0
  for (let at = period; at < history.length; at += 1) sum += Math.abs(history[at]! - history[at - period]!)
  if (sum > 0) return sum / (history.length - period)
  return history.reduce((size, value) => size + Math.abs(value), 0) / history.length || 1
}

function combine(forecasts: readonly Float64Array[], weights: Float64Array): Float64Array {
  return forecasts[0]!.map((_, step) => forecasts.reduce((sum, own, at) => sum + weights[at]! * own[step]!, 0))
}

/** Errors at steps this far apart are pooled until there are enough of them for a quantile. */
const LEAST_ERRORS = 200

function widthsOf(
  cases: readonly Case[],
  weights: Float64Array,
  options: { readonly periods: readonly number[]; readonly coverage: number },
): Float64Array {
  const horizon = cases[0]!.actual.length
  const errors = Array.from({ length: horizon }, (): number[] => [])
  for (const { history, actual, forecasts } of cases) {
    const unit = recentError(history, options.periods, horizon)
    const onScale = placerOf(history)
    for (const [step, mean] of combine(forecasts, weights).entries()) {
      errors[step]!.push(Math.abs(onScale(actual[step]!) - onScale(mean)) / unit)
    }
  }
  return Float64Array.from(errors, (_, step) => {
    let reach = 0
    let pool = errors[step]!
    while (pool.length < LEAST_ERRORS && reach < horizon) {
      reach += 1
      pool = errors.slice(Math.max(0, step - reach), step + reach + 1).flat()
    }
    return conformalQuantile(pool, options.coverage)
  })
}

/** Puts values on the scale of a history; on a logarithmic one, nothing below its least value can be told apart. */
function placerOf(history: History): (value: number) => number {
  const { isLog, values } = scaleOf(history)
  const least = values.reduce((lowest, value) => Math.min(lowest, value), Infinity)
  return (value) => (isLog ? Math.log(Math.max(value, Math.exp(least))) : value)
}

/**
 * How far off forecasts of this series have been lately, on its scale: the mean absolute error of lag regression over
 * the last two horizons, or a share of the usual move of a period when the history is too short for that or too
 * regular.
 */
function recentError(history: History, periods: readonly number[], horizon: number): number {
  const period = periods[0]!
  const { values } = scaleOf(history)
  const onScale = placerOf(history)
  const floor = 0.05 * usualMove(values, Math.min(period, history.length - 1))
  const forecaster = lagRegression(periods)
  let sum = 0
  let count = 0
  for (const cut of [history.length - horizon, history.length - 2 * horizon]) {
    if (cut < 2 * period) continue
    for (const [step, value] of forecaster(history.subarray(0, cut), horizon).entries()) {
      sum += Math.abs(onScale(value) - values[cut + step]!)
      count += 1
    }
  }
  return count === 0 ? 20 * floor : Math.max(floor, sum / count)
}

/**
 * Forecasts a series with its interval. The series need not be one of the panel.
 *
 * @param history two values or more
 */
export function forecastSeries(model: ForecastModel, history: History, horizon: number = model.horizon): Forecast {
  requireHistory(history, horizon, { what: 'forecast', least: 3 })
  if (horizon > model.horizon) throw new RangeError(`forecasts reach ${model.horizon} steps, ${horizon} were asked for`)
  const members = membersOf(model)
  const needed = model.weights.map((weight) => Number(weight > 0))
  const none = new Float64Array(horizon)
  const forecasts = members.map((member, at) => (needed[at] === 1 ? member(history, horizon) : none))
  const mean = combine(forecasts, model.weights)
  const { isLog } = scaleOf(history)
  const unit = recentError(history, model.periods, model.horizon)
  const bound = (sign: 1 | -1): Float64Array =>
    mean.map((value, step) => {
      const width = sign * unit * model.widths[step]!
      // Beyond e^300 either way nothing is told apart, and nothing overflows.
      return isLog ? value * Math.exp(Math.min(300, Math.max(-300, width))) : value + width
    })
  return { mean, low: bound(-1), high: bound(1) }
}

const KIND: ModelKind = { name: 'forecast', version: 1 }

/** The panel as plain data. */
export function saveForecaster(model: ForecastModel): SavedModel {
  const { horizon, coverage, weights, widths } = model
  const periods = Uint32Array.from(model.periods)
  return saveModel(KIND, { periods, horizon, coverage, weights, widths, boosted: saveBoostedLags(model.boosted) })
}

/** Reads what `saveForecaster` wrote. */
export function loadForecaster(saved: unknown): ForecastModel {
  const reader = loadModel(KIND, saved)
  const periods = [...reader.array('periods', 'u32')]
  requirePeriods(requireSome(periods, `${reader.path}.periods`), reader.path)
  const horizon = reader.integer('horizon', 1)
  return {
    periods,
    horizon,
    coverage: reader.number('coverage'),
    weights: requireAllFinite(reader.array('weights', 'f64', memberNames.length), `${reader.path}.weights`),
    widths: requireAllFinite(reader.array('widths', 'f64', horizon), `${reader.path}.widths`),
    boosted: loadBoostedLags(reader.nested('boosted')),
  }
}
