import { setImmediate as pause } from 'node:timers/promises'
import type { Knowledge } from '../state/knowledge.ts'

/**
 * Whose turn it is to stand in a place that is kept for newcomers. Exposure belongs to the seller: a new shop with ten
 * things is one newcomer with ten things, and whoever takes a thing down and lists it again has been shown before.
 */

/** What sellers have had of what newcomers share, reckoned from what was shown. */
type Standing = {
  /** As of which changes of the catalogue, which place shown, and until when it may be used. */
  changes: number
  total: number
  until: number
  /** Places of a seller's things that are new, or were taken down: what they have spent. */
  spent: Float64Array
  /** Newcomers by line of business. */
  waiting: ReadonlyMap<number, readonly number[]>
}

/** Towns of more things are reckoned behind the pages, in slices, so often, ms of town time. */
const [smallTown, standingMs] = [600, 5_000]
/** Of a large town so many newcomers of a seller and of a line of business are looked at. */
const [ofSellerMax, ofBusinessMax] = [5, 2_000]
/** Things between two pauses: below a millisecond. */
const step = 20_000
const standings = new WeakMap<Knowledge, Standing>()
const reckoning = new WeakSet<Knowledge>()

function standingOf(knowledge: Knowledge, at: number): Standing {
  const known = standings.get(knowledge)
  if (known === undefined || knowledge.catalogue.size <= smallTown) {
    return known !== undefined && isLevel(known, knowledge) ? known : reckonNow(knowledge, at)
  }
  const isYoung = at < known.until && at >= known.until - standingMs
  if (!isYoung && !isLevel(known, knowledge) && !reckoning.has(knowledge)) void reckonBehind(knowledge, at)
  return known
}

function isLevel({ changes, total }: Standing, { catalogue, exposure }: Knowledge): boolean {
  return changes === catalogue.changes && total === exposure.total
}

function reckonNow(knowledge: Knowledge, at: number): Standing {
  const work = reckon(knowledge, at)
  for (let done = work.next(); ; done = work.next()) if (done.done === true) return keep(knowledge, done.value)
}

function keep(knowledge: Knowledge, made: Standing): Standing {
  standings.set(knowledge, made)
  return made
}

async function reckonBehind(knowledge: Knowledge, at: number): Promise<void> {
  reckoning.add(knowledge)
  const work = reckon(knowledge, at)
  for (let done = work.next(); ; done = work.next()) {
    if (done.done === true) {
      reckoning.delete(knowledge)
      return void keep(knowledge, done.value)
    }
    await pause()
  }
}

function* reckon(knowledge: Knowledge, at: number): Generator<void, Standing, void> {
  const { catalogue, exposure } = knowledge
  const { changes } = catalogue
  const { total } = exposure
  const spent = Float64Array.from({ length: catalogue.sellers.size }, (_, seller) => exposure.ofSeller(seller))
  const since = exposure.freshSince()
  const fresh: number[] = []
  for (let thing = 0; thing < catalogue.size; thing += 1) {
    if (thing % step === step - 1) yield
    if (catalogue.isListed[thing] !== true) continue
    if (catalogue.listedAt[thing]! >= since) fresh.push(thing)
    // What has stood there for long is no newcomer's, and is not held against its seller.
    else spent[catalogue.seller[thing]!]! -= exposure.ofThing(thing)
  }
  const newcomers = fresh.filter((thing) => mayBeShown(knowledge, thing, spent))
  const few = catalogue.size > smallTown ? fewOf(knowledge, newcomers, spent) : newcomers
  const waiting = Map.groupBy(few, (thing) => catalogue.business[thing]!)
  return { changes, total, until: at + standingMs, spent, waiting }
}

/** Of very many newcomers some whose turn it is: those who had least, and not all of one seller. */
function fewOf(knowledge: Knowledge, newcomers: readonly number[], spent: Float64Array): number[] {
  const { catalogue } = knowledge
  const turnOf = (thing: number): number => turn(knowledge, catalogue.seller[thing]!, spent)
  const first = newcomers.reduce((least, thing) => Math.min(least, turnOf(thing)), Infinity)
  const [sellers, businesses] = [new Map<number, number>(), new Map<number, number>()]
  return newcomers.filter((thing) => {
    if (turnOf(thing) > first + 2 * slack) return false
    const [seller, business] = [catalogue.seller[thing]!, catalogue.business[thing]!]
    const [ofSeller, ofBusiness] = [sellers.get(seller) ?? 0, businesses.get(business) ?? 0]
    if (ofSeller >= ofSellerMax || ofBusiness >= ofBusinessMax) return false
    sellers.set(seller, ofSeller + 1)
    businesses.set(business, ofBusiness + 1)
    return true
  })
}

/** Whether a seller was hardly seen yet. */
export function isNewSeller({ exposure }: Knowledge, seller: number): boolean {
  return exposure.ofSeller(seller) < exposure.rules.sellerShown
}

/**
 * Whether a thing has not had its share of places yet: of a new seller all that it lists, until all of that was shown
 * often enough together; of others what was listed lately, as long as its newest things and what it took down were
 * together shown less than one thing may be.
 *
 * @param at town time, ms
 */
export function isNewcomer(knowledge: Knowledge, thing: number, at: number): boolean {
  const { catalogue, exposure } = knowledge
  if (exposure.ofThing(thing) >= exposure.rules.thingShown) return false
  if (catalogue.listedAt[thing]! < exposure.freshSince()) return false
  return (
    isNewSeller(knowledge, catalogue.seller[thing]!) || mayBeShown(knowledge, thing, standingOf(knowledge, at).spent)
  )
}

/** Of a thing that was listed lately, whether it and its seller have something left. */
function mayBeShown(knowledge: Knowledge, thing: number, spent: Float64Array): boolean {
  const { catalogue, exposure } = knowledge
  const { thingShown } = exposure.rules
  const seller = catalogue.seller[thing]!
  return exposure.ofThing(thing) < thingShown && (isNewSeller(knowledge, seller) || (spent[seller] ?? 0) < thingShown)
}

/** Whom newcomers are looked for. */
export type NewcomersWanted = {
  business?: string | undefined
  /** Things that this visitor is not to be shown there. */
  isPassed?: (thing: number) => boolean
  at: number
}

/** A seller whose turn comes later is left out when it has had so many places more. */
const slack = 30
/** However often it was shown, an old seller's turn comes a quarter as often as that of a new one. */
const leastWeight = 0.25
/** Sellers that one place is decided between. */
const sellersMax = 200

/**
 * Things that may have the next place, one of a seller: its least shown. Those who have had least go first, and an old
 * seller's place counts for several, so that nobody starves and nobody is served twice.
 */
export function newcomerThings(knowledge: Knowledge, { business, isPassed, at }: NewcomersWanted): number[] {
  const { catalogue, exposure } = knowledge
  const { spent, waiting } = standingOf(knowledge, at)
  const bySeller = new Map<number, number>()
  for (const thing of waitingOf(knowledge, waiting, business)) {
    if (!catalogue.isListed[thing]! || isPassed?.(thing) === true || !mayBeShown(knowledge, thing, spent)) continue
    const seller = catalogue.seller[thing]!
    const before = bySeller.get(seller)
    if (before === undefined || exposure.ofThing(thing) < exposure.ofThing(before)) bySeller.set(seller, thing)
  }
  const turns = [...bySeller].map(([seller, thing]) => ({ thing, turn: turn(knowledge, seller, spent) }))
  const first = turns.reduce((least, one) => Math.min(least, one.turn), Infinity)
  return turns
    .filter((one) => one.turn <= first + slack)
    .toSorted((one, other) => one.turn - other.turn)
    .slice(0, sellersMax)
    .map(({ thing }) => thing)
}

function waitingOf(
  { catalogue }: Knowledge,
  waiting: Standing['waiting'],
  business: string | undefined,
): readonly number[] {
  if (business === undefined) return [...waiting.values()].flat()
  const wanted = catalogue.businesses.find(business)
  return wanted === undefined ? [] : (waiting.get(wanted) ?? [])
}

/** How much a seller has had: places of an old one count for several. */
function turn(knowledge: Knowledge, seller: number, spent: Float64Array): number {
  const { exposure } = knowledge
  const { sellerShown } = exposure.rules
  const weight = Math.min(1, Math.max(leastWeight, sellerShown / Math.max(1, exposure.ofSeller(seller))))
  return (spent[seller] ?? 0) / weight
}

/** Things and sellers that are newcomers now, for those who set the budget. */
export function countNewcomers(knowledge: Knowledge, at: number): { things: number; sellers: number } {
  const { catalogue } = knowledge
  const isNow = (thing: number): boolean => catalogue.isListed[thing]! && isNewcomer(knowledge, thing, at)
  const things = [...catalogue.isListed.keys()].filter(isNow)
  const sellers = new Set(things.map((thing) => catalogue.seller[thing]!).filter((one) => isNewSeller(knowledge, one)))
  return { things: things.length, sellers: sellers.size }
}
