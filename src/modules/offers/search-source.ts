import { type Database, sql } from '#kernel/db'
import type { Entry, Source } from '#modules/search'
import { listingEvents, sellerEvents } from './listings.ts'

/** Listings as the search reads them. */

type Row = Omit<Entry, 'shelf' | 'place' | 'rating'> & {
  sellerName: string
  latitude: number | null
  longitude: number | null
  mean: number | null
  ratingRank: number | null
}

/** The listings of a town for its search. */
export function listingsSource(db: Database, town: number): Source {
  return {
    types: listingEvents,
    count: async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from offers.listings where town = ${town} and is_listed`.execute(db)
      return rows[0]?.count ?? 0
    },
    position: async () => {
      const { rows } = await sql<{ pos: number }>`
        select pos from kernel.cursors where town = ${town} and name = 'offers.listings'`.execute(db)
      return rows[0]?.pos ?? 0
    },
    changed: (after, upTo) => changedListings(db, town, { after, upTo }),
    read: (ids) => readEntries(db, town, sql`l.id = any(${ids}::uuid[])`),
    page: (after, limit) => {
      const behind = after === undefined ? sql`` : sql`and l.id > ${after}::uuid`
      return readEntries(db, town, sql`l.is_listed ${behind} order by l.id limit ${limit}`)
    },
    titles: (ids) => titlesOf(db, town, ids),
    commandAt: async (position) => {
      const { rows } = await sql<{ id: string }>`
        select id from kernel.events where town = ${town} and pos = ${position} order by id limit 1`.execute(db)
      return rows[0]?.id
    },
  }
}

/** Things that events between two positions are about; an offer that is a variant stands for the first one. */
async function changedListings(
  db: Database,
  town: number,
  { after, upTo }: { after: number; upTo: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct coalesce(o.group_id, o.id) as id
    from kernel.events e join offers.offers o on o.town = e.town and o.id = e.subject
    where e.town = ${town} and e.pos > ${after} and e.pos <= ${upTo} and e.type = any(${listingEvents}::text[])
    union
    select coalesce(o.group_id, o.id)
    from kernel.events e join offers.offers o on o.town = e.town and o.seller = e.subject
    where e.town = ${town} and e.pos > ${after} and e.pos <= ${upTo} and e.type = any(${sellerEvents}::text[])`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

async function readEntries(db: Database, town: number, wanted: ReturnType<typeof sql>): Promise<Entry[]> {
  const shelves = await shelfWords(db, town)
  const { rows } = await sql<Row>`
    select l.id, l.is_listed, l.seller, l.business, l.category_path, l.price_minor, l.listed_at,
      l.latitude, l.longitude, l.rating_rank, (d.detail -> 'rating' ->> 'mean')::float8 as mean,
      d.detail ->> 'description' as description, d.detail -> 'seller' ->> 'name' as seller_name,
      (select string_agg(concat_ws(' ', v.variant ->> 'title',
         (select string_agg(t.value, ' ') from json_each_text(v.variant -> 'variant') t)), ' ')
       from (select (text || '}')::json as variant from unnest(l.variants) text offset 0) v) as title
    from offers.listings l cross join lateral (select (l.detail || '}')::json as detail offset 0) d
    where l.town = ${town} and ${wanted}`.execute(db)
  return rows.map(({ sellerName, latitude, longitude, mean, ratingRank, ...row }) => ({
    ...row,
    place: latitude === null || longitude === null ? null : { latitude, longitude },
    rating: mean === null || ratingRank === null ? null : { mean, rank: ratingRank / 1000 },
    title: row.title ?? '',
    shelf: [...row.categoryPath.map((slug) => shelves.get(slug) ?? slug), sellerName].join(' '),
  }))
}

async function shelfWords(db: Database, town: number): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ slug: string; titles: Record<string, string> }>`
    select slug, titles from offers.categories where town = ${town}`.execute(db)
  return new Map(rows.map(({ slug, titles }) => [slug, Object.values(titles).join(' ')]))
}

async function titlesOf(db: Database, town: number, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; title: string }>`
    select id, (card || '}')::json ->> 'title' as title from offers.listings
    where town = ${town} and id = any(${ids}::uuid[]) and is_listed`.execute(db)
  return new Map(rows.map(({ id, title }) => [id, title]))
}
