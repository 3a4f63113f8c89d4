/** The Beta-binomial model: what to believe of success rates, and what a wrong choice would cost. */
import { requireBetween, requireInteger, requirePositive } from '../base/guards.ts'
import { betaQuantile } from '../base/special.ts'
import { bestBetaProbabilities } from '../choice/thompson.ts'
import type { BetaArm } from '../choice/thompson.ts'
import type { Proportion } from './fixed-sample.ts'

/** Belief about one success rate. */
export interface RateBelief extends BetaArm {
  mean: number
  /** Equal-tailed credible interval. */
  low: number
  high: number
  level: number
}

/** Posterior of a success rate under a Beta prior; the uniform one unless given. */
export function rateBelief(
  { successes, trials }: Proportion,
  options: { prior?: BetaArm; level?: number } = {},
): RateBelief {
  const prior = options.prior ?? { a: 1, b: 1 }
  const level = requireBetween(options.level ?? 0.95, [0.5, 0.9999], 'rateBelief level')
  requireInteger(trials, 0, 'rateBelief trials')
  requireInteger(successes, 0, 'rateBelief successes')
  if (successes > trials) throw new RangeError(`rateBelief: ${successes} successes in ${trials} trials`)
  const a = requirePositive(prior.a, 'rateBelief prior.a') + successes
  const b = requirePositive(prior.b, 'rateBelief prior.b') + trials - successes
  const tail = (1 - level) / 2
  return { a, b, mean: a / (a + b), low: betaQuantile(tail, a, b), high: betaQuantile(1 - tail, a, b), level }
}

/** What choosing between two rates risks. */
export interface RateComparison {
  /** P(second rate > first rate). */
  secondBetter: number
  /** Expected shortfall of the rate if the second is chosen: E[max(first - second, 0)]. */
  lossOfSecond: number
  /** Expected shortfall if the first is chosen. */
  lossOfFirst: number
}

/**
 * Compares two beliefs, by quadrature to 1e-9.
 *
 * E[max(X - Y, 0)] = E[X] P(X' > Y) - E[Y] P(X > Y'), where a prime adds one success: x f(x) is the density of X' times
 * E[X]. (Stucchio, "Bayesian A/B testing at VWO", 2015, gives the sums for whole numbers.)
 */
export function compareRates(first: BetaArm, second: BetaArm): RateComparison {
  const firstUp = beats({ ...first, a: first.a + 1 }, second)
  const secondUp = beats({ ...second, a: second.a + 1 }, first)
  const meanFirst = first.a / (first.a + first.b)
  const meanSecond = second.a / (second.a + second.b)
  return {
    secondBetter: beats(second, first),
    lossOfSecond: Math.max(0, meanFirst * firstUp - meanSecond * (1 - secondUp)),
    lossOfFirst: Math.max(0, meanSecond * secondUp - meanFirst * (1 - firstUp)),
  }
}

/** P(one > other). */
function beats(one: BetaArm, other: BetaArm): number {
  return bestBetaProbabilities([one, other]).probabilities[0]!
}
