import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../kernel/config.ts'
import { sql } from '../kernel/db.ts'
import { newId } from '../kernel/ids.ts'
import { smtpServer } from '../modules/mail/smtp.fixtures.ts'
import { deskOf, withSavedKeys } from '../modules/payments/index.ts'
import type { Incoming } from '../modules/payments/provider.ts'
import { eventOf, startReplay } from '../modules/payments/stripe/replay.fixtures.ts'
import { operated } from './town.fixtures.ts'

test('the mail server is tried, sealed, never answered, and found by the next letter', async (t) => {
  const { ask, town } = await operated(t)
  const { port } = await smtpServer(t, { user: 'town', password: 'hunter2' })
  const server = { host: '127.0.0.1', port, isSecure: false, user: 'town', password: 'hunter2' }
  const save = async (rev: number, to: object | null, sender = '') =>
    ask('PUT', '/v1/mail/server', { rev, server: to, sender })
  for (const [wrong, pointer] of [
    [{ password: 'hunter3' }, '/server/password'],
    [{ port: 1 }, '/server/host'],
  ] as const) {
    const { status, body } = await save(0, { ...server, ...wrong })
    assert.deepEqual([status, body.errors[0].pointer], [422, pointer])
  }
  const saved = await save(0, server, 'Town <town@example.org>')
  assert.equal(saved.status, 200)
  const { password: _, ...open } = server
  assert.deepEqual(saved.body.server, { ...open, hasPassword: true })
  const { rows } = await sql<{ sealed: string }>`select sealed from mail.servers`.execute(town.context.db)
  assert.match(rows[0]!.sealed, /^sealed:1:/)
  assert.doesNotMatch(JSON.stringify([rows, await ask('GET', '/v1/mail/server')]), /hunter2/)
  assert.equal((await save(1, open)).body.server.hasPassword, true)
  assert.equal((await save(1, null)).status, 409)
  const elsewhere = await save(2, { ...open, host: 'localhost' })
  assert.equal(
    elsewhere.body.errors[0].pointer,
    '/server/password',
    'a password is sent to the server it was given for',
  )
  const { id } = (await ask('POST', '/v1/mail/test', { to: 'ada@example.org', language: 'zh' })).body
  const [letter] = (await ask('GET', '/v1/mail')).body.items
  assert.deepEqual([letter.id, letter.status, letter.subject], [id, 'waiting', '来自Lakeside的邮件'])
  await save(2, null)
  await ask('POST', '/v1/mail/test', { to: 'ada@example.org', language: 'en' })
  assert.equal((await ask('GET', '/v1/mail')).body.items[0].status, 'captured')
})

test('keys of the provider are tried before they are saved, sealed, and used at once', async (t) => {
  const stripe = await startReplay()
  t.after(stripe.close)
  const { app, ask, town } = await operated(t, { environment: { STRIPE_URL: stripe.baseUrl } })
  const { secretKey, webhookSecret } = stripe
  const save = async (rev: number, keys: object | null) => ask('PUT', '/v1/payments/provider', { rev, keys })
  const keys = { secretKey, webhookSecret }
  for (const wrong of ['sk_live_0123', 'abc', 'sk_test_unknown']) {
    const { status, body } = await save(0, { ...keys, secretKey: wrong })
    assert.deepEqual([status, body.errors[0].pointer], [422, '/keys/secretKey'], wrong)
  }
  assert.equal(stripe.requests.length, 1, 'a key of the wrong kind is not even sent')
  stripe.failNext(500, 1)
  assert.deepEqual((await save(0, keys)).body.type, '/problems/provider-away')
  assert.equal((await ask('GET', '/v1/payments/provider')).body.rev, 0)

  const tell = async ({ headers, body }: Incoming): Promise<number> => {
    const url = '/v1/payments/webhooks/stripe'
    const signature = { 'stripe-signature': String(headers['stripe-signature']) }
    return (await app.inject({ method: 'POST', url, payload: body, headers: signature })).statusCode
  }
  const notice = eventOf('account.updated', { id: 'acct_1', object: 'account' }, webhookSecret)
  assert.equal(await tell(notice), 404)
  const { body } = await save(0, keys)
  assert.deepEqual(
    [body.source, body.active, body.next, body.needsRestart, body.keyHint],
    ['settings', 'stripe', 'stripe', false, 'sk_test_…play'],
  )
  assert.equal(await tell(notice), 200)
  assert.equal(await tell(eventOf('account.updated', { id: 'acct_1', object: 'account' }, 'whsec_other')), 401)
  const asked = stripe.requests.length
  await deskOf(town.context).ask({ kind: 'charge', reference: newId() })
  assert.deepEqual(
    stripe.requests.slice(asked).map(({ path: asked }) => asked),
    ['/v1/payment_intents/search'],
  )

  const { rows } = await sql<{ all: string }>`select k::text as all from payments.saved_keys k`.execute(town.context.db)
  assert.doesNotMatch(JSON.stringify([rows, body]), /sk_test_replay/)
  assert.deepEqual((await withSavedKeys(readConfig({}), town.context)).stripe, { ...keys, isSaved: true })
  const environment = { STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_WEBHOOK_SECRET: 'whsec_y' }
  assert.equal((await withSavedKeys(readConfig(environment), town.context)).stripe?.secretKey, 'sk_test_x')
  assert.equal((await save(1, null)).body.active, 'sandbox')
  assert.equal(await tell(notice), 404)
})

test('what was begun with the sandbox provider is gone on with there after keys have been saved', async (t) => {
  const stripe = await startReplay()
  t.after(stripe.close)
  const { ask, town } = await operated(t, { environment: { STRIPE_URL: stripe.baseUrl } })
  const { secretKey, webhookSecret } = stripe
  const desk = deskOf(town.context)
  const id = newId()
  const request = { id, orderId: id, op: 'charge', amountMinor: 500, currency: 'EUR', provider: 'sandbox' } as const
  await desk.requests.note(request)
  await ask('PUT', '/v1/payments/provider', { rev: 0, keys: { secretKey, webhookSecret } })
  const asked = stripe.requests.length
  assert.deepEqual(await desk.ask({ kind: 'charge', reference: id }), [])
  assert.equal(stripe.requests.length, asked)
})
