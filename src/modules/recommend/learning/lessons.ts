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
  /** Of candidates that had no place, and of all candidates; empty but on pages that are kept whole. */
  rest: readonly number[]
  logits: readonly number[]
}

/** Lessons kept a second at most: a busy town teaches as much with a part of its pages. */
const aSecondMax = 50
/** Whole pages take 6 kB: so many at once, and so many a second in the long run, 20,000 a day. */
const whole = { atOnce: 5_000, aSecond: 0.25 }

export type Lessons = {
  /**
   * Notes a page that was decided; it is written behind the reply. With the temperature that its places were drawn at
   * it is kept whole, so that other orders of it can be judged.
   */
  note: (columns: readonly string[], decided: Decided, temperature?: number) => void
  /** Resolves when what is noted by now is written, whatever is noted meanwhile. */
  settled: () => Promise<void>
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
  const places = createAllowance({ atOnce: aSecondMax, aSecond: aSecondMax })
  const wholes = createAllowance(whole)
  let newest = Promise.resolve()
  return {
    note: (columns, decided, temperature) => {
      const isAllowed = temperature === undefined ? places : wholes
      if (!isAllowed(decided.at)) return
      const lesson = lessonOf(columns, decided, temperature)
      if (lesson === undefined) return
      newest = batcher
        .add(lesson)
        .catch((error: unknown) => log.warn({ err: error }, 'a page could not be kept for learning'))
    },
    settled: () => newest,
    idle: () => batcher.idle(),
  }
}

/** Takes one of what is allowed, which grows back with time, ms. */
function createAllowance({ atOnce, aSecond }: { atOnce: number; aSecond: number }): (at: number) => boolean {
  let [left, since] = [atOnce, 0]
  return (at) => {
    left = Math.min(atOnce, left + (Math.max(0, at - since) / 1000) * aSecond)
    since = Math.max(since, at)
    if (left < 1) return false
    left -= 1
    return true
  }
}

function lessonOf(
  columns: readonly string[],
  { id, at, point, chosen, conditional, rows, options }: Decided,
  temperature: number | undefined,
): Lesson | undefined {
  // What a guard has blocked stands behind the others, and its rows elsewhere: such a page teaches nothing.
  if (rows === undefined || conditional.length === 0 || options.some(({ score }) => score === null)) return undefined
  const { width, values } = rows
  const index = new Map(options.map((option, number) => [option.id, number]))
  const rowsOf = (ids: readonly string[]): number[] =>
    ids.flatMap((one) => [...values.subarray(index.get(one)! * width, (index.get(one)! + 1) * width)])
  const isPlaced = new Set(chosen)
  const others = temperature === undefined ? [] : options.flatMap((one) => (isPlaced.has(one.id) ? [] : [one.id]))
  const scores = temperature === undefined ? [] : [...chosen, ...others].map((one) => options[index.get(one)!]!.score!)
  const best = Math.max(...scores)
  const none = chosen.map(() => 0)
  return {
    id, at, point, columns: hashOfColumns(columns), things: chosen, p: conditional, features: rowsOf(chosen),
    seen: none.map(() => false), gains: none, rest: rowsOf(others),
    logits: scores.map((score) => Math.max(-furthest, (score - best) / (temperature ?? 1))),
  } // prettier-ignore
}

/** Beyond this nothing is told apart. */
const furthest = 1e6

async function store(db: Executor, town: number, lessons: readonly Lesson[]): Promise<void> {
  const rows = lessons.map((lesson) => ({ ...lesson, p: lesson.p.map((p) => Math.max(p, leastReal)) }))
  await sql`
    insert into recommend.lessons (town, id, at, point, columns, things, p, features, seen, gains, rest, logits)
    select ${town}, u.id, to_timestamp(u.at / 1000), u.point, u.columns, u.things, u.p, u.features, u.seen, u.gains,
      u.rest, u.logits
    from json_to_recordset(${JSON.stringify(rows)}::json) as u (id uuid, at float8, point text, columns text,
      things uuid[], p real[], features real[], seen boolean[], gains real[], rest real[], logits real[])
    on conflict on constraint lessons_pk do nothing`.execute(db)
}

/** Below this a real of PostgreSQL is 0. */
const leastReal = 1e-30

/** What came of a place: its gain, or a doing, which gains 1 but the look and counts once. */
export type Credit = { decision: string; thing: string } & ({ gain: number } | { did: Doing })

/** What people do with a place, as bits; whoever tells it again, or somebody else of the same page, adds nothing. */
export const doings = { impression: 1, click: 2, basket: 4 } as const
export type Doing = keyof typeof doings

/** Adds what came of places to their lessons; one statement, whatever the number. */
export async function credit(tx: Tx, town: number, credits: readonly Credit[]): Promise<void> {
  if (credits.length === 0) return
  const given = credits.map((one) => ({
    decision: one.decision,
    thing: one.thing,
    gain: 'gain' in one ? one.gain : 0,
    // Whoever chooses has seen. What is bought says nothing of a page of which nothing else was told: pages that count
    // for having led to an order alone would make all look better than they are.
    bits: 'did' in one ? doings[one.did] | doings.impression : 0,
  }))
  await sql`
    with given as (
      select u.decision, u.thing, sum(u.gain) as gain, bit_or(u.bits) as bits
      from json_to_recordset(${JSON.stringify(given)}::json)
        as u (decision uuid, thing uuid, gain float8, bits int4)
      group by u.decision, u.thing),
    locked as (
      select l.id, l.things, l.gains, l.seen, l.told from recommend.lessons l
      where l.town = ${town} and l.id in (select decision from given) order by l.id for update),
    summed as (
      select l.id,
        array_agg((l.gains[i] + coalesce(g.gain, 0) + bit_count((
          coalesce(g.bits, 0) & ~coalesce(l.told[i], 0)::int & ${doings.click | doings.basket}::int)::bit(8)
          ))::real order by i) as gains,
        array_agg(l.seen[i] or coalesce(g.bits, 0) <> 0 order by i) as seen,
        array_agg((coalesce(l.told[i], 0)::int | coalesce(g.bits, 0))::int2 order by i) as told
      from locked l cross join generate_subscripts(l.things, 1) i
      left join given g on g.decision = l.id and g.thing = l.things[i]
      group by l.id)
    update recommend.lessons l set gains = s.gains, seen = s.seen, told = s.told
    from summed s where l.town = ${town} and l.id = s.id`.execute(tx)
}
