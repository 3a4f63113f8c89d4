import type { Recommendation } from '#modules/learners/recommendation'
import { kmBetween } from '#modules/learners/retrieval'
import type { Knowledge } from '../state/knowledge.ts'
import { ownSeller, ownShelf } from '../state/likings.ts'
import { nearness, type Spot } from '../state/nearness.ts'
import { newVisitor, noteChosen, priceDistance, type Visitor } from '../state/visitors.ts'

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
  const alike = alikeTo(knowledge, looking)
  const alikeSellers = sellersAlikeTo(knowledge, visitor)
  return (thing) => {
    const [shelf, seller] = [catalogue.shelf[thing]!, catalogue.seller[thing]!]
    const appeal = likings.appeal({ thing, shelf, seller })
    const own = ownShelf(visitor.likings, shelf)
    const ofSeller = ownSeller(visitor.likings, seller)
    return {
      appeal: within(appeal.mean),
      worth: ln(rates.worth(thing, at) / townWorth),
      trend: ln(rates.trend(thing, at)),
      hour: ln(hours.lift(shelf, at)),
      day: ln(hours.dayLift(shelf, at)),
      season: ln(hours.seasonLift(shelf, at)),
      isNew: exposure.ofThing(thing) === 0 || isNewcomer(knowledge, thing),
      shelf: within(own.mean),
      seller: within(ofSeller.mean),
      price: within((priceDistance(visitor, catalogue, thing) ?? 0) * likings.price),
      unsure: Math.sqrt(appeal.variance + own.variance + ofSeller.variance),
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

/** More than this go with nothing that can be shown. */
const alikeMax = 300
/** Of a trail the latest things count, whoever made it. */
export const lookedBackMax = 10

/** Found once a page: newcomers, candidates and their features ask for the same. */
type Ranked = readonly Pick<Recommendation, 'item' | 'score'>[]
const alikes = new WeakMap<Looking, Ranked>()

/** What goes with what was looked at lately, best first. */
export function alikeOf({ alike, catalogue }: Knowledge, looking: Looking): Ranked {
  const known = alikes.get(looking)
  if (known !== undefined) return known
  const items = looking.trail.slice(-lookedBackMax).map((thing) => catalogue.things.nameOf(thing))
  const found = items.length === 0 ? [] : alike.rank({ items, at: looking.at, limit: alikeMax })
  alikes.set(looking, found)
  return found
}

function alikeTo(knowledge: Knowledge, looking: Looking): ReadonlyMap<number, number> {
  return shares(alikeOf(knowledge, looking), (name) => knowledge.catalogue.find(name))
}

function sellersAlikeTo({ alikeSellers, catalogue }: Knowledge, { trail }: Visitor): ReadonlyMap<number, number> {
  if (trail.length === 0) return new Map()
  const items = [...new Set(trail.slice(-lookedBackMax).map((thing) => String(catalogue.seller[thing]!)))]
  return shares(alikeSellers.rank({ items, limit: alikeMax, repeat: true }), Number)
}

function shares(
  found: readonly { item: string; score: number }[],
  numberOf: (name: string) => number | undefined,
): ReadonlyMap<number, number> {
  const most = found[0]?.score ?? 0
  return new Map(
    found.flatMap(({ item, score }): [number, number][] => {
      const number = numberOf(item)
      return number === undefined || most <= 0 ? [] : [[number, Math.min(1, score / most)]]
    }),
  )
}

/** A thing is a newcomer until it was shown so often, or the town was shown so much since it came. */
export const newcomerShown = 150
export const newcomerWindow = 5_000

/** Whether a thing has not had its share of places yet. */
export function isNewcomer({ catalogue, exposure }: Knowledge, thing: number): boolean {
  if (exposure.ofThing(thing) >= newcomerShown) return false
  const since = exposure.since(catalogue.listedAt[thing]!)
  // In a town that is new everything is: nobody needs a place kept.
  return since < newcomerWindow && exposure.total - since > 0
}
