import { type Executor, sql } from '#kernel/db'

/** How a thing or a seller is rated. */
export type Rating = { count: number; mean: number | null; /** From one star to five. */ counts: number[] }

const unrated: Rating = { count: 0, mean: null, counts: [0, 0, 0, 0, 0] }

/** Counts anew how these things and sellers are rated; call it in the transaction that changes their reviews. */
export async function countRatings(tx: Executor, town: number, subjects: readonly string[]): Promise<void> {
  await sql`
    insert into reviews.ratings (town, subject, stars_sum, counts)
    select ${town}, wanted.subject, coalesce(sum(r.stars), 0), array[
      count(*) filter (where r.stars = 1), count(*) filter (where r.stars = 2), count(*) filter (where r.stars = 3),
      count(*) filter (where r.stars = 4), count(*) filter (where r.stars = 5)]::integer[]
    from unnest(${[...new Set(subjects)].sort()}::uuid[]) as wanted (subject)
    left join reviews.reviews r on r.town = ${town} and r.removed_at is null
      and (r.listing = wanted.subject or r.seller = wanted.subject)
    group by wanted.subject order by wanted.subject
    on conflict on constraint ratings_pk do update
      set stars_sum = excluded.stars_sum, counts = excluded.counts`.execute(tx)
}

/** Counts everything anew, from the reviews alone. */
export async function rebuildRatings(tx: Executor, town: number): Promise<void> {
  await sql`delete from reviews.ratings where town = ${town}`.execute(tx)
  const { rows } = await sql<{ subject: string }>`
    select distinct about.subject from reviews.reviews r
    cross join lateral (values (r.listing), (r.seller)) as about (subject) where r.town = ${town}`.execute(tx)
  await countRatings(
    tx,
    town,
    rows.map(({ subject }) => subject),
  )
}

/** How these are rated; what nobody has rated is unrated. */
export async function findRating(db: Executor, town: number, subject: string): Promise<Rating> {
  const { rows } = await sql<{ starsSum: number; counts: number[] }>`
    select stars_sum, to_json(counts) as counts from reviews.ratings
    where town = ${town} and subject = ${subject}`.execute(db)
  const [row] = rows
  if (row === undefined) return unrated
  const count = row.counts.reduce((sum, n) => sum + n, 0)
  return { count, mean: count === 0 ? null : row.starsSum / count, counts: row.counts }
}
