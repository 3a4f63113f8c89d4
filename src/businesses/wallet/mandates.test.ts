import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor, JsonObject } from '#kernel/commands'
import { newId } from '#kernel/ids'
import { type Rig, setUp } from './fixtures.ts'

const operator: Actor = { party: newId(), kind: 'person', grants: ['operator'] }
const dayMs = 86_400_000

/** A buyer with 100.00 who lets the shop debit the wallet, and an order of theirs. */
async function giver(
  rig: Rig,
  mandate: JsonObject,
): Promise<{ buyer: Actor; collect: (price: number) => Promise<string> }> {
  const buyer = await rig.person()
  await rig.submit(operator, 'ledger.issue', { input: { to: buyer.party, amountMinor: 10_000, currency: 'EUR' } })
  await rig.submit(buyer, 'ledger.mandate', {
    input: { business: 'shop', name: 'autopay', currency: 'EUR', limitMinor: 3_000, isActive: true, ...mandate },
  })
  let { id: orderId } = await rig.submit(buyer, 'shop.reserve', { input: { price: 1 } })
  return {
    buyer,
    collect: async (price) => {
      if ((await rig.order(orderId)).ending !== null) {
        orderId = (await rig.submit(buyer, 'shop.reserve', { input: { price: 1 } })).id
      }
      const verdict = await rig.submit(operator, 'shop.collect', { orderId, input: { price } })
      return verdict.status === 'accepted' ? 'accepted' : verdict.refusal.slug
    },
  }
}

test('a mandate limits each debit, all debits of a period together, and ends when it says', async (t) => {
  const rig = await setUp(t)
  const period = { days: 30, limitMinor: 5_000 }
  const { buyer, collect } = await giver(rig, { period, expiresAt: Date.now() + 100 * dayMs })
  assert.equal(await collect(3_001), 'no-mandate', 'more than a debit may be')
  assert.deepEqual(
    [await collect(3_000), await collect(2_000), await collect(1)],
    ['accepted', 'accepted', 'no-mandate'],
  )
  await rig.pass(30 * dayMs - 60_000)
  assert.equal(await collect(1), 'no-mandate', 'a minute before the period ends')
  await rig.pass(60_000)
  assert.equal(await collect(1), 'accepted', 'a new period has begun')
  await rig.pass(71 * dayMs)
  assert.equal(await collect(1), 'no-mandate', 'it has ended')
  assert.equal(await rig.balance(buyer), 10_000 - 5_001)
})

test('debits that come at once stay within the period together', async (t) => {
  const rig = await setUp(t)
  const { buyer, collect } = await giver(rig, { period: { days: 7, limitMinor: 1_000 } })
  const slugs = await Promise.all(Array.from({ length: 20 }, () => collect(300)))
  assert.equal(slugs.filter((slug) => slug === 'accepted').length, 3)
  assert.equal(await rig.balance(buyer), 10_000 - 900)
})

test('a mandate that is withdrawn allows nothing, and whoever gives it anew begins a new period', async (t) => {
  const rig = await setUp(t)
  const { buyer, collect } = await giver(rig, { period: { days: 7, limitMinor: 500 } })
  assert.equal(await collect(500), 'accepted')
  const input = { business: 'shop', name: 'autopay', currency: 'EUR', limitMinor: 3_000 }
  await rig.submit(buyer, 'ledger.mandate', { input: { ...input, isActive: false } })
  assert.equal(await collect(1), 'no-mandate')
  await rig.submit(buyer, 'ledger.mandate', {
    input: { ...input, isActive: true, period: { days: 7, limitMinor: 500 } },
  })
  assert.equal(await collect(500), 'accepted')
})
