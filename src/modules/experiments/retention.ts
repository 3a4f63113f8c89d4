import { type Database, sql } from '#kernel/db'

const dayMs = 86_400_000
/** What was observed is of use while an outcome may still be told twice. */
const keptDays = 30
/** Rows forgotten by one statement. */
const sliceSize = 10_000

/** Forgets single outcomes of experiments that ended long ago; their sums stay. @param now town time, ms */
export async function forgetOld({ db, town }: { db: Database; town: number }, now: number): Promise<void> {
  const until = new Date(now - keptDays * dayMs)
  const { rows: ended } = await sql<{ name: string }>`
    select name from experiments.experiments
    where town = ${town} and state in ('shipped', 'binned') and ended_at < ${until}`.execute(db)
  for (const { name } of ended) while ((await forgetSlice({ db, town }, name)) === sliceSize);
}

async function forgetSlice({ db, town }: { db: Database; town: number }, name: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with gone as (
      delete from experiments.observations where town = ${town} and experiment = ${name}
        and (metric, unit, part, event, n) in (
          select metric, unit, part, event, n from experiments.observations
          where town = ${town} and experiment = ${name} limit ${sliceSize})
      returning 1)
    select count(*) from gone`.execute(db)
  return rows[0]?.count ?? 0
}
