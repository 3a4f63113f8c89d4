import type { Ranked, SessionRecommender } from '#modules/learners/recommendation'
import type { Knowledge } from '../state/knowledge.ts'
import type { Visitor } from '../state/visitors.ts'
import type { Looking } from './features.ts'

/** What goes with what was looked at, found once a page: newcomers, candidates and their features ask for the same. */

/** More than this go with nothing that can be shown. */
const alikeMax = 300
/** Of a trail the latest things count, whoever made it. */
export const lookedBackMax = 10

/** A thing, or a seller, that goes with others; the best has the share 1. */
export type Alike = { number: number; share: number }

const alikes = new WeakMap<Looking, readonly Alike[]>()

/** Things that go with what was looked at lately, best first. */
export function alikeOf(knowledge: Knowledge, looking: Looking): readonly Alike[] {
  const known = alikes.get(looking)
  if (known !== undefined) return known
  const { alike, catalogue } = knowledge
  const items = looking.trail.slice(-lookedBackMax).map((thing) => catalogue.things.nameOf(thing))
  const ranked = items.length === 0 ? [] : alike.rank({ items, at: looking.at, limit: alikeMax })
  const found = shares(
    ranked,
    numbersOf(alike, (name) => catalogue.find(name)),
  )
  alikes.set(looking, found)
  return found
}

/** Sellers that go with those of what a visitor chose lately. */
export function sellersAlikeTo({ alikeSellers, catalogue }: Knowledge, { trail }: Visitor): readonly Alike[] {
  if (trail.length === 0) return []
  const items = [...new Set(trail.slice(-lookedBackMax).map((thing) => String(catalogue.seller[thing]!)))]
  const ranked = alikeSellers.rank({ items, limit: alikeMax, repeat: true })
  return shares(ranked, numbersOf(alikeSellers, Number))
}

const numbers = new WeakMap<SessionRecommender, (number | undefined)[]>()

/** The catalogue's numbers of a recommender's items: looked up by name once, for a page needs hundreds. */
function numbersOf(
  recommender: SessionRecommender,
  numberOf: (name: string) => number | undefined,
): (item: number) => number | undefined {
  const known = numbers.get(recommender) ?? []
  numbers.set(recommender, known)
  return (item) => {
    for (let i = known.length; i <= item; i += 1) known.push(undefined)
    return (known[item] ??= numberOf(recommender.nameOf(item)))
  }
}

function shares(ranked: readonly Ranked[], numberOf: (item: number) => number | undefined): Alike[] {
  const most = ranked[0]?.score ?? 0
  if (most <= 0) return []
  const found: Alike[] = []
  for (const { item, score } of ranked) {
    const number = numberOf(item)
    if (number !== undefined) found.push({ number, share: Math.min(1, score / most) })
  }
  return found
}
