import type { Decided } from '#modules/decisions'
import type { Ranker } from '#modules/search'
import type { Maker } from './pages.ts'
import { searchPoint } from './points.ts'

/** A decision places so many; what follows stands as it matched. */
const placesMax = 20

/**
 * Ranks what a search has found: how well it matches, how it is liked, who sells it. It knows nothing of who asks, so
 * that those who ask for the same may share the answer.
 */
export function searchRanker({ knowledge, decider, lessons }: Maker, now: () => number): Ranker {
  return ({ text }, ids) => {
    if (ids.length < 2) return undefined
    const at = now()
    const decided = decider.decide(searchPoint.name, {
      context: { part: knowledge.hours.partOf(at), words: Math.min(20, text.split(/\s+/).length) },
      options: ids.map((id, rank) => ({ id, features: featuresOf(knowledge, { id, rank, at }) })),
      length: Math.min(placesMax, ids.length),
      featurePos: knowledge.streamPos,
    })
    if (decided.fallback !== null) return undefined
    const known = decider.registry.find(searchPoint.name)
    lessons.note(known?.point.columns ?? [], decided, temperatureOf(known, decided))
    const placed = new Set(decided.chosen)
    return { ids: [...decided.chosen, ...ids.filter((id) => !placed.has(id))], decision: decided.id }
  }
}

/** What the places were drawn at; undefined for policies that draw otherwise, and for those of experiments. */
function temperatureOf(known: Known | undefined, { policy }: Decided): number | undefined {
  const spec = [known?.canary?.policy, known?.live].find((one) => one?.hash === policy?.hash)?.spec
  return spec !== undefined && 'temperature' in spec ? spec.temperature : undefined
}

type Known = ReturnType<Maker['decider']['registry']['find']>

function featuresOf(
  { catalogue, likings, rates, hours, exposure }: Maker['knowledge'],
  { id, rank, at }: { id: string; rank: number; at: number },
): Record<string, number | boolean> {
  const match = 1 / Math.log2(rank + 2)
  const thing = catalogue.find(id)
  // What was listed a moment ago is not known yet: it stands as it matches.
  if (thing === undefined) return { match, ...unknown }
  const [shelf, seller] = [catalogue.shelf[thing]!, catalogue.seller[thing]!]
  return {
    match,
    appeal: within(likings.appeal({ thing, shelf, seller }).mean),
    worth: within(Math.log(rates.worth(thing, at) / rates.townWorth(at))),
    trend: within(Math.log(rates.trend(thing, at))),
    hour: within(Math.log(hours.lift(shelf, at))),
    day: within(Math.log(hours.dayLift(shelf, at))),
    season: within(Math.log(hours.seasonLift(shelf, at))),
    isNew: exposure.ofThing(thing) === 0,
    sellerKept: rates.sellerKeptShare(seller, at),
  }
}

const unknown = { appeal: 0, worth: 0, trend: 0, hour: 0, day: 0, season: 0, isNew: true, sellerKept: 0.9 } as const

function within(value: number): number {
  return Math.max(-5, Math.min(5, value))
}
