import { digitsOf } from '#web/format'
import type { Thing, Variant } from './offer-screen.tsx'

/** Of a review what search engines read. */
export type ReviewShown = { stars: number; reviewer: string | null; words: string | null; writtenAt: string }

/** A thing as search engines read it. Source: schema.org Product, Offer, ProductGroup (version 29). */
export function jsonLdOf(thing: Thing, reviews: readonly ReviewShown[] = []): object[] {
  const pictures = [...new Set(thing.variants.flatMap(({ pictures: own }) => own))]
  const shared = {
    '@context': 'https://schema.org',
    name: thing.title,
    description: thing.description === '' ? thing.title : thing.description,
    // A thing without a picture has the town's: search engines ask for one.
    image: pictures.length === 0 ? ['/icon-512.png'] : pictures.map((id) => `/v1/files/${id}`),
    category: thing.categoryPath.join(' > '),
    brand: { '@type': 'Brand', name: thing.seller.name },
    ...ratingOf(thing, reviews),
  }
  const [first] = thing.variants
  if (thing.variants.length === 1 && first !== undefined) {
    return [{ ...shared, '@type': 'Product', sku: thing.id, offers: offerOf(thing, first) }]
  }
  return [
    {
      ...shared,
      '@type': 'ProductGroup',
      productGroupID: thing.id,
      hasVariant: thing.variants.map((variant) => ({
        '@type': 'Product',
        sku: variant.id,
        name: `${thing.title}, ${Object.values(variant.variant).join(', ')}`,
        ...(variant.pictures[0] === undefined ? {} : { image: `/v1/files/${variant.pictures[0]}` }),
        offers: offerOf(thing, variant),
      })),
    },
  ]
}

/** Reviews of buyers; those of people who have left have no author that could be named. */
function ratingOf({ rating }: Thing, reviews: readonly ReviewShown[]): object {
  if (rating === undefined) return {}
  const named = reviews.filter(({ reviewer }) => reviewer !== null)
  return {
    aggregateRating: { '@type': 'AggregateRating', ratingValue: rating.mean, reviewCount: rating.count },
    ...(named.length === 0 ? {} : { review: named.map(reviewOf) }),
  }
}

function reviewOf({ stars, reviewer, words, writtenAt }: ReviewShown): object {
  return {
    '@type': 'Review',
    author: { '@type': 'Person', name: reviewer },
    datePublished: writtenAt.slice(0, 10),
    reviewRating: { '@type': 'Rating', ratingValue: stars, bestRating: 5, worstRating: 1 },
    ...(words === null ? {} : { reviewBody: words }),
  }
}

function offerOf(thing: Thing, { id, priceMinor, available }: Variant): object {
  const digits = digitsOf(thing.currency)
  return {
    '@type': 'Offer',
    url: `/offers/${thing.id}${id === thing.id ? '' : `?variant=${id}`}`,
    price: (priceMinor / 10 ** digits).toFixed(digits),
    priceCurrency: thing.currency,
    availability: `https://schema.org/${available === 0 ? 'SoldOut' : 'InStock'}`,
    seller: { '@type': 'Organization', name: thing.seller.name },
  }
}

/** When a shop is open. */
export type HoursShown = {
  week: readonly { day: number; opens: string; closes: string }[]
  exceptions: readonly { date: string; spans: readonly { opens: string; closes: string }[] }[]
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/**
 * The shop as search engines read it, where it has said when it is open; a day on which it is closed opens and closes
 * at midnight. Source: schema.org LocalBusiness, OpeningHoursSpecification.
 */
export function shopJsonLdOf(seller: Thing['seller'], hours: HoursShown, townName: string): object[] {
  const { week, exceptions } = hours
  if (week.length + exceptions.length === 0) return []
  const type = { '@type': 'OpeningHoursSpecification' }
  const usual = week.map(({ day, opens, closes }) => ({ ...type, dayOfWeek: weekdays[day - 1], opens, closes }))
  const special = exceptions.flatMap(({ date, spans }) => {
    const closed = [{ opens: '00:00', closes: '00:00' }]
    return (spans.length === 0 ? closed : spans).map(({ opens, closes }) => ({
      ...type, opens, closes, validFrom: date, validThrough: date,
    })) // prettier-ignore
  })
  return [
    {
      '@context': 'https://schema.org',
      '@type': 'LocalBusiness',
      name: seller.name,
      url: `/search?seller=${seller.id}`,
      image: seller.picture === null ? '/icon-512.png' : `/v1/files/${seller.picture}`,
      address: { '@type': 'PostalAddress', addressLocality: townName },
      openingHoursSpecification: [...usual, ...special],
    },
  ]
}
