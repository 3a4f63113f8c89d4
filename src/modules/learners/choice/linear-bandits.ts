/** Bandits whose expected reward is linear in the features of an option. */
import { requireInteger, requirePositive, requireSome } from '../base/guards.ts'
import type { Random } from '../base/random.ts'
import { checkFeatures, predictReward, sampleWeights, uncertainty } from './ridge.ts'
import type { Ridge } from './ridge.ts'

/**
 * Upper confidence bounds of LinUCB: xᵀθ + alpha √(xᵀA⁻¹x). The bound is highest where the estimate is good or unsure;
 * `greedy` or `epsilonGreedy` turns bounds into probabilities.
 *
 * Source: Li, Chu, Langford and Schapire, "A contextual-bandit approach to personalized news article recommendation"
 * (2010), algorithm 1, with one model shared by all options.
 */
export function linUcbBounds(ridge: Ridge, options: readonly ArrayLike<number>[], alpha: number): Float64Array {
  requireSome(options, 'linUcbBounds options')
  if (alpha !== 0) requirePositive(alpha, 'linUcbBounds alpha')
  return Float64Array.from(options, (x) => predictReward(ridge, x) + alpha * uncertainty(ridge, x))
}

/** How to sample. */
export interface LinearThompsonOptions {
  /** Deviation of the reward's noise, which scales the posterior. */
  scale: number
  /** Posterior draws; 1,000 unless given. */
  draws?: number
}

/** Choice probabilities of linear Thompson sampling. */
export interface LinearThompson {
  /** What the option is drawn from: exact for the choice made, above 0 for every option. */
  probabilities: Float64Array
  /** Standard error of each probability as an estimate of that under infinitely many posterior draws. */
  standardErrors: Float64Array
}

/**
 * Linear Thompson sampling (Agrawal and Goyal, 2013): how often each option is best under posterior draws.
 *
 * The integral has no closed form beyond two options. The shares found, with one draw's worth spread evenly so that
 * none is 0, *are* the policy: an option drawn from them has exactly the probability recorded, and the standard error
 * says how far this policy may lie from Thompson sampling proper.
 */
export function linearThompson(
  ridge: Ridge,
  options: readonly ArrayLike<number>[],
  sampling: LinearThompsonOptions & { random: Random },
): LinearThompson {
  requireSome(options, 'linearThompson options')
  options.forEach((x, i) => checkFeatures(ridge, x, `linearThompson options[${i}]`))
  const scale = requirePositive(sampling.scale, 'linearThompson scale')
  const draws = requireInteger(sampling.draws ?? 1000, 1, 'linearThompson draws')
  const wins = new Float64Array(options.length).fill(1 / options.length)
  const rows = new Float64Array(options.length * ridge.size)
  options.forEach((x, i) => rows.set(x, i * ridge.size))
  for (let draw = 0; draw < draws; draw++) {
    const best = bestUnder(sampleWeights(ridge, scale, sampling.random), rows)
    const share = 1 / best.length
    for (const option of best) wins[option] = wins[option]! + share
  }
  const probabilities = wins.map((won) => won / (draws + 1))
  return { probabilities, standardErrors: probabilities.map((p) => Math.sqrt((p * (1 - p)) / draws)) }
}

/** Options (rows of features) of the highest reward under these weights; more than one only when they are equal. */
function bestUnder(weights: Float64Array, rows: Float64Array): number[] {
  let best: number[] = []
  let top = -Infinity
  for (let from = 0; from < rows.length; from += weights.length) {
    let reward = 0
    for (let j = 0; j < weights.length; j++) reward += weights[j]! * rows[from + j]!
    if (reward === top) best.push(from / weights.length)
    else if (reward > top) {
      top = reward
      best = [from / weights.length]
    }
  }
  return best
}
