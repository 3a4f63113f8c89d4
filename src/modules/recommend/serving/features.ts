import type { Knowledge } from '../state/knowledge.ts'
import { newVisitor, noteChosen, type Pair, type Visitor } from '../state/visitors.ts'

/** For whom a page is made: what they did, and with what they came. */
export type Looking = {
  visitor: Visitor
  /** Things looked at lately, oldest first; what goes with them is near. */
  trail: readonly number[]
  /** Town time, ms. */
  at: number
}

/** Choices after which the liking of a shelf, or of a seller, is half one's own. */
const [shelfDoubt, sellerDoubt] = [0.5, 1.5]
/** Choices after which what somebody is used to pay is half their own. */
const priceDoubt = 1.5

/** Somebody who is known by the visit they are on: as if each thing of it had been chosen from what all choose from. */
export function visitorOfTrail(knowledge: Knowledge, trail: readonly number[]): Visitor {
  const visitor = newVisitor()
  for (const thing of trail) noteChosen(visitor, knowledge.catalogue, thing)
  return visitor
}

/** Features of things for one page. */
export type FeatureReader = (thing: number) => Record<string, number | boolean>

/** What the features of one page share is read once. */
export function featureReader(knowledge: Knowledge, looking: Looking): FeatureReader {
  const { catalogue, rates, hours, exposure } = knowledge
  const { visitor, at } = looking
  const [town, townWorth] = [rates.town(at), rates.townWorth(at)]
  const likings = likingsOf(knowledge, looking)
  const usualPrice = usualPriceOf(knowledge, visitor)
  const alike = alikeTo(knowledge, looking)
  const alikeSellers = sellersAlikeTo(knowledge, visitor)
  return (thing) => {
    const [shelf, seller] = [catalogue.shelf[thing]!, catalogue.seller[thing]!]
    return {
      rate: ln(rates.thing(thing, at) / town),
      worth: ln(rates.worth(thing, at) / townWorth),
      trend: ln(rates.trend(thing, at)),
      hour: ln(hours.lift(shelf, at)),
      isNew: isNewcomer(knowledge, thing) || exposure.ofThing(thing) === 0,
      shelf: likings.shelf(shelf),
      seller: likings.seller(seller),
      price: usualPrice === undefined ? 0 : Math.min(5, Math.abs(catalogue.logPrice[thing]! - usualPrice)),
      alike: alike.get(thing) ?? 0,
      alikeSeller: alikeSellers.get(seller) ?? 0,
      passed: Math.min(20, visitor.passed.get(thing) ?? 0),
    }
  }
}

/** A number that features may hold. */
function ln(value: number): number {
  return Math.max(-5, Math.min(5, Math.log(value)))
}

/** How much more somebody chooses of a shelf or a seller than others would have in their place. */
function likingsOf(knowledge: Knowledge, { visitor, at }: Looking) {
  const { rates, exposure } = knowledge
  const { clicks, expected } = visitor
  // Some choose much and some little: likings are about what, not about how much.
  const pace = expected > 0 ? (clicks + 1) / (expected + 1) : 1
  const liking = (pair: Pair | undefined, usual: () => number, doubt: number): number => {
    if (clicks === 0 && expected === 0) return 0
    const awaited = expected > 0 ? (pair?.expected ?? 0) * pace : clicks * usual()
    return ln(((pair?.clicks ?? 0) + doubt) / (awaited + doubt))
  }
  const all = rates.shelfClicks.get(0, at) // summed below once, over all shelves
  const shelves = knowledge.catalogue.shelves.size
  let total = all
  for (let shelf = 1; shelf < shelves; shelf += 1) total += rates.shelfClicks.get(shelf, at)
  const ofShelf = (shelf: number): number => (rates.shelfClicks.get(shelf, at) + 1) / (total + Math.max(1, shelves))
  const ofSeller = (seller: number): number => (exposure.ofSeller(seller) + 1) / (exposure.total + 100)
  return {
    shelf: (shelf: number): number => liking(visitor.byShelf.get(shelf), () => ofShelf(shelf), shelfDoubt),
    seller: (seller: number): number => liking(visitor.bySeller.get(seller), () => ofSeller(seller), sellerDoubt),
  }
}

/** What somebody is used to pay, in logarithms; undefined while nothing is known. */
function usualPriceOf({ catalogue }: Knowledge, { clicks, logPrices, trail }: Visitor): number | undefined {
  if (clicks === 0) return undefined
  const around = trail.map((thing) => catalogue.logPrice[thing]!)
  const spread = catalogue.logPrice.length === 0 ? 0 : medianOf(catalogue.logPrice)
  return around.length === 0 ? spread : (logPrices + priceDoubt * spread) / (clicks + priceDoubt)
}

const medians = new WeakMap<readonly number[], { size: number; median: number }>()

/** Of a list that only grows, looked at anew when it has grown by a tenth. */
function medianOf(values: readonly number[]): number {
  const known = medians.get(values)
  if (known !== undefined && values.length <= known.size * 1.1) return known.median
  const median = values.toSorted((one, other) => one - other)[values.length >> 1]!
  medians.set(values, { size: values.length, median })
  return median
}

/** More than this go with nothing that can be shown. */
const alikeMax = 300

function alikeTo({ alike, catalogue }: Knowledge, { trail, at }: Looking): ReadonlyMap<number, number> {
  if (trail.length === 0) return new Map()
  const items = trail.slice(-10).map((thing) => catalogue.things.nameOf(thing))
  return shares(alike.recommend({ items, at, limit: alikeMax }), (name) => catalogue.find(name))
}

function sellersAlikeTo({ alikeSellers }: Knowledge, { trail, bySeller }: Visitor): ReadonlyMap<number, number> {
  if (trail.length === 0) return new Map()
  const chosen = [...bySeller].filter(([, { clicks }]) => clicks > 0).slice(-10)
  const items = chosen.map(([seller]) => String(seller))
  return shares(alikeSellers.recommend({ items, limit: alikeMax, repeat: true }), Number)
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
