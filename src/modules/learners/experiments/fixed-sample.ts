/** Tests of a fixed sample: looked at once, at the end. For looking as often as you like, see sequential.ts. */
import { requireBetween, requireInteger, requireSameLength } from '../base/guards.ts'
import { normalQuantile, normalTail, tQuantile, tTail } from '../base/special.ts'
import { checkSummary, summarise } from './summaries.ts'
import type { Comparison, Summary } from './summaries.ts'

/** Successes out of trials. */
export interface Proportion {
  successes: number
  trials: number
}

/** A comparison by the normal distribution. */
export interface ZTest extends Comparison {
  z: number
}

/** A comparison by Student's t. */
export interface TTest extends Comparison {
  t: number
  degreesOfFreedom: number
}

function rate({ successes, trials }: Proportion, what: string): number {
  requireInteger(trials, 1, `${what} trials`)
  requireInteger(successes, 0, `${what} successes`)
  if (successes > trials) throw new RangeError(`${what} has ${successes} successes in ${trials} trials`)
  return successes / trials
}

/**
 * The z test of two proportions: pooled variance for z and p, unpooled for the interval.
 *
 * Source: Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd edition, §3.1 (no correction).
 */
export function proportionTest(first: Proportion, second: Proportion, level = 0.95): ZTest {
  const p = rate(first, 'first')
  const q = rate(second, 'second')
  requireBetween(level, [0.5, 0.9999], 'level')
  const pooled = (first.successes + second.successes) / (first.trials + second.trials)
  const pooledError = Math.sqrt(pooled * (1 - pooled) * (1 / first.trials + 1 / second.trials))
  if (pooledError === 0) throw new RangeError('proportionTest: all outcomes are the same, nothing can be compared')
  const difference = q - p
  const z = difference / pooledError
  const standardError = Math.sqrt((p * (1 - p)) / first.trials + (q * (1 - q)) / second.trials)
  const reach = normalQuantile((1 + level) / 2) * standardError
  const pValue = 2 * normalTail(Math.abs(z))
  return { difference, standardError, z, pValue, low: difference - reach, high: difference + reach, level }
}

/** Welch's t test of two means with unequal variances (Welch, 1947). */
export function welchTest(first: Summary, second: Summary, level = 0.95): TTest {
  checkSummary(first, 'first')
  checkSummary(second, 'second')
  requireBetween(level, [0.5, 0.9999], 'level')
  const a = first.variance / first.count
  const b = second.variance / second.count
  if (a + b === 0) throw new RangeError('welchTest: neither variant varies, nothing can be compared')
  const standardError = Math.sqrt(a + b)
  const difference = second.mean - first.mean
  const t = difference / standardError
  const degreesOfFreedom = (a + b) ** 2 / (a ** 2 / (first.count - 1) + b ** 2 / (second.count - 1))
  const reach = tQuantile((1 + level) / 2, degreesOfFreedom) * standardError
  const pValue = 2 * tTail(Math.abs(t), degreesOfFreedom)
  return {
    difference,
    standardError,
    t,
    degreesOfFreedom,
    pValue,
    low: difference - reach,
    high: difference + reach,
    level,
  }
}

/** Outcomes of one variant with what was known of the same units before the experiment. */
export interface WithCovariate {
  outcomes: ArrayLike<number>
  /** The same units' value before assignment, such as last month's spending. */
  before: ArrayLike<number>
}

/** A Welch test on adjusted outcomes. */
export interface CupedTest extends TTest {
  /** Slope of outcome on covariate, pooled within variants. */
  theta: number
  /** Share of the outcome's variance that the covariate explained. */
  varianceRemoved: number
}

/**
 * CUPED: compares outcomes less theta (before - mean before), which keeps the effect and removes variance.
 *
 * Source: Deng, Xu, Kohavi and Walker, "Improving the sensitivity of online controlled experiments by utilizing
 * pre-experiment data" (2013), §3.1; theta = cov / var within variants, so that the effect itself does not leak in.
 */
export function cupedTest(first: WithCovariate, second: WithCovariate, level = 0.95): CupedTest {
  const a = moments(first, 'first')
  const b = moments(second, 'second')
  const spread = a.spread + b.spread
  if (spread === 0) throw new RangeError('cupedTest: the covariate does not vary')
  if (a.total + b.total === 0) throw new RangeError('cupedTest: the outcomes do not vary')
  const theta = (a.joint + b.joint) / spread
  const centre = (a.centre * a.count + b.centre * b.count) / (a.count + b.count)
  const adjust = ({ outcomes, before }: WithCovariate): Summary =>
    summarise(Float64Array.from({ length: outcomes.length }, (_, i) => outcomes[i]! - theta * (before[i]! - centre)))
  const c = adjust(first)
  const d = adjust(second)
  const left = c.variance * (c.count - 1) + d.variance * (d.count - 1)
  return { ...welchTest(c, d, level), theta, varianceRemoved: 1 - left / (a.total + b.total) }
}

interface Moments {
  count: number
  /** Mean of the covariate. */
  centre: number
  /** Sums of squares and products about the means. */
  spread: number
  joint: number
  total: number
}

function moments({ outcomes, before }: WithCovariate, what: string): Moments {
  requireSameLength(outcomes, before, `${what} outcomes and before`)
  const y = summarise(outcomes)
  const x = summarise(before)
  let joint = 0
  for (let i = 0; i < outcomes.length; i++) joint += (outcomes[i]! - y.mean) * (before[i]! - x.mean)
  return {
    count: y.count,
    centre: x.mean,
    spread: x.variance * (x.count - 1),
    joint,
    total: y.variance * (y.count - 1),
  }
}

/**
 * Units needed in each of two equal variants to find a change of a rate with this power, by the z test above.
 *
 * Source: Fleiss, Levin and Paik, equation 4.14 without correction.
 */
export function unitsPerVariant(
  rates: { from: number; to: number },
  options: { level?: number; power?: number } = {},
): number {
  const { from, to } = rates
  requireBetween(from, [0, 1], 'from')
  requireBetween(to, [0, 1], 'to')
  if (from === to) throw new RangeError(`unitsPerVariant: no number of units tells ${from} from itself`)
  const z = normalQuantile((1 + requireBetween(options.level ?? 0.95, [0.5, 0.9999], 'level')) / 2)
  const w = normalQuantile(requireBetween(options.power ?? 0.8, [0.5, 0.9999], 'power'))
  const middle = (from + to) / 2
  const pooled = Math.sqrt(2 * middle * (1 - middle))
  const apart = Math.sqrt(from * (1 - from) + to * (1 - to))
  return Math.ceil(((z * pooled + w * apart) / (to - from)) ** 2)
}
