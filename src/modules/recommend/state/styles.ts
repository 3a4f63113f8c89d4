/**
 * What sellers have in common that no shelf says, and who likes it: a few numbers a seller and a few a visitor, whose
 * products add to a liking. Nobody names them; they are found from who chooses what of whom.
 *
 * Source: Stern, Herbrich and Graepel (2009), "Matchbox: large scale online Bayesian recommendations", §2.
 */
import { seededRandom } from '#modules/learners'
import { type Belief, move, type Part, type Step } from './beliefs.ts'

/** Numbers a seller, and a visitor. */
const rank = 2
const [sellerVariance, visitorVariance] = [0.25, 0.3]
/**
 * Sellers begin a little apart from each other, as from zeros alone nothing would ever part, and equally far from zero,
 * so that none is more open than another.
 */
const apart = 0.4

export type Style = Belief[]

export function newTaste(): Style {
  return Array.from({ length: rank }, () => ({ mean: 0, variance: visitorVariance }))
}

/** @param found what was found of them before, which is looked at anew */
export function newStyle(seller: number, found?: Style): Style {
  const random = seededRandom(`recommend/style/${seller}`)
  const direction = Array.from({ length: rank }, () => random.normal())
  const length = Math.hypot(...direction)
  return direction.map((one, i) => ({
    mean: found?.[i]?.mean ?? (apart * one) / length,
    variance: sellerVariance,
  }))
}

/** How much of a liking the style of a seller is. */
export function bond(taste: Style, style: Style): Belief {
  let [mean, variance] = [0, 0]
  for (const [i, own] of taste.entries()) {
    const of = style[i]!
    mean += own.mean * of.mean
    variance += own.mean ** 2 * of.variance + of.mean ** 2 * own.variance + own.variance * of.variance
  }
  return { mean, variance }
}

/** Moves a taste by a choice, and the style as well where it is given to be moved. */
export function moveBond(
  taste: Style,
  style: Style,
  { step, isStyleMoved }: { step: Step; isStyleMoved: boolean },
): void {
  const own = taste.map((belief, i): Part => ({ belief, prior: visitorVariance, x: style[i]!.mean }))
  const of = style.map((belief, i): Part => ({ belief, prior: sellerVariance, x: taste[i]!.mean }))
  move(own, step)
  if (isStyleMoved) move(of, step)
}
