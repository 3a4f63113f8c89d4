import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Actor } from '#kernel/commands'
import { newId } from '#kernel/ids'
import { createDesk } from '#modules/payments'
import { type Rig, setUp } from './fixtures.ts'

const operator: Actor = { party: newId(), kind: 'person', grants: ['operator'] }

/** Two reserved orders at 3.00 and 2.00, one payment for both, and the bank's page. */
async function basket(
  t: TestContext,
  walletMinor = 0,
): Promise<{
  rig: Rig
  payer: Actor
  payment: string
  orders: [string, string]
  press: (how: 'pay' | 'other-amount' | 'twice') => Promise<unknown>
}> {
  const rig = await setUp(t)
  const payer = await rig.person()
  if (walletMinor > 0) {
    await rig.submit(operator, 'ledger.issue', {
      input: { to: payer.party, amountMinor: walletMinor, currency: 'EUR' },
    })
  }
  const one = await rig.submit(payer, 'shop.reserve', { input: { price: 300 } })
  const other = await rig.submit(payer, 'shop.reserve', { input: { price: 200 } })
  const orders = [
    { orderId: one.id, type: 'pay', expectMinor: 300 },
    { orderId: other.id, type: 'pay', expectMinor: 200 },
  ]
  const { id: payment } = await rig.submit(payer, 'wallet.pay', { input: { orders } })
  await rig.settle()
  const page = await rig.page(payment)
  return { rig, payer, payment, orders: [one.id, other.id], press: (how) => rig.desk.sandbox!.press(page, how) }
}

async function states(rig: Rig, ids: readonly string[]): Promise<string[]> {
  return Promise.all(ids.map(async (id) => (await rig.order(id)).state))
}

test('one payment pays several orders in the commit in which its money comes, however often it is told', async (t) => {
  const { rig, payer, payment, orders, press } = await basket(t)
  await press('twice')
  await rig.settle()
  assert.deepEqual(await states(rig, [payment, ...orders]), ['paid', 'paid', 'paid'])
  assert.deepEqual([await rig.balance(payer), (await rig.order(payment)).data['paid']], [0, orders])
})

test('a charge that comes late pays nothing, also when the wallet could pay, and goes back', async (t) => {
  const { rig, payer, payment, orders, press } = await basket(t, 10_000)
  await press('pay')
  await rig.submit(payer, 'wallet.cancel', { orderId: payment })
  await rig.settle()
  assert.deepEqual(await states(rig, [payment, ...orders]), ['unpaid', 'reserved', 'reserved'])
  const { capturedMinor, refundedMinor } = await rig.order(payment)
  assert.deepEqual([await rig.balance(payer), capturedMinor, refundedMinor], [10_000, 500, 500])
})

test('an order that is gone, or already paid from the wallet, is left out and its part goes back', async (t) => {
  const { rig, payer, payment, orders, press } = await basket(t, 300)
  await rig.submit(payer, 'shop.pay', { orderId: orders[0], expectMinor: 300 })
  await press('pay')
  await rig.settle()
  assert.deepEqual(await states(rig, [payment, ...orders]), ['paid', 'paid', 'paid'])
  assert.deepEqual([await rig.balance(payer), (await rig.order(payment)).data['paid']], [0, [orders[1]]])
  assert.equal((await rig.order(payment)).refundedMinor, 300)
})

test('a charge of another amount than was asked for pays nothing and goes back whole', async (t) => {
  const { rig, payer, payment, orders, press } = await basket(t)
  await press('other-amount')
  await rig.settle()
  assert.deepEqual(await states(rig, [payment, ...orders]), ['unpaid', 'reserved', 'reserved'])
  assert.deepEqual([await rig.balance(payer), (await rig.order(payment)).refundedMinor], [0, 501])
})

test('a payment carries commands of its payer only: nobody else’s order is paid by it', async (t) => {
  const rig = await setUp(t)
  const [payer, other] = [await rig.person(), await rig.person()]
  await rig.submit(operator, 'ledger.issue', { input: { to: other.party, amountMinor: 500, currency: 'EUR' } })
  const theirs = await rig.submit(other, 'shop.reserve', { input: { price: 300 } })
  const orders = [{ orderId: theirs.id, type: 'pay', expectMinor: 300 }]
  const { id: payment } = await rig.submit(payer, 'wallet.pay', { input: { orders } })
  await rig.settle()
  await rig.desk.sandbox!.press(await rig.page(payment), 'pay')
  await rig.settle()
  assert.deepEqual(await states(rig, [payment, theirs.id]), ['unpaid', 'reserved'])
  assert.deepEqual([await rig.balance(payer), await rig.balance(other)], [0, 500])
})

test('where a payout goes is sealed in the books, and open for the provider alone', async (t) => {
  const rig = await setUp(t)
  const owner = await rig.person()
  await rig.earn(owner, 900)
  const asked: string[] = []
  const { provider } = rig.desk
  const payOut: typeof provider.payOut = async (request) => {
    asked.push(request.destination)
    return provider.payOut(request)
  }
  const { adapter } = createDesk({ ...rig.context, submit: rig.engine.submit }, { provider: { ...provider, payOut } })
  const input = { amountMinor: 900, destination: 'DE89 3704 0044' }
  const { id } = await rig.submit(owner, 'wallet.payOut', { input, expectMinor: 900 })
  const { terms } = await rig.order(id)
  const body = { amountMinor: 900, destination: terms['destination']! }
  await adapter.send(
    { id: newId(), business: 'wallet', orderId: id, to: 'payments', op: 'pay-out', body },
    new AbortController().signal,
  )
  assert.deepEqual(asked, ['DE89 3704 0044'])
  assert.doesNotMatch(JSON.stringify(terms), /DE89/)
})

test('only what is available can be paid out', async (t) => {
  const rig = await setUp(t)
  const owner = await rig.person()
  await rig.submit(operator, 'ledger.issue', { input: { to: owner.party, amountMinor: 900, currency: 'EUR' } })
  const input = { amountMinor: 900, destination: 'DE89' }
  const refused = await rig.submit(owner, 'wallet.payOut', { input, expectMinor: 900 })
  assert.equal(refused.status === 'refused' && refused.refusal.slug, 'insufficient-funds')
  await rig.earn(owner, 900)
  assert.equal((await rig.submit(owner, 'wallet.payOut', { input, expectMinor: 900 })).status, 'accepted')
})
