/**
 * How far people look down a list. Which of two neighbours stands above was drawn with a known chance: weighed by the
 * chance of the other order, both stand above equally often, and what is clicked more above than below is owed to the
 * place alone (Radlinski and Joachims 2006; Joachims, Swaminathan and Schnabel 2017, §5.3; Li, Morgan and Zaslavsky
 * 2018 for the weights). Steps of which little is known follow a curve through all of them, a power of the rank in its
 * simplest form (Wang et al. 2018).
 */
import { goldenSection } from '#modules/learners'
import type { Page } from './pages.ts'
import { chanceOfOrder } from './slates.ts'

/** What is known of how people look. */
export type Examination = {
  /** Chance that each place is looked at, of the chance that the first one is. */
  looks: Float64Array
  /** The same from four fifths of the pages, each fifth left out once: how sure it is. */
  others: readonly Float64Array[]
  /** Clicks on pairs of neighbours that might as well have stood the other way round, by their weights. */
  evidence: number
}

/**
 * Before anything was seen: looks fall as (1 + place / pace) to minus a power. Means and spreads of the power, of the
 * logarithm of the pace, and of each step around the curve.
 */
const powers = { mean: 1, spread: 0.5, most: 4 }
const paces = { mean: Math.log(3), spread: 1, tried: [0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24] }
const stepSpread = 0.05

/** Groups of pages of which each is left out once, to see how much the looks hang on it. */
const groups = 5

/** Reckons it from pages that were drawn. */
export function examinationOf(pages: readonly Page[], places: number): Examination {
  const steps = Math.max(0, places - 1)
  const counted = Array.from({ length: groups }, () => countedOf(steps))
  for (const [index, page] of pages.entries()) countPage(counted[index % groups]!, page)
  const without = (left: number): Float64Array =>
    looksOf(
      sumOf(
        counted.filter((_, group) => group !== left),
        steps,
      ),
    )
  const all = sumOf(counted, steps)
  return {
    looks: looksOf(all),
    others: counted.map((_, group) => without(group)),
    evidence: all.above.reduce((sum, one, step) => sum + one + all.below[step]!, 0),
  }
}

type Counted = { above: Float64Array; below: Float64Array }

function countedOf(steps: number): Counted {
  return { above: new Float64Array(steps), below: new Float64Array(steps) }
}

function countPage({ above, below }: Counted, { logits, gains, shown }: Page): void {
  for (let place = 0; place < Math.min(shown - 1, above.length); place++) {
    const [isAbove, isBelow] = [gains[place]! > 0, gains[place + 1]! > 0]
    if (!isAbove && !isBelow) continue
    const weight = 1 - chanceOfOrder(logits, place)
    if (isAbove) above[place]! += weight
    if (isBelow) below[place]! += weight
  }
}

function sumOf(parts: readonly Counted[], steps: number): Counted {
  const sum = countedOf(steps)
  for (const { above, below } of parts) {
    for (let step = 0; step < steps; step++) {
      sum.above[step]! += above[step]!
      sum.below[step]! += below[step]!
    }
  }
  return sum
}

/** @internal The most likely looks, given clicks above and below at each step. */
export function looksOf(counted: Counted): Float64Array {
  const { above, below } = counted
  const curve = curveOf(counted)
  const looks = new Float64Array(above.length + 1).fill(1)
  for (const [step, up] of above.entries()) {
    const about = curve(step)
    const own = (at: number): number => pairLoss(at, up, below[step]!) + (at - about) ** 2 / (2 * stepSpread ** 2)
    // Nobody looks at a place who has not come past the one above.
    looks[step + 1] = looks[step]! * Math.exp(-goldenSection(own, [0, 3], 1e-5))
  }
  return looks
}

/** ln of the ratio of looks from one place to the next, by the most likely curve. */
function curveOf({ above, below }: Counted): (step: number) => number {
  const fall = (pace: number, power: number, step: number): number =>
    power * (Math.log1p((step + 1) / pace) - Math.log1p(step / pace))
  const fits = paces.tried.map((pace) => {
    const loss = (power: number): number =>
      above.reduce((sum, up, step) => sum + pairLoss(fall(pace, power, step), up, below[step]!), 0) +
      ((power - powers.mean) / powers.spread) ** 2 / 2 +
      ((Math.log(pace) - paces.mean) / paces.spread) ** 2 / 2
    const power = goldenSection(loss, [0, powers.most], 1e-3)
    return { pace, power, loss: loss(power) }
  })
  const best = fits.reduce((one, other) => (other.loss < one.loss ? other : one))
  return (step) => fall(best.pace, best.power, step)
}

/** Minus the log-likelihood that of clicks on a pair so many were above, when the ratio of looks is e to `step`. */
function pairLoss(step: number, above: number, below: number): number {
  return above * Math.log1p(Math.exp(-step)) + below * Math.log1p(Math.exp(step))
}
