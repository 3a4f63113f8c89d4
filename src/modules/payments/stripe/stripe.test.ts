import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#kernel/ids'
import { ProviderAway, ProviderRefused } from '../provider.ts'
import { eventOf, startReplay } from './replay.fixtures.ts'
import { createStripe } from './stripe.ts'

const asked = { amountMinor: 4_600, currency: 'EUR', returnTo: 'http://town/' }

test('a PaymentIntent is asked for with its key, version, currency in lower case and our order in its metadata', async (t) => {
  const replay = await startReplay()
  t.after(() => replay.close())
  const stripe = createStripe(replay)
  const request = { ...asked, key: newId(), reference: newId() }
  await stripe.charge(request)
  const [sent] = replay.requests
  assert.deepEqual(
    [sent?.method, sent?.path, sent?.headers['idempotency-key']],
    ['POST', '/v1/payment_intents', request.key],
  )
  assert.deepEqual(Object.fromEntries(sent!.form), {
    amount: '4600',
    currency: 'eur',
    'automatic_payment_methods[enabled]': 'true',
    'metadata[lakeside_order]': request.reference,
  })
  assert.match(String(sent?.headers['stripe-version']), /^\d{4}-\d\d-\d\d\.\w+$/)
})

test('a wrong key waits for the operator; a server error, a conflict and a limit are asked again; the rest is refused', async (t) => {
  const replay = await startReplay()
  t.after(() => replay.close())
  const request = { ...asked, key: newId(), reference: newId() }
  await assert.rejects(createStripe({ ...replay, secretKey: 'sk_test_wrong' }).charge(request), ProviderAway)
  const stripe = createStripe(replay)
  for (const status of [500, 502, 409, 429]) {
    replay.failNext(status, 1)
    await assert.rejects(stripe.charge({ ...request, key: newId() }), ProviderAway)
  }
  const payOut = { key: newId(), reference: newId(), amountMinor: 1, currency: 'EUR', destination: 'DE89' }
  await assert.rejects(stripe.payOut(payOut), ProviderRefused)
  await assert.rejects(createStripe({ ...replay, baseUrl: 'http://127.0.0.1:1' }).charge(request), ProviderAway)
})

test('another amount under a known key is refused, not charged', async (t) => {
  const replay = await startReplay()
  t.after(() => replay.close())
  const stripe = createStripe(replay)
  const request = { ...asked, key: newId(), reference: newId() }
  await stripe.charge(request)
  await assert.rejects(stripe.charge({ ...request, amountMinor: 1 }), ProviderRefused)
})

test('events about other things say nothing; a failed refund and a reversed transfer do', () => {
  const stripe = createStripe({ secretKey: 'sk_test_x', webhookSecret: 'whsec_x' })
  const said = (type: string, object: object) => stripe.read(eventOf(type, object, 'whsec_x'))
  assert.deepEqual(said('customer.created', { id: 'cus_1', object: 'customer' }), [])
  const shared = { currency: 'eur', created: 1_750_000_000, amount: 500, metadata: { lakeside_order: 'o' } }
  const [refund] = said('refund.failed', {
    ...shared, id: 're_1', object: 'refund', status: 'failed', failure_reason: 'lost_or_stolen_card', payment_intent: 'pi_1',
  }) // prettier-ignore
  assert.deepEqual(
    [refund?.kind, refund?.status, refund?.reason, refund?.charge],
    ['refund', 'failed', 'lost_or_stolen_card', 'pi_1'],
  )
  const [transfer] = said('transfer.reversed', { ...shared, id: 'tr_1', object: 'transfer', reversed: true })
  assert.deepEqual([transfer?.kind, transfer?.status, transfer?.reason], ['payout', 'failed', 'reversed'])
})

test('everything that succeeded is listed, page by page', async (t) => {
  const replay = await startReplay()
  t.after(() => replay.close())
  const stripe = createStripe(replay)
  const charges = await Promise.all(
    Array.from({ length: 130 }, () => stripe.charge({ ...asked, key: newId(), reference: newId() })),
  )
  for (const { transaction } of charges.slice(5)) replay.pay(transaction)
  const found: string[] = []
  for await (const { transaction } of stripe.list(0)) found.push(transaction)
  assert.deepEqual(
    found.sort(),
    charges
      .slice(5)
      .map(({ transaction }) => transaction)
      .sort(),
  )
})
