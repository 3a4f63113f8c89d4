/**
 * The town's log. Events are written by the engine in the commit of what they tell, and read by position: gap-free, in
 * order of commit, the same for all events of one command.
 *
 *   const events = await readEvents(db, town, { after: pos, limit: 500 })
 */
import type { JsonObject } from './commands.ts'
import { type Database, type Executor, sql } from './db.ts'
import { byteas, int2s, int8s, jsons, prepared, type Row, type SetStatement, texts, uuids } from './wire.ts'

/** One event. `(pos, n)` orders the log; `id` is the command that caused it. */
export type StoredEvent = {
  id: string
  n: number
  pos: number
  type: string
  /** Id of the order, party or offer it is about. */
  subject: string | null
  /** The party acted for. */
  actor: string
  /** The person signed in, when acting for another party. */
  user: string | null
  /** Town time, ms. */
  at: number
  data: JsonObject
}

/** An event on its way into the log; the first of a command carries the hash of the command. */
export type NewEvent = StoredEvent & { hash: Buffer | null }

const insert = prepared(
  'kernel.insert-events',
  `insert into kernel.events (town, n, id, subject, actor, user_id, pos, at, type, hash, data)
   select $1, u.n, u.id, u.subject, u.actor, u.user_id, u.pos, to_timestamp($2::float8 / 1000), u.type, u.hash, u.data
   from unnest($3::int2[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::int8[], $9::text[], $10::bytea[],
     $11::json[])
     as u (n, id, subject, actor, user_id, pos, type, hash, data)`,
)

/** Writes the events of one batch. @param at town time of the batch, ms */
export function insertEvents(town: number, at: number, events: readonly NewEvent[]): SetStatement {
  return insert(
    town,
    at,
    int2s(events.map(({ n }) => n)),
    uuids(events.map(({ id }) => id)),
    uuids(events.map(({ subject }) => subject)),
    uuids(events.map(({ actor }) => actor)),
    uuids(events.map(({ user }) => user)),
    int8s(events.map(({ pos }) => pos)),
    texts(events.map(({ type }) => type)),
    byteas(events.map(({ hash }) => hash)),
    jsons(events.map(({ data }) => JSON.stringify(data))),
  )
}

/** The first event of a command, from which its verdict is derived. */
export type Receipt = { id: string; pos: number; type: string; at: number; hash: Buffer; data: JsonObject }

const receipts = prepared(
  'kernel.load-receipts',
  'select id, pos, type, at, hash, data from kernel.events where town = $1 and id = any($2::uuid[]) and n = 0',
)

/** Which of these commands are in the log already. */
export function loadReceipts(town: number, ids: readonly string[]): SetStatement {
  return receipts(town, uuids(ids))
}

/** Reads a row of `loadReceipts`. */
export function receiptOf(row: Row): Receipt {
  const [id, pos, type, at, hash, data] = row
  return { id, pos, type, at, hash, data } as Receipt // columns as selected above, parsed by the connection
}

/** What to read. Without a subject, pages are whole positions: a command's events are never cut apart. */
export type EventsWanted = {
  /** Events behind this position. */
  after: number
  /** Positions looked at, which bounds the work whatever the filter. */
  limit: number
  /** Up to this position. */
  upTo?: number
  types?: readonly string[]
}

/** Events by position. An empty answer means that none of the `limit` positions matched. */
export async function readEvents(db: Executor, town: number, wanted: EventsWanted): Promise<StoredEvent[]> {
  const { after, limit, types } = wanted
  const upTo = Math.min(after + limit, wanted.upTo ?? Number.MAX_SAFE_INTEGER)
  const { rows } = await sql<StoredEvent>`
    select id, n, pos, type, subject, actor, user_id as "user", at, data from kernel.events
    where town = ${town} and pos > ${after} and pos <= ${upTo}
      and (${types ?? null}::text[] is null or type = any(${types ?? null}::text[]))
    order by pos, n`.execute(db)
  return rows
}

/** The story of one subject, newest last. @param after a cursor `{ pos, n }` */
export async function readTimeline(
  db: Executor,
  town: number,
  wanted: { subject: string; after: { pos: number; n: number }; limit: number },
): Promise<StoredEvent[]> {
  const { subject, after, limit } = wanted
  const { rows } = await sql<StoredEvent>`
    select id, n, pos, type, subject, actor, user_id as "user", at, data from kernel.events
    where town = ${town} and subject = ${subject} and (pos, n) > (${after.pos}, ${after.n})
    order by pos, n limit ${limit}`.execute(db)
  return rows
}

/** Position of the newest committed event; 0 in a new town. */
export async function newestPos(db: Executor | Database, town: number): Promise<number> {
  const { rows } = await sql<{ pos: number }>`select pos from kernel.lease where town = ${town}`.execute(db)
  return rows[0]?.pos ?? 0
}

/**
 * The newest position from before a moment; 0 when there is none. It looks through what is newer, so the moment should
 * not be long ago.
 *
 * @param at town time, ms
 */
export async function positionBefore(db: Executor, town: number, at: number): Promise<number> {
  const { rows } = await sql<{ pos: number }>`
    select pos from kernel.events where town = ${town} and at < to_timestamp(${at}::float8 / 1000)
    order by pos desc limit 1`.execute(db)
  return rows[0]?.pos ?? 0
}
