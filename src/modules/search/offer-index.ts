import { statSync } from 'node:fs'
import {
  type SearchIndex,
  type SearchRequest,
  analyser,
  createSearchIndex,
  loadSearchIndex,
} from '#modules/learners/retrieval'
import { type Entry, documentOf, endOfBand, setup } from './entries.ts'

/** Orders in which hits are read. */
export type Order = 'relevance' | 'newest' | 'price' | '-price' | 'rating' | 'distance'
/** What hits can be counted by. */
export type FacetName = 'category' | 'business' | 'price' | 'rating'

/** What is looked for. */
export type Query = {
  text: string
  /** Hits hold all words of the text, or at least half of them. */
  match: 'all' | 'some'
  category?: string | undefined
  business?: string | undefined
  seller?: string | undefined
  /** One of these. */
  sellers?: readonly string[] | undefined
  priceMinorMin?: number | undefined
  priceMinorMax?: number | undefined
  /** So many stars and up. */
  starsMin?: number | undefined
  /** Where one stands; `order` by distance needs it. */
  near?: { latitude: number; longitude: number } | undefined
  withinKm?: number | undefined
  order: Order
}

/** A query with how much of its answer is wanted. */
export type Asked = { query: Query; limit: number; facets: readonly FacetName[] }

type Count = { value: string; count: number }
/** So many stars and up. */
type Stars = { starsMin: number; count: number }
type Band = { fromMinor: number; toMinor: number; count: number }
/** Counts over all hits, most frequent first; prices ascending, stars descending. */
export type Facets = { category?: Count[]; business?: Count[]; price?: Band[]; rating?: Stars[] }

/** The best hits. */
export type Answer = {
  ids: string[]
  facets: Facets | null
  /** All hits; counted together with facets only. */
  total: number | null
  /** The text in the spelling that was found: nothing holds its own. */
  corrected: string | null
  /** A spelling that finds much more. */
  didYouMean: string | null
  /** The decision that put the first hits into their order, where one did. */
  decision?: string
}

/** What an index consists of. */
export type Figures = { documents: number; segments: number; terms: number }

/** More hits than this are an export, not a search. */
export const hitsMax = 10_000
/** More shelves than this are no help in choosing. */
const valuesMax = 50

/** The full-text index of a town's things. It lives wherever it is made: in the process, or in a thread of its own. */
export class OfferIndex {
  #index: SearchIndex = createSearchIndex(setup)
  readonly #analyse = analyser()

  /** Puts in what is listed and takes out what is not. */
  apply(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (entry.isListed) this.#index.put(documentOf(entry))
      else this.#index.remove(entry.id)
    }
  }

  /** Reads words that mean the same anew. @throws {RangeError} naming the set without a member of one word */
  useSynonyms(sets: readonly (readonly string[])[]): void {
    this.#index.useSynonyms(sets)
  }

  /** The best hits of a query with counts. */
  search({ query, limit, facets }: Asked): Answer {
    const request = { ...requestOf(query), limit: Math.min(limit, hitsMax) }
    const names = facets.map((name) => facetsInIndex[name])
    const counts = names.length > 0 ? { facets: names, total: true } : {}
    const { hits, corrections, total, facets: counted } = this.#index.search({ ...request, ...counts })
    return {
      ids: hits.map(({ id }) => id),
      total: total ?? null,
      facets: counted === undefined ? null : facetsOf(counted),
      ...this.#spelling(request, corrections),
    }
  }

  /** Joins segments beside other work. @returns true when nothing is left to do */
  maintain(budgetMs: number): boolean {
    return this.#index.maintain(budgetMs)
  }

  figures(): Figures {
    const { documents, segments, terms } = this.#index.statistics()
    return { documents, segments, terms }
  }

  async save(file: string): Promise<number> {
    await this.#index.save(file)
    return statSync(file).size
  }

  /** @throws {Error} when the file is cut short, changed or of another version */
  load(file: string): void {
    this.#index = loadSearchIndex(file)
  }

  /** Says whether hits hold the words as they were written, or only as they may have been meant. */
  #spelling(
    request: SearchRequest,
    corrections: readonly { word: string; instead: string }[],
  ): Pick<Answer, 'corrected' | 'didYouMean'> {
    if (corrections.length === 0) return { corrected: null, didYouMean: null }
    const meant = this.#respelt(request.text, corrections)
    const asWritten = this.#index.search({ ...request, typos: false, limit: 1 })
    return asWritten.hits.length > 0 ? { corrected: null, didYouMean: meant } : { corrected: meant, didYouMean: null }
  }

  /** The text with each misspelt word in the spelling of the index. */
  #respelt(text: string, corrections: readonly { word: string; instead: string }[]): string {
    const meant = new Map(corrections.map(({ word, instead }) => [word, instead]))
    return text.replaceAll(/[\p{L}\p{N}\p{M}]+/gu, (written) => {
      const [term = written] = this.#analyse(written)
      return meant.get(term) ?? written
    })
  }
}

const facetsInIndex = { category: 'category', business: 'business', price: 'priceBand', rating: 'stars' } as const

function requestOf(query: Query): SearchRequest {
  const { text, match, order, near, withinKm } = query
  const price = {
    ...(query.priceMinorMin === undefined ? {} : { from: query.priceMinorMin }),
    ...(query.priceMinorMax === undefined ? {} : { to: query.priceMinorMax }),
  }
  const columns = ['latitude', 'longitude'] as const
  const circle = near && { ...near, columns, ...(withinKm === undefined ? {} : { withinKm }) }
  return {
    text,
    match: match === 'all' ? 'all' : 0.5,
    prefix: true,
    values: valuesOf(query),
    ...(Object.keys(price).length > 0 ? { ranges: { priceMinor: price } } : {}),
    ...(circle === undefined ? {} : { near: circle }),
    ...(order === 'relevance' ? {} : { sort: sorts[order] }),
  }
}

function valuesOf({ category, business, seller, sellers, starsMin }: Query): Record<string, readonly string[]> {
  const among = seller === undefined ? sellers : (sellers?.includes(seller) ?? true) ? [seller] : []
  return {
    ...(category === undefined ? {} : { category: [category] }),
    ...(business === undefined ? {} : { business: [business] }),
    ...(among === undefined ? {} : { seller: among }),
    ...(starsMin === undefined ? {} : { stars: [String(starsMin)] }),
  }
}

const sorts = {
  newest: { by: 'listedAt', descending: true },
  price: { by: 'priceMinor' },
  '-price': { by: 'priceMinor', descending: true },
  rating: { by: 'rating', descending: true },
  distance: 'distance',
} as const

function facetsOf(counted: Readonly<Record<string, Count[]>>): Facets {
  const { category, business, priceBand, stars } = counted
  return {
    ...(category === undefined ? {} : { category: category.slice(0, valuesMax) }),
    ...(business === undefined ? {} : { business: business.slice(0, valuesMax) }),
    ...(priceBand === undefined ? {} : { price: priceBand.map(bandCount).sort((a, b) => a.fromMinor - b.fromMinor) }),
    ...(stars === undefined ? {} : { rating: stars.map(starsCount).sort((a, b) => b.starsMin - a.starsMin) }),
  }
}

function starsCount({ value, count }: Count): Stars {
  return { starsMin: Number(value), count }
}

function bandCount({ value, count }: Count): Band {
  const fromMinor = Number(value)
  return { fromMinor, toMinor: endOfBand(fromMinor), count }
}

/** The first of some sets of synonyms without a member of one word, which nothing could be looked for by. */
export function unusableSet(sets: readonly (readonly string[])[]): number | undefined {
  const analyse = analyser()
  const index = sets.findIndex((set) => !set.some((member) => analyse(member).length === 1))
  return index === -1 ? undefined : index
}
