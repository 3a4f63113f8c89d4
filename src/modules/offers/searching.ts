import Type from 'typebox'
import type { Database } from '#kernel/db'
import { cursorOf } from '#kernel/http-pages'
import { invalidAt } from '#kernel/http-problems'
import type { Answer, FacetName, Query, Search } from '#modules/search'
import type { ListQueryOf } from './contract.ts'
import { cardsOf } from './cards.ts'
import { type CardsQuery, type ListFilters, listCards } from './reading.ts'
import { tsqueryOf } from './search-words.ts'
import { shared } from './sharing.ts'

/**
 * The list of offers with words in it: the index says which things and in what order, the listings say what is shown of
 * them. Without an index, and without words, the listings answer alone.
 */

/** Behind so many hits of a list that an earlier page began. */
const place = cursorOf(
  Type.Object(
    { list: Type.String({ pattern: '^[\\w-]{16}$' }), seen: Type.Integer({ minimum: 1, maximum: 10_000 }) },
    { additionalProperties: false },
  ),
)

/** Hits looked at together once the first have not filled the page. */
const furtherHits = 500
/** Cards beside an answer without a hit. */
const nearbyMax = 12

/** What a list is made of. */
export type Lists = {
  db: Database
  town: number
  search?: Pick<Search, 'find' | 'best'>
  /** Sellers who are open now. */
  openSellers?: () => Promise<readonly string[]>
}

type Page = { items: string[]; nextCursor: string | null; answer: Answer | undefined }

/**
 * A page of the list as the text of `ListBody`. Those who ask for the same while it is being read share the answer.
 *
 * @throws {Problem} invalid-input at /cursor
 */
export async function listOffers(lists: Lists, { facets, ...asked }: ListQueryOf): Promise<string> {
  const names = facetNames(facets)
  const query = await wantedOf(lists, asked)
  // The database reads a list in its order by an index of its own, but not by distance.
  const isSearched = (query.q !== undefined && tsqueryOf(query.q) !== null) || query.near !== undefined
  return shared(lists.db, ['offers', lists.town, query, names], () =>
    isSearched ? searchOffers(lists, query, names) : listAll(lists, query, names),
  )
}

/** @throws {Problem} invalid-input at /near */
async function wantedOf(lists: Lists, asked: Omit<ListQueryOf, 'facets'>): Promise<CardsQuery> {
  const { near: nearText, isOpen, ...query } = asked
  const near = nearText === undefined ? undefined : placeIn(nearText)
  if (near === undefined && (query.sort === 'distance' || query.withinKm !== undefined))
    throw invalidAt('/near', 'says from where')
  const sellers = isOpen === true ? ((await lists.openSellers?.()) ?? []) : undefined
  return { ...query, ...(near === undefined ? {} : { near }), ...(sellers === undefined ? {} : { sellers }) }
}

/**
 * The place that `near` of a query names.
 *
 * @throws {Problem} invalid-input at /near
 */
export function placeIn(text: string): { latitude: number; longitude: number } {
  const [latitude = Number.NaN, longitude = Number.NaN] = text.split(',').map(Number)
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) throw invalidAt('/near', 'is not a place on the earth')
  return { latitude, longitude }
}

async function searchOffers(lists: Lists, query: CardsQuery, names: readonly FacetName[]): Promise<string> {
  const from = placeOf(query.cursor)
  // A list that the database began is read on there: its cursor means nothing to the index.
  const page = from === undefined ? undefined : await readHits(lists, query, { from, names })
  if (page === undefined) return fromDatabase(lists, query, { seen: from?.seen ?? 0, names })
  const { items, nextCursor, answer } = page
  const search = { answeredBy: 'index', ...saidOf(answer) }
  const text = `"items":[${items.join(',')}],"nextCursor":${JSON.stringify(nextCursor)}`
  const nearby = items.length === 0 && query.cursor === undefined ? await nearbyText(lists, query) : ''
  return `{${text},"search":${JSON.stringify(search)}${countsText(names, answer)}${nearby}}`
}

/** Where a page of hits begins; undefined when the cursor is one of the database's. */
function placeOf(cursor: string | undefined): { list: string | null; seen: number } | undefined {
  if (cursor === undefined) return { list: null, seen: 0 }
  // The other kind is read, and refused where it is neither, by the list itself.
  if (!Buffer.from(cursor, 'base64url').toString().startsWith('{"list"')) return undefined
  return place.decode(cursor)
}

/** Without words: the list as it is, with counts by the index beside it where they are asked for. */
async function listAll(lists: Lists, query: CardsQuery, names: readonly FacetName[]): Promise<string> {
  const { q: _, ...wordless } = query
  const text = await listCards(lists.db, lists.town, wordless)
  if (names.length === 0) return text
  // Whoever narrows down is looking for something: filters that leave nothing are no dead end either.
  const isEmpty = query.cursor === undefined && text.startsWith('{"items":[]')
  const nearby = isEmpty ? await nearbyText(lists, query) : ''
  return `${text.slice(0, -1)}${countsText(names, await lists.search?.best(queryOf(query), 1, names))}${nearby}}`
}

/** What the index made of the words, and who put its hits in order. */
function saidOf(answer: Answer | undefined): Pick<Answer, 'corrected' | 'didYouMean'> & { decision: string | null } {
  const { corrected = null, didYouMean = null, decision = null } = answer ?? {}
  return { corrected, didYouMean, decision }
}

/** The database's own search: no misspellings, no counts. */
async function fromDatabase(
  lists: Lists,
  query: CardsQuery,
  { seen, names }: { seen: number; names: readonly FacetName[] },
): Promise<string> {
  const { cursor: _, ...first } = query
  const text = await listCards(lists.db, lists.town, seen > 0 ? { ...first, offset: seen } : query)
  const search = { answeredBy: 'database', corrected: null, didYouMean: null, decision: null }
  const isEmpty = query.cursor === undefined && text.startsWith('{"items":[]')
  const nearby = isEmpty ? await nearbyText(lists, query) : ''
  return `${text.slice(0, -1)},"search":${JSON.stringify(search)}${countsText(names, undefined)}${nearby}}`
}

type Start = { from: { list: string | null; seen: number }; names: readonly FacetName[] }

/** A page of hits that are listed and pass the filters now. Undefined when there is no index to ask. */
async function readHits(lists: Lists, query: CardsQuery, { from, names }: Start): Promise<Page | undefined> {
  const wanted = queryOf(query)
  const items: Hit[] = []
  let answer: Answer | undefined
  let { list, seen } = from
  for (let count = query.limit + 1; ; count = furtherHits) {
    const facets = seen === 0 ? names : []
    const found = await lists.search?.find({ query: wanted, place: { list, seen }, count, facets })
    if (found === undefined) return undefined
    answer ??= found.answer
    items.push(...(await cardsOfHits(lists, query, { ids: found.ids, seen })))
    list = found.list
    seen += found.ids.length
    if (items.length > query.limit || found.isEnd || found.ids.length === 0) break
  }
  return { ...pageOfHits(items, query.limit, list), answer }
}

/** @param items one more than fit, when there are more */
function pageOfHits(items: readonly Hit[], limit: number, list: string): Omit<Page, 'answer'> {
  const shown = items.slice(0, limit)
  const last = items.length > limit ? shown.at(-1) : undefined
  const nextCursor = last === undefined ? null : place.encode({ list, seen: last.seen })
  return { items: shown.map(({ card }) => card), nextCursor }
}

/** A card, and how many hits of its list end with it. */
type Hit = { card: string; seen: number }

async function cardsOfHits(
  { db, town }: Lists,
  filters: ListFilters,
  { ids, seen }: { ids: readonly string[]; seen: number },
): Promise<Hit[]> {
  const cards = await cardsOf(db, town, { ids, filters })
  return ids.flatMap((id, index) => {
    const card = cards.get(id)
    return card === undefined ? [] : [{ card, seen: seen + index + 1 }]
  })
}

function queryOf({ q = '', sort, ...wanted }: CardsQuery): Query {
  const { limit: _, cursor: _from, isAvailable: _free, ...filters } = wanted
  const order = sort ?? (filters.near === undefined || tsqueryOf(q) !== null ? 'relevance' : 'distance')
  return { ...filters, text: q, match: 'all', order }
}

function facetNames(facets: string | undefined): FacetName[] {
  const asked = facets?.split(',') ?? []
  return (['category', 'business', 'price', 'rating'] as const).filter((name) => asked.includes(name))
}

function countsText(names: readonly FacetName[], answer: Answer | undefined): string {
  if (names.length === 0) return ''
  const { facets = null, total = null } = answer ?? {}
  return `,"facets":${JSON.stringify(facets)},"total":${JSON.stringify(total)}`
}

/** Things near to a search that finds nothing: nobody is to stand before an empty shelf. */
async function nearbyText(lists: Lists, query: CardsQuery): Promise<string> {
  const { db, town, search } = lists
  const tries = [
    { why: 'without-filters', query: { text: query.q ?? '', match: 'all', order: 'relevance' } },
    { why: 'some-words', query: { text: query.q ?? '', match: 'some', order: 'relevance' } },
  ] as const
  for (const { why, query: wider } of tries) {
    const ids = (await search?.best(wider, nearbyMax, []))?.ids ?? []
    const cards = await cardsOf(db, town, { ids, filters: {} })
    const items = ids.flatMap((id) => cards.get(id) ?? [])
    if (items.length > 0) return nearbyOf(why, items.join(','))
  }
  const newest = await listCards(db, town, { limit: nearbyMax })
  return nearbyOf('newest', newest.slice('{"items":['.length, newest.lastIndexOf('],"nextCursor"')))
}

function nearbyOf(why: string, items: string): string {
  return `,"nearby":{"why":"${why}","items":[${items}]}`
}
