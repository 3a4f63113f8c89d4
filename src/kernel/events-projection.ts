/**
 * Readers of the log that remember how far they have come.
 *
 * A **projection** writes tables of its own in the transaction that moves its cursor, so each event is applied exactly
 * once. A **handler** answers commands whose ids are derived from the events; they are submitted before the cursor
 * moves, so an event may be handled twice and still changes nothing twice. Several processes may run the same reader:
 * the cursor's row lock lets one at a time through.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command, Submit } from './commands.ts'
import { type Database, sql, transaction, type Tx } from './db.ts'
import { newestPos, readEvents, type StoredEvent } from './events.ts'
import type { Feed } from './events-feed.ts'
import { log } from './log.ts'

/** Positions read at once: a page's transaction stays far below a second. */
const pageSize = 2000
/** A failing reader tries again after this time, so that a passing outage heals by itself. */
const retryMs = 1000
/**
 * Least time from one look at the log to the next. Under load every commit would wake every reader, and a transaction
 * for a handful of events costs as much as one for hundreds; what people see follows within a tenth of a second.
 */
const paceMs = 100

export type Reader = {
  readonly name: string
  /** Reads from now on, woken by commits. */
  start: () => void
  stop: () => Promise<void>
  /** Reads until the newest position of now; answers the cursor. */
  catchUp: () => Promise<number>
}

type ReaderOptions = {
  db: Database
  town: number
  feed: Feed
  name: string
  types?: readonly string[]
  /** False: nothing that happens concerns it at present, and the cursor moves on without reading. */
  isNeeded?: (tx: Tx) => Promise<boolean>
}

/** A projection. `apply` gets pages of events in order, never one twice. */
export function createProjection(
  options: ReaderOptions & { apply: (tx: Tx, events: readonly StoredEvent[]) => Promise<void> },
): Reader {
  const { db, apply } = options
  return createReader(options, (upTo) =>
    transaction(db, async (tx) => {
      const page = await readPage(tx, options, upTo)
      if (page.events.length > 0) await apply(tx, page.events)
      return page.last
    }),
  )
}

/** A handler. `handle` answers commands with derived ids; a refused one is no failure. */
export function createHandler(
  options: ReaderOptions & {
    submit: Submit
    handle: (tx: Tx, events: readonly StoredEvent[]) => Promise<readonly Command[]>
  },
): Reader {
  const { db, handle, submit } = options
  return createReader(options, (upTo) =>
    transaction(db, async (tx) => {
      const page = await readPage(tx, options, upTo)
      if (page.events.length > 0) {
        const commands = await handle(tx, page.events)
        await Promise.all(commands.map((command) => submit([command], { isDerived: true })))
      }
      return page.last
    }),
  )
}

/** Locks the cursor, reads the next page and moves the cursor behind it. */
async function readPage(
  tx: Tx,
  { town, name, types, isNeeded }: ReaderOptions,
  upTo: number,
): Promise<{ events: StoredEvent[]; last: number }> {
  const after = (await lockCursor(tx, town, name)) ?? (await makeCursor(tx, town, name))
  if (after >= upTo) return { events: [], last: after }
  if (isNeeded !== undefined && !(await isNeeded(tx))) {
    await moveCursor(tx, { town, name, pos: upTo })
    return { events: [], last: upTo }
  }
  const last = Math.min(upTo, after + pageSize)
  const wanted = { after, limit: pageSize, upTo: last, ...(types === undefined ? {} : { types }) }
  const events = await readEvents(tx, town, wanted)
  await moveCursor(tx, { town, name, pos: last })
  return { events, last }
}

async function moveCursor(tx: Tx, { town, name, pos }: { town: number; name: string; pos: number }): Promise<void> {
  await sql`update kernel.cursors set pos = ${pos} where town = ${town} and name = ${name}`.execute(tx)
}

async function lockCursor(tx: Tx, town: number, name: string): Promise<number | undefined> {
  const { rows } = await sql<{ pos: number }>`
    select pos from kernel.cursors where town = ${town} and name = ${name} for update`.execute(tx)
  return rows[0]?.pos
}

/** A reader's first look. Two processes may both find no row: the second waits for the first and reads its row. */
async function makeCursor(tx: Tx, town: number, name: string): Promise<number> {
  await sql`insert into kernel.cursors (town, name, pos) values (${town}, ${name}, 0) on conflict do nothing`.execute(
    tx,
  )
  return (await lockCursor(tx, town, name)) ?? 0
}

function createReader({ db, town, feed, name }: ReaderOptions, readOnce: (upTo: number) => Promise<number>): Reader {
  const stopping = new AbortController()
  let unsubscribe: (() => void) | undefined
  let current: Promise<void> | undefined
  let isBehind = false

  async function catchUp(): Promise<number> {
    const newest = await newestPos(db, town)
    let cursor = await readOnce(newest)
    while (cursor < newest && !stopping.signal.aborted) cursor = await readOnce(newest)
    return cursor
  }

  /** One run at a time; a wake-up during a run makes one more. */
  function wake(): void {
    isBehind = true
    current ??= run().finally(() => {
      current = undefined
      if (isBehind && !stopping.signal.aborted) wake()
    })
  }

  async function run(): Promise<void> {
    while (isBehind && !stopping.signal.aborted) {
      isBehind = false
      try {
        await catchUp()
        await sleep(paceMs, undefined, { signal: stopping.signal }).catch(() => undefined) // stopped: the loop ends
      } catch (error) {
        log.error({ err: error, reader: name }, 'a reader of the log failed and will try again')
        isBehind = true
        await sleep(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined) // stopped: the loop ends
      }
    }
  }

  return {
    name,
    catchUp,
    start: () => {
      unsubscribe ??= feed.subscribe(wake)
      wake()
    },
    stop: async () => {
      unsubscribe?.()
      stopping.abort()
      await current
    },
  }
}
