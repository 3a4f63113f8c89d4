import { requireBetween, requireInteger, requireSameLength } from './guards.ts'
import { seededRandom } from './random.ts'

/**
 * A figure computed from weighted rows. The weights of a bootstrap draw count how often each row was drawn, so that
 * whatever sorting a metric needs is done once and not once a draw.
 */
export type Statistic = (weights: Float64Array) => number

/** An estimate with its interval. */
export interface Interval {
  estimate: number
  low: number
  high: number
  /** Nominal coverage, such as 0.95. */
  level: number
}

/** The difference of two figures over the same draws. */
export interface PairedInterval extends Interval {
  /** Whether the interval leaves zero out: what "better" means here. */
  excludesZero: boolean
}

/** How to draw. */
export interface BootstrapOptions {
  /** Nominal coverage; 0.95 unless given. */
  level?: number
  /** Number of resamples; 1,000 unless given. */
  draws?: number
  seed?: number | string
  /** Group of each row, 0, 1, 2 …: whole groups are drawn when rows of one group depend on each other. */
  groups?: Int32Array
}

/** The linearly interpolated quantile of sorted numbers. */
export function sortedQuantile(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) throw new RangeError('sortedQuantile: at least one number is needed')
  const at = requireBetween(p, [0, 1], 'sortedQuantile p') * (sorted.length - 1)
  const below = Math.floor(at)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!)
}

/** Percentile bootstrap interval (Efron, 1979) of a statistic over `rows` rows. */
export function bootstrapInterval(rows: number, statistic: Statistic, options: BootstrapOptions = {}): Interval {
  const level = requireBetween(options.level ?? 0.95, [0.5, 0.9999], 'bootstrap level')
  const draws = requireInteger(options.draws ?? 1000, 20, 'bootstrap draws')
  requireInteger(rows, 2, 'bootstrap rows')
  const estimate = finite(statistic(new Float64Array(rows).fill(1)))
  const resample = resampler(rows, options)
  const values = new Float64Array(draws)
  for (let draw = 0; draw < draws; draw++) values[draw] = finite(statistic(resample()))
  values.sort()
  const tail = (1 - level) / 2
  return { estimate, low: sortedQuantile(values, tail), high: sortedQuantile(values, 1 - tail), level }
}

/** Bootstrap interval of `a - b`, both computed on the same resamples of the same rows. */
export function pairedBootstrap(
  rows: number,
  pair: { a: Statistic; b: Statistic },
  options: BootstrapOptions = {},
): PairedInterval {
  const interval = bootstrapInterval(rows, (weights) => pair.a(weights) - pair.b(weights), options)
  return { ...interval, excludesZero: interval.low > 0 || interval.high < 0 }
}

/** The weighted mean of one value a row, as a statistic. */
export function meanStatistic(values: ArrayLike<number>): Statistic {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw new RangeError(`values[${i}] must be a finite number, got ${values[i]}`)
  }
  return (weights) => {
    requireSameLength(values, weights, 'meanStatistic values and weights')
    let sum = 0
    let total = 0
    for (let i = 0; i < weights.length; i++) {
      sum += weights[i]! * values[i]!
      total += weights[i]!
    }
    if (!(total > 0)) throw new RangeError('meanStatistic: the weights add up to nothing')
    return sum / total
  }
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`bootstrap: the statistic answered ${value}`)
  return value
}

function resampler(rows: number, options: BootstrapOptions): () => Float64Array {
  const random = seededRandom(options.seed ?? 1).stream('bootstrap')
  const weights = new Float64Array(rows)
  const { groups } = options
  if (groups === undefined) {
    return () => {
      weights.fill(0)
      for (let i = 0; i < rows; i++) weights[random.integer(rows)]! += 1
      return weights
    }
  }
  if (groups.length !== rows) throw new RangeError(`bootstrap: ${groups.length} groups for ${rows} rows`)
  const size = groups.reduce((most, group) => Math.max(most, requireInteger(group, 0, 'bootstrap group')), 0) + 1
  const counts = new Float64Array(size)
  return () => {
    counts.fill(0)
    for (let i = 0; i < size; i++) counts[random.integer(size)]! += 1
    for (let i = 0; i < rows; i++) weights[i] = counts[groups[i]!]!
    return weights
  }
}
