import { type Executor, type Tx, sql } from '#kernel/db'
import type { StoredEvent } from '#kernel/events'
import { rfc3339 } from '#kernel/http-pages'
import { cellId } from '#modules/capacity'
import { type Profile, listProfiles, suspendedAmong } from '#modules/identity'
import { type ShownPlace, shownPlaces } from '#modules/places'
import { stockCell } from './commands.ts'
import type { Offer } from './offer.ts'
import { indexable } from './search-words.ts'

/** Listings are made anew from the offers that an event names; so the projection can be rebuilt at any time. */

/** Events that change what a listing shows. */
export const listingEvents: readonly string[] = [
  'offers.created', 'offers.changed', 'offers.archived', 'offers.barred', 'offers.allowed',
  'identity.suspended', 'identity.restored',
  'reviews.written', 'reviews.changed', 'reviews.removed', 'reviews.restored', 'places.changed',
] // prettier-ignore

/** Of these the subject is a seller, all of whose listings change. */
export const sellerEvents: readonly string[] = ['identity.suspended', 'identity.restored', 'places.changed']

type OfferRow = Offer & { createdAt: number }

/** One listing as its row, with the words it is found by. */
export type Listing = {
  id: string
  seller: string
  price_minor: number
  price_minor_max: number
  listed_at: string
  is_listed: boolean
  category_path: readonly string[]
  business: string
  cell_ids: readonly string[]
  card: string
  detail: string
  variants: readonly string[]
  heading: string
  shelf: string
  words: string
  latitude: number | null
  longitude: number | null
  /** Of a mean of 4.6 it is 4. */
  stars: number | null
  /** Thousandths of a star. */
  rating_rank: number | null
}

/** Makes the listings anew that these events are about. */
export async function applyToListings(tx: Tx, town: number, events: readonly StoredEvent[]): Promise<void> {
  const subjectsOf = (isSellers: boolean): string[] =>
    events.flatMap(({ type, subject }) => (sellerEvents.includes(type) === isSellers ? (subject ?? []) : []))
  const ids = new Set([...subjectsOf(false), ...(await offersOfSellers(tx, town, subjectsOf(true)))])
  for (const some of chunksOf([...ids], composedAtOnce)) {
    const listings = await composeListings(tx, town, some)
    if (listings.length > 0) await store(tx, town, listings)
  }
}

/** A seller who is suspended may have a hundred thousand offers: their texts are not all held at once. */
const composedAtOnce = 2000

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size))
}

async function offersOfSellers(tx: Executor, town: number, sellers: readonly string[]): Promise<string[]> {
  if (sellers.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    select id from offers.offers
    where town = ${town} and seller = any(${[...sellers]}::uuid[]) order by coalesce(group_id, id), id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** The listings that these offers belong to, as they should be now. Seven statements, whatever the number. */
export async function composeListings(tx: Executor, town: number, offerIds: readonly string[]): Promise<Listing[]> {
  const offers = await siblings(tx, town, offerIds)
  if (offers.length === 0) return []
  const sellers = [...new Set(offers.map(({ seller }) => seller))]
  const profiles = await listProfiles(tx, town, sellers)
  const suspended = await suspendedAmong(tx, town, sellers)
  const shelves = await shelvesOf(tx, town)
  const groups = Map.groupBy(offers, ({ id, groupId }) => groupId ?? id)
  const ratings = await ratingsOf(tx, town, [...groups.keys()])
  const places = await shownPlaces(tx, town, sellers)
  return [...groups].map(([id, group]) =>
    listingOf(id, group, {
      seller: profiles.get(group[0]!.seller),
      isOut: suspended.has(group[0]!.seller),
      place: places.get(group[0]!.seller),
      rating: ratings.get(id),
      shelves,
    }),
  )
}

/** The offers of these ids and all variants beside them, in order of id. */
async function siblings(tx: Executor, town: number, ids: readonly string[]): Promise<OfferRow[]> {
  const { rows } = await sql<OfferRow>`
    select id, business, seller, title, description, category, currency, price_minor, tax_code, price_includes_tax,
           group_id, variant, pictures, attributes, status, rev, created_at
    from offers.offers
    where town = ${town} and id in (
      select id from offers.offers where town = ${town} and id = any(${ids}::uuid[])
      union
      select v.id from offers.offers o join offers.offers v on v.town = o.town and v.group_id = o.group_id
      where o.town = ${town} and o.id = any(${ids}::uuid[]))
    order by created_at, id`.execute(tx)
  return rows
}

async function ratingsOf(tx: Executor, town: number, ids: readonly string[]): Promise<ReadonlyMap<string, Rating>> {
  const { rows } = await sql<Rating & { subject: string }>`
    select subject, mean, count, rank_mean as rank from reviews.public_ratings
    where town = ${town} and subject = any(${[...ids]}::uuid[]) and count > 0`.execute(tx)
  return new Map(
    rows.map(({ subject, mean, count, rank }) => [subject, { mean: Math.round(mean * 100) / 100, count, rank }]),
  )
}

type Shelves = ReadonlyMap<string, { parent: string | null; words: string }>

async function shelvesOf(tx: Executor, town: number): Promise<Shelves> {
  const { rows } = await sql<{ slug: string; parent: string | null; titles: Record<string, string> }>`
    select slug, parent, titles from offers.categories where town = ${town}`.execute(tx)
  return new Map(rows.map(({ slug, parent, titles }) => [slug, { parent, words: Object.values(titles).join(' ') }]))
}

/** From the top category down. A category that does not exist is a path of its own. */
function pathOf(category: string, shelves: Shelves): string[] {
  const path: string[] = []
  let slug: string | null = category
  while (slug !== null && !path.includes(slug)) {
    path.unshift(slug)
    slug = shelves.get(slug)?.parent ?? null
  }
  return path
}

/** @property isOut the seller is suspended: what nobody can order is not shown */
type Surroundings = {
  seller: Profile | undefined
  isOut: boolean
  place: ShownPlace | undefined
  rating: Rating | undefined
  shelves: Shelves
}

/** What buyers have said: the mean of their stars, to hundredths, how many they are, and what to rank by. */
type Rating = { mean: number; count: number; rank: number }

/** @param group the variants of one thing, oldest first */
function listingOf(id: string, group: readonly OfferRow[], surroundings: Surroundings): Listing {
  const { seller, isOut, place, rating, shelves } = surroundings
  const active = group.filter(({ status }) => status === 'active')
  const isListed = active.length > 0 && !isOut
  const shown = active.length > 0 ? active : group
  const head = shown.find((offer) => offer.id === id) ?? shown[0]!
  const prices = shown.map(({ priceMinor }) => priceMinor)
  const [priceMinor, priceMinorMax] = [Math.min(...prices), Math.max(...prices)]
  const categoryPath = pathOf(head.category, shelves)
  const listedAt = rfc3339(Math.min(...group.map(({ createdAt }) => createdAt)))
  const { business, title, description, category, currency } = head
  const sellerCard = sellerCardOf(head.seller, seller, place)
  const rated = rating === undefined ? {} : { rating: { mean: rating.mean, count: rating.count } }
  const common = { id, business, title, category, currency, priceMinor, priceMinorMax, seller: sellerCard, ...rated }
  const picture = shown.find(({ pictures }) => pictures.length > 0)?.pictures[0] ?? null
  return {
    id,
    seller: head.seller,
    price_minor: priceMinor,
    price_minor_max: priceMinorMax,
    listed_at: listedAt,
    is_listed: isListed,
    category_path: categoryPath,
    business,
    cell_ids: shown.map((offer) => cellId(stockCell(offer))),
    card: openText({ ...common, picture, variants: shown.length }),
    detail: openText({ ...common, description, categoryPath, listedAt, isListed }),
    variants: shown.map(variantText),
    heading: indexable(shown.map((offer) => [offer.title, ...Object.values(offer.variant)].join(' ')).join(' ')),
    shelf: indexable([...categoryPath.map((slug) => shelves.get(slug)?.words ?? slug), sellerCard.name].join(' ')),
    words: indexable(description),
    ...rankedBy(place, rating),
  }
}

function rankedBy(
  place: ShownPlace | undefined,
  rating: Rating | undefined,
): Pick<Listing, 'latitude' | 'longitude' | 'stars' | 'rating_rank'> {
  return {
    latitude: place?.latitude ?? null,
    longitude: place?.longitude ?? null,
    stars: rating === undefined ? null : Math.floor(rating.mean),
    rating_rank: rating === undefined ? null : Math.round(rating.rank * 1000),
  }
}

type SellerCard = Pick<Profile, 'id' | 'name' | 'slug' | 'picture'> & {
  place?: { latitude: number; longitude: number }
}

function sellerCardOf(id: string, seller: Profile | undefined, place: ShownPlace | undefined): SellerCard {
  const { name = '', slug = '', picture = null } = seller ?? {}
  if (place === undefined) return { id, name, slug, picture }
  return { id, name, slug, picture, place: { latitude: place.latitude, longitude: place.longitude } }
}

function variantText(offer: Offer): string {
  const { id, title, variant, priceMinor, taxCode, priceIncludesTax, pictures, attributes, status, rev } = offer
  return openText({ id, title, variant, priceMinor, taxCode, priceIncludesTax, pictures, attributes, status, rev })
}

/** A JSON object without its closing brace, so that counts can be added without parsing it. */
function openText(value: object): string {
  return JSON.stringify(value).slice(0, -1)
}

async function store(tx: Executor, town: number, listings: readonly Listing[]): Promise<void> {
  // English stems find “mugs” by “mug”; the words as they are find everything in other languages.
  await sql`
    insert into offers.listings (town, price_minor, price_minor_max, id, seller, listed_at, is_listed, category_path,
      business, cell_ids, card, detail, variants, latitude, longitude, stars, rating_rank, search)
    select ${town}, n.price_minor, n.price_minor_max, n.id, n.seller, n.listed_at, n.is_listed, n.category_path,
      n.business, n.cell_ids, n.card, n.detail, n.variants, n.latitude, n.longitude, n.stars, n.rating_rank,
      setweight(to_tsvector('pg_catalog.english', n.heading) || to_tsvector('pg_catalog.simple', n.heading), 'A')
      || setweight(to_tsvector('pg_catalog.english', n.shelf) || to_tsvector('pg_catalog.simple', n.shelf), 'B')
      || setweight(to_tsvector('pg_catalog.english', n.words) || to_tsvector('pg_catalog.simple', n.words), 'C')
    from json_to_recordset(${JSON.stringify(listings)}::json) as n (price_minor bigint, price_minor_max bigint, id uuid,
      seller uuid, listed_at timestamptz, is_listed boolean, category_path text[], business text, cell_ids uuid[],
      card text, detail text, variants text[], heading text, shelf text, words text, latitude float8,
      longitude float8, stars int2, rating_rank int)
    on conflict on constraint listings_pk do update
      set price_minor = excluded.price_minor, price_minor_max = excluded.price_minor_max, seller = excluded.seller,
          listed_at = excluded.listed_at, is_listed = excluded.is_listed, category_path = excluded.category_path,
          cell_ids = excluded.cell_ids, card = excluded.card, detail = excluded.detail, variants = excluded.variants,
          latitude = excluded.latitude, longitude = excluded.longitude, stars = excluded.stars,
          rating_rank = excluded.rating_rank, search = excluded.search`.execute(tx)
}
