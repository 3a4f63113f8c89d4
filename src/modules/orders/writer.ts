/**
 * The locked path of the exchange engine. A batch is one transaction:
 *
 *   fence and known ids → footprint → rows locked in order of id → decisions in order of arrival → rows, fence, commit
 *
 * Row locks last until COMMIT, so batches take turns by construction; the fence row makes that true across processes.
 */
import type pg from 'pg'
import type { Outcome } from '#kernel/batcher'
import type { TownClock } from '#kernel/clock'
import type { Verdict } from '#kernel/commands'
import { connectRaw, type Database } from '#kernel/db'
import { loadReceipts, type NewEvent, type Receipt, receiptOf } from '#kernel/events'
import { type Fence, fenceOf, type Lease, lockFence } from '#kernel/lease'
import { log } from '#kernel/log'
import type { FactLoader } from '#kernel/module'
import { begin, isCommitted, pipeline, rollback, type Row } from '#kernel/wire'
import { addKeys, type Books, isEmpty, isPossible, type Keys, missingKeys, noKeys, openBooks } from './books.ts'
import type { Catalogue } from './catalogue.ts'
import type { Decide } from './decide.ts'
import { Deposed } from './failures.ts'
import { footprintOf, widerFootprint } from './footprint.ts'
import { load, loadFacts, loadsOf } from './load.ts'
import { createOfferCache } from './offer-cache.ts'
import { verdictOf } from './receipts.ts'
import { storeBooks } from './store.ts'
import { decideUnit, deferred, replayOf, type Unit, type UnitResult } from './units.ts'
import { createView } from './views.ts'

export type WriterOptions = {
  db: Database
  town: { id: number; codeSecret: Buffer }
  lease: Lease
  clock: TownClock
  catalogue: Catalogue
  decide: Decide
  facts: Readonly<Record<string, FactLoader>>
  /** Hears of every batch right after its commit. */
  onCommit: (batch: { first: number; last: number; events: readonly NewEvent[] }) => void
  stats: BatchStats
}

/** What batches have done, for metrics. */
export type BatchStats = { stored: number; replayed: number; deferred: number; failed: number }

export type Writer = {
  /** Runs units as one transaction. @throws Deposed, or what PostgreSQL raised: then nothing was stored */
  write: (units: readonly Unit[]) => Promise<Outcome<Unit, Verdict[]>[]>
  close: () => Promise<void>
}

/** A unit that is sent on so often reads keys that change from look to look: a fault of ours. */
const deferralsMax = 8
/** Looks for offers and parties that only an order tells of, each followed by a load. */
const looksMax = 4

/** The writer of one lease. It connects when first used and again after a lost connection. */
export function createWriter(options: WriterOptions): Writer {
  const { db, town, lease, clock, catalogue, decide, onCommit, stats } = options
  const offers = createOfferCache()
  let connection: Promise<pg.Client> | undefined

  function connect(): Promise<pg.Client> {
    connection ??= connectAnew()
    return connection
  }

  async function connectAnew(): Promise<pg.Client> {
    try {
      const client = await connectRaw(db.url, { applicationName: 'lakeside-engine', pipeline: true })
      client.once('end', () => {
        connection = undefined
      })
      return client
    } catch (error) {
      connection = undefined
      throw error
    }
  }

  async function write(units: readonly Unit[]): Promise<Outcome<Unit, Verdict[]>[]> {
    const client = await connect()
    try {
      return await writeOver(client, units)
    } catch (error) {
      offers.clear()
      await pipeline(client, [rollback]).catch(() => undefined) // the connection is gone, and the transaction with it
      throw error
    }
  }

  async function writeOver(client: pg.Client, units: readonly Unit[]): Promise<Outcome<Unit, Verdict[]>[]> {
    const books = openBooks()
    const now = clock.now()
    const opened = await openFirst(client, books, units)
    const replays = units.map((unit) => replayOf(unit, opened.receipts))
    const fresh = units.filter((_, index) => replays[index] === undefined)
    stats.replayed += units.length - fresh.length
    if (fresh.length === 0) {
      await pipeline(client, [rollback])
      return replays as Outcome<Unit, Verdict[]>[]
    }
    await openRest(client, books, { fresh, now })
    const view = createView(books, { now, catalogue, codeSecret: town.codeSecret })
    const results = fresh.map((unit) => decideUnit(books, decide, { unit, view }))
    await close(client, books, { fence: opened.fence, at: now })
    const wider = (unit: Unit): Keys => widerFootprint(unit.commands, { books, decide, now, catalogue, codeSecret: town.codeSecret })
    const verdicts = new Map(books.events.filter(({ n }) => n === 0).map((event) => [event.id, verdictOf(event)]))
    const outcomes = fresh.map((unit, index) => outcomeOf(unit, results[index]!, { verdicts, wider, stats }))
    return replays.map((replay) => replay ?? outcomes.shift()!)
  }

  /** Fence, known ids, and what the commands name themselves. */
  async function openFirst(
    client: pg.Client,
    books: Books,
    units: readonly Unit[],
  ): Promise<{ fence: Fence; receipts: Map<string, Receipt> }> {
    const commands = units.flatMap((unit) => unit.commands)
    const keys = noKeys()
    for (const { orderId, lines } of commands) {
      if (orderId !== undefined && isPossible(orderId)) keys.orders.add(orderId)
      for (const { offerId } of lines ?? []) if (isPossible(offerId)) keys.offers.add(offerId)
    }
    for (const unit of units) if (unit.keys !== undefined) addKeys(keys, unit.keys)
    offers.open(books, keys.offers)
    const first = [begin, lockFence(lease), loadReceipts(town.id, commands.map(({ id }) => id))] // prettier-ignore
    const namedOnly = { ...noKeys(), orders: keys.orders, offers: missingKeys(books, keys).offers }
    const [, fenceRows, receiptRows] = (await load(client, first, loadsOf(books, town.id, namedOnly))) as [Row[], Row[], Row[]]
    const fence = fenceOf(fenceRows)
    if (fence === undefined) throw new Deposed()
    return { fence, receipts: new Map(receiptRows.map(receiptOf).map((receipt) => [receipt.id, receipt])) }
  }

  /** Looks ahead and locks what the decisions will need; again for those that led to offers or parties unknown so far. */
  async function openRest(client: pg.Client, books: Books, { fresh, now }: { fresh: readonly Unit[]; now: number }): Promise<void> {
    const looking = { books, decide, now, catalogue, codeSecret: town.codeSecret }
    let astray = fresh.flatMap((unit) => unit.commands)
    const wanted = noKeys()
    for (const unit of fresh) if (unit.keys !== undefined) addKeys(wanted, unit.keys)
    for (let looks = 0; looks < looksMax && astray.length > 0; looks += 1) {
      const seen = footprintOf(astray, looking)
      addKeys(wanted, seen.keys)
      offers.open(books, wanted.offers)
      astray = seen.astray
      // Cells and accounts wait for the last look, so that all are locked by one statement, in order of id.
      const { orders, offers: unread, parties } = missingKeys(books, wanted)
      if (astray.length > 0) await open(client, books, { ...noKeys(), orders, offers: unread, parties })
    }
    await open(client, books, missingKeys(books, wanted))
  }

  async function open(client: pg.Client, books: Books, keys: Keys): Promise<void> {
    if (isEmpty(keys)) return
    await load(client, [], loadsOf(books, town.id, keys))
    if (keys.parties.size === 0) return
    const named = Object.entries(options.facts).filter(([name]) => catalogue.facts().has(name))
    if (named.length > 0) await loadFacts(books, keys.parties, { town: town.id, db, facts: new Map(named) })
  }

  async function close(client: pg.Client, books: Books, { fence, at }: { fence: Fence; at: number }): Promise<void> {
    if (books.events.length === 0) {
      await pipeline(client, [rollback])
      return
    }
    const answers = await pipeline(client, storeBooks(books, { lease, fence, at }))
    if (!isCommitted(answers.at(-1))) throw new Error('the batch was not committed')
    for (const change of books.catalogue) catalogue.apply(change)
    offers.keep(books)
    const last = books.events.at(-1)!.pos
    stats.stored += last - fence.pos
    onCommit({ first: fence.pos + 1, last, events: books.events })
  }

  return { write, close: async () => (await connection?.catch(() => undefined))?.end() }
}

function outcomeOf(
  unit: Unit,
  result: UnitResult,
  { verdicts, wider, stats }: { verdicts: ReadonlyMap<string, Verdict>; wider: (unit: Unit) => Keys; stats: BatchStats },
): Outcome<Unit, Verdict[]> {
  if (result === 'decided') return { value: unit.commands.map(({ id }) => verdicts.get(id)!) }
  if ('missing' in result && unit.deferrals < deferralsMax) {
    stats.deferred += 1
    return { again: deferred(unit, result.missing, wider(unit)) }
  }
  stats.failed += 1
  const error = 'missing' in result ? new Error(`still missing after ${deferralsMax} batches`) : result.failed
  log.error({ err: error, commands: unit.commands.map(({ id, business, type }) => ({ id, business, type })) }, 'a command failed')
  return { error }
}
