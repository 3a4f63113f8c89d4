/**
 * One forest for a whole panel of series, which learns how far each step strays from the seasonal naive forecast, given
 * the series' recent moves: what many series have in common helps each of them (Montero-Manso and Hyndman, "Principles
 * and algorithms for forecasting groups of time series", IJF 2021). Every step ahead is forecast directly.
 */
import { requireInteger, requireSome } from '../base/guards.ts'
import { type Forest, loadForest, saveForest, scoreRows, trainForest } from '../trees/index.ts'
import { loadModel, type ModelKind, type SavedModel, saveModel } from '../base/models.ts'
import { seasonalNaive } from './naive.ts'
import { type Forecaster, fromScale, type History, requireHistory, requirePeriods, scaleOf } from './series.ts'

/** A trained panel. */
export interface BoostedLags {
  readonly periods: readonly number[]
  /** Most steps ahead. */
  readonly horizon: number
  readonly forest: Forest
}

/** How to train. */
export interface BoostedLagsOptions {
  /** Shortest first. */
  readonly periods: readonly number[]
  readonly horizon: number
  /** Places in each series to learn from, going back from its end; 8 unless given. */
  readonly origins?: number
  /** Trees; 200 unless given. */
  readonly rounds?: number
  readonly seed?: number | string
}

/** A series on its scale, with what one of its usual daily moves amounts to. */
interface Prepared {
  readonly values: Float64Array
  readonly unit: number
}

function prepare(history: History, period: number): Prepared {
  const { values } = scaleOf(history)
  let sum = 0
  for (let at = period; at < values.length; at += 1) sum += Math.abs(values[at]! - values[at - period]!)
  // A series that repeats itself exactly has nothing to learn from; any unit will do.
  return { values, unit: sum === 0 ? 1 : sum / (values.length - period) }
}

/** Deviations beyond this many units teach the forest nothing but outliers. */
const MOST_UNITS = 6

/** Trains one forest on all series; series too short to hold the horizon and three periods are passed over. */
export function trainBoostedLags(series: readonly History[], options: BoostedLagsOptions): BoostedLags {
  const { periods, horizon, origins = 8, rounds = 200, seed = 1 } = options
  requireSome(requireSome(series, 'boosted lags series') && periods, 'boosted lags periods')
  requirePeriods(periods, 'boosted lags')
  requireInteger(horizon, 1, 'boosted lags horizon')
  requireInteger(origins, 1, 'boosted lags origins')
  const period = periods[0]!
  const rows: Float64Array[] = []
  const labels: number[] = []
  // Not a multiple of the period, so that the places fall on different steps of it.
  const stride = period + (period >> 1) + 1
  for (const history of series) {
    requireHistory(history, horizon, { what: 'boosted lags', least: 1 })
    const prepared = prepare(history, period)
    for (let origin = 0; origin < origins; origin += 1) {
      const last = history.length - 1 - horizon - origin * stride
      if (last + 1 < 3 * period + horizon) break
      for (let step = 1; step <= horizon; step += 1) {
        rows.push(featuresOf(prepared, { last, step, periods }))
        const units = (prepared.values[last + step]! - baseOf(prepared, { last, step, periods })) / prepared.unit
        labels.push(Math.min(MOST_UNITS, Math.max(-MOST_UNITS, units)))
      }
    }
  }
  requireSome(rows, 'boosted lags: series long enough to learn from')
  const columns = rows[0]!.length
  const values = new Float64Array(rows.length * columns)
  for (const [at, row] of rows.entries()) values.set(row, at * columns)
  const { forest } = trainForest(
    { features: { rows: rows.length, columns, values }, labels },
    {
      objective: 'squared',
      rounds,
      learningRate: 0.08,
      // Steps of one series at one place hang together, so a leaf needs more rows than if each stood for itself.
      minRows: Math.min(200, Math.max(20, Math.floor(rows.length / 100))),
      bins: 63,
      rowShare: 0.5,
      columnShare: 0.5,
      seed,
    },
  )
  return { periods, horizon, forest }
}

interface Place {
  /** Position of the last value known. */
  readonly last: number
  /** Steps ahead. */
  readonly step: number
  readonly periods: readonly number[]
}

/** Whole periods that reach from the step ahead back to what is known. */
const back = (period: number, step: number): number => period * Math.ceil(step / period)

function baseOf({ values }: Prepared, { last, step, periods }: Place): number {
  return values[last + step - back(periods[0]!, step)]!
}

/** Features of one step ahead, in units of the series; NaN where the history does not reach. */
function featuresOf({ values, unit }: Prepared, place: Place): Float64Array {
  const { last, step, periods } = place
  const period = periods[0]!
  const target = last + step
  const cycle = back(period, step)
  const base = values[target - cycle]!
  const at = (position: number): number => (position >= 0 && position <= last ? values[position]! : NaN)
  const mean = (from: number, to: number): number => meanOf(values, last - to + 1, last - from + 1)
  const recent = mean(0, period)
  const features = [
    at(target - cycle - period) - base,
    at(target - cycle - 2 * period) - base,
    at(target - cycle - 1) - base,
    at(target - cycle + 1) - base,
    at(last) - at(last - period),
    at(last - 1) - at(last - 1 - period),
    at(last) - at(last - 1),
    at(last) - base,
    recent - base,
    recent - mean(period, 2 * period),
    mean(0, period >> 2) - mean(period, period + (period >> 2)),
  ]
  for (const longer of periods.slice(1)) {
    const before = target - back(longer, step)
    features.push(
      at(before) - base,
      at(before - period) - at(before),
      at(before - longer) - base,
      at(last) - at(last - longer),
      recent - mean(longer - period, longer),
      recent - mean(0, longer),
      mean(0, period >> 2) - mean(longer, longer + (period >> 2)),
    )
  }
  return Float64Array.from([step, step % period, ...features.map((value) => value / unit)])
}

/** The mean of values[from … to - 1]; NaN when they begin before the history. */
function meanOf(values: Float64Array, from: number, to: number): number {
  if (from < 0 || to <= from) return NaN
  let sum = 0
  for (let at = from; at < to; at += 1) sum += values[at]!
  return sum / (to - from)
}

/** Forecasts with a trained panel; a history of fewer than two periods gets the seasonal naive forecast. */
export function boostedLags(model: BoostedLags): Forecaster {
  const { periods, forest } = model
  const period = periods[0]!
  return (history, horizon) => {
    requireHistory(history, horizon, { what: 'boosted lags', least: 1 })
    if (horizon > model.horizon) {
      throw new RangeError(`boosted lags reach ${model.horizon} steps ahead, ${horizon} were asked for`)
    }
    if (history.length < 2 * period) return seasonalNaive(period)(history, horizon)
    const prepared = prepare(history, period)
    const last = history.length - 1
    const rows = Array.from({ length: horizon }, (_, i) => featuresOf(prepared, { last, step: i + 1, periods }))
    const columns = rows[0]!.length
    const values = new Float64Array(rows.length * columns)
    for (const [at, row] of rows.entries()) values.set(row, at * columns)
    const units = scoreRows(forest, { rows: horizon, columns, values })
    const scale = scaleOf(history)
    const raw = units.map((unit, i) => baseOf(prepared, { last, step: i + 1, periods }) + unit * prepared.unit)
    return fromScale(scale, raw)
  }
}

const KIND: ModelKind = { name: 'forecast.boosted-lags', version: 1 }

/** The panel as plain data. */
export function saveBoostedLags({ periods, horizon, forest }: BoostedLags): SavedModel {
  return saveModel(KIND, { periods: Uint32Array.from(periods), horizon, forest: saveForest(forest) })
}

/** Reads what `saveBoostedLags` wrote. */
export function loadBoostedLags(saved: unknown): BoostedLags {
  const reader = loadModel(KIND, saved)
  const periods = [...reader.array('periods', 'u32')]
  requirePeriods(requireSome(periods, `${reader.path}.periods`), reader.path)
  return { periods, horizon: reader.integer('horizon', 1), forest: loadForest(reader.nested('forest')) }
}
