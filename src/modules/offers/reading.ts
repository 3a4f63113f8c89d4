import Type from 'typebox'
import type { Actor } from '#kernel/commands'
import type { Database } from '#kernel/db'
import { cursorOf, rfc3339 } from '#kernel/http-pages'
import { type ListQueryOf, type Sort } from './contract.ts'
import { boxAround } from '#modules/learners/retrieval'
import { composeListings } from './listings.ts'
import { maySeeCounts } from './policies.ts'
import { tsqueryOf } from './search-words.ts'
import { shared } from './sharing.ts'

/**
 * Lists and pages as JSON text. What the projection wrote goes out as it is; only the counts, which change with every
 * order, are read beside it and put in at the end of the text.
 */

/** Behind the last item seen. */
const cursor = cursorOf(Type.Object({ key: Type.Number(), id: Type.String({ format: 'uuid' }) }))

/** How each order is read: the key is what is ordered by before the id. What has no place is farther than all else. */
const orders: Readonly<Record<Sort, { key: string; direction: 'asc' | 'desc' }>> = {
  newest: { key: 'l.listed_at', direction: 'desc' },
  price: { key: 'l.price_minor', direction: 'asc' },
  '-price': { key: 'l.price_minor', direction: 'desc' },
  distance: { key: `coalesce((${kmFrom('n.around')} * 1000)::int8, 100000000)`, direction: 'asc' },
  rating: { key: 'coalesce(l.rating_rank, 0)::int8', direction: 'desc' },
  relevance: { key: '(ts_rank(l.search, w.query) * 1000000)::int8', direction: 'desc' },
}

/** A card with its counts as it is read. */
type ListRow = [card: string, id: string, key: number, available: number | null]

/** A list, and how many of its items to pass over where there is no cursor to say. */
export type CardsQuery = Omit<ListQueryOf, 'facets' | 'near' | 'isOpen'> & ListFilters & { offset?: number }

/**
 * A page of cards as the text of `ListBody`. Those who ask for the same while it is being read share the answer: under
 * load most visitors look at the same few pages, and nobody gets anything older than a statement takes.
 *
 * @throws {Problem} invalid-input at /cursor
 */
export function listCards(db: Database, town: number, query: CardsQuery): Promise<string> {
  return shared(db, ['cards', town, query], () => readCards(db, town, query))
}

async function readCards(db: Database, town: number, query: CardsQuery): Promise<string> {
  const { rows } = await db.pool.query<ListRow>({ ...listStatement(town, query), rowMode: 'array' })
  const shown = rows.slice(0, query.limit)
  const items = shown.map(([card, , , available]) => cardText(card, available))
  const [, id, key] = shown.at(-1) ?? []
  const isLast = rows.length <= query.limit || id === undefined || key === undefined
  const nextCursor = isLast ? null : cursor.encode({ key, id })
  return `{"items":[${items.join(',')}],"nextCursor":${JSON.stringify(nextCursor)}}`
}

/** A card as it goes out. */
export function cardText(card: string, available: number | null): string {
  return `${card},"available":${String(available)}}`
}

/** As `cardsOf`, by a statement of its own, which looks at the filters. */
export async function filteredCards(
  db: Database,
  town: number,
  { ids, filters: wanted }: { ids: readonly string[]; filters: ListFilters },
): Promise<ReadonlyMap<string, string>> {
  const filters = filtersOf(wanted)
  const values: unknown[] = [town, ids]
  const conditions = conditionsOf(filters, values)
  const text = `
    select l.id, l.card, (${sumOf('l')}) from offers.listings l
    where ${['l.town = $1', 'l.id = any($2::uuid[])', 'l.is_listed', ...conditions].join(' and ')}`
  const name = `offers.cards ${filters.map((filter) => filter.name).join(' ')}`
  const { rows } = await db.pool.query<[string, string, number | null]>({ name, text, values, rowMode: 'array' })
  return new Map(rows.map(([id, card, available]) => [id, cardText(card, available)]))
}

type Statement = { name: string; text: string; values: unknown[] }
/** A condition under a name of two letters; every `$` in it stands for the value. */
type Filter = { name: string; value: unknown; condition: string }

/** One text for each combination of filters, prepared once a connection under a name that says which. */
function listStatement(town: number, query: CardsQuery): Statement {
  const words = query.q === undefined ? null : tsqueryOf(query.q)
  const sort = sortOf(query, words)
  const values: unknown[] = [town, query.limit + 1]
  const { key, direction } = orders[sort]
  const filters = [...filtersOf(query), ...cursorFilters(query, sort)]
  const offset = query.offset === undefined ? '' : ` offset $${values.push(query.offset)}`
  const conditions = conditionsOf(filters, values)
  const beside = [
    ...(words === null ? [] : [wordsOf(`$${values.push(words)}`)]),
    ...(sort === 'distance' ? [aroundOf(query, values)] : []),
  ]
  const from = ['', ...beside].join(', ')
  if (words !== null) conditions.push('l.search @@ w.query')
  const text = `
    select p.card, p.id, p.key, (${sumOf('p')})
    from (select l.town, l.card, l.id, l.cell_ids, ${key} as key from offers.listings l${from}
          where ${['l.town = $1', 'l.is_listed', ...conditions].join(' and ')}
          order by ${key} ${direction}, l.id ${direction} limit $2${offset}) p
    order by p.key ${direction}, p.id ${direction}`
  // PostgreSQL keeps 63 characters of a name.
  const names = [sort, words === null ? '' : 'qu', offset === '' ? '' : 'of', ...filters.map(({ name }) => name)]
  return { name: `offers.list ${names.join(' ')}`, text, values }
}

/** The filters with their places among the values, which they are added to. */
function conditionsOf(filters: readonly Filter[], values: unknown[]): string[] {
  return filters.map(({ condition, value }) => {
    const parameter = `$${values.push(value)}`
    return condition.replaceAll('$', () => parameter)
  })
}

function sortOf({ sort = 'relevance', near }: CardsQuery, words: string | null): Sort {
  if (sort === 'distance' && near === undefined) return 'newest'
  if (sort !== 'relevance' || words !== null) return sort
  return near === undefined ? 'newest' : 'distance'
}

/** Where somebody stands, as a row of its own. */
function aroundOf({ near }: CardsQuery, values: unknown[]): string {
  return `(select $${values.push([near!.latitude, near!.longitude])}::float8[] as around offset 0) n`
}

/** Great-circle distance of a listing from a place, km; the same formula as the index has. */
function kmFrom(around: string): string {
  const [latitude, longitude] = [`(${around})[1]`, `(${around})[2]`]
  const up = `sin(radians(l.latitude - ${latitude}) / 2) ^ 2`
  const beside = `sin(radians(l.longitude - ${longitude}) / 2) ^ 2`
  const both = `${up} + cos(radians(${latitude})) * cos(radians(l.latitude)) * ${beside}`
  return `(2 * 6371.0088 * asin(least(1, sqrt(${both}))))`
}

/** The query as a row of its own; `offset 0` keeps the planner from parsing the words anew for every listing. */
function wordsOf(parameter: string): string {
  const parsed = ['english', 'simple'].map((config) => `to_tsquery('pg_catalog.${config}', ${parameter})`)
  return `(select ${parsed.join(' || ')} as query offset 0) w`
}

/** What narrows a list down. */
export type ListFilters = Pick<
  ListQueryOf,
  'category' | 'seller' | 'business' | 'priceMinorMin' | 'priceMinorMax' | 'isAvailable' | 'starsMin' | 'withinKm'
> & {
  /** One of these. */
  sellers?: readonly string[] | undefined
  /** Where somebody stands. */
  near?: { latitude: number; longitude: number } | undefined
}

function filtersOf(wanted: ListFilters): Filter[] {
  const { category, seller, business, priceMinorMin, priceMinorMax, isAvailable } = wanted
  const filters: Filter[] = [
    { name: 'ca', value: category, condition: 'l.category_path @> array[$::text]' },
    { name: 'se', value: seller, condition: 'l.seller = $::uuid' },
    { name: 'bu', value: business, condition: 'l.business = $::text' },
    { name: 'mi', value: priceMinorMin, condition: 'l.price_minor >= $::int8' },
    { name: 'ma', value: priceMinorMax, condition: 'l.price_minor <= $::int8' },
    { name: 'av', value: isAvailable === true ? 0 : undefined, condition: `coalesce((${sumOf('l')}), 1) > $::int8` },
  ]
  return [...filters, ...filtersByStanding(wanted)].filter(({ value }) => value !== undefined)
}

/** Who is open, what is said of it, how far it is. */
function filtersByStanding({ sellers, starsMin, near, withinKm }: ListFilters): Filter[] {
  return [
    { name: 'op', value: sellers, condition: 'l.seller = any($::uuid[])' },
    { name: 'st', value: starsMin, condition: 'l.stars >= $::int2' },
    {
      name: 'ne',
      value: near === undefined || withinKm === undefined ? undefined : circleOf(near, withinKm),
      condition: withinCircle,
    },
  ]
}

function circleOf(near: { latitude: number; longitude: number }, km: number): number[] {
  const box = boxAround(near, km)
  return [near.latitude, near.longitude, box.latitude + 1e-9, box.longitude + 1e-9, km]
}

/** The box first, by index; then the circle. */
const withinCircle = [
  'l.latitude between ($::float8[])[1] - ($::float8[])[3] and ($::float8[])[1] + ($::float8[])[3]',
  `least(abs(l.longitude - ($::float8[])[2]), 360 - abs(l.longitude - ($::float8[])[2])) <= ($::float8[])[4]`,
  `${kmFrom('$::float8[]')} <= ($::float8[])[5]`,
].join(' and ')

/** What lies behind the last item seen: beyond its key, or with the same key and a later id. */
function cursorFilters(query: CardsQuery, sort: Sort): Filter[] {
  if (query.cursor === undefined) return []
  const { key: column, direction } = orders[sort]
  const { key, id } = cursor.decode(query.cursor)
  const isBehind = direction === 'asc' ? '>' : '<'
  const [value, type] = sort === 'newest' ? [rfc3339(key), 'timestamptz'] : [key, 'int8']
  const condition = `(${column}, l.id) ${isBehind} (($::text[])[1]::${type}, ($::text[])[2]::uuid)`
  return [{ name: 'cu', value: [String(value), id], condition }]
}

/** What is free of all variants together; null when nothing is counted by the piece. */
export function sumOf(listing: string): string {
  return `select sum(c.available)::int8 from capacity.public_cells c where c.town = ${listing}.town and c.id = any(${listing}.cell_ids)`
}

type Counts = readonly (number | null)[] | null
type DetailRow = [
  detail: string,
  variants: string[],
  seller: string,
  available: Counts,
  held: Counts,
  sold: Counts,
  isBarred: boolean,
]

const detailText = `
  select l.detail, l.variants, l.seller, n.available, n.held, n.sold, o.status = 'barred'
  from offers.offers o
  join offers.listings l on l.town = o.town and l.id = coalesce(o.group_id, o.id)
  cross join lateral (
    select array_agg(c.available order by u.n) as available, array_agg(c.held order by u.n) as held,
           array_agg(c.sold order by u.n) as sold
    from unnest(l.cell_ids) with ordinality u (id, n)
    left join capacity.public_cells c on c.town = l.town and c.id = u.id) n
  where o.town = $1 and o.id = $2`

/** The page of a thing with its counts. */
export type Page = {
  seller: string
  /** Taken down: only its seller and the operator read it. */
  isBarred: boolean
  /** The text of `DetailBody`; held and sold are for the seller. */
  text: (isForSeller: boolean) => string
}

/** The text of a page for who asks; undefined when there is none, or it was taken down and is somebody else's. */
export async function findPageFor(
  db: Database,
  town: number,
  { id, actor }: { id: string; actor: Actor | null },
): Promise<string | undefined> {
  const page = await findPage(db, town, id)
  if (page === undefined) return undefined
  const isTheirs = maySeeCounts(actor, page.seller)
  return page.isBarred && !isTheirs ? undefined : page.text(isTheirs)
}

/** The page of the thing that an offer belongs to, or undefined. */
export async function findPage(db: Database, town: number, id: string): Promise<Page | undefined> {
  const statement = { name: 'offers.detail', text: detailText, values: [town, id], rowMode: 'array' as const }
  const { rows } = await db.pool.query<DetailRow>(statement)
  const [row] = rows
  if (row !== undefined) return pageOfRow(row)
  // A new offer is on its way to the projection: its page is put together from what there is.
  const [listing] = await composeListings(db, town, [id])
  if (listing === undefined) return undefined
  const { detail, variants, seller, cell_ids: cells, is_listed: isListed } = listing
  const counts = await countsOf(db, town, cells)
  // What was taken back before anybody could find it is nobody else's business.
  return pageOfRow([detail, [...variants], seller, counts.available, counts.held, counts.sold, !isListed])
}

function pageOfRow([detail, variants, seller, available, held, sold, isBarred]: DetailRow): Page {
  const text = (isForSeller: boolean): string => {
    const items = variants.map((variant, index) => {
      const free = available?.[index] ?? null
      const counts = isForSeller && free !== null ? `,"held":${held?.[index] ?? 0},"sold":${sold?.[index] ?? 0}` : ''
      return `${variant},"available":${String(free)}${counts}}`
    })
    return `${detail},"variants":[${items.join(',')}]}`
  }
  return { seller, isBarred, text }
}

async function countsOf(
  db: Database,
  town: number,
  cells: readonly string[],
): Promise<{ available: Counts; held: Counts; sold: Counts }> {
  const { rows } = await db.pool.query<[Counts, Counts, Counts]>({
    name: 'offers.counts',
    text: `
      select array_agg(c.available order by u.n), array_agg(c.held order by u.n), array_agg(c.sold order by u.n)
      from unnest($2::uuid[]) with ordinality u (id, n)
      left join capacity.public_cells c on c.town = $1 and c.id = u.id`,
    values: [town, cells],
    rowMode: 'array',
  })
  const [available = null, held = null, sold = null] = rows[0] ?? []
  return { available, held, sold }
}
