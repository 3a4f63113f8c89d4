/**
 * What another policy's pages would have earned, from pages that it did not make. By the position-based model a thing
 * earns its worth times the chance that it is looked at; both policies' chances of that are reckoned, so every outcome
 * is weighed by their ratio, whatever else stood on the page. A linear model of the worth takes the place of what is
 * missing (doubly robust: right when either the looks or the model are).
 *
 * Sources: Joachims, Swaminathan and Schnabel 2017 (inverse propensities of places); Oosterhuis and de Rijke 2020
 * (propensities of the policy, not of the page alone); Oosterhuis 2023 (doubly robust).
 */
import {
  createRidge,
  ipw,
  learnReward,
  normalQuantile,
  predictReward,
  type Ridge,
  type ValueEstimate,
} from '#modules/learners'
import type { Page } from './pages.ts'
import type { Examination } from './examination.ts'
import { attentionOf, standingsOf } from './slates.ts'

/** Logits of a policy for a page. */
export type Target = (page: Page) => Float64Array

/** How people look. */
type Looking = Pick<Examination, 'looks' | 'others'>

/** A value a page, with the interval of the estimate. */
type Interval = { value: number; low: number; high: number }

export type Judgement = Interval & {
  /** Over the policies that made the pages, page by page; with an interval of 99.5 %. */
  gain: Interval
  loggedValue: number
  effectiveSampleSize: number
  largestWeight: number
  /** Share of the looks of the policy that go to things at which hardly anybody could have looked. */
  unseen: number
}

/** A thing that was looked at with less than this chance says nothing reliable of its worth. */
const hardly = 0.02
/**
 * An outcome counts so many times at most: a thing that was clicked against all odds would else say all by itself what
 * an order is worth. The model of the worth stands in for what that leaves out.
 */
const weightMax = 20
/** Of the bootstrap, which is not what is reported. */
const draws = 20
/**
 * Levels of the intervals. A gain is looked at after every training, each day: at 95 % a town in which nothing is to be
 * learnt would find nine a year.
 */
const levels = { value: 0.95, gain: 0.995 } as const

/** Judges a policy. How people look is itself an estimate: what it leaves open widens the intervals. */
export function judge(pages: readonly Page[], target: Target, looking: Looking): Judgement {
  const { looks } = looking
  const weighed = pages.map((page): Weighed => {
    const of = (logits: Float64Array): Float64Array => standingsOf(logits, page.shown, { seed: page.id })
    return { page, was: of(page.logits), would: of(target(page)) }
  })
  const found = weigh(weighed, looks)
  const varied = looking.others.map((one) => weigh(weighed, one))
  const wider = (level: number, of: (terms: readonly Terms[]) => number[]): Interval => {
    const others = varied.map((terms) => total(of(terms)) / terms.length)
    return widened(interval(of(found), level), others, normalQuantile((1 + level) / 2))
  }
  const weights = found.map(({ weight }) => weight)
  const [sum, squares] = [total(weights), total(weights.map((one) => one * one))]
  return {
    ...wider(levels.value, (terms) => terms.map(({ own }) => own)),
    gain: wider(levels.gain, (terms) => terms.map(({ own, logged }) => own - logged)),
    loggedValue: total(pages.map(({ gains }) => total(gains))) / pages.length,
    effectiveSampleSize: squares === 0 ? 0 : (sum * sum) / squares,
    largestWeight: found.reduce((most, { largest }) => Math.max(most, largest), 0),
    unseen: total(found.map(({ unseen }) => unseen)) / pages.length,
  }
}

/** A page with where its options stood, and where they would have. */
type Weighed = { page: Page; was: Float64Array; would: Float64Array }

function weigh(weighed: readonly Weighed[], looks: Float64Array): Terms[] {
  const models = [0, 1].map((half) => worthModel(weighed, half, looks))
  return weighed.map((one, index) => termsOf(one, { looks, model: models[index % 2]! }))
}

/** By the jackknife of what leaving each group out makes of the value (Efron and Stein 1981). */
function widened({ value, low, high }: Interval, varied: readonly number[], z: number): Interval {
  const mean = total(varied) / varied.length
  const variance = ((varied.length - 1) / varied.length) * total(varied.map((one) => (one - mean) ** 2))
  const wider = (reach: number): number => Math.hypot(reach, z * Math.sqrt(variance))
  return { value, low: value - wider(value - low), high: value + wider(high - value) }
}

/** Worth of a thing by its features, learnt from every other page; those whose index leaves `half` are judged by it. */
function worthModel(weighed: readonly Weighed[], half: number, looks: Float64Array): Ridge {
  const width = widthOf(weighed[0]!.page)
  const ridge = createRidge(width)
  for (const [index, { page }] of weighed.entries()) {
    if (index % 2 === half) continue
    const { features, gains, shown } = page
    for (let place = 0; place < shown; place++) {
      const row = features.subarray(place * width, (place + 1) * width)
      const look = looks[place]!
      learnReward(
        ridge,
        row.map((value) => value * look),
        gains[place]!,
      )
    }
  }
  return ridge
}

function widthOf({ features, logits }: Page): number {
  return features.length / logits.length
}

type Terms = { own: number; logged: number; weight: number; largest: number; unseen: number }

function termsOf({ page, ...stood }: Weighed, { looks, model }: { looks: Float64Array; model: Ridge }): Terms {
  const width = widthOf(page)
  const places = looks.subarray(0, page.shown)
  const was = attentionOf(stood.was, page.logits.length, places)
  const would = attentionOf(stood.would, page.logits.length, places)
  const terms: Terms = { own: 0, logged: 0, weight: 0, largest: 0, unseen: 0 }
  const all = total(places)
  for (const [option, chance] of would.entries()) {
    const worth = predictReward(model, page.features.subarray(option * width, (option + 1) * width))
    terms.own += chance * worth
    terms.logged += was[option]! * worth
    if (was[option]! < hardly) terms.unseen += chance / all
    if (option >= page.shown) continue
    const rest = page.gains[option]! - places[option]! * worth
    const weight = Math.min(weightMax, chance / was[option]!)
    terms.own += weight * rest
    terms.logged += rest
    terms.weight += (weight * places[option]!) / all
    terms.largest = Math.max(terms.largest, weight)
  }
  return terms
}

function interval(terms: readonly number[], level: number): Interval {
  const ones = terms.map(() => 1)
  const { value, corrected }: ValueEstimate = ipw(
    { rewards: terms, propensities: ones, targets: ones },
    { draws, level },
  )
  return { value, low: corrected.low, high: corrected.high }
}

function total(numbers: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < numbers.length; i++) sum += numbers[i]!
  return sum
}
