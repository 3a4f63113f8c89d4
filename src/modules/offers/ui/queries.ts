/** What the screens of this module read; the server's prefetch and the screens name it in the same words. */

type Sort = 'newest' | 'price' | '-price' | 'relevance' | 'rating' | 'distance'

/** Cards of a row that is pushed sideways. */
const rowLength = 12
/** Cards of a page: full rows in 2, 3, 4 and 6 columns. */
const pageLength = 24

/** The rows of the home screen that are there for everybody. */
export const homeRows = [{ sort: 'newest', limit: rowLength, isAvailable: true }] as const

/** Places of the home screen that are chosen for whoever looks. */
export const homeFeed = { limit: 12 } as const

/** The row of a shelf on the home screen. */
export function shelfRow(category: string): { category: string; limit: number; isAvailable: true } {
  return { category, limit: rowLength, isAvailable: true }
}

/** What search engines are told of a thing's reviews. */
export function reviewsRow(offer: string): { offer: string; limit: number } {
  return { offer, limit: 5 }
}

/** What an address of the search screen looks for. */
export function searchQuery(
  query: URLSearchParams,
  near?: string,
): {
  limit: number
  q?: string
  category?: string
  seller?: string
  business?: string
  sort?: Sort
  isAvailable?: boolean
  priceMinorMin?: number
  priceMinorMax?: number
  starsMin?: number
  isOpen?: boolean
  near?: string
  withinKm?: number
  facets: string
} {
  const text = (name: string): Record<string, string> => {
    const value = query.get(name)
    return value === null || value === '' ? {} : { [name]: value }
  }
  const least = Number(query.get('priceMinorMin') ?? Number.NaN)
  const most = Number(query.get('priceMinorMax') ?? Number.NaN)
  const stars = Number(query.get('stars') ?? Number.NaN)
  return {
    limit: pageLength,
    ...text('q'),
    ...text('category'),
    ...text('seller'),
    ...text('business'),
    ...sortOf(query, near),
    ...(query.has('available') ? { isAvailable: true } : {}),
    ...(Number.isInteger(least) ? { priceMinorMin: least } : {}),
    ...(Number.isInteger(most) ? { priceMinorMax: most } : {}),
    ...(Number.isInteger(stars) && stars > 0 ? { starsMin: stars } : {}),
    ...(query.has('open') ? { isOpen: true } : {}),
    ...nearOf(query, near),
    facets: 'business,price,rating',
  }
}

function sortOf(query: URLSearchParams, near: string | undefined): { sort?: Sort } {
  const sort = query.get('sort')
  if (sort === null || sort === '' || (sort === 'distance' && near === undefined)) return {}
  return { sort: sort as Sort } // an unknown order is refused by the server
}

/** An address says that one looks for what is near, and never near to what: that stays in the browser. */
function nearOf(query: URLSearchParams, near: string | undefined): { near?: string; withinKm?: number } {
  if (near === undefined || !query.has('near')) return {}
  const km = Number(query.get('near'))
  return { near, ...(km > 0 ? { withinKm: km } : {}) }
}
