import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import { distinct, facetOf } from './facets.ts'
import { finish } from './segments.ts'

test('the distinct numbers of few and of many are those of a set', () => {
  const random = seededRandom(1)
  for (const length of [0, 1, 50, 5000, 70_000]) {
    const numbers = Uint32Array.from({ length }, () => random.integer(3000))
    assert.deepEqual(
      [...distinct(numbers)],
      [...new Set(numbers)].sort((a, b) => a - b),
    )
  }
})

test('a facet lists by value what it was given by document', () => {
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(fc.nat(12))), (rows) => {
      const documentOffsets = Uint32Array.from([0, ...rows.map((_, d) => rows.slice(0, d + 1).flat().length)])
      const facet = finish(facetOf({ documentOffsets, values: Uint32Array.from(rows.flat()) }))
      for (const [v, value] of facet.distinct.entries()) {
        const documents = facet.documents.subarray(facet.valueOffsets[v], facet.valueOffsets[v + 1])
        assert.deepEqual(
          [...documents],
          [...rows.keys()].filter((d) => rows[d]!.includes(value)),
        )
      }
      assert.deepEqual(
        [...facet.distinct],
        [...new Set(rows.flat())].sort((a, b) => a - b),
      )
    }),
  )
})
