import { setTimeout as sleep } from 'node:timers/promises'
import type { JsonObject } from '#kernel/commands'
import { type Database, type Executor, sql, transaction, type Tx } from '#kernel/db'
import { log } from '#kernel/log'

/**
 * Reading the stream in order of position. Features and counters read it twice in their lives: once from the beginning
 * and from then on as it grows.
 */

/** One event of the stream. */
export type Interaction = {
  id: string
  pos: number
  type: string
  /** Of the type's schema. */
  version: number
  /** The offer, order or party it is about. */
  subject: string | null
  /** Pseudonym; `pseudonymsOf` says whose it is for those one starts from. */
  person: string | null
  /** Town time, ms: when it happened, as the sender says, and when it came in. */
  at: number
  receivedAt: number
  session: string | null
  data: JsonObject
  /** Sealed fields by name. */
  personal: Readonly<Record<string, string>> | null
}

/** Cursor of the projection that counts the stream. */
export const countersName = 'interactions.counters'

/** Positions read at once. */
export const pageSize = 5_000

/** Events behind a position, oldest first. */
export async function readInteractions(
  db: Executor,
  town: number,
  { after, limit, upTo = Number.MAX_SAFE_INTEGER }: { after: number; limit: number; upTo?: number },
): Promise<Interaction[]> {
  const { rows } = await sql<Interaction>`
    select id, pos, type, version, subject, person, at, received_at, session, data, personal
    from interactions.events where town = ${town} and pos > ${after} and pos <= ${upTo}
    order by pos limit ${limit}`.execute(db)
  return rows
}

/** Position of the newest event; 0 before the first. */
export async function newestInteraction(db: Executor, town: number): Promise<number> {
  const { rows } = await sql<{ pos: number }>`select pos from interactions.streams where town = ${town}`.execute(db)
  return rows[0]?.pos ?? 0
}

/** Those in this process who wait for the stream of a town to grow. */
const waiting = new WeakMap<Database, Map<number, Set<() => void>>>()

/** Wakes who follows the stream in this process; others look every tenth of a second. */
export function announce(db: Database, town: number): void {
  for (const wake of waiting.get(db)?.get(town) ?? []) wake()
}

/** How often a follower looks by itself: events of other processes are seen within this time. */
const lookMs = 100
/** A follower that fails tries again after this time. */
const retryMs = 1_000

/** Somebody who follows the stream. */
export type Following = {
  /** Resolves when a page under way has ended. */
  stop: () => Promise<void>
}

/**
 * Calls `readOn` whenever the stream has grown beyond where it has come; one call at a time.
 *
 * @param readOn reads up to a position and answers where it stands
 */
export function followStream(
  { db, town, name }: { db: Database; town: number; name: string },
  readOn: (upTo: number) => Promise<number>,
): Following {
  const stopping = new AbortController()
  let nudge = new AbortController()
  const wake = (): void => nudge.abort()
  const all = waiting.get(db) ?? new Map<number, Set<() => void>>()
  waiting.set(db, all)
  const here = all.get(town) ?? new Set()
  all.set(town, here.add(wake))
  stopping.signal.addEventListener('abort', wake)
  let cursor = -1

  async function round(): Promise<void> {
    const newest = await newestInteraction(db, town)
    while (cursor < newest && !stopping.signal.aborted) cursor = await readOn(newest)
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      let pauseMs = lookMs
      try {
        nudge = new AbortController()
        await round()
      } catch (error) {
        log.error({ err: error, reader: name }, 'a reader of the stream failed and will try again')
        pauseMs = retryMs
      }
      if (stopping.signal.aborted) return
      await sleep(pauseMs, undefined, { signal: nudge.signal }).catch(() => undefined) // woken
    }
  }

  const running = run()
  return {
    stop: async () => {
      here.delete(wake)
      stopping.abort()
      await running
    },
  }
}

/**
 * Hears of events in order of position, each once, from behind `after` on: for state that lives in memory. A listener
 * that throws gets the same page again.
 */
export function subscribeInteractions(
  { db, town, name, after }: { db: Database; town: number; name: string; after: number },
  listener: (events: readonly Interaction[], upTo: number) => void | Promise<void>,
): Following {
  let known = after
  return followStream({ db, town, name }, async (upTo) => {
    if (known >= upTo) return known
    const last = Math.min(upTo, known + pageSize)
    const events = await readInteractions(db, town, { after: known, limit: pageSize, upTo: last })
    await listener(events, last)
    known = last
    return known
  })
}

/** Moves a cursor of its own over the stream, in the transaction of what `apply` writes: each event counts once. */
export function projectInteractions(
  { db, town, name }: { db: Database; town: number; name: string },
  apply: (tx: Tx, page: { after: number; upTo: number }) => Promise<void>,
): Following {
  return followStream({ db, town, name }, (upTo) =>
    transaction(db, async (tx) => {
      const after = await lockCursor(tx, town, name)
      if (after >= upTo) return after
      const last = Math.min(upTo, after + pageSize)
      await apply(tx, { after, upTo: last })
      await sql`update interactions.cursors set pos = ${last} where town = ${town} and name = ${name}`.execute(tx)
      return last
    }),
  )
}

/** Takes the turn of a projection, and says how far it has come. */
export async function lockCursor(tx: Tx, town: number, name: string): Promise<number> {
  await sql`
    insert into interactions.cursors (town, name, pos) values (${town}, ${name}, 0) on conflict do nothing`.execute(tx)
  const { rows } = await sql<{ pos: number }>`
    select pos from interactions.cursors where town = ${town} and name = ${name} for update`.execute(tx)
  return rows[0]?.pos ?? 0
}

/** How many events of the stream a projection has still to read. */
export async function interactionsBehind(db: Executor, town: number, name: string): Promise<number> {
  const { rows } = await sql<{ behind: number }>`
    select s.pos - coalesce((select c.pos from interactions.cursors c where c.town = s.town and c.name = ${name}), 0)
      as behind
    from interactions.streams s where s.town = ${town}`.execute(db)
  return rows[0]?.behind ?? 0
}
