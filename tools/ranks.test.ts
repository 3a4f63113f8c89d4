import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rankOf } from '#modules/learners'
import { figuresAt, fullRank, mean } from './ranks.ts'

test('a rank counts what is better, and half of what is equal', () => {
  assert.equal(fullRank(Float64Array.of(3, 1, 2, 2, 2), 2), 3)
  assert.equal(fullRank(Float64Array.of(0, 0, 0), 1), 2)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1 }), fc.nat(), (scores, pick) => {
      const item = pick % scores.length
      assert.equal(fullRank(Float64Array.from(scores), item), rankOf(scores, item))
    }),
  )
})

test('a score that is no number is refused', () => {
  assert.throws(() => fullRank(Float64Array.of(1, Number.NaN), 0), /a score is NaN/)
  assert.throws(() => fullRank(Float64Array.of(Number.NaN, 1), 0), /item 0 scores NaN/)
})

test('a rank on the edge counts as a hit, one behind it as nothing', () => {
  const { hits, gains } = figuresAt([1, 10, 10.5], 10, (rank) => 1 / rank)
  assert.deepEqual([...hits], [1, 1, 0])
  assert.deepEqual([...gains], [1, 0.1, 0])
  assert.equal(mean(hits), 2 / 3)
})
