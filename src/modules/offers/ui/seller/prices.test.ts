import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { changedPrice } from './prices.ts'

test('a price changes to, by an amount, or by a share, in whole minor units', () => {
  assert.equal(changedPrice(1_990, { kind: 'to', amountMinor: 2_500 }), 2_500)
  assert.equal(changedPrice(1_990, { kind: 'by', amountMinor: -90 }), 1_900)
  assert.equal(changedPrice(1_990, { kind: 'share', bps: 1_000 }), 2_189)
  assert.equal(changedPrice(1_995, { kind: 'share', bps: -1_000 }), 1_796, 'a half goes up: 1795.5')
})

test('no change leads below nothing or to a fraction', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 12 }), fc.integer({ min: -20_000, max: 20_000 }), (price, bps) => {
      const changed = changedPrice(price, { kind: 'share', bps })
      assert.ok(Number.isSafeInteger(changed) && changed >= 0 && changed <= 10 ** 12)
      if (changed > 0 && changed < 10 ** 12) assert.ok(Math.abs(changed - (price * (10_000 + bps)) / 10_000) <= 0.501)
    }),
  )
})
