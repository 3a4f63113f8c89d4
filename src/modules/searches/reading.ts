import { type Executor, sql } from '#kernel/db'

/** What was looked for, with what came of it. */
export type Searched = {
  words: string
  searches: number
  /** Of these nothing was found. */
  empty: number
  /** Hits that were chosen. */
  clicks: number
}

/** The most frequent searches since a day; of those in vain, the ones that found nothing most often. */
export async function listSearches(
  db: Executor,
  town: number,
  { since, isInVain, limit }: { since: string; isInVain: boolean; limit: number },
): Promise<Searched[]> {
  const { rows } = await sql<Searched>`
    select words, sum(searches)::int as searches, sum(empty)::int as empty, sum(clicks)::int as clicks
    from searches.queries where town = ${town} and day >= ${since}::date
    group by words
    having not ${isInVain}::boolean or sum(empty) > 0
    order by case when ${isInVain}::boolean then sum(empty) else sum(searches) end desc, words collate "C"
    limit ${limit}`.execute(db)
  return rows
}

/** All searches since a day together. */
export async function sumSearches(
  db: Executor,
  town: number,
  since: string,
): Promise<{ searches: number; empty: number; clicks: number }> {
  const { rows } = await sql<{ searches: number; empty: number; clicks: number }>`
    select coalesce(sum(searches), 0)::int as searches, coalesce(sum(empty), 0)::int as empty,
      coalesce(sum(clicks), 0)::int as clicks
    from searches.queries where town = ${town} and day >= ${since}::date`.execute(db)
  return rows[0]!
}
