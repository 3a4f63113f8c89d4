import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { split } from '#kernel/money'
import { balanceOf, mirrorRefund, move, type Pot, refundable, returnRest } from './pots.ts'

/** A pot that payers filled and from which some was paid out. */
const filled = fc
  .record({
    paid: fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 4 }),
    outBps: fc.integer({ min: 0, max: 10_000 }),
    weights: fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 4 }),
  })
  .map(({ paid, outBps, weights }): Pot => {
    let pot: Pot = {}
    for (const [index, amount] of paid.entries()) pot = move(pot, `wallet:payer${index}`, -amount)
    const out = Math.floor((balanceOf(pot) * outBps) / 10_000)
    for (const [index, part] of split(out, weights).entries()) pot = move(pot, `earned:payee${index}`, part)
    return pot
  })

const sumOf = (pot: Pot): number => Object.values(pot).reduce((sum, position) => sum + position, 0) + balanceOf(pot)

test('a mirror refund gives exactly the amount, takes from nobody more than they have, and keeps the sum at zero', () => {
  fc.assert(
    fc.property(filled, fc.integer({ min: 0, max: 10_000 }), (pot, bps) => {
      const amountMinor = Math.floor((refundable(pot) * bps) / 10_000)
      const { pot: after, movements } = mirrorRefund(pot, amountMinor)
      assert.equal(
        movements.reduce((sum, { amountMinor: part }) => sum + part, 0),
        amountMinor,
      )
      assert.equal(refundable(after), refundable(pot) - amountMinor)
      assert.equal(sumOf(after), 0)
      assert.ok(balanceOf(after) >= 0)
      for (const [account, position] of Object.entries(pot)) {
        const now = after[account] ?? 0
        assert.ok(position > 0 ? now >= 0 && now <= position : now <= 0 && now >= position, account)
      }
    }),
    { numRuns: 3000 },
  )
})

test('each giver of a mirror refund is within one unit of its exact share', () => {
  fc.assert(
    fc.property(filled, fc.integer({ min: 0, max: 10_000 }), (pot, bps) => {
      const total = refundable(pot)
      const amountMinor = Math.floor((total * bps) / 10_000)
      const { pot: after } = mirrorRefund(pot, amountMinor)
      for (const [account, position] of Object.entries(pot)) {
        const moved = Math.abs(position - (after[account] ?? 0))
        assert.ok(Math.abs(moved - (amountMinor * Math.abs(position)) / total) < 1, account)
      }
    }),
    { numRuns: 3000 },
  )
})

test('many small refunds end at exactly zero for everybody', () => {
  fc.assert(
    fc.property(filled, fc.array(fc.integer({ min: 1, max: 400_000 }), { maxLength: 30 }), (pot, amounts) => {
      let left = pot
      for (const amount of amounts) left = mirrorRefund(left, Math.min(amount, refundable(left))).pot
      left = mirrorRefund(left, refundable(left)).pot
      assert.deepEqual(left, {})
    }),
    { numRuns: 2000 },
  )
})

test('50.00 of a sale of 200.00 with 5 % commission takes 47.50 from the seller and 2.50 from the town', () => {
  const sold = move(move(move({}, 'wallet:buyer', -20_000), 'earned:seller', 19_000), '@fees', 1000)
  assert.deepEqual(mirrorRefund(sold, 5000).pot, { 'wallet:buyer': -15_000, 'earned:seller': 14_250, '@fees': 750 })
})

test('returning gives back only what is still in the pot and leaves what was paid out', () => {
  fc.assert(
    fc.property(filled, (pot) => {
      const { pot: after } = returnRest(pot)
      assert.equal(balanceOf(after), 0)
      for (const [account, position] of Object.entries(pot)) if (position > 0) assert.equal(after[account], position)
    }),
    { numRuns: 2000 },
  )
})

test('more than the payers have not got back is never refunded', () => {
  assert.throws(() => mirrorRefund({ 'wallet:buyer': -100 }, 101), /at most/)
})
