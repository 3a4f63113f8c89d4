/**
 * Beliefs that narrow with what is seen: normal distributions of the parts of a sum, and what a choice says of each.
 *
 * Source: Graepel, Quiñonero Candela, Borchert and Herbrich (2010), "Web-scale Bayesian click-through rate prediction
 * for sponsored search advertising in Microsoft's Bing search engine", §3 (assumed-density filtering).
 */
import { normalCdf, normalDensity } from '#modules/learners'

/** A normal distribution: what is believed of one part. */
export type Belief = { mean: number; variance: number }

/** What is believed stays so open, as a share of the beginning: tastes change. */
const openness = 0.02

/** A part of a sum: what is believed of it, how open that was at first, and by what it is multiplied. */
export type Part = { belief: Belief; prior: number; x: number }

/** What a choice says of a sum: how surprising it is, by sign, and how much surer it makes. */
export type Step = { push: number; sureness: number }

/** What a choice says of a sum with this mean and variance, noise and all. */
export function stepOf({ mean, variance }: Belief, isChosen: boolean): Step {
  const sign = isChosen ? 1 : -1
  const t = (sign * mean) / Math.sqrt(variance)
  const surprise = t < -6 ? -t : normalDensity(t) / normalCdf(t)
  return { push: (sign * surprise) / Math.sqrt(variance), sureness: (surprise * (surprise + t)) / variance }
}

/** Moves what is believed of the parts of a sum. */
export function move(parts: readonly Part[], { push, sureness }: Step): void {
  for (const { belief, prior, x } of parts) {
    const left = belief.variance * (1 - x * x * belief.variance * sureness)
    belief.mean += x * belief.variance * push
    belief.variance = Math.min(prior, Math.max(left, prior * openness))
  }
}

/** The sum of parts that are known apart from each other. */
export function sumOf(parts: readonly Part[]): Belief {
  let [mean, variance] = [0, 0]
  for (const { belief, x } of parts) {
    mean += x * belief.mean
    variance += x * x * belief.variance
  }
  return { mean, variance }
}

export function plus(one: Belief, other: Belief): Belief {
  return { mean: one.mean + other.mean, variance: one.variance + other.variance }
}

export function minus(one: Belief, other: Belief): Belief {
  return { mean: one.mean - other.mean, variance: one.variance - other.variance }
}
