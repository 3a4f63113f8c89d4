/** Choices from scores, with the probability of every option known before one is drawn. */
import { requireAllFinite, requireBetween, requirePositive, requireSome } from '../base/guards.ts'
import type { Random } from '../base/random.ts'

/** An option that was drawn and the probability it had. */
export interface Drawn {
  option: number
  /** Above 0 always: what has probability 0 is never drawn. */
  probability: number
}

/** Highest of the finite scores. */
function highest(scores: ArrayLike<number>, what: string): number {
  requireSome(scores, what)
  requireAllFinite(scores, what)
  let top = -Infinity
  for (let i = 0; i < scores.length; i++) top = Math.max(top, scores[i]!)
  return top
}

/** Softmax (Boltzmann) choice: probabilities proportional to e^(score / temperature). */
export function softmax(scores: ArrayLike<number>, temperature = 1): Float64Array {
  const top = highest(scores, 'softmax scores')
  requirePositive(temperature, 'softmax temperature')
  const weights = Float64Array.from({ length: scores.length }, (_, i) => Math.exp((scores[i]! - top) / temperature))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/** The best option with probability 1; equal scores share it. */
export function greedy(scores: ArrayLike<number>): Float64Array {
  return epsilonGreedy(scores, 0)
}

/**
 * The best option with probability 1 - epsilon (equal scores share it), plus epsilon spread evenly over all options.
 *
 * Source: Sutton and Barto, Reinforcement Learning, 2nd edition, §2.2.
 */
export function epsilonGreedy(scores: ArrayLike<number>, epsilon: number): Float64Array {
  const top = highest(scores, 'epsilonGreedy scores')
  requireBetween(epsilon, [0, 1], 'epsilonGreedy epsilon')
  let best = 0
  for (let i = 0; i < scores.length; i++) if (scores[i] === top) best++
  const floor = epsilon / scores.length
  return Float64Array.from({ length: scores.length }, (_, i) => floor + (scores[i] === top ? (1 - epsilon) / best : 0))
}

/** Mixes a policy with the uniform one, so that no option falls below share / options: what off-policy work needs. */
export function withExploration(probabilities: ArrayLike<number>, share: number): Float64Array {
  checkDistribution(probabilities, 'withExploration probabilities')
  requireBetween(share, [0, 1], 'withExploration share')
  const floor = share / probabilities.length
  return Float64Array.from({ length: probabilities.length }, (_, i) => floor + (1 - share) * probabilities[i]!)
}

/** Rounding allowed in a sum of probabilities. */
const SUM_SLACK = 1e-9

/** Refuses anything that is not a probability distribution. */
export function checkDistribution(probabilities: ArrayLike<number>, what: string): void {
  requireSome(probabilities, what)
  let sum = 0
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i]!
    if (!(p >= 0 && p <= 1)) throw new RangeError(`${what}[${i}] must lie in [0, 1], got ${p}`)
    sum += p
  }
  if (Math.abs(sum - 1) > SUM_SLACK) throw new RangeError(`${what} must add up to 1, got ${sum}`)
}

/** Draws one option; the probability returned is the one to record. */
export function drawOption(probabilities: ArrayLike<number>, random: Random): Drawn {
  checkDistribution(probabilities, 'drawOption probabilities')
  const option = random.categorical(probabilities)
  return { option, probability: probabilities[option]! }
}
