import { newcomerThings } from '../fairness/newcomers.ts'
import type { Knowledge } from '../state/knowledge.ts'
import { slope } from '../state/likings.ts'
import { cellsAround } from '../state/nearness.ts'
import { alikeOf } from './alike.ts'
import { featureReader, type Looking } from './features.ts'
import { listsOf } from './lists.ts'

/** A thing that may be shown, with its features. */
export type Candidate = { thing: number; features: Record<string, number | boolean> }

/** What may be shown at all. */
export type Scope = {
  /** A line of business, or all of them. */
  business?: string | undefined
  /** Things that stand there already. */
  without: ReadonlySet<number>
  /** Shelves to look on beside those that the visitor likes. */
  shelves?: readonly number[]
  /** Places of the page, and how many of them one shelf may have while there is anything else. */
  page?: { readonly places: number; readonly ofShelf: number }
}

/** Most candidates of a decision; it takes below a millisecond. */
const candidatesMax = 600
/** Candidates of one shelf at most, where a page does not say how many. */
const ofShelfMax = 240

/** Things that go with what was looked at, at most. */
const alikeMax = 150

/** Things that may be shown to a visitor, with what is known of them, and how crowded their shelves are. */
export function candidatesFor(knowledge: Knowledge, looking: Looking, scope: Scope): Candidate[] {
  const things = thingsFor(knowledge, looking, scope)
  const read = featureReader(knowledge, looking)
  const found = things.map((thing): Candidate => ({ thing, features: read(thing) }))
  return crowded(knowledge, found, scope.page)
}

/** Newcomers that may have the places kept for them; not what this visitor has passed over often enough. */
export function newcomersFor(
  knowledge: Knowledge,
  looking: Looking,
  { business }: Pick<Scope, 'business'>,
): Candidate[] {
  const isPassed = (thing: number): boolean => (looking.visitor.passed.get(thing) ?? 0) >= newcomerPassedMax
  const read = featureReader(knowledge, looking)
  const things = newcomerThings(knowledge, { business, isPassed, at: looking.at })
  return crowded(
    knowledge,
    things.map((thing) => ({ thing, features: read(thing) })),
  )
}

/** A visitor who passed a newcomer over so often has seen it. */
const newcomerPassedMax = 4

function thingsFor(knowledge: Knowledge, looking: Looking, { business, without, shelves = [] }: Scope): number[] {
  const { all, ofShelf, ofCell, best, newest } = listsOf(knowledge, business, looking.at)
  const { catalogue } = knowledge
  if (all !== undefined) return all.filter((thing) => catalogue.isListed[thing]! && !without.has(thing))
  const ofShelves = [...shelves, ...likedShelves(knowledge, looking)].flatMap((shelf) => ofShelf.get(shelf) ?? [])
  const { near } = looking
  const around = near === undefined ? [] : cellsAround(near).flatMap((cell) => ofCell.get(cell) ?? [])
  const found = new Set([...alikeTo(knowledge, looking, business), ...ofShelves, ...around, ...best, ...newest])
  return [...found].filter((thing) => catalogue.isListed[thing]! && !without.has(thing))
}

/** What goes with what was looked at. */
function alikeTo(knowledge: Knowledge, looking: Looking, business: string | undefined): number[] {
  const { catalogue } = knowledge
  const near = alikeOf(knowledge, looking).map(({ number }) => number)
  const wanted = business === undefined ? undefined : catalogue.businesses.find(business)
  const among = business === undefined ? near : near.filter((thing) => catalogue.business[thing] === wanted)
  return among.slice(0, alikeMax)
}

/** The shelves that a visitor chooses from most. */
function likedShelves({ likings }: Knowledge, { visitor }: Looking): number[] {
  return [...visitor.likings.shelves.keys()]
    .map((shelf) => ({ shelf, liked: likings.ofShelf(visitor.likings, shelf).mean }))
    .toSorted((one, other) => other.liked - one.liked)
    .slice(0, 4)
    .map(({ shelf }) => shelf)
}

/**
 * Says of each how many better ones of its shelf and its seller there are, and keeps shelves within their share: of
 * those that are too many nothing can be drawn, and the probability of a place is true of those that are left.
 */
function crowded(
  knowledge: Knowledge,
  found: readonly Candidate[],
  { places, ofShelf }: NonNullable<Scope['page']> = { places: 0, ofShelf: ofShelfMax },
): Candidate[] {
  const { catalogue } = knowledge
  const sorted = found
    .map((candidate) => ({ candidate, score: roughly(candidate.features) }))
    .toSorted((one, other) => other.score - one.score)
  const [shelves, sellers] = [new Map<number, Crowd>(), new Map<number, Crowd>()]
  const [kept, tooMany]: [Candidate[], Candidate[]] = [[], []]
  for (const { candidate, score } of sorted) {
    const { thing, features } = candidate
    const before = joined(shelves, catalogue.shelf[thing]!, score)
    const sold = joined(sellers, catalogue.seller[thing]!, score)
    if (kept.length >= candidatesMax) continue
    features['crowd'] = Math.log(1 + before.better + sold.better)
    if (before.size > ofShelf) tooMany.push(candidate)
    else kept.push(candidate)
  }
  return kept.length < places ? [...kept, ...tooMany.slice(0, places - kept.length)] : kept
}

/** How many there are of a shelf or a seller, how many of them are better than the last, and how good that is. */
type Crowd = { size: number; better: number; score: number }

/** Counts one more, no better than those before; equals are no crowd to each other. */
function joined(crowds: Map<number, Crowd>, key: number, score: number): Crowd {
  const { size, better, score: last } = crowds.get(key) ?? { size: 0, better: 0, score }
  const crowd = { size: size + 1, better: score < last ? size : better, score }
  crowds.set(key, crowd)
  return crowd
}

/** A first opinion, to look at the better half closely; policies have the last word. */
function roughly(features: Candidate['features']): number {
  const of = (name: string): number => Number(features[name] ?? 0)
  const chance = slope * (of('appeal') + of('shelf') + of('seller') + of('price')) + of('hope')
  return chance + of('worth') + of('alike') - of('passed') / 10
}
