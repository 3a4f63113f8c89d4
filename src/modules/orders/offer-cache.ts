import type { Offer } from '#modules/offers'
import type { Books } from './books.ts'

/** Offers kept at hand: a busy town's. About 2 kB each. */
const offersMax = 10_000

/**
 * Offers between batches. Only the engine changes offers, so what one batch has left is what the next would read;
 * whatever fails empties the cache.
 */
export type OfferCache = {
  /** Opens those of the wanted that are at hand. */
  open: (books: Books, wanted: Iterable<string>) => void
  /** Takes over the books of a committed batch. */
  keep: (books: Books) => void
  clear: () => void
}

/** An empty cache; what was not used for longest goes first. */
export function createOfferCache(): OfferCache {
  const offers = new Map<string, Offer>()
  return {
    open: (books, wanted) => {
      for (const id of wanted) {
        const offer = offers.get(id)
        if (offer !== undefined && !books.offers.has(id)) books.offers.set(id, offer)
      }
    },
    keep: (books) => {
      for (const [id, offer] of books.offers) {
        if (offer === undefined) continue
        offers.delete(id)
        offers.set(id, offer)
      }
      for (const id of offers.keys()) {
        if (offers.size <= offersMax) return
        offers.delete(id)
      }
    },
    clear: () => {
      offers.clear()
    },
  }
}
