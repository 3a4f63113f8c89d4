import type { SearchDocument, SearchSetup } from '#modules/learners/retrieval'

/** A thing as it is searched for. */
export type Entry = {
  id: string
  /** False: it is to be found no longer. */
  isListed: boolean
  /** Titles of all variants and what tells them apart. */
  title: string
  /** Names of its shelves and of its seller. */
  shelf: string
  description: string
  seller: string
  business: string
  /** Slugs from the top shelf down. */
  categoryPath: readonly string[]
  priceMinor: number
  /** Ms since 1970. */
  listedAt: number
  /** Where its seller is, when that may be known. */
  place: { latitude: number; longitude: number } | null
  /** What its buyers say: the mean of their stars, and what to rank by, which few stars move little. */
  rating: { mean: number; rank: number } | null
}

/** Whoever changes what an index holds counts this up: snapshots of another form are not read. */
export const formOfIndex = 2

/** A hit in the title counts three times one in the description; shelves lie between. */
export const setup: SearchSetup = {
  scoring: {
    fields: {
      title: { weight: 3, lengthNorm: 0.5 },
      shelf: { weight: 1.5, lengthNorm: 0.3 },
      description: { weight: 1, lengthNorm: 0.75 },
      characters: { weight: 0.5, lengthNorm: 0.5 },
    },
  },
  facets: ['category', 'business', 'seller', 'priceBand', 'stars'],
  numbers: ['priceMinor', 'listedAt', 'latitude', 'longitude', 'rating'],
}

const ideograph = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/gu

/** The document of an entry. */
export function documentOf(entry: Entry): SearchDocument {
  const { id, title, shelf, description, business, seller, categoryPath, priceMinor, listedAt, place, rating } = entry
  // A dictionary takes 绿茶 for one word; who looks for 茶 is to find it all the same.
  const characters = `${title} ${shelf}`.match(ideograph)?.join(' ') ?? ''
  return {
    id,
    texts: { title, shelf, description, characters },
    facets: {
      category: categoryPath,
      business: [business],
      seller: [seller],
      priceBand: [String(bandOf(priceMinor))],
      stars: starsOf(rating),
    },
    numbers: { priceMinor, listedAt, ...place, ...(rating === null ? {} : { rating: rating.rank }) },
  }
}

/** "So many and up": a thing of 4.6 stars stands under 4, 3, 2 and 1. */
function starsOf(rating: Entry['rating']): string[] {
  return Array.from({ length: Math.floor(rating?.mean ?? 0) }, (_, n) => String(n + 1))
}

/** Where the price band of an amount begins: 0, 100, 200, 500, 1000, 2000 … minor units. */
export function bandOf(priceMinor: number): number {
  if (priceMinor < 100) return 0
  const power = 10 ** (String(priceMinor).length - 1)
  const lead = priceMinor / power
  return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1)
}

/** Where the band ends that begins there; the end is no part of it. */
export function endOfBand(fromMinor: number): number {
  if (fromMinor === 0) return 100
  return String(fromMinor).startsWith('2') ? (fromMinor / 2) * 5 : fromMinor * 2
}
