/**
 * Writes batches by the cached path while everything goes well, and by the locked path to begin with, after any
 * failure, and where the cached path cannot help.
 */
import type { Outcome } from '#kernel/batcher'
import { machineNow, type TownClock } from '#kernel/clock'
import type { Verdict } from '#kernel/commands'
import { type Database, sqlState } from '#kernel/db'
import type { NewEvent } from '#kernel/events'
import type { Fence, Lease } from '#kernel/lease'
import type { FactLoader } from '#kernel/module'
import { type BatchFaults, seeThrough } from './batches.ts'
import type { Books } from '../books/books.ts'
import { createCachedPath } from './cached.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { createConnection } from './connection.ts'
import type { Decide } from './decide.ts'
import { createLockedPath } from './locked.ts'
import type { Unit } from './units.ts'

export type WriterOptions = {
  db: Database
  town: { id: number; codeSecret: Buffer }
  lease: Lease
  clock: TownClock
  catalogue: Catalogue
  decide: Decide
  /** Loaders of the facts that some manifest reads. */
  factsInUse: () => ReadonlyMap<string, FactLoader>
  /** Hears of every batch right after its commit. */
  onCommit: (batch: { first: number; last: number; events: readonly NewEvent[] }) => void
  stats: BatchStats & BatchFaults
  /** False: the locked path alone. */
  isCached: boolean
}

/** What batches have done, for metrics. `fallbacks` counts batches that the cached path could not store. */
export type BatchStats = {
  batches: number
  stored: number
  replayed: number
  deferred: number
  failed: number
  fallbacks: number
}

export type Writer = {
  /** Batches are decided in the order of the calls. @throws Deposed */
  write: (units: readonly Unit[]) => Promise<Outcome<Unit, Verdict[]>[]>
  /** Machine time of the newest commit, ms. */
  committedAt: () => number
  close: () => Promise<void>
}

/** After a duplicate key, which only a look into the log can tell from a retry, the log is looked into for so long. */
const duplicatesMs = 500

/** The writer of one lease. It connects when first used and again after a lost connection. */
export function createWriter(given: WriterOptions): Writer {
  let committedAt = 0
  const options: WriterOptions = {
    ...given,
    onCommit: (batch) => {
      committedAt = machineNow()
      given.onCommit(batch)
    },
  }
  const { db, stats, isCached } = options
  const writing = createConnection(db.url, 'lakeside-engine')
  const locked = createLockedPath(options, writing)
  const cached = createCachedPath(options, writing, createConnection(db.url, 'lakeside-engine-pages'))
  /** The locked path has the books to itself, one batch after the other. */
  let queue: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let lockedUntil = 0

  async function write(units: readonly Unit[]): Promise<Outcome<Unit, Verdict[]>[]> {
    await alone()
    if (!isCached || !cached.isOpen() || machineNow() < lockedUntil) return exclusively(units)
    try {
      return await cached.write(units)
    } catch (error) {
      stats.fallbacks += 1
      if (sqlState(error) === '23505') lockedUntil = machineNow() + duplicatesMs
      return exclusively(units)
    }
  }

  /** Until the locked path has done what it was given. */
  async function alone(): Promise<void> {
    if (waiting === 0) return
    await queue
    await alone()
  }

  function exclusively(units: readonly Unit[]): Promise<Outcome<Unit, Verdict[]>[]> {
    waiting += 1
    const mine = queue.then(async () => {
      try {
        cached.resume(undefined)
        const outcomes = await seeThrough(locked.write, units, stats)
        if (isCached) cached.resume(locked.fence())
        return outcomes
      } finally {
        waiting -= 1
      }
    })
    queue = mine.catch(() => undefined) // whoever asked hears of it through `mine`
    return mine
  }

  return {
    write,
    committedAt: () => committedAt,
    close: async () => {
      await queue
      await Promise.all([writing.close(), cached.close()])
    },
  }
}

/** Tells everybody of a stored batch; answers where the next one begins. */
export function announceBatch({ catalogue, stats, onCommit }: WriterOptions, books: Books, fence: Fence): Fence {
  for (const change of books.catalogue) catalogue.apply(change)
  const last = books.events.at(-1)!.pos
  stats.batches += 1
  stats.stored += last - fence.pos
  onCommit({ first: fence.pos + 1, last, events: books.events })
  return { seq: fence.seq + 1, pos: last }
}
