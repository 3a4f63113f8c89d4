import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '#kernel/commands'
import { newId } from '#kernel/ids'
import { verifyBooks } from '#modules/orders'
import { reconcile } from '#modules/payments'
import { type Rig, setUp } from './fixtures.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

/** The same draws on every run: xorshift32 (Marsaglia, 2003). */
function dice(seed: number): <T>(items: readonly T[]) => T {
  let state = seed
  return (items) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return items[(state >>> 0) % items.length]!
  }
}

const chargeFaults = [
  null,
  'away',
  'lost',
  'refuse',
  'twice',
  'double',
  'late',
  'silent',
  'refuse-then-pay',
  'other-amount',
] as const
const refundFaults = [null, 'away', 'lost', 'fail', 'silent', 'twice'] as const
const presses = ['pay', 'pay', 'pay', 'refuse', 'late', 'double', 'twice', 'silent', 'refuse-then-pay', null] as const

/** Nobody is charged without an order, money in the wallet, or a refund, and everybody agrees about it. */
async function provesWhole(rig: Rig, what: string): Promise<void> {
  const { breaks } = await reconcile(rig.desk, { days: 400 })
  assert.deepEqual(breaks, [], what)
  const { differences } = await verifyBooks(rig.db)
  assert.deepEqual(differences, [], what)
}

/** What the provider has of a payer, minus what it has given back. */
async function keptOf(rig: Rig, payments: readonly string[]): Promise<number> {
  let kept = 0
  for await (const { kind, reference, amountMinor } of rig.desk.provider.list(0)) {
    if (payments.includes(reference)) kept += kind === 'charge' ? amountMinor : -amountMinor
  }
  return kept
}

/** Two reserved orders and a payment for both, or a top-up. */
async function begin(rig: Rig, payer: Actor, kind: 'topUp' | 'pay'): Promise<{ payment: string; orders: string[] }> {
  if (kind === 'topUp') {
    const { id } = await rig.submit(payer, 'wallet.topUp', { input: { amountMinor: 500 } })
    return { payment: id, orders: [] }
  }
  const [one, other, payment] = [newId(), newId(), newId()]
  const shared = { actor: payer, business: 'shop', type: 'reserve' }
  await rig.engine.submit(
    [
      { ...shared, id: one, input: { price: 300 } },
      { ...shared, id: other, input: { price: 200 } },
      {
        ...shared, id: payment, business: 'wallet', type: 'pay',
        input: { orders: [{ orderId: one, type: 'pay', expectMinor: 300 }, { orderId: other, type: 'pay', expectMinor: 200 }] },
      },
    ],
    { all: true },
  ) // prettier-ignore
  return { payment, orders: [one, other] }
}

async function pressIfAsked(rig: Rig, payment: string, how: (typeof presses)[number]): Promise<void> {
  const page = await rig.page(payment)
  if (how === null || page === '') return
  await rig.desk.sandbox!.press(page, how)
}

test('whatever a provider does wrong, whoever is charged has an order, the money, or a refund', async (t) => {
  const pick = dice(2_026)
  const rig = await setUp(t, () => pick([null, null, null, null, 'before', 'after']))
  const sandbox = rig.desk.sandbox!
  for (let story = 0; story < 40; story += 1) {
    const payer = await rig.person()
    const [onCharge, onRefund, more] = [pick(chargeFaults), pick(refundFaults), pick(refundFaults)]
    if (onCharge !== null) await sandbox.misbehave('charge', onCharge, 1)
    for (const fault of [onRefund, more]) if (fault !== null) await sandbox.misbehave('refund', fault, 1)
    const kind = pick(['topUp', 'pay'] as const)
    const { payment, orders } = await begin(rig, payer, kind)
    await rig.settle()
    if (orders.length > 0 && pick([true, false, false])) await rig.submit(payer, 'shop.cancel', { orderId: orders[0]! })
    const how = pick(presses)
    if (pick([true, false, false])) await rig.pass(16 * minuteMs)
    await pressIfAsked(rig, payment, how)
    await rig.settle(6)
    if (pick([true, false])) await rig.pass(16 * minuteMs)
    await sandbox.release()
    await rig.settle(9)
    const what = JSON.stringify({ story, kind, onCharge, onRefund, more, how })
    await provesWhole(rig, what)
    const held = await Promise.all(orders.map(async (id) => (await rig.order(id)).capturedMinor))
    const has = (await rig.balance(payer)) + held.reduce((sum, minor) => sum + minor, 0)
    assert.equal(await keptOf(rig, [payment]), has, `what the provider kept is what the payer has: ${what}`)
  }
  await rig.pass(400 * dayMs)
  await rig.settle()
  await provesWhole(rig, 'after all is over')
})

test('whatever a provider does wrong, a payout leaves its owner with the money or without it, never both', async (t) => {
  const pick = dice(77)
  const rig = await setUp(t, () => pick([null, null, null, null, 'before', 'after']))
  const sandbox = rig.desk.sandbox!
  for (const fault of [null, 'away', 'lost', 'fail', 'silent', 'twice', 'fail-then-pay', 'pay-then-fail'] as const) {
    const owner = await rig.person()
    await rig.earn(owner, 900)
    if (fault !== null) await sandbox.misbehave('payout', fault, 1)
    const input = { amountMinor: 900, destination: 'DE89' }
    const verdict = await rig.submit(owner, 'wallet.payOut', { input, expectMinor: 900 })
    assert.equal(verdict.status, 'accepted', JSON.stringify(verdict))
    const { id } = verdict
    await rig.settle()
    await sandbox.release()
    await rig.settle(6)
    await provesWhole(rig, String(fault))
    const available = await rig.balance(owner, 'available')
    const wentOut = -(await keptOf(rig, [id]))
    assert.equal(available + wentOut, 900, `${String(fault)}: ${available} here, ${wentOut} gone`)
  }
})
