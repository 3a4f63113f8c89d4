/**
 * Slates as they were drawn: places one after another, each in proportion to e to its logit among what is left, where
 * nothing counts as further behind the best left than `reach` (Plackett 1975, Luce 1959). The same rule as the decision
 * kernel's, so that chances reckoned here are the true ones.
 */
import { seededRandom } from '#modules/learners'

/** Logits below the best at which an option counts as no worse; the decision kernel's. */
const reach = 12

/** Chances of the options from `from` on, but one, for the next place; 0 for all others. */
function shares(logits: Float64Array, isGone: (option: number) => boolean, out: Float64Array): void {
  let top = -Infinity
  for (let i = 0; i < logits.length; i++) if (!isGone(i) && logits[i]! > top) top = logits[i]!
  let sum = 0
  for (let i = 0; i < logits.length; i++) {
    out[i] = isGone(i) ? 0 : Math.exp(Math.max(logits[i]! - top, -reach))
    sum += out[i]!
  }
  for (let i = 0; i < logits.length; i++) out[i] = out[i]! / sum
}

/**
 * The chance that two neighbours stand as they do, and not the other way round, all else being as it is. Options come
 * in the order of their places.
 */
export function chanceOfOrder(logits: Float64Array, place: number): number {
  const out = new Float64Array(logits.length)
  const next = (of: number, gone: number): number => {
    shares(logits, (i) => i < place || i === gone, out)
    return out[of]!
  }
  const [upper, lower] = [place, place + 1]
  const asItIs = next(upper, -1) * next(lower, upper)
  const swapped = next(lower, -1) * next(upper, lower)
  return asItIs / (asItIs + swapped)
}

/** How often slates are drawn to find where options stand; each draw counts the chances of every option at each place. */
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
  const out = new Float64Array(logits.length)
  const isGone = new Uint8Array(logits.length)
  for (let draw = 0; draw < draws; draw++) {
    isGone.fill(0)
    for (let place = 0; place < width; place++) {
      shares(logits, (i) => isGone[i] === 1, out)
      for (let i = 0, at = place; i < out.length; i++, at += width) standings[at] = standings[at]! + out[i]! / draws
      isGone[drawn(out, random.uniform())] = 1
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
