import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import { kmBetween, insideCircle, requirePlace } from './distance.ts'
import { createSearchIndex } from './index.ts'

const place = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
})

test('known distances come out, also across the date line', () => {
  const between = (a: [number, number], b: [number, number]): number =>
    kmBetween({ latitude: a[0], longitude: a[1] }, { latitude: b[0], longitude: b[1] })
  assert.ok(Math.abs(between([51.5007, -0.1246], [40.6892, -74.0445]) - 5_574.8) < 5)
  assert.ok(Math.abs(between([0, 179.9], [0, -179.9]) - 22.24) < 0.01)
  assert.equal(between([47.3, 8.5], [47.3, 8.5]), 0)
})

test('the box around a circle leaves out nothing that lies in it', () => {
  const km = fc.double({ min: 0, max: 20_015, noNaN: true })
  fc.assert(
    fc.property(place, place, km, (around, there, within) => {
      const distance = kmBetween(around, there)
      // On the edge itself rounding decides.
      fc.pre(Math.abs(distance - within) > 1e-3)
      assert.equal(insideCircle(around, within)(there.latitude, there.longitude), distance < within)
    }),
    { numRuns: 2_000 },
  )
})

test('a search around a place finds what lies within, nearest first, whatever else is asked for', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = seededRandom(seed)
      const index = createSearchIndex({
        scoring: { fields: { title: { weight: 1, lengthNorm: 0.5 } } },
        numbers: ['latitude', 'longitude', 'price'],
      })
      const things = Array.from({ length: 120 }, (_, n) => ({
        id: `t${n}`,
        title: random.integer(3) === 0 ? 'mug' : 'bowl',
        at:
          random.integer(5) === 0
            ? undefined
            : { latitude: 47 + random.uniform() / 5, longitude: 8 + random.uniform() / 5 },
        price: random.integer(10),
      }))
      for (const { id, title, at, price } of things) index.put({ id, texts: { title }, numbers: { ...at, price } })
      const around = { latitude: 47.1, longitude: 8.1 }
      const near = { ...around, columns: ['latitude', 'longitude'] as const, withinKm: 2 + 6 * random.uniform() }
      const text = ['mug', 'bowl', ''][random.integer(3)]!
      const asked = { text, near, ranges: { price: { from: 3 } }, sort: 'distance' as const, limit: 200, total: true }
      const { hits, total } = index.search(asked)
      const expected = things
        .filter((thing) => (text === '' || thing.title === text) && thing.price >= 3)
        .flatMap(({ id, at }) => (at === undefined ? [] : [{ id, km: kmBetween(around, at) }]))
        .filter(({ km }) => km <= near.withinKm)
        .sort((a, b) => a.km - b.km)
      assert.deepEqual(
        hits.map(({ id }) => id),
        expected.map(({ id }) => id),
      )
      assert.equal(total, expected.length)
      const ranked = index.search({ text, near, ranges: { price: { from: 3 } }, limit: 200 }).hits
      assert.deepEqual(ranked.map(({ id }) => id).sort(), expected.map(({ id }) => id).sort())
    }),
    { numRuns: 60 },
  )
})

test('places that are none are refused by name', () => {
  assert.throws(() => requirePlace({ latitude: 91, longitude: 0 }), /latitude/)
  assert.throws(() => requirePlace({ latitude: 0, longitude: Number.NaN }), /longitude/)
  const index = createSearchIndex({ scoring: { fields: { title: { weight: 1, lengthNorm: 0.5 } } } })
  assert.throws(() => index.search({ text: 'a', sort: 'distance' }), /needs near/)
})
