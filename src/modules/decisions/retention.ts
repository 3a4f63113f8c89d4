import { type Database, sql } from '#kernel/db'
import type { PointDeclaration } from './core/point.ts'

const dayMs = 86_400_000
/** Decisions forgotten by one statement. */
const sliceSize = 5_000

/**
 * Forgets decisions older than their point keeps them, with their outcomes, overrides and marks of contests.
 *
 * @param now town time, ms
 */
export async function forgetOld(
  { db, town }: { db: Database; town: number },
  points: readonly PointDeclaration[],
  now: number,
): Promise<void> {
  for (const { name, retentionDays } of points) {
    const until = new Date(now - retentionDays * dayMs)
    while ((await forgetSlice({ db, town }, name, until)) === sliceSize);
  }
}

async function forgetSlice({ db, town }: { db: Database; town: number }, point: string, until: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with gone as (
      delete from decisions.records where town = ${town} and id in (
        select id from decisions.records where town = ${town} and point = ${point} and at < ${until}
        order by at limit ${sliceSize})
      returning id),
    outcomes as (delete from decisions.outcomes o using gone where o.town = ${town} and o.decision = gone.id),
    overrides as (delete from decisions.overrides v using gone where v.town = ${town} and v.decision = gone.id),
    contests as (delete from decisions.contests c using gone where c.town = ${town} and c.decision = gone.id)
    select count(*) from gone`.execute(db)
  return rows[0]?.count ?? 0
}
