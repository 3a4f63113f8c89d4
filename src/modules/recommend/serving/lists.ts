import { setImmediate as pause } from 'node:timers/promises'
import { TopList } from '#modules/learners'
import type { Catalogue } from '../state/catalogue.ts'
import type { Knowledge } from '../state/knowledge.ts'
import { cellOf } from '../state/nearness.ts'

/**
 * Lists by which things are found without looking at all of them. In a large town they are made anew behind the pages,
 * in slices that no request feels; until then pages go on with those there are.
 */
export type Lists = {
  /** Everything listed, in a small town; in a large one these lists speak for it. */
  all: readonly number[] | undefined
  best: readonly number[]
  ofShelf: ReadonlyMap<number, readonly number[]>
  /** By where sellers are. */
  ofCell: ReadonlyMap<string, readonly number[]>
  newest: readonly number[]
}

/** Up to so many things are looked at one by one; of more, those that some list speaks for. */
const allMax = 600
/** Lists are made anew when so much time has passed, or twenty times what making them took. */
const [listsMs, workShare] = [5_000, 20]
const [bestMax, shelfMax, newestMax] = [150, 60, 40]
/** Up to so many things are looked through while a page waits: some milliseconds. */
const atOnceMax = 5_000
/** A slice behind the pages. */
const sliceMs = 2
/** Things between two looks at the clock. */
const step = 256

type Kept = { lists: Lists; changes: number; until: number; isBeingMade: boolean }

const kept = new WeakMap<Knowledge, Map<string, Kept>>()
const nothing: Lists = { all: [], best: [], ofShelf: new Map(), ofCell: new Map(), newest: [] }

/** The lists of a line of business, or of everything. */
export function listsOf(knowledge: Knowledge, business: string | undefined, at: number): Lists {
  const { catalogue } = knowledge
  if (business !== undefined && catalogue.businesses.find(business) === undefined) return nothing
  const mine = kept.get(knowledge) ?? new Map<string, Kept>()
  kept.set(knowledge, mine)
  const key = business ?? ''
  const known = mine.get(key)
  if (isFresh(known, catalogue, at)) return known.lists
  const now = catalogue.size <= atOnceMax ? makeNow(knowledge, business, at) : (known ?? begun(knowledge, business))
  mine.set(key, now)
  if (catalogue.size > atOnceMax && !now.isBeingMade) void makeBehind(now, knowledge, { business, at })
  return now.lists
}

function isFresh(known: Kept | undefined, catalogue: Catalogue, at: number): known is Kept {
  return known !== undefined && at < known.until && isTrue(known, catalogue)
}

function begun(knowledge: Knowledge, business: string | undefined): Kept {
  return { lists: latest(knowledge, business), changes: 0, until: 0, isBeingMade: false }
}

function makeNow(knowledge: Knowledge, business: string | undefined, at: number): Kept {
  const { changes } = knowledge.catalogue
  return { lists: atOnce(makeLists(knowledge, business, at)), changes, until: at + listsMs, isBeingMade: false }
}

/** In a small town everything must be there at once; among many things some may come a little later. */
function isTrue({ lists, changes }: Kept, catalogue: Catalogue): boolean {
  return lists.all === undefined || changes === catalogue.changes || catalogue.size > atOnceMax
}

/** Until the lists of a large town are made for the first time, what came last stands for it. */
function latest({ catalogue }: Knowledge, business: string | undefined): Lists {
  const wanted = business === undefined ? undefined : catalogue.businesses.find(business)
  const all: number[] = []
  for (let thing = catalogue.size - 1; thing >= 0 && all.length < allMax; thing -= 1) {
    if (catalogue.isListed[thing] && (wanted === undefined || catalogue.business[thing] === wanted)) all.push(thing)
  }
  return { ...nothing, all }
}

async function makeBehind(
  old: Kept,
  knowledge: Knowledge,
  { business, at }: { business: string | undefined; at: number },
): Promise<void> {
  old.isBeingMade = true
  const { changes } = knowledge.catalogue
  const work = makeLists(knowledge, business, at)
  let workedMs = 0
  for (;;) {
    await pause()
    const from = performance.now()
    let done = work.next()
    while (done.done !== true && performance.now() - from < sliceMs) done = work.next()
    workedMs += performance.now() - from
    if (done.done !== true) continue
    const until = at + Math.max(listsMs, workShare * workedMs)
    Object.assign(old, { lists: done.value, changes, until, isBeingMade: false } satisfies Kept)
    return
  }
}

function atOnce(work: Generator<void, Lists, void>): Lists {
  for (;;) {
    const { done, value } = work.next()
    if (done === true) return value
  }
}

/** Looks at everything listed once; each yield is a good moment to pause. */
function* makeLists(knowledge: Knowledge, business: string | undefined, at: number): Generator<void, Lists, void> {
  const { catalogue } = knowledge
  const wanted = business === undefined ? undefined : catalogue.businesses.find(business)
  const lists = emptyLists()
  for (let thing = 0; thing < catalogue.size; thing += 1) {
    if (thing % step === 0) yield
    if (!catalogue.isListed[thing] || (wanted !== undefined && catalogue.business[thing] !== wanted)) continue
    enter(lists, catalogue, { thing, value: valueOf(knowledge, thing, at) })
  }
  if (lists.all.length <= allMax) return { ...nothing, all: lists.all }
  return {
    all: undefined,
    best: thingsIn(lists.best),
    ofShelf: listsIn(lists.shelves),
    ofCell: listsIn(lists.cells),
    newest: thingsIn(lists.newest),
  }
}

type Growing = {
  all: number[]
  best: TopList
  newest: TopList
  shelves: Map<number, TopList>
  cells: Map<string, TopList>
}

function emptyLists(): Growing {
  const [best, newest] = [new TopList(bestMax), new TopList(newestMax)]
  return { all: [], best, newest, shelves: new Map(), cells: new Map() }
}

function enter(lists: Growing, catalogue: Catalogue, { thing, value }: { thing: number; value: number }): void {
  const spot = catalogue.spot[thing]
  // One more than may be looked at one by one says that there are more.
  if (lists.all.length <= allMax) lists.all.push(thing)
  lists.best.push(thing, value)
  lists.newest.push(thing, catalogue.listedAt[thing]!)
  listOf(lists.shelves, catalogue.shelf[thing]!).push(thing, value)
  if (spot !== null && spot !== undefined) listOf(lists.cells, cellOf(spot)).push(thing, value)
}

function listsIn<Key>(lists: ReadonlyMap<Key, TopList>): Map<Key, number[]> {
  return new Map([...lists].map(([key, list]) => [key, thingsIn(list)]))
}

function thingsIn(list: TopList): number[] {
  return list.sorted().map(({ key }) => key)
}

function listOf<Key>(lists: Map<Key, TopList>, key: Key): TopList {
  const known = lists.get(key)
  if (known !== undefined) return known
  const made = new TopList(shelfMax)
  lists.set(key, made)
  return made
}

/** What a thing is worth to anybody. */
function valueOf({ catalogue, rates, likings }: Knowledge, thing: number, at: number): number {
  const [shelf, seller] = [catalogue.shelf[thing]!, catalogue.seller[thing]!]
  return 1.7 * likings.appeal({ thing, shelf, seller }).mean + Math.log(rates.worth(thing, at))
}
