import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TopList } from './top-list.ts'

test('a top list keeps what sorting would put first, lower keys first among equals, in any order of arrival', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.nat(999), fc.nat(20)), { selector: ([key]) => key }),
      fc.integer({ min: 1, max: 90 }),
      (scored, size) => {
        const list = new TopList(size)
        for (const [key, score] of scored) list.push(key, score)
        const expected = scored
          .map(([key, score]) => ({ key, score }))
          .sort((a, b) => b.score - a.score || a.key - b.key)
        assert.deepEqual(list.sorted(), expected.slice(0, size))
        assert.equal(list.threshold, expected.length < size ? Number.NEGATIVE_INFINITY : expected[size - 1]!.score)
      },
    ),
  )
})

test('a list of nothing is refused', () => {
  assert.throws(() => new TopList(0), /size of a top list/)
})
