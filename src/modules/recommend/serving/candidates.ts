import type { Knowledge } from '../state/knowledge.ts'
import { cellOf, cellsAround } from '../state/nearness.ts'
import { featureReader, isNewcomer, type Looking } from './features.ts'

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
}

/** Up to so many things are looked at one by one; of more, those that some list speaks for. */
const allMax = 600
/** Most candidates of a decision; it takes below a millisecond. */
const candidatesMax = 600
/** Candidates of one shelf at most: a page of nothing else cannot be drawn. */
const shelfShare = 0.4

/** Lists by which things of a large town are found. */
type Lists = {
  changes: number
  until: number
  listed: number[]
  best: number[]
  ofShelf: Map<number, number[]>
  ofCell: Map<string, number[]>
  newest: number[]
}

const lists = new WeakMap<Knowledge, Map<string, Lists>>()
/** Lists are made anew when so much time has passed: with 100,000 things that takes some milliseconds. */
const listsMs = 5_000
const [bestMax, shelfMax, newestMax, nearMax] = [150, 60, 40, 150]

function listsOf(knowledge: Knowledge, business: string | undefined, at: number): Lists {
  const all = lists.get(knowledge) ?? new Map<string, Lists>()
  lists.set(knowledge, all)
  const key = business ?? ''
  const known = all.get(key)
  const isFresh = known !== undefined && (known.changes === knowledge.catalogue.changes || known.listed.length > allMax)
  if (known !== undefined && isFresh && at < known.until) return known
  const made = makeLists(knowledge, business, at)
  all.set(key, made)
  return made
}

function makeLists(knowledge: Knowledge, business: string | undefined, at: number): Lists {
  const { catalogue } = knowledge
  const listed = listedOf(knowledge, business)
  const made: Lists = {
    changes: catalogue.changes,
    until: at + listsMs,
    listed,
    best: [],
    ofShelf: new Map(),
    ofCell: new Map(),
    newest: [],
  }
  if (listed.length <= allMax) return made
  const value = valuesOf(knowledge, listed, at)
  const sorted = listed.toSorted((one, other) => value[other]! - value[one]!)
  made.best = sorted.slice(0, bestMax)
  for (const thing of sorted) {
    const spot = catalogue.spot[thing]
    listUnder(made.ofShelf, catalogue.shelf[thing]!, thing)
    if (spot !== null && spot !== undefined) listUnder(made.ofCell, cellOf(spot), thing)
  }
  const isNewer = (one: number, other: number): number => catalogue.listedAt[other]! - catalogue.listedAt[one]!
  made.newest = listed.toSorted(isNewer).slice(0, newestMax)
  return made
}

function listUnder<Key>(lists: Map<Key, number[]>, key: Key, thing: number): void {
  const own = lists.get(key) ?? []
  lists.set(key, own)
  if (own.length < shelfMax) own.push(thing)
}

function listedOf({ catalogue }: Knowledge, business: string | undefined): number[] {
  const wanted = business === undefined ? undefined : catalogue.businesses.find(business)
  const isOf = (thing: number): boolean => business === undefined || catalogue.business[thing] === wanted
  return Array.from(catalogue.isListed.keys()).filter((thing) => catalogue.isListed[thing]! && isOf(thing))
}

/** What things are worth to anybody. */
function valuesOf({ catalogue, rates, likings }: Knowledge, things: readonly number[], at: number): Float64Array {
  const value = new Float64Array(catalogue.size)
  for (const thing of things) {
    const [shelf, seller] = [catalogue.shelf[thing]!, catalogue.seller[thing]!]
    value[thing] = 1.7 * likings.appeal({ thing, shelf, seller }).mean + Math.log(rates.worth(thing, at))
  }
  return value
}

/** Things that may be shown to a visitor, with what is known of them, and how crowded their shelves are. */
export function candidatesFor(knowledge: Knowledge, looking: Looking, scope: Scope): Candidate[] {
  const things = thingsFor(knowledge, looking, scope)
  const read = featureReader(knowledge, looking)
  const found = things.map((thing): Candidate => ({ thing, features: read(thing) }))
  return crowded(knowledge, found)
}

/** Newcomers that may have the place kept for them. */
export function newcomersFor(knowledge: Knowledge, looking: Looking, scope: Scope): Candidate[] {
  const { listed, newest } = listsOf(knowledge, scope.business, looking.at)
  const among = newest.length > 0 ? newest : listed
  const things = among.filter((thing) => !scope.without.has(thing) && isNewcomer(knowledge, thing))
  const read = featureReader(knowledge, looking)
  return crowded(
    knowledge,
    things.map((thing) => ({ thing, features: read(thing) })),
  )
}

function thingsFor(knowledge: Knowledge, looking: Looking, { business, without, shelves = [] }: Scope): number[] {
  const all = listsOf(knowledge, business, looking.at)
  if (all.listed.length <= allMax) return all.listed.filter((thing) => !without.has(thing))
  const { catalogue } = knowledge
  const ofShelves = [...shelves, ...likedShelves(looking)].flatMap((shelf) => all.ofShelf.get(shelf) ?? [])
  const around =
    looking.near === undefined ? [] : cellsAround(looking.near).flatMap((cell) => all.ofCell.get(cell) ?? [])
  const found = new Set([...alikeTo(knowledge, looking, business), ...ofShelves, ...around, ...all.best, ...all.newest])
  return [...found].filter((thing) => catalogue.isListed[thing]! && !without.has(thing))
}

/** What goes with what was looked at. */
function alikeTo({ catalogue, alike }: Knowledge, { trail, at }: Looking, business: string | undefined): number[] {
  if (trail.length === 0) return []
  const items = trail.slice(-10).map((thing) => catalogue.things.nameOf(thing))
  const near = alike.recommend({ items, at, limit: nearMax }).flatMap(({ item }) => catalogue.find(item) ?? [])
  const wanted = business === undefined ? undefined : catalogue.businesses.find(business)
  return business === undefined ? near : near.filter((thing) => catalogue.business[thing] === wanted)
}

/** The shelves that a visitor chooses from most. */
function likedShelves({ visitor }: Looking): number[] {
  return [...visitor.likings.shelves]
    .toSorted(([, one], [, other]) => other.mean - one.mean)
    .slice(0, 4)
    .map(([shelf]) => shelf)
}

/** Says of each how many better ones of its shelf and its seller there are, and keeps shelves within their share. */
function crowded(knowledge: Knowledge, found: readonly Candidate[]): Candidate[] {
  const { catalogue } = knowledge
  const sorted = found
    .map((candidate) => ({ candidate, score: roughly(candidate.features) }))
    .toSorted((one, other) => other.score - one.score)
  const [shelves, sellers] = [new Map<number, number>(), new Map<number, number>()]
  const kept: Candidate[] = []
  const most = Math.max(20, candidatesMax * shelfShare)
  for (const { candidate } of sorted) {
    const { thing, features } = candidate
    const before = ofKey(shelves, catalogue.shelf[thing]!)
    const sold = ofKey(sellers, catalogue.seller[thing]!)
    if (before >= most || kept.length >= candidatesMax) continue
    kept.push({ thing, features: { ...features, crowd: Math.log(1 + before + sold) } })
  }
  return kept
}

/** How many there were before; counts one more. */
function ofKey(counts: Map<number, number>, key: number): number {
  const before = counts.get(key) ?? 0
  counts.set(key, before + 1)
  return before
}

/** A first opinion, to look at the better half closely; policies have the last word. */
function roughly(features: Candidate['features']): number {
  const of = (name: string): number => Number(features[name] ?? 0)
  return 1.7 * (of('appeal') + of('shelf') + of('seller') + of('price')) + of('worth') + of('alike') - of('passed') / 10
}
