/**
 * Slates drawn by the Plackett–Luce model (Luce, 1959; Plackett, 1975): the first place by softmax over all options,
 * each further place by softmax over those that are left.
 */
import { requireAllFinite, requireInteger, requirePositive, requireSome } from '../base/guards.ts'
import type { Random } from '../base/random.ts'

/** Options in the order shown. */
export interface Slate {
  order: number[]
  /** Probability of each place given the places before it; their product is the slate's probability. */
  conditional: number[]
  /** Logarithm of that product, which does not underflow. */
  logProbability: number
}

/** How long the slate is and how sharp: a low temperature follows the scores, a high one explores. */
export interface SlateOptions {
  length: number
  temperature?: number
}

/** Scores of options not yet taken, and their softmax. */
interface Remaining {
  /** Probability of each option now, 0 for those taken. */
  probabilities: Float64Array
  take(option: number): void
}

function remaining(scores: ArrayLike<number>, temperature: number): Remaining {
  requireSome(scores, 'slate scores')
  requireAllFinite(scores, 'slate scores')
  requirePositive(temperature, 'slate temperature')
  const left = Float64Array.from(scores)
  const probabilities = new Float64Array(left.length)
  // Recomputed from the highest score left at every place: subtracting the weight of a dominant option would leave
  // nothing but rounding errors of the others.
  const refresh = (): void => {
    let top = -Infinity
    for (const score of left) top = Math.max(top, score)
    let total = 0
    for (let i = 0; i < left.length; i++) {
      const weight = left[i] === -Infinity ? 0 : Math.exp((left[i]! - top) / temperature)
      probabilities[i] = weight
      total += weight
    }
    for (let i = 0; i < left.length; i++) probabilities[i] = probabilities[i]! / total
  }
  refresh()
  return {
    probabilities,
    take(option) {
      left[option] = -Infinity
      if (left.some((score) => score !== -Infinity)) refresh()
    },
  }
}

function walk(
  options: SlateOptions,
  scores: ArrayLike<number>,
  pick: (p: Float64Array, place: number) => number,
): Slate {
  requireInteger(options.length, 1, 'slate length')
  if (options.length > scores.length) {
    throw new RangeError(`slate length must be at most the ${scores.length} options, got ${options.length}`)
  }
  const state = remaining(scores, options.temperature ?? 1)
  const slate: Slate = { order: [], conditional: [], logProbability: 0 }
  for (let place = 0; place < options.length; place++) {
    const option = pick(state.probabilities, place)
    const probability = state.probabilities[option]!
    slate.order.push(option)
    slate.conditional.push(probability)
    slate.logProbability += Math.log(probability)
    state.take(option)
  }
  return slate
}

/** Draws a slate. */
export function drawSlate(scores: ArrayLike<number>, options: SlateOptions, random: Random): Slate {
  return walk(options, scores, (probabilities) => random.categorical(probabilities))
}

/**
 * The probabilities that Plackett–Luce gives to an order already shown: the denominator of off-policy weights.
 *
 * @throws {RangeError} when the order repeats an option, or holds one so unlikely that its probability is 0
 */
export function slateProbability(scores: ArrayLike<number>, order: readonly number[], temperature?: number): Slate {
  const options = temperature === undefined ? { length: order.length } : { length: order.length, temperature }
  return walk(options, scores, (probabilities, place) => {
    const option = requireInteger(order[place]!, 0, `slate order[${place}]`)
    if (option >= probabilities.length) throw new RangeError(`slate order[${place}] ${option} is not an option`)
    if (probabilities[option] === 0) throw new RangeError(`slate order[${place}] ${option} is taken or impossible`)
    return option
  })
}
