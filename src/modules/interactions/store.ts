import { type Database, constraintOf } from '#kernel/db'
import { int2s, jsons, prepared, texts, timestamps, uuids } from '#kernel/wire'
import type { Kept } from './judge.ts'

/** An event as it is stored. */
export type Stored = Kept & {
  pseudonym: string | null
  /** JSON of the sealed fields. */
  sealed: string | null
}

/**
 * One statement a batch. It moves the position by as many as are new, which takes the row that other processes wait
 * for. What is there already is looked up id by id: a join could be planned as a read of the whole table.
 */
const insert = prepared(
  'interactions.insert-events',
  `
  with given as (
    select u.*, known.pos as known_pos
    from unnest($3::int2[], $4::uuid[], $5::uuid[], $6::uuid[], $7::timestamptz[], $8::text[], $9::text[],
        $10::json[], $11::json[]) with ordinality
      as u (version, id, subject, person, at, type, session, data, personal, n)
    left join lateral (
      select e.pos from interactions.events e where e.town = $1 and e.id = u.id limit 1) known on true),
  fresh as (select given.*, row_number() over (order by n) as k from given where known_pos is null),
  moved as (
    update interactions.streams s set pos = s.pos + f.count
    from (select count(*) as count from fresh) f where s.town = $1
    returning s.pos - f.count as base, s.pos),
  stored as (
    insert into interactions.events
      (town, version, id, subject, person, pos, at, received_at, type, session, data, personal)
    select $1, f.version, f.id, f.subject, f.person, moved.base + f.k, f.at, to_timestamp($2::float8 / 1000), f.type,
      f.session, f.data, f.personal
    from fresh f, moved
    returning 1)
  select moved.pos, (select count(*) from stored), (select array_agg(n - 1) from given where known_pos is not null)
  from moved`,
)

/** The answer of a batch: where the stream stands, how many were new, and which were there already. */
export type StoredBatch = { pos: number; stored: number; known: readonly number[] }

type InsertRow = [number, number, number[] | null]

/** Two processes that store the same id at once: the second finds it at its next look. More would hide a fault. */
const attemptsMax = 4

/** Stores a batch in which no id stands twice. @param at town time of receipt, ms */
export async function storeBatch(
  db: Database,
  town: number,
  { at, events }: { at: number; events: readonly Stored[] },
): Promise<StoredBatch> {
  const statement = insert(
    town,
    at,
    int2s(events.map(({ known }) => known.version)),
    uuids(events.map(({ id }) => id)),
    uuids(events.map(({ subject }) => subject)),
    uuids(events.map(({ pseudonym }) => pseudonym)),
    timestamps(events.map((event) => event.at)),
    texts(events.map(({ known }) => known.type)),
    texts(events.map(({ session, pseudonym }) => (pseudonym === null ? null : session))),
    jsons(events.map(({ data }) => data)),
    jsons(events.map(({ sealed }) => sealed)),
  )
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { rows } = await db.pool.query<InsertRow>(statement)
      if (rows[0] !== undefined) return { pos: rows[0][0], stored: rows[0][1], known: rows[0][2] ?? [] }
      await db.pool.query('insert into interactions.streams (town, pos) values ($1, 0) on conflict do nothing', [town])
    } catch (error) {
      if (attempt === attemptsMax || constraintOf(error) !== 'events_pk') throw error
    }
  }
}
