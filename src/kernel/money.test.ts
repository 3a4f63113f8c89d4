import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { AmountOverflow, mulDiv, safe, split } from './money.ts'

const amount = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const weights = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1e12 })), { minLength: 1, maxLength: 12 })
  .filter((list) => list.some((weight) => weight > 0))

test('the parts of a split sum to the amount, and each is within one unit of its exact share', () => {
  fc.assert(
    fc.property(amount, weights, (amountMinor, list) => {
      const parts = split(amountMinor, list)
      const total = list.reduce((sum, weight) => sum + BigInt(weight), 0n)
      assert.equal(
        parts.reduce((sum, part) => sum + BigInt(part), 0n),
        BigInt(amountMinor),
      )
      for (const [index, part] of parts.entries()) {
        const exact = BigInt(amountMinor) * BigInt(list[index]!)
        const distance = BigInt(part) * total - exact
        assert.ok(distance > -total && distance < total, `part ${index} is ${part}`)
      }
    }),
    { numRuns: 5000 },
  )
})

test('the largest remainders get the units that are left, the earlier part first', () => {
  assert.deepEqual(split(100, [1, 1, 1]), [34, 33, 33])
  assert.deepEqual(split(8600, [8000, 600, 0]), [8000, 600, 0])
  assert.deepEqual(split(10, [1, 2, 4]), [1, 3, 6])
  assert.deepEqual(split(1, [1, 3]), [0, 1])
})

test('a split without a weight above 0, or of less than nothing, is a fault', () => {
  assert.throws(() => split(1, [0, 0]), /weight above 0/)
  assert.throws(() => split(-1, [1]), /at least 0/)
  assert.throws(() => split(1, [-1, 2]), /weight is an integer/)
  assert.throws(() => split(1, [1.5]), /weight is an integer/)
})

test('mulDiv rounds half away from zero, exactly at any size', () => {
  const integer = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })
  const small = fc.integer({ min: -20_000, max: 20_000 })
  fc.assert(
    fc.property(fc.oneof(integer, small), fc.oneof(integer, small), fc.oneof(integer, small), (a, b, c) => {
      fc.pre(c !== 0)
      const product = BigInt(a) * BigInt(b)
      const magnitude = (value: bigint): bigint => (value < 0n ? -value : value)
      const down = magnitude(product) / magnitude(BigInt(c))
      const left = magnitude(product) % magnitude(BigInt(c))
      const rounded = left * 2n >= magnitude(BigInt(c)) ? down + 1n : down
      const expected = product < 0n !== c < 0 ? -rounded : rounded
      if (magnitude(expected) > BigInt(Number.MAX_SAFE_INTEGER)) assert.throws(() => mulDiv(a, b, c), AmountOverflow)
      else assert.equal(BigInt(mulDiv(a, b, c)), expected)
    }),
    { numRuns: 20_000 },
  )
  assert.ok(Object.is(mulDiv(-1, 1, 3), 0), 'no negative zero')
  assert.throws(() => mulDiv(1, 1, 0), /division by zero/)
})

test('an amount beyond the safe integers is an overflow', () => {
  assert.equal(safe(Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
  for (const wrong of [Number.MAX_SAFE_INTEGER + 1, 1.5, Number.NaN]) assert.throws(() => safe(wrong), AmountOverflow)
})
