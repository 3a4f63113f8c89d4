/** Tests that may be looked at after every outcome: the chance of ever crying wolf stays below alpha. */
import { requireBetween, requireFinite, requirePositive } from '../base/guards.ts'
import { checkSummary } from './summaries.ts'
import type { Summary } from './summaries.ts'

/** Where a sequential comparison stands. */
export interface SequentialComparison {
  /** Second variant less first. */
  difference: number
  /** Evidence against no difference: the mixture likelihood ratio. */
  ratio: number
  /** Always-valid p-value, the lowest so far. */
  pValue: number
  /** Confidence sequence: holds the true difference at all times at once with the stated level. */
  low: number
  high: number
  level: number
}

/** What the mixture expects, and what was concluded before. */
export interface SequentialOptions {
  /**
   * Deviation of the effects thought likely before the data came. The test is valid for any value and quickest for
   * effects of about this size; it must not be chosen after a look at the data.
   */
  tau: number
  level?: number
  /** The p-value of the previous look; 1 at the first. */
  previousP?: number
}

/**
 * The mixture sequential probability ratio test with a normal mixture over the difference of two means.
 *
 * Source: Johari, Koomen, Pekelis and Walsh, "Always valid inference: continuous monitoring of A/B tests" (2022),
 * equations 9 and 10 with the variance of the difference in place of 2 sigma² / n, so that counts may differ. Variances
 * are estimated, so the guarantee is asymptotic: begin to look after some hundred outcomes a variant.
 */
export function mixtureTest(first: Summary, second: Summary, options: SequentialOptions): SequentialComparison {
  checkSummary(first, 'first')
  checkSummary(second, 'second')
  const tau = requirePositive(options.tau, 'mixtureTest tau') ** 2
  const level = requireBetween(options.level ?? 0.95, [0.5, 0.9999], 'mixtureTest level')
  const previous = requireBetween(options.previousP ?? 1, [0, 1], 'mixtureTest previousP')
  const v = first.variance / first.count + second.variance / second.count
  if (v === 0) throw new RangeError('mixtureTest: neither variant varies, nothing can be compared')
  const difference = second.mean - first.mean
  const logRatio = 0.5 * Math.log(v / (v + tau)) + (tau * difference ** 2) / (2 * v * (v + tau))
  const reach = Math.sqrt(((v * (v + tau)) / tau) * (2 * Math.log(1 / (1 - level)) + Math.log((v + tau) / v)))
  return {
    difference,
    ratio: Math.exp(Math.min(logRatio, 700)),
    pValue: Math.min(previous, Math.exp(-Math.max(logRatio, 0))),
    low: difference - reach,
    high: difference + reach,
    level,
  }
}

/** A confidence sequence for the mean of outcomes in [0, 1], fed one outcome at a time; plain data. */
export interface BoundedMean {
  level: number
  count: number
  /** Σ outcome and Σ (outcome - running mean)², each with the prior term of the paper. */
  sum: number
  squares: number
  /** Σ λ, Σ λ outcome and Σ 4 (outcome - running mean)² ψ(λ). */
  lambdas: number
  weighted: number
  penalty: number
  /** Running intersection of all intervals so far. */
  low: number
  high: number
}

/** Bets stay below this, as the paper advises. */
const LARGEST_BET = 0.5

/** Before the first outcome the mean may be anything. */
export function createBoundedMean(level = 0.95): BoundedMean {
  requireBetween(level, [0.5, 0.9999], 'createBoundedMean level')
  return { level, count: 0, sum: 0.5, squares: 0.25, lambdas: 0, weighted: 0, penalty: 0, low: 0, high: 1 }
}

/**
 * Adds an outcome: the predictable plug-in empirical Bernstein sequence. Valid for every sample size and every
 * distribution on [0, 1], with no variance to estimate beforehand and no approximation.
 *
 * Source: Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting" (2024), theorem 2.
 */
export function learnBounded(state: BoundedMean, outcome: number): BoundedMean {
  requireBetween(outcome, [0, 1], 'learnBounded outcome')
  const t = state.count + 1
  const logTerm = Math.log(2 / (1 - state.level))
  const variance = state.squares / t
  const lambda = Math.min(Math.sqrt((2 * logTerm) / (variance * t * Math.log(1 + t))), LARGEST_BET)
  const meanBefore = state.sum / t
  const penalty = state.penalty + (outcome - meanBefore) ** 2 * (-Math.log(1 - lambda) - lambda)
  const lambdas = state.lambdas + lambda
  const weighted = state.weighted + lambda * outcome
  const sum = state.sum + outcome
  const reach = (logTerm + penalty) / lambdas
  const low = Math.max(state.low, weighted / lambdas - reach)
  const high = Math.min(state.high, weighted / lambdas + reach)
  return {
    level: state.level,
    count: t,
    sum,
    squares: state.squares + (outcome - sum / (t + 1)) ** 2,
    lambdas,
    weighted,
    penalty,
    // In the rare event that the intervals no longer meet, the sequence has missed; it closes on one point.
    low: requireFinite(Math.min(low, high), 'low'),
    high: requireFinite(Math.max(low, high), 'high'),
  }
}
