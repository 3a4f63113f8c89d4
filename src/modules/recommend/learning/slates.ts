/**
 * Slates as they were drawn: places one after another, each in proportion to e to its logit among what is left
 * (Plackett 1975, Luce 1959); by the decision kernel's own rule, so that chances reckoned here are the true ones.
 */
import { leftOf } from '#modules/decisions'
import { seededRandom } from '#modules/learners'

/**
 * The chance that two neighbours stand as they do, and not the other way round, all else being as it is. Options come
 * in the order of their places.
 */
export function chanceOfOrder(logits: Float64Array, place: number): number {
  const left = logits.subarray(place)
  const chance = (first: number, second: number): number => {
    const drawing = leftOf(left, 1)
    const ofFirst = drawing.probabilities()[first]!
    drawing.place(first)
    return ofFirst * drawing.probabilities()[second]!
  }
  const [asItIs, swapped] = [chance(0, 1), chance(1, 0)]
  return asItIs / (asItIs + swapped)
}

/** How often slates are drawn to find where options stand; each draw counts all chances at each place. */
const drawsUsual = 24

/**
 * The chance that each option stands at each place: option after option, so many places each. Equal logits and seeds
 * give equal chances.
 */
export function standingsOf(
  logits: Float64Array,
  places: number,
  { seed, draws = drawsUsual }: { seed: string; draws?: number },
): Float64Array {
  const random = seededRandom(seed)
  const width = Math.min(places, logits.length)
  const standings = new Float64Array(logits.length * width)
  for (let draw = 0; draw < draws; draw++) {
    const drawing = leftOf(logits, 1)
    for (let place = 0; place < width; place++) {
      const chances = drawing.probabilities()
      for (let i = 0, at = place; i < chances.length; i++, at += width) {
        standings[at] = standings[at]! + chances[i]! / draws
      }
      drawing.place(drawn(chances, random.uniform()))
    }
  }
  return standings
}

/** The chance that each option is looked at. @param looks chance that each place is looked at */
export function attentionOf(standings: Float64Array, options: number, looks: Float64Array): Float64Array {
  const attention = new Float64Array(options)
  const width = standings.length / options
  for (let i = 0; i < options; i++) {
    let sum = 0
    for (let place = 0; place < width; place++) sum += standings[i * width + place]! * looks[place]!
    attention[i] = sum
  }
  return attention
}

function drawn(chances: Float64Array, at: number): number {
  let left = at
  let last = 0
  for (let i = 0; i < chances.length; i++) {
    if (chances[i] === 0) continue
    last = i
    left -= chances[i]!
    if (left < 0) return i
  }
  return last
}
