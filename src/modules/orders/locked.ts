/**
 * The locked path of the exchange engine: cold start, recovery and fallback. A batch is one transaction:
 *
 *   fence and known ids → footprint → rows locked in order of id → decisions in order of arrival → rows, commit
 *
 * Row locks last until COMMIT, so batches take turns by construction; the fence row makes that true across processes.
 */
import type pg from 'pg'
import type { Outcome } from '#kernel/batcher'
import type { Verdict } from '#kernel/commands'
import { loadReceipts, type Receipt, receiptOf } from '#kernel/events'
import { type Fence, fenceOf, lockFence } from '#kernel/lease'
import { begin, isCommitted, pipeline, rollback, type Row } from '#kernel/wire'
import { type Books, type Keys, openBooks } from './books.ts'
import type { Connection } from './connection.ts'
import { Deposed } from './failures.ts'
import { widerFootprint } from './footprint.ts'
import { load, loadFacts, loadsOf } from './load.ts'
import { namedKeys, openFor } from './opening.ts'
import { storeBooks } from './store.ts'
import { decideUnit, outcomeOf, replayOf, type Unit, verdictsOf } from './units.ts'
import { createView } from './views.ts'
import { announceBatch, type WriterOptions } from './writer.ts'

export type LockedPath = {
  /** Runs units as one transaction. @throws Deposed, or what PostgreSQL raised: then nothing was stored */
  write: (units: readonly Unit[]) => Promise<Outcome<Unit, Verdict[]>[]>
  /** Where the next batch begins; `undefined` when that is not known. */
  fence: () => Fence | undefined
}

/** The locked path over a connection. */
export function createLockedPath(options: WriterOptions, connection: Connection): LockedPath {
  const { town, lease, clock, catalogue, decide, stats } = options
  let next: Fence | undefined

  async function write(units: readonly Unit[]): Promise<Outcome<Unit, Verdict[]>[]> {
    next = undefined
    const client = await connection.open()
    try {
      return await writeOver(client, units)
    } catch (error) {
      await pipeline(client, [rollback]).catch(() => undefined) // the connection is gone, and the transaction with it
      throw error
    }
  }

  async function writeOver(client: pg.Client, units: readonly Unit[]): Promise<Outcome<Unit, Verdict[]>[]> {
    const books = openBooks()
    const { fence, receipts } = await openFirst(client, books, units)
    const replays = units.map((unit) => replayOf(unit, receipts))
    const fresh = units.filter((_, index) => replays[index] === undefined)
    stats.replayed += units.length - fresh.length
    const looking = { now: clock.now(), decide, catalogue, codeSecret: town.codeSecret }
    const open = (keys: Keys): Promise<void> => openPages(client, books, keys)
    const commands = fresh.flatMap((unit) => unit.commands)
    await openFor(commands, fresh.flatMap(({ keys }) => keys ?? []), { ...looking, pages: books, open }) // prettier-ignore
    const view = createView(books, looking)
    const results = fresh.map((unit) => decideUnit(books, decide, { unit, view }))
    await close(client, books, { fence, at: looking.now })
    const verdicts = verdictsOf(books)
    const wider = (unit: Unit): Keys => widerFootprint(unit.commands, { ...looking, books })
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
    const ids = commands.map(({ id }) => id)
    const first = [begin, lockFence(lease), loadReceipts(town.id, ids)]
    const loads = loadsOf(books, town.id, namedKeys(commands))
    const [, fenceRows, receiptRows] = (await load(client, first, loads)) as [Row[], Row[], Row[]]
    const fence = fenceOf(fenceRows)
    if (fence === undefined) throw new Deposed()
    return { fence, receipts: new Map(receiptRows.map(receiptOf).map((receipt) => [receipt.id, receipt])) }
  }

  async function openPages(client: pg.Client, books: Books, keys: Keys): Promise<void> {
    await load(client, [], loadsOf(books, town.id, keys))
    await loadFacts(books, keys.parties, { db: options.db, town: town.id, facts: options.factsInUse() })
  }

  async function close(client: pg.Client, books: Books, { fence, at }: { fence: Fence; at: number }): Promise<void> {
    if (books.events.length === 0) {
      await pipeline(client, [rollback])
      next = fence
      return
    }
    const answers = await pipeline(client, storeBooks(books, { lease, fence, at }))
    if (!isCommitted(answers.at(-1))) throw new Error('the batch was not committed')
    next = announceBatch(options, books, fence)
  }

  return { write, fence: () => next }
}
