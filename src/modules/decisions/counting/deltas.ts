/** How counts come into buckets: written beside what they count, then added up by one process at a time. */
import { type Database, type Executor, sql, transaction, type Tx } from '#kernel/db'
import { int4s, jsons, texts, timestamps } from '#kernel/wire'
import { addTally, type Bucket, sumOf } from './tally.ts'

/** Columns of a statement that stores deltas: version, at, point, policy, tally. */
export function columnsOf(buckets: readonly Bucket[]): readonly Buffer[] {
  return [
    int4s(buckets.map(({ version }) => version)),
    timestamps(buckets.map(({ at }) => at)),
    texts(buckets.map(({ point }) => point)),
    texts(buckets.map(({ policy }) => policy)),
    jsons(buckets.map(({ tally }) => JSON.stringify(tally))),
  ]
}

/** Adds counts; they are in the buckets once somebody has folded them. */
export async function addDeltas(executor: Executor, town: number, buckets: readonly Bucket[]): Promise<void> {
  if (buckets.length === 0) return
  await sql`
    insert into decisions.deltas (town, version, at, point, policy, tally)
    select ${town}, u.version, to_timestamp(u.at / 1000), u.point, u.policy, u.tally
    from json_to_recordset(${JSON.stringify(buckets)}::json)
      as u (version int4, at float8, point text, policy text, tally json)`.execute(executor)
}

/** Deltas taken at once. */
const sliceSize = 2_000

/** Adds what waits to the buckets; answers the points whose buckets have changed. Another process at it: none. */
export async function foldDeltas(db: Database, town: number): Promise<ReadonlySet<string>> {
  const touched = new Set<string>()
  for (;;) {
    const taken = await transaction(db, (tx) => foldSlice(tx, town))
    for (const { point } of taken) touched.add(point)
    if (taken.length < sliceSize) return touched
  }
}

async function foldSlice(tx: Tx, town: number): Promise<Bucket[]> {
  if (!(await takeTurn(tx, town))) return []
  const { rows: taken } = await sql<Bucket>`
    delete from decisions.deltas where town = ${town} and id in (
      select id from decisions.deltas where town = ${town} order by id limit ${sliceSize})
    returning point, policy, version, at, tally`.execute(tx)
  if (taken.length > 0) await store(tx, town, await merged(tx, town, taken))
  return taken
}

/** One process folds at a time; the others go on with something else. */
async function takeTurn(tx: Tx, town: number): Promise<boolean> {
  const { rows } = await sql<{ isTaken: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('decisions.fold'), ${town}) as is_taken`.execute(tx)
  return rows[0]!.isTaken
}

/** The buckets as they are to be. */
async function merged(tx: Tx, town: number, taken: readonly Bucket[]): Promise<Bucket[]> {
  const keyOf = ({ point, policy, version, at }: Bucket): string => `${point}\n${policy}\n${version}\n${at}`
  const groups = Map.groupBy(taken, keyOf)
  const changes = [...groups.values()].map((group) => ({ ...group[0]!, tally: sumOf(group.map(({ tally }) => tally)) }))
  const keys = changes.map(({ point, policy, version, at }) => ({ point, policy, version, at }))
  const { rows: known } = await sql<Bucket>`
    select b.point, b.policy, b.version, b.at, b.tally
    from json_to_recordset(${JSON.stringify(keys)}::json) as k (point text, policy text, version int4, at float8)
    join decisions.buckets b on b.town = ${town} and b.point = k.point and b.policy = k.policy
      and b.version = k.version and b.at = to_timestamp(k.at / 1000)`.execute(tx)
  const before = new Map(known.map((bucket) => [keyOf(bucket), bucket.tally]))
  for (const change of changes) {
    const tally = before.get(keyOf(change))
    if (tally !== undefined) addTally(change.tally, tally)
  }
  return changes
}

async function store(tx: Tx, town: number, buckets: readonly Bucket[]): Promise<void> {
  await sql`
    insert into decisions.buckets (town, version, at, point, policy, tally)
    select ${town}, u.version, to_timestamp(u.at / 1000), u.point, u.policy, u.tally
    from json_to_recordset(${JSON.stringify(buckets)}::json)
      as u (version int4, at float8, point text, policy text, tally json)
    on conflict on constraint buckets_pk do update set tally = excluded.tally`.execute(tx)
}

/** Which buckets are wanted; `since` and `until` in ms of town time. */
export type BucketsWanted = { point?: string; since: number; until?: number }

/** Buckets that begin within a span, the oldest first. */
export async function readBuckets(
  db: Executor,
  town: number,
  { point, since, until }: BucketsWanted,
): Promise<Bucket[]> {
  const { rows } = await sql<Bucket>`
    select point, policy, version, at, tally from decisions.buckets
    where town = ${town} and at >= to_timestamp(${since}::float8 / 1000)
      and (${point ?? null}::text is null or point = ${point ?? null}::text)
      and (${until ?? null}::float8 is null or at < to_timestamp(${until ?? null}::float8 / 1000))
    order by at, point, policy, version`.execute(db)
  return rows
}

/** What one statement coarsens; a week is read by ten minutes, what lies before by hours. */
const fineMs = 7 * 86_400_000
const keptMs = 400 * 86_400_000

/** Joins old buckets to hours, and forgets what is older than a year and a month. @param now town time, ms */
export async function coarsenBuckets({ db, town }: { db: Executor; town: number }, now: number): Promise<void> {
  await sql`
    with old as (
      delete from decisions.buckets where town = ${town} and at < ${new Date(now - fineMs)}
        and at <> date_bin('1 hour', at, 'epoch')
      returning version, at, point, policy, tally)
    insert into decisions.deltas (town, version, at, point, policy, tally)
    select ${town}, version, date_bin('1 hour', at, 'epoch'), point, policy, tally from old`.execute(db)
  await sql`delete from decisions.buckets where town = ${town} and at < ${new Date(now - keptMs)}`.execute(db)
}
