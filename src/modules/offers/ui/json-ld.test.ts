import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonLdOf, shopJsonLdOf } from './json-ld.ts'
import type { Thing } from './offer-screen.tsx'

const seller = { id: 's', name: 'Brenner Pottery', slug: 'brenner', picture: null }
const variant = { id: 'v', priceMinor: 3400, available: 2, pictures: [], variant: {}, title: 'Salt pig' }
const thing = {
  id: 'v',
  title: 'Salt pig',
  description: '',
  categoryPath: ['home'],
  currency: 'EUR',
  seller,
  variants: [variant],
} as unknown as Thing // the members that are read

test('a thing without reviews says nothing of a rating, and one with some names their authors', () => {
  assert.equal(JSON.stringify(jsonLdOf(thing)).includes('aggregateRating'), false)
  const said = { stars: 4, reviewer: 'Mei', words: 'Fine.', writtenAt: '2026-11-22T10:00:00Z' }
  const [product] = jsonLdOf({ ...thing, rating: { mean: 4.5, count: 2 } }, [said, { ...said, reviewer: null }])
  assert.partialDeepStrictEqual(product, {
    aggregateRating: { ratingValue: 4.5, reviewCount: 2 },
    review: [{ author: { name: 'Mei' }, reviewRating: { ratingValue: 4 }, datePublished: '2026-11-22' }],
  })
})

test('a shop that has said its hours is told with them, and a day on which it is closed as such', () => {
  assert.deepEqual(shopJsonLdOf(seller, { week: [], exceptions: [] }, 'Lakeside'), [])
  const hours = { week: [{ day: 1, opens: '09:00', closes: '18:00' }], exceptions: [{ date: '2026-12-25', spans: [] }] }
  assert.partialDeepStrictEqual(shopJsonLdOf(seller, hours, 'Lakeside')[0], {
    '@type': 'LocalBusiness',
    openingHoursSpecification: [
      { dayOfWeek: 'Monday', opens: '09:00', closes: '18:00' },
      { opens: '00:00', closes: '00:00', validFrom: '2026-12-25', validThrough: '2026-12-25' },
    ],
  })
})
