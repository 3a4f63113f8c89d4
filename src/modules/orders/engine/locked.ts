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
import { begin, isCommitted, pipeline, rollback } from '#kernel/wire'
import { type Books, type Keys, openBooks } from '../books/books.ts'
import type { Connection } from './connection.ts'
import { Deposed } from './failures.ts'
import { widerFootprint } from './footprint.ts'
import { load, loadFacts, loadsOf } from '../books/load.ts'
import { namedKeys, openFor } from './opening.ts'
import { storeBooks } from '../books/store.ts'
import { decideUnit, outcomeOf, replayOf, type Unit, verdictsOf } from './units.ts'
import { createView } from '../books/views.ts'
import { announceBatch, type WriterOptions } from './writer.ts'

export type LockedPath = {
  /** Runs units as one transaction. @throws Deposed, or what PostgreSQL raised: then nothing was stored */
  write: (units: readonly Unit[]) => Promise<Outcome<Unit, Verdict[]>[]>
  /** Where the next batch begins; `undefined` when that is not known. */
  fence: () => Fence | undefined
}

/** The locked path over a connection. */
export function createLockedPath(options: WriterOptions, connection: Connection): LockedPath {
  let next: Fence | undefined

  async function write(units: readonly Unit[]): Promise<Outcome<Unit, Verdict[]>[]> {
    next = undefined
    const client = await connection.open()
    try {
      const { outcomes, fence } = await writeOver(client, options, units)
      next = fence
      return outcomes
    } catch (error) {
      await pipeline(client, [rollback]).catch(() => undefined) // the connection is gone, and the transaction with it
      throw error
    }
  }

  return { write, fence: () => next }
}

type Written = { outcomes: Outcome<Unit, Verdict[]>[]; fence: Fence }

async function writeOver(client: pg.Client, options: WriterOptions, units: readonly Unit[]): Promise<Written> {
  const { town, clock, catalogue, decide, stats } = options
  const books = openBooks()
  const { fence, receipts } = await openFirst(client, books, { options, units })
  const replays = units.map((unit) => replayOf(unit, receipts))
  const fresh = units.filter((_, index) => replays[index] === undefined)
  stats.replayed += units.length - fresh.length
  const looking = { now: clock.now(), decide, catalogue, codeSecret: town.codeSecret }
  const open = async (keys: Keys): Promise<void> => {
    await load(client, [], loadsOf(books, town.id, keys))
    await loadFacts(books, keys.parties, { db: options.db, town: town.id, facts: options.factsInUse() })
  }
  const commands = fresh.flatMap((unit) => unit.commands)
  const known = fresh.flatMap(({ keys }) => keys ?? [])
  await openFor(commands, known, { ...looking, pages: books, open })
  const view = createView(books, looking)
  const results = fresh.map((unit) => decideUnit(books, decide, { unit, view }))
  const next = await close(client, books, { options, fence, at: looking.now })
  const verdicts = verdictsOf(books)
  const wider = (unit: Unit): Keys => widerFootprint(unit.commands, { ...looking, books })
  const outcomes = fresh.map((unit, index) => outcomeOf(unit, results[index]!, { verdicts, wider, stats }))
  return { outcomes: replays.map((replay) => replay ?? outcomes.shift()!), fence: next }
}

/** Fence, known ids, and what the commands name themselves. @throws Deposed */
async function openFirst(
  client: pg.Client,
  books: Books,
  { options: { town, lease }, units }: { options: WriterOptions; units: readonly Unit[] },
): Promise<{ fence: Fence; receipts: Map<string, Receipt> }> {
  const commands = units.flatMap((unit) => unit.commands)
  const ids = commands.map(({ id }) => id)
  const first = [begin, lockFence(lease), loadReceipts(town.id, ids)]
  const loads = loadsOf(books, town.id, namedKeys(commands))
  const [, fenceRows = [], receiptRows = []] = await load(client, first, loads)
  const fence = fenceOf(fenceRows)
  if (fence === undefined) throw new Deposed()
  return { fence, receipts: new Map(receiptRows.map(receiptOf).map((receipt) => [receipt.id, receipt])) }
}

/** Stores what was decided; answers where the next batch begins. */
async function close(
  client: pg.Client,
  books: Books,
  { options, fence, at }: { options: WriterOptions; fence: Fence; at: number },
): Promise<Fence> {
  if (books.events.length === 0) {
    await pipeline(client, [rollback])
    return fence
  }
  const answers = await pipeline(client, storeBooks(books, { lease: options.lease, fence, at }))
  if (!isCommitted(answers.at(-1))) throw new Error('the batch was not committed')
  return announceBatch(options, books, fence)
}
