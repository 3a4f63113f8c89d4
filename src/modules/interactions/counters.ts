import { type Database, type Executor, sql, transaction, type Tx } from '#kernel/db'
import { countersName, lockCursor, pageSize } from './stream.ts'

/** How often what happened to what, by the minute: a projection of the stream. */

const live = 'interactions.counters'
const replayed = 'pg_temp.replayed_counters'

/** Counts the events of a page, in one statement. */
export function countInteractions(town: number) {
  return (tx: Tx, page: { after: number; upTo: number }): Promise<void> => countInto(tx, town, { ...page, into: live })
}

async function countInto(
  tx: Tx,
  town: number,
  { after, upTo, into }: { after: number; upTo: number; into: typeof live | typeof replayed },
): Promise<void> {
  await sql`
    insert into ${sql.table(into)} as c (town, minute, type, subject, count)
    select town, date_trunc('minute', received_at), type, subject, count(*)
    from interactions.events where town = ${town} and pos > ${after} and pos <= ${upTo}
    group by 1, 2, 3, 4
    on conflict (town, minute, type, subject) do update set count = c.count + excluded.count`.execute(tx)
}

/** What a replay found. */
export type Replay = {
  /** Events read again. */
  events: number
  /** SHA-256 over all counters before and after, hour by hour. */
  before: string
  after: string
  isIdentical: boolean
}

/**
 * Reads the whole stream again into a fresh table, compares, and takes the fresh counters over where they differ. The
 * live projection waits meanwhile; the intake does not.
 */
export async function replayCounters(db: Database, town: number): Promise<Replay> {
  return transaction(db, async (tx) => {
    const upTo = await lockCursor(tx, town, countersName)
    await sql`create temporary table replayed_counters (like interactions.counters including indexes)
      on commit drop`.execute(tx)
    const { rows } = await sql<{ first: number | null; count: number }>`
      select min(pos) as first, count(*) as count from interactions.events
      where town = ${town} and pos <= ${upTo}`.execute(tx)
    const from = (rows[0]?.first ?? upTo + 1) - 1
    for (let after = from; after < upTo; after += pageSize) {
      await countInto(tx, town, { after, upTo: Math.min(upTo, after + pageSize), into: replayed })
    }
    const [before, after] = [await digest(tx, town, live), await digest(tx, town, replayed)]
    const isIdentical = before === after
    if (!isIdentical) await takeOver(tx, town)
    return { events: rows[0]?.count ?? 0, before, after, isIdentical }
  })
}

async function digest(executor: Executor, town: number, table: typeof live | typeof replayed): Promise<string> {
  const { rows } = await sql<{ digest: string }>`
    select encode(sha256(coalesce(string_agg(hourly, '' order by hour), '')::bytea), 'hex') as digest
    from (
      select date_trunc('hour', minute) as hour,
        encode(sha256(string_agg(concat_ws(' ', extract(epoch from minute)::bigint, type, coalesce(subject::text, '-'),
          count), E'\n' order by minute, type collate "C", subject)::bytea), 'hex') as hourly
      from ${sql.table(table)} where town = ${town} group by 1) hours`.execute(executor)
  return rows[0]?.digest ?? ''
}

async function takeOver(tx: Tx, town: number): Promise<void> {
  await sql`delete from interactions.counters where town = ${town}`.execute(tx)
  await sql`
    insert into interactions.counters (town, minute, type, subject, count)
    select town, minute, type, subject, count from pg_temp.replayed_counters`.execute(tx)
}

/** How counters are added up. */
export const groupings = ['type', 'subject', 'minute'] as const
export type Grouping = (typeof groupings)[number]

/** Which counters. Times are town time, ms. */
export type CountersWanted = {
  by: Grouping
  from: number
  until: number
  type: string | undefined
  subject: string | undefined
  limit: number
}

/** A sum of counters; only the member that it was grouped by is there. */
export type Counted = { type?: string; subject?: string | null; minute?: number; count: number }

const orders: Readonly<Record<Grouping, string>> = {
  type: 'count desc, type',
  subject: 'count desc, subject',
  minute: 'minute desc',
}

/** Sums by one member, the largest (or newest) first; and up to which position they count. */
export async function listCounters(
  db: Executor,
  town: number,
  { by, from, until, type, subject, limit }: CountersWanted,
): Promise<{ items: Counted[]; position: number }> {
  // The position first: counters read later are at least as new.
  const position = await countedUpTo(db, town)
  const { rows } = await sql<Counted>`
    select ${sql.ref(by)}, sum(count)::bigint as count from interactions.counters
    where town = ${town} and minute >= ${new Date(from)} and minute < ${new Date(until)}
      and (${type ?? null}::text is null or type = ${type ?? null}::text)
      and (${subject ?? null}::uuid is null or subject = ${subject ?? null}::uuid)
    group by ${sql.ref(by)} order by ${sql.raw(orders[by])} limit ${limit}`.execute(db)
  return { items: rows, position }
}

async function countedUpTo(db: Executor, town: number): Promise<number> {
  const { rows } = await sql<{ pos: number }>`
    select pos from interactions.cursors where town = ${town} and name = ${countersName}`.execute(db)
  return rows[0]?.pos ?? 0
}
