/**
 * What a policy would have earned, estimated from the log of another one.
 *
 * Estimators as in Dudík, Langford and Li, "Doubly robust policy evaluation and learning" (2011), equations 1 to 3, and
 * Swaminathan and Joachims, "The self-normalized estimator for counterfactual learning" (2015).
 */
import { bootstrapInterval, meanStatistic } from '../base/bootstrap.ts'
import type { BootstrapOptions, Interval, Statistic } from '../base/bootstrap.ts'
import { requireAllFinite, requireBetween, requireSameLength } from '../base/guards.ts'
import { normalQuantile } from '../base/special.ts'

/** Logged choices, one a row. */
export interface LoggedChoices {
  rewards: ArrayLike<number>
  /** Probability with which the logging policy took the logged option; above 0. */
  propensities: ArrayLike<number>
  /** Probability with which the evaluated policy takes the same option in the same context. */
  targets: ArrayLike<number>
}

/** A reward model's answers for the same rows. It must not have learnt from the rows it answers for. */
export interface RewardModel {
  /** Expected reward of the logged option. */
  logged: ArrayLike<number>
  /** Expected reward under the evaluated policy: Σ over options of its probability times the expected reward. */
  expected: ArrayLike<number>
}

/** A value with three intervals. */
export interface ValueEstimate {
  value: number
  standardError: number
  /**
   * The one to use: corrected for skewness. Where rewards are rare and weights uneven, the other two miss the value
   * more often than they say, almost always by lying too low.
   */
  corrected: Interval
  /** From the central limit theorem (delta method where the estimator is a ratio). */
  normal: Interval
  /** Percentile bootstrap over rows (or groups of rows). */
  bootstrap: Interval
}

/** How far the log and the evaluated policy overlap. */
export interface Overlap {
  /** (Σ w)² / Σ w²: how many rows of the policy's own the log is worth (Kish, 1965). */
  effectiveSampleSize: number
  meanWeight: number
  largestWeight: number
  /** (Σ |w r|)² / Σ (w r)²: how many rewards of equal weight the estimate rests on. */
  effectiveRewards: number
  /** Each says what is wrong and by how much; empty when the estimate may be used. */
  warnings: string[]
}

/** Below this share of the rows, or this many, an estimate rests on a handful of choices. */
const LEAST_EFFECTIVE_SHARE = 0.05
const LEAST_EFFECTIVE_ROWS = 100
/** With fewer rewards than this, no interval is to be trusted. */
const LEAST_EFFECTIVE_REWARDS = 10
/** Weights average 1 when every option of the policy can occur in the log; this many deviations off is no accident. */
const MEAN_WEIGHT_DEVIATIONS = 3

/** Importance weights, target / propensity. */
export function importanceWeights(log: LoggedChoices): Float64Array {
  const { propensities, targets } = log
  requireSameLength(log.rewards, propensities, 'rewards and propensities')
  requireSameLength(propensities, targets, 'propensities and targets')
  if (propensities.length < 2)
    throw new RangeError(`off-policy: at least 2 rows are needed, got ${propensities.length}`)
  requireAllFinite(log.rewards, 'rewards')
  return Float64Array.from({ length: propensities.length }, (_, i) => {
    requireBetween(targets[i]!, [0, 1], `targets[${i}]`)
    if (!(propensities[i]! > 0 && propensities[i]! <= 1)) {
      throw new RangeError(`propensities[${i}] must lie in (0, 1], got ${propensities[i]}`)
    }
    return targets[i]! / propensities[i]!
  })
}

/** Judges whether the log says enough about the policy. */
export function overlapOf(log: LoggedChoices): Overlap {
  const weights = importanceWeights(log)
  const rows = weights.length
  const meanWeight = weights.reduce((all, w) => all + w, 0) / rows
  const squares = weights.reduce((all, w) => all + w * w, 0) / rows
  const deviation = Math.sqrt(Math.max(0, squares - meanWeight ** 2) / rows)
  const effectiveSampleSize = effectiveCount(weights)
  const effectiveRewards = effectiveCount(weights.map((w, i) => w * log.rewards[i]!))
  const warnings: string[] = []
  if (effectiveSampleSize < Math.max(LEAST_EFFECTIVE_ROWS, LEAST_EFFECTIVE_SHARE * rows)) {
    warnings.push(`the ${rows} rows are worth ${effectiveSampleSize.toFixed(1)} of the evaluated policy's own`)
  }
  if (effectiveRewards < LEAST_EFFECTIVE_REWARDS) {
    warnings.push(`the estimate rests on ${effectiveRewards.toFixed(1)} rewards`)
  }
  if (Math.abs(meanWeight - 1) > MEAN_WEIGHT_DEVIATIONS * deviation + 1e-9) {
    warnings.push(`weights average ${meanWeight.toFixed(3)}, not 1: the log misses choices, or propensities are wrong`)
  }
  const largestWeight = weights.reduce((most, w) => Math.max(most, w), 0)
  return { effectiveSampleSize, meanWeight, largestWeight, effectiveRewards, warnings }
}

/** (Σ |x|)² / Σ x², 0 when all are 0. */
function effectiveCount(values: Float64Array): number {
  const sum = values.reduce((all, value) => all + Math.abs(value), 0)
  const squares = values.reduce((all, value) => all + value * value, 0)
  return squares > 0 ? (sum * sum) / squares : 0
}

/** Inverse propensity weighting: the mean of w r. Unbiased; wild when weights are. */
export function ipw(log: LoggedChoices, options?: BootstrapOptions): ValueEstimate {
  const weights = importanceWeights(log)
  return ofMean(
    weights.map((w, i) => w * log.rewards[i]!),
    options,
  )
}

/** Self-normalised weighting: Σ w r / Σ w. A little biased, far steadier. */
export function snipw(log: LoggedChoices, options?: BootstrapOptions): ValueEstimate {
  const weights = importanceWeights(log)
  const statistic: Statistic = (counts) => {
    let top = 0
    let bottom = 0
    for (let i = 0; i < weights.length; i++) {
      top += counts[i]! * weights[i]! * log.rewards[i]!
      bottom += counts[i]! * weights[i]!
    }
    if (bottom === 0) throw new RangeError('snipw: the evaluated policy takes none of the logged options')
    return top / bottom
  }
  const value = statistic(new Float64Array(weights.length).fill(1))
  const meanWeight = weights.reduce((all, w) => all + w, 0) / weights.length
  // Delta method: the ratio moves with (w / mean w)(r - value), whose mean is 0.
  const pulls = weights.map((w, i) => (w / meanWeight) * (log.rewards[i]! - value))
  return withIntervals({ value, pulls, statistic }, options)
}

/**
 * Direct method: the mean of what a reward model expects. As good, and as biased, as the model.
 *
 * There is no interval: `contextError` is the error from having seen these contexts and not others, and says nothing of
 * the model's own, which is usually far larger and cannot be told from the log's rows.
 */
export function directMethod(model: Pick<RewardModel, 'expected'>): { value: number; contextError: number } {
  const found = mean(Float64Array.from(model.expected))
  return { value: found.value, contextError: spreadOf(found.pulls, undefined).standardError }
}

/** Doubly robust: the model's value plus the weighted residual; unbiased if either model or propensities are right. */
export function doublyRobust(log: LoggedChoices, model: RewardModel, options?: BootstrapOptions): ValueEstimate {
  const weights = importanceWeights(log)
  requireSameLength(log.rewards, model.logged, 'rewards and model.logged')
  requireSameLength(log.rewards, model.expected, 'rewards and model.expected')
  requireAllFinite(model.logged, 'model.logged')
  const terms = weights.map((w, i) => model.expected[i]! + w * (log.rewards[i]! - model.logged[i]!))
  return ofMean(terms, options)
}

/** The mean of terms, and how each row pulls it. */
function mean(terms: Float64Array): { value: number; pulls: Float64Array; statistic: Statistic } {
  if (terms.length < 2) throw new RangeError(`off-policy: at least 2 rows are needed, got ${terms.length}`)
  const statistic = meanStatistic(terms)
  const value = statistic(new Float64Array(terms.length).fill(1))
  return { value, pulls: terms.map((term) => term - value), statistic }
}

function ofMean(terms: Float64Array, options?: BootstrapOptions): ValueEstimate {
  return withIntervals(mean(terms), options)
}

/** `pulls` are the rows' influences on the value; their mean is 0. */
function withIntervals(
  found: { value: number; pulls: Float64Array; statistic: Statistic },
  options: BootstrapOptions = {},
): ValueEstimate {
  const { value, pulls } = found
  const level = options.level ?? 0.95
  const { standardError, skewness } = spreadOf(pulls, options.groups)
  const z = normalQuantile((1 + level) / 2)
  const within = (low: number, high: number): Interval => ({ estimate: value, low, high, level })
  return {
    value,
    standardError,
    corrected: within(value - standardError * unskew(z, skewness), value - standardError * unskew(-z, skewness)),
    normal: within(value - standardError * z, value + standardError * z),
    bootstrap: bootstrapInterval(pulls.length, found.statistic, options),
  }
}

/**
 * The quantile of the studentised mean of skewed terms: Hall, "On the removal of skewness by transformation" (1992),
 * inverting g(T) = ((1 + a T / 3)³ - 1) / a + a / 6, where a is the skewness of the terms over the root of their
 * number.
 */
function unskew(z: number, a: number): number {
  return Math.abs(a) < 1e-9 ? z : (3 / a) * (Math.cbrt(1 + a * (z - a / 6)) - 1)
}

/** Standard error of the mean, and skewness over √n; of rows in groups, from the groups' sums. */
function spreadOf(pulls: Float64Array, groups: Int32Array | undefined): { standardError: number; skewness: number } {
  const units = groups === undefined ? pulls : groupSums(pulls, groups)
  const count = units.length
  const second = units.reduce((sum, pull) => sum + pull * pull, 0) / count
  const third = units.reduce((sum, pull) => sum + pull ** 3, 0) / count
  const skewness = second > 0 ? third / second ** 1.5 / Math.sqrt(count) : 0
  return { standardError: Math.sqrt(second / (count - 1)), skewness }
}

/** One pull a group, scaled so that their mean moves the value as the rows' mean does. */
function groupSums(pulls: Float64Array, groups: Int32Array): Float64Array {
  requireSameLength(pulls, groups, 'rows and groups')
  const sums = new Map<number, number>()
  for (let i = 0; i < pulls.length; i++) sums.set(groups[i]!, (sums.get(groups[i]!) ?? 0) + pulls[i]!)
  if (sums.size < 2) throw new RangeError('off-policy: at least 2 groups are needed')
  return Float64Array.from(sums.values(), (sum) => (sum * sums.size) / pulls.length)
}
