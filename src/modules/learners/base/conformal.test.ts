import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conformalQuantile } from './conformal.ts'
import { seededRandom } from './random.ts'

test('the quantile is the (n + 1) · coverage smallest, rounded up', () => {
  const errors = [5, 1, 4, 2, 3, 9, 7, 8, 6]
  assert.equal(conformalQuantile(errors, 0.5), 5)
  assert.equal(conformalQuantile(errors, 0.8), 8)
  assert.equal(conformalQuantile(errors, 0.81), 9)
  assert.equal(conformalQuantile(errors, 0.99), 9)
  assert.equal(conformalQuantile(errors, 0), 1)
})

test('a fresh error stays below it as often as promised, also from few', () => {
  const random = seededRandom(9)
  let covered = 0
  for (let trial = 0; trial < 20_000; trial += 1) {
    const errors = Array.from({ length: 19 }, () => Math.abs(random.normal()))
    if (Math.abs(random.normal()) <= conformalQuantile(errors, 0.9)) covered += 1
  }
  // Exactly 18 / 20 in theory; four standard errors around it.
  assert.ok(Math.abs(covered / 20_000 - 0.9) < 4 * Math.sqrt((0.9 * 0.1) / 20_000), `${covered / 20_000}`)
})

test('bad input is refused with what and where', () => {
  assert.throws(() => conformalQuantile([], 0.9), /conformal errors must not be empty/)
  assert.throws(() => conformalQuantile([1, NaN], 0.9), /conformal errors\[1\]/)
  assert.throws(() => conformalQuantile([1, -1], 0.9), /at least 0, got -1/)
  assert.throws(() => conformalQuantile([1], 1.5), /conformal coverage/)
})
