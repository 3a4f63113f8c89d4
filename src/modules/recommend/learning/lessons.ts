/**
 * What was shown where, with what probability and which features, and what came of each place: enough to learn an order
 * from, and to judge one, long after the candidates of the moment are gone. A record of a decision is too short for it.
 */
import { createHash } from 'node:crypto'
import { createBatcher } from '#kernel/batcher'
import { type Database, type Executor, sql, type Tx } from '#kernel/db'
import { log } from '#kernel/log'
import type { Decided } from '#modules/decisions'

/** A page as it was shown. */
export type Lesson = {
  id: string
  at: number
  point: string
  columns: string
  things: readonly string[]
  p: readonly number[]
  /** Row after row. */
  features: readonly number[]
  seen: readonly boolean[]
  gains: readonly number[]
}

/** Lessons kept a second at most: a busy town teaches as much with a part of its pages. */
const aSecondMax = 50

export type Lessons = {
  /** Notes a page that was decided; it is written behind the reply. */
  note: (columns: readonly string[], decided: Decided) => void
  idle: () => Promise<void>
}

/** Two layouts of features are told apart by the hash of their names. */
export function hashOfColumns(columns: readonly string[]): string {
  return createHash('sha256').update(columns.join('\n')).digest('base64url').slice(0, 16)
}

/** Writes lessons by the batch. */
export function createLessons({ db, town }: { db: Database; town: number }): Lessons {
  const batcher = createBatcher<Lesson, void>({
    run: async (lessons) => {
      await store(db, town, lessons)
      return lessons.map(() => ({ value: undefined }))
    },
    maxBatch: 200,
    maxQueue: 2_000,
  })
  let [second, noted] = [0, 0]
  return {
    note: (columns, decided) => {
      const now = Math.floor(decided.at / 1000)
      if (now !== second) [second, noted] = [now, 0]
      const lesson = lessonOf(columns, decided)
      if (lesson === undefined || noted >= aSecondMax) return
      noted += 1
      batcher.add(lesson).catch((error: unknown) => log.warn({ err: error }, 'a page could not be kept for learning'))
    },
    idle: () => batcher.idle(),
  }
}

function lessonOf(columns: readonly string[], { id, at, point, chosen, conditional, rows, options }: Decided) {
  if (rows === undefined || conditional.length === 0) return undefined
  const { width, values } = rows
  const place = new Map(options.map((option, index) => [option.id, index]))
  const features = chosen.flatMap((thing) => {
    const from = place.get(thing)! * width
    return [...values.subarray(from, from + width)]
  })
  const none = chosen.map(() => 0)
  return {
    id, at, point, columns: hashOfColumns(columns), things: chosen, p: conditional, features,
    seen: none.map(() => false), gains: none,
  } // prettier-ignore
}

async function store(db: Executor, town: number, lessons: readonly Lesson[]): Promise<void> {
  const rows = lessons.map((lesson) => ({ ...lesson, p: lesson.p.map((p) => Math.max(p, leastReal)) }))
  await sql`
    insert into recommend.lessons (town, id, at, point, columns, things, p, features, seen, gains)
    select ${town}, u.id, to_timestamp(u.at / 1000), u.point, u.columns, u.things, u.p, u.features, u.seen, u.gains
    from json_to_recordset(${JSON.stringify(rows)}::json) as u (id uuid, at float8, point text, columns text,
      things uuid[], p real[], features real[], seen boolean[], gains real[])
    on conflict on constraint lessons_pk do nothing`.execute(db)
}

/** Below this a real of PostgreSQL is 0. */
const leastReal = 1e-30

/** What came of a place. */
export type Credit = { decision: string; thing: string; gain: number; isSeen: boolean }

/** Adds what came of places to their lessons; one statement, whatever the number. */
export async function credit(tx: Tx, town: number, credits: readonly Credit[]): Promise<void> {
  if (credits.length === 0) return
  await sql`
    with given as (
      select u.decision, u.thing, sum(u.gain) as gain, bool_or(u."isSeen") as seen
      from json_to_recordset(${JSON.stringify(credits)}::json)
        as u (decision uuid, thing uuid, gain float8, "isSeen" boolean)
      group by u.decision, u.thing),
    locked as (
      select l.id, l.things, l.gains, l.seen from recommend.lessons l
      where l.town = ${town} and l.id in (select decision from given) order by l.id for update),
    summed as (
      select l.id, array_agg((l.gains[i] + coalesce(g.gain, 0))::real order by i) as gains,
        array_agg(l.seen[i] or coalesce(g.seen, false) order by i) as seen
      from locked l cross join generate_subscripts(l.things, 1) i
      left join given g on g.decision = l.id and g.thing = l.things[i]
      group by l.id)
    update recommend.lessons l set gains = s.gains, seen = s.seen
    from summed s where l.town = ${town} and l.id = s.id`.execute(tx)
}
