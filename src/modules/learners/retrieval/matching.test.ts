import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { emptyBits, setBit } from './bits.ts'
import { facetOf } from './facets.ts'
import { createSearchIndex } from './index.ts'
import { countValues } from './matching.ts'
import { finish } from './segments.ts'

test('values are counted as one counts them by hand, be it few documents or most of them, of few values or many', () => {
  const some = fc.array(fc.uniqueArray(fc.oneof(fc.nat(3), fc.nat(400)), { maxLength: 3 }), { maxLength: 400 })
  // More combinations than a byte can tell.
  const many = fc.array(fc.uniqueArray(fc.nat(3), { maxLength: 2 }), { maxLength: 99 }).map((rest) => [
    ...Array.from({ length: 300 }, (_, value) => [value]), ...rest,
  ]) // prettier-ignore
  const rows = fc.oneof(some, many)
  fc.assert(
    fc.property(rows, fc.nat(100), fc.nat(), (values, share, salt) => {
      const offsets = [0]
      for (const row of values) offsets.push(offsets.at(-1)! + row.length)
      const facet = finish(
        facetOf({ documentOffsets: Uint32Array.from(offsets), values: Uint32Array.from(values.flat()) }),
      )
      const chosen = values.map((_, d) => (d * 7919 + salt) % 100 < share)
      const bits = emptyBits(values.length)
      const expected = new Float64Array(401)
      for (const [d, row] of values.entries()) {
        if (!chosen[d]) continue
        setBit(bits, d)
        for (const value of row) expected[value]! += 1
      }
      // Counted twice: what is remembered of the first time must not change the second.
      for (let time = 0; time < 2; time += 1) {
        const counts = new Float64Array(401)
        countValues(facet, bits, counts)
        assert.deepEqual(counts, expected)
      }
    }),
  )
})

test('in a large index prices within a range, and what came last, are those that one finds by hand', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(50), { minLength: 1, maxLength: 300 }),
      fc.nat(50),
      fc.nat(20),
      (prices, from, more) => {
        const scoring = { fields: { title: { weight: 1, lengthNorm: 0 } } }
        const index = createSearchIndex({ scoring, facets: ['kind'], numbers: ['price'] })
        for (const [n, price] of prices.entries()) {
          index.put({ id: `d${n}`, texts: {}, facets: { kind: [`k${n % 3}`] }, numbers: { price } })
          // Several segments, and documents that are gone.
          if (n % 40 === 39) index.search({ text: '' })
          if (n % 5 === 4) index.remove(`d${n - 2}`)
        }
        const left = [...prices.entries()].filter(([n]) => !(n % 5 === 2 && n + 2 < prices.length))
        const found = left.filter(([, price]) => price >= from && price <= from + more)
        const { hits, total, facets } = index.search({
          text: '',
          limit: 7,
          ranges: { price: { from, to: from + more } },
          facets: ['kind'],
          total: true,
        })
        assert.deepEqual(
          hits.map(({ id }) => id),
          found.toReversed().slice(0, 7).map(([n]) => `d${n}`), // prettier-ignore
        )
        assert.equal(total, found.length)
        const counted = facets!['kind']!.reduce((sum, { count }) => sum + count, 0)
        assert.equal(counted, found.length)
      },
    ),
  )
})
