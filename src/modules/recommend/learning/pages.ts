/** Pages of lessons as ranking learns from them: every candidate, how they were drawn, and what came of the places. */
import { type Executor, sql } from '#kernel/db'

/** Plain data and typed arrays: it crosses into threads. */
export type Page = {
  id: string
  /** The first so many candidates were shown, in the order of their places. */
  shown: number
  /** Row after row, shown ones first. */
  features: Float64Array
  /** Of each candidate, in units of the temperature it was drawn at. */
  logits: Float64Array
  /** What came of each place. */
  gains: Float64Array
}

/** Pages wanted: those held out for judging, which nothing ever learns from, or the others. */
export type PagesWanted = {
  point: string
  /** Hash of the names of the columns; others cannot be compared. */
  columns: string
  isHeldOut: boolean
  /** Only those that led to something. */
  isGained: boolean
  /** Town time, ms. */
  since: number
  until: number
  most: number
}

/** One page in so many is held out, by its id: for good, whoever learns. */
export const heldOutEvery = 5
/** Rows of a query; each holds up to a hundred candidates, and others want to be served between two. */
const atOnce = 100

type Row = { id: string; at: number; features: number[]; rest: number[]; logits: number[]; gains: number[] }

/** Reads pages that somebody has looked at, the newest first. */
export async function readPages(
  db: Executor,
  town: number,
  wanted: PagesWanted,
): Promise<{ pages: Page[]; until: number | null }> {
  const pages: Page[] = []
  let until: number | null = null
  let last: { at: Date; id: string } | undefined
  while (pages.length < wanted.most) {
    const rows: Row[] = await readSome(db, town, { wanted, last })
    until ??= rows[0]?.at ?? null
    pages.push(...rows.map(pageOf))
    const end = rows.at(-1)
    if (end === undefined || rows.length < atOnce) break
    last = { at: new Date(end.at), id: end.id }
  }
  return { pages: pages.slice(0, wanted.most), until }
}

async function readSome(
  db: Executor,
  town: number,
  { wanted, last }: { wanted: PagesWanted; last: { at: Date; id: string } | undefined },
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select id, at, features, rest, logits, gains from recommend.lessons
    where town = ${town} and ${fits(wanted)}
      and (${last === undefined} or (at, id) < (${last?.at ?? null}::timestamptz, ${last?.id ?? null}::uuid))
    order by at desc, id desc limit ${atOnce}`.execute(db)
  return rows
}

function fits({ point, columns, isHeldOut, isGained, since, until }: PagesWanted) {
  return sql`point = ${point} and columns = ${columns} and cardinality(logits) > 0 and true = any(seen)
    and at >= ${new Date(since)} and at <= ${new Date(until)} and (${!isGained} or 0 < any(gains))
    and ((('x' || right(id::text, 4))::bit(16)::int % ${heldOutEvery}::int) = 0) = ${isHeldOut}`
}

function pageOf({ id, features, rest, logits, gains }: Row): Page {
  return {
    id,
    shown: gains.length,
    features: Float64Array.from([...features, ...rest]),
    logits: Float64Array.from(logits),
    gains: Float64Array.from(gains),
  }
}

/** How many pages led to something, counted up to `most`. */
export async function countGained(
  db: Executor,
  town: number,
  { point, columns, since, until, most }: Omit<PagesWanted, 'isHeldOut' | 'isGained'>,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from (
      select 1 from recommend.lessons
      where town = ${town} and point = ${point} and columns = ${columns} and at >= ${new Date(since)}
        and at <= ${new Date(until)} and cardinality(logits) > 0 and 0 < any(gains)
      limit ${most}) found`.execute(db)
  return rows[0]!.count
}
