import { kmBetween } from '#modules/learners/retrieval'
import { isNewcomer } from '../fairness/newcomers.ts'
import type { Knowledge } from '../state/knowledge.ts'
import { nearness, type Spot } from '../state/nearness.ts'
import { newVisitor, noteChosen, priceDistance, type Visitor } from '../state/visitors.ts'
import { type Alike, alikeOf, sellersAlikeTo } from './alike.ts'

/** For whom a page is made: what they did, and with what they came. */
export type Looking = {
  visitor: Visitor
  /** Things looked at lately, oldest first; what goes with them is near. */
  trail: readonly number[]
  /** Town time, ms. */
  at: number
  /** Where they look around, as coarse as it is reckoned with; absent when they did not say. */
  near?: Spot
}

/** Somebody who is known by the visit they are on: each thing of it was looked at and chosen. */
export function visitorOfTrail({ catalogue, likings }: Knowledge, trail: readonly number[]): Visitor {
  const visitor = newVisitor()
  for (const thing of trail) {
    likings.learnOwn(visitor.likings, { thing, shelf: catalogue.shelf[thing]!, seller: catalogue.seller[thing]! })
    noteChosen(visitor, catalogue, thing)
  }
  return visitor
}

/** Features of things for one page. */
export type FeatureReader = (thing: number) => Record<string, number | boolean>

/** What the features of one page share is read once, for newcomers and for all others. */
const readers = new WeakMap<Looking, FeatureReader>()

/** Reads the features of things for whoever looks. */
export function featureReader(knowledge: Knowledge, looking: Looking): FeatureReader {
  const known = readers.get(looking)
  if (known !== undefined) return known
  const made = makeReader(knowledge, looking)
  readers.set(looking, made)
  return made
}

function makeReader(knowledge: Knowledge, looking: Looking): FeatureReader {
  const { catalogue, rates, hours, exposure, likings } = knowledge
  const { visitor, at, near } = looking
  const townWorth = rates.townWorth(at)
  const seenBy = likings.seenBy(visitor.likings)
  const alike = sharesOf(alikeOf(knowledge, looking))
  const alikeSellers = sharesOf(sellersAlikeTo(knowledge, visitor))
  return (thing) => {
    const [shelf, seller] = [catalogue.shelf[thing]!, catalogue.seller[thing]!]
    const seen = seenBy({ thing, shelf, seller }, priceDistance(visitor, catalogue, thing) ?? 0)
    return {
      appeal: within(seen.appeal.mean),
      worth: ln(rates.worth(thing, at) / townWorth),
      trend: ln(rates.trend(thing, at)),
      hour: ln(hours.lift(shelf, at)),
      day: ln(hours.dayLift(shelf, at)),
      season: ln(hours.seasonLift(shelf, at)),
      isNew: exposure.ofThing(thing) === 0 || isNewcomer(knowledge, thing, at),
      shelf: within(seen.shelf),
      seller: within(seen.seller),
      price: within(seen.price),
      hope: within(seen.hope),
      unsure: Math.sqrt(seen.appeal.variance),
      alike: alike.get(thing) ?? 0,
      alikeSeller: alikeSellers.get(seller) ?? 0,
      passed: Math.min(20, visitor.passed.get(thing) ?? 0),
      near: nearTo(near, catalogue.spot[thing]),
      crowd: 0, // until all candidates are known
    }
  }
}

function nearTo(near: Spot | undefined, spot: Spot | null | undefined): number {
  return near === undefined || spot === null || spot === undefined ? 0 : nearness(kmBetween(near, spot))
}

/** A number that features may hold. */
function within(value: number): number {
  return Math.max(-5, Math.min(5, value))
}

function ln(value: number): number {
  return within(Math.log(value))
}

function sharesOf(found: readonly Alike[]): ReadonlyMap<number, number> {
  return new Map(found.map(({ number, share }) => [number, share]))
}
