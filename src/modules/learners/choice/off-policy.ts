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

/** A value with two intervals and the reasons to doubt it. */
export interface ValueEstimate {
  value: number
  standardError: number
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
  /** Each says what is wrong and by how much; empty when the estimate may be used. */
  warnings: string[]
}

/** Below this share of the rows, or this many, an estimate rests on a handful of choices. */
const LEAST_EFFECTIVE_SHARE = 0.05
const LEAST_EFFECTIVE_ROWS = 100
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
  const sum = weights.reduce((all, w) => all + w, 0)
  const squares = weights.reduce((all, w) => all + w * w, 0)
  const meanWeight = sum / rows
  const effectiveSampleSize = squares > 0 ? (sum * sum) / squares : 0
  const deviation = Math.sqrt(Math.max(0, squares / rows - meanWeight ** 2) / rows)
  const warnings: string[] = []
  if (effectiveSampleSize < Math.max(LEAST_EFFECTIVE_ROWS, LEAST_EFFECTIVE_SHARE * rows)) {
    warnings.push(`the ${rows} rows are worth ${effectiveSampleSize.toFixed(1)} of the evaluated policy's own`)
  }
  if (Math.abs(meanWeight - 1) > MEAN_WEIGHT_DEVIATIONS * deviation + 1e-9) {
    warnings.push(`weights average ${meanWeight.toFixed(3)}, not 1: the log misses choices, or propensities are wrong`)
  }
  const largestWeight = weights.reduce((most, w) => Math.max(most, w), 0)
  return { effectiveSampleSize, meanWeight, largestWeight, warnings }
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

/** Direct method: the mean of what a reward model expects. As good, and as biased, as the model. */
export function directMethod(model: Pick<RewardModel, 'expected'>, options?: BootstrapOptions): ValueEstimate {
  return ofMean(Float64Array.from(model.expected), options)
}

/** Doubly robust: the model's value plus the weighted residual; unbiased when either model or propensities are right. */
export function doublyRobust(log: LoggedChoices, model: RewardModel, options?: BootstrapOptions): ValueEstimate {
  const weights = importanceWeights(log)
  requireSameLength(log.rewards, model.logged, 'rewards and model.logged')
  requireSameLength(log.rewards, model.expected, 'rewards and model.expected')
  requireAllFinite(model.logged, 'model.logged')
  const terms = weights.map((w, i) => model.expected[i]! + w * (log.rewards[i]! - model.logged[i]!))
  return ofMean(terms, options)
}

function ofMean(terms: Float64Array, options: BootstrapOptions = {}): ValueEstimate {
  const statistic = meanStatistic(terms)
  if (terms.length < 2) throw new RangeError(`off-policy: at least 2 rows are needed, got ${terms.length}`)
  const value = statistic(new Float64Array(terms.length).fill(1))
  return withIntervals({ value, pulls: terms.map((term) => term - value), statistic }, options)
}

/** `pulls` are the rows' influences on the value; their mean is 0. */
function withIntervals(
  found: { value: number; pulls: Float64Array; statistic: Statistic },
  options: BootstrapOptions = {},
): ValueEstimate {
  const { value, pulls } = found
  const level = options.level ?? 0.95
  const standardError = Math.sqrt(variance(pulls, options.groups))
  const reach = normalQuantile((1 + level) / 2) * standardError
  return {
    value,
    standardError,
    normal: { estimate: value, low: value - reach, high: value + reach, level },
    bootstrap: bootstrapInterval(pulls.length, found.statistic, options),
  }
}

/** Variance of the mean; of rows in groups, from the groups' sums. */
function variance(pulls: Float64Array, groups: Int32Array | undefined): number {
  const rows = pulls.length
  if (groups === undefined) return pulls.reduce((sum, pull) => sum + pull * pull, 0) / (rows * (rows - 1))
  requireSameLength(pulls, groups, 'rows and groups')
  const sums = new Map<number, number>()
  for (let i = 0; i < rows; i++) sums.set(groups[i]!, (sums.get(groups[i]!) ?? 0) + pulls[i]!)
  if (sums.size < 2) throw new RangeError('off-policy: at least 2 groups are needed')
  const squares = [...sums.values()].reduce((all, sum) => all + sum * sum, 0)
  return (squares / rows ** 2) * (sums.size / (sums.size - 1))
}
