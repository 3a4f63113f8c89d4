import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CounterRow } from './counter-row.ts'

test('a counter row behaves as a map of numbers to sums', () => {
  const additions = fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 9 })))
  fc.assert(
    fc.property(additions, fc.integer({ min: 1, max: 70 }), (added, kept) => {
      const row = new CounterRow()
      const map = new Map<number, number>()
      for (const [number, weight] of added) {
        row.add(number, weight)
        map.set(number, (map.get(number) ?? 0) + weight)
      }
      const expected = [...map].map(([number, weight]) => ({ number, weight }))
      expected.sort((a, b) => b.weight - a.weight || a.number - b.number)
      assert.deepEqual(row.sorted(), expected)
      assert.equal(row.size, map.size)
      assert.equal(
        row.total,
        expected.reduce((sum, { weight }) => sum + weight, 0),
      )
      assert.equal(row.get(99), 0)
      row.keepHeaviest(kept)
      assert.deepEqual(row.sorted(), expected.slice(0, kept))
      assert.equal(
        row.total,
        expected.slice(0, kept).reduce((sum, { weight }) => sum + weight, 0),
      )
    }),
  )
})
