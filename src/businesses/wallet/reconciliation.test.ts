import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Actor } from '#kernel/commands'
import { newId } from '#kernel/ids'
import { mend, reconcile } from '#modules/payments'
import { type Rig, setUp } from './fixtures.ts'

const operator: Actor = { party: newId(), kind: 'person', grants: ['operator'] }
const all = { days: 400 }

async function causes(rig: Rig): Promise<(string | null)[][]> {
  const { breaks } = await reconcile(rig.desk, all)
  return breaks.map(({ cause, mend: act }) => [cause, act])
}

/** A top-up at whose bank's page the payer stands. */
async function atTheBank(t: TestContext): Promise<{ rig: Rig; payer: Actor; payment: string; page: string }> {
  const rig = await setUp(t)
  const payer = await rig.person()
  const { id: payment } = await rig.submit(payer, 'wallet.topUp', { input: { amountMinor: 500 } })
  await rig.settle()
  const page = await rig.page(payment)
  return { rig, payer, payment, page }
}

test('a charge that nobody told us of is found, and mended by taking it in', async (t) => {
  const { rig, payer, payment, page } = await atTheBank(t)
  assert.deepEqual(await causes(rig), [])
  await rig.desk.sandbox!.press(page, 'silent')
  assert.deepEqual(await causes(rig), [['charge-not-booked', 'take-in']])
  assert.equal(await mend(rig.desk, { cause: 'refund-owed', orderId: payment }, operator), undefined)
  const mended = await mend(rig.desk, { cause: 'charge-not-booked', orderId: payment }, operator)
  await rig.settle()
  assert.deepEqual(mended, { mend: 'take-in', isWhole: true })
  assert.deepEqual([await causes(rig), await rig.balance(payer)], [[], 500])
})

test('a charge for nothing that we know is found, and mended by giving it back', async (t) => {
  const rig = await setUp(t)
  const { provider, sandbox } = rig.desk
  const reference = newId()
  const asked = { key: newId(), reference, amountMinor: 70, currency: 'EUR', returnTo: '/' }
  const { page } = await provider.charge(asked)
  await sandbox!.press(page!.split('/').at(-1)!, 'pay')
  assert.deepEqual(await causes(rig), [['charge-strange', 'refund']])
  assert.deepEqual(await mend(rig.desk, { cause: 'charge-strange' }, operator), { mend: 'refund', isWhole: true })
})

test('a refund that fails for good stays owed until the operator asks again', async (t) => {
  const { rig, payment, page } = await atTheBank(t)
  await rig.desk.sandbox!.misbehave('refund', 'fail', 6)
  await rig.desk.sandbox!.press(page, 'double')
  await rig.settle()
  assert.deepEqual(await causes(rig), [['refund-owed', 'ask-again']])
  assert.equal((await rig.order(payment)).data['backMinor'], 500)
  await mend(rig.desk, { cause: 'refund-owed' }, operator)
  await rig.settle()
  assert.deepEqual([await causes(rig), (await rig.order(payment)).data['backMinor']], [[], 0])
})

test('a payment that has ended sends back what comes for it without the books', async (t) => {
  const { rig, payment, page } = await atTheBank(t)
  await rig.submit({ ...operator, party: (await rig.order(payment)).roles['payer']! }, 'wallet.cancel', {
    orderId: payment,
  })
  await rig.pass(31 * 86_400_000)
  assert.equal((await rig.order(payment)).state, 'dropped')
  assert.equal(await rig.desk.sandbox!.press(page, 'pay'), true, 'the bank was not told to forget it yet')
  await rig.settle()
  assert.deepEqual(await causes(rig), [])
  const refunds = await rig.desk.provider.find({ kind: 'refund', reference: payment })
  assert.deepEqual(
    refunds.map(({ status, amountMinor }) => [status, amountMinor]),
    [['succeeded', 500]],
  )
})

test('a payout that nobody told us of is found, and mended by taking it in', async (t) => {
  const rig = await setUp(t)
  const owner = await rig.person()
  await rig.earn(owner, 900)
  await rig.desk.sandbox!.misbehave('payout', 'silent', 1)
  const input = { amountMinor: 900, destination: 'DE89' }
  await rig.submit(owner, 'wallet.payOut', { input, expectMinor: 900 })
  await rig.settle(0)
  assert.deepEqual(await causes(rig), [['payout-not-booked', 'take-in']])
  assert.equal((await mend(rig.desk, { cause: 'payout-not-booked' }, operator))?.mend, 'take-in')
  await rig.settle()
  assert.deepEqual(await causes(rig), [])
})
