import { reach } from './policy.ts'

/** Probabilities of those left for the next place, in an array that is written again for the place after it. */
export type Left = { probabilities: () => Float64Array; place: (option: number) => void }

/**
 * Softmax within its reach over the options that are left, place after place. To the bit it is what `softmaxWithin`
 * makes of the scores left, but what weighs them is found anew only when the best of them is gone.
 */
export function leftOf(scores: Float64Array, temperature: number): Left {
  const isPlaced = new Uint8Array(scores.length)
  const weights = new Float64Array(scores.length)
  const p = new Float64Array(scores.length)
  let top = weigh(scores, { isPlaced, weights, temperature })

  return {
    probabilities: () => {
      let total = 0
      for (let i = 0; i < weights.length; i++) total += weights[i]!
      for (let i = 0; i < weights.length; i++) p[i] = weights[i]! / total
      return p
    },
    place: (option) => {
      isPlaced[option] = 1
      weights[option] = 0
      if (scores[option] === top) top = weigh(scores, { isPlaced, weights, temperature })
    },
  }
}

type Weighing = { isPlaced: Uint8Array; weights: Float64Array; temperature: number }

/** Weighs all that are left against the best of them. @returns its score */
function weigh(scores: Float64Array, { isPlaced, weights, temperature }: Weighing): number {
  let top = -Infinity
  for (let i = 0; i < scores.length; i++) if (isPlaced[i] === 0 && scores[i]! > top) top = scores[i]!
  const least = top - reach * temperature
  for (let i = 0; i < scores.length; i++) {
    weights[i] = isPlaced[i] === 1 ? 0 : Math.exp((Math.max(scores[i]!, least) - top) / temperature)
  }
  return top
}
