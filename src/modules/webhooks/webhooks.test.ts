import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { CloudEvent } from 'cloudevents'
import { Webhook } from 'standardwebhooks'
import { sql } from '#kernel/db'
import { violations } from '#kernel/invariants'
import { newId } from '#kernel/ids'
import { openPartner, type Received, setStage } from './fixtures.ts'

const dayMs = 86_400_000

/** Throws unless the message carries a signature of this secret. */
function verify(secret: string, { headers, body }: Received): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>)
}

test('a party gets the events that concern it, signed, once each, and nobody else’s', async (t) => {
  const { as, party, happen, work } = await setStage(t)
  const [ada, bob, operator] = [await party(), await party(), await party('operator')]
  const [adas, bobs, towns] = [await openPartner(t), await openPartner(t), await openPartner(t)]
  const secrets: string[] = []
  for (const [actor, { url }] of [
    [ada, adas],
    [bob, bobs],
    [operator, towns],
  ] as const) {
    const { status, body } = await as(actor).post('/v1/webhooks', { url, types: ['market.*'] })
    assert.equal(status, 201)
    secrets.push(body.secret)
  }
  const id = newId()
  await happen(
    { id, actor: ada.party, data: { to: 'paid', secretOfTheTown: 1 } },
    { actor: ada.party, type: 'ledger.issued' },
  )
  await happen({ actor: newId(), subject: ada.party })
  await work()
  assert.deepEqual([adas.received.length, bobs.received.length, towns.received.length], [2, 0, 2])
  const message = adas.received.find(({ headers }) => headers['webhook-id'] === id)!
  const content = verify(secrets[0]!, message) as { type: string; data: { id: string; data: object } }
  assert.deepEqual([content.type, content.data.id, content.data.data], ['market.paid', id, { to: 'paid' }])
  assert.throws(() => verify(secrets[1]!, message), 'another’s secret does not fit')
  assert.throws(
    () => verify(secrets[0]!, { ...message, body: message.body.replace('paid', 'free') }),
    'nor another body',
  )
})

test('the signature is that of the standard', async (t) => {
  const { as, party, happen, work } = await setStage(t)
  const ada = await party()
  const partner = await openPartner(t)
  const { body } = await as(ada).post('/v1/webhooks', { url: partner.url, types: ['*'] })
  await happen({ actor: ada.party })
  await work()
  const [{ headers, body: text }] = partner.received as [Received]
  const key = Buffer.from(body.secret.slice('whsec_'.length), 'base64')
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`
  const signature = createHmac('sha256', key).update(signed).digest('base64')
  assert.equal(headers['webhook-signature'], `v1,${signature}`)
})

test('a CloudEvent is one by the standard’s own library', async (t) => {
  const { as, party, happen, work } = await setStage(t)
  const ada = await party()
  const partner = await openPartner(t)
  const given = { url: partner.url, types: ['market.paid'], format: 'cloudevents' }
  await as(ada).post('/v1/webhooks', given)
  await happen({ actor: ada.party, subject: newId(), data: { to: 'paid' } })
  await happen({ actor: ada.party, n: 1 })
  await work()
  const [first, second] = partner.received.map(({ body }) => new CloudEvent(JSON.parse(body)))
  assert.deepEqual(
    [first!.validate(), first!.type, first!.data, first!.source],
    [true, 'market.paid', { to: 'paid' }, 'https://town.example'],
  )
  assert.equal(second!.validate(), true)
  assert.match(partner.received[0]!.headers['content-type'] ?? '', /^application\/cloudevents\+json/)
  assert.deepEqual(
    partner.received.map(({ headers }) => headers['webhook-id']),
    [first!.id, second!.id],
  )
})

test('what fails is tried five times more, each later than the one before, and noted; then it can be sent again', async (t) => {
  const { db, as, party, happen, work, clock } = await setStage(t)
  const ada = await party()
  const partner = await openPartner(t)
  const { body } = await as(ada).post('/v1/webhooks', { url: partner.url, types: ['*'] })
  partner.answer(500, 'out of order')
  await happen({ actor: ada.party })
  const waits = [0, 1_100, 2_200, 4_400, 8_800, 17_600]
  for (const wait of waits) {
    assert.equal(await work(), wait === 0 ? 1 : 0, 'not before its time')
    clock.ms += wait
    await work()
  }
  const listed = (await as(ada).get(`/v1/webhooks/${body.id}/deliveries?state=failed`)).body.items
  assert.deepEqual([listed.length, listed[0].attempts, partner.received.length], [1, 6, 6])
  assert.equal(new Set(partner.received.map(({ headers }) => headers['webhook-id'])).size, 1)
  const path = `/v1/webhooks/${body.id}/deliveries/${listed[0].id}`
  const { log } = (await as(ada).get(path)).body
  assert.deepEqual(
    log.map(({ number, status, response }: Record<string, unknown>) => [number, status, response]),
    [1, 2, 3, 4, 5, 6].map((number) => [number, 500, 'out of order']),
  )
  partner.answer(200)
  assert.equal((await as(ada).post(`${path}/resend`)).status, 202)
  await work()
  assert.equal((await as(ada).get(path)).body.state, 'delivered')
  assert.deepEqual(await violations(db), [])
})

test('everything that failed since an instant is sent again in one go', async (t) => {
  const { as, party, happen, work, clock } = await setStage(t)
  const ada = await party()
  const partner = await openPartner(t)
  const { body } = await as(ada).post('/v1/webhooks', { url: partner.url, types: ['*'] })
  partner.answer(503)
  await happen({ actor: ada.party }, { actor: ada.party })
  clock.ms += 10
  const since = new Date(clock.ms).toISOString()
  await happen({ actor: ada.party }, { actor: ada.party }, { actor: ada.party })
  for (let tries = 0; tries < 6; tries += 1) {
    await work()
    clock.ms += 20_000
  }
  partner.answer(200)
  const { body: resent } = await as(ada).post(`/v1/webhooks/${body.id}/resend`, { since })
  assert.equal(resent.count, 3)
  assert.equal(await work(), 3)
  const failed = (await as(ada).get(`/v1/webhooks/${body.id}/deliveries?state=failed`)).body.items
  assert.equal(failed.length, 2)
  const leap = await as(ada).post(`/v1/webhooks/${body.id}/resend`, { since: '2026-12-31T23:59:60Z' })
  assert.deepEqual([leap.status, leap.body.errors[0].pointer], [422, '/since'])
})

test('a new secret signs beside the old one for a day, then alone', async (t) => {
  const { as, party, happen, work, clock } = await setStage(t)
  const ada = await party()
  const partner = await openPartner(t)
  const { body } = await as(ada).post('/v1/webhooks', { url: partner.url, types: ['*'] })
  const key = newId()
  const { secret } = (await as(ada).post(`/v1/webhooks/${body.id}/secret`, {}, key)).body
  assert.equal((await as(ada).post(`/v1/webhooks/${body.id}/secret`, {}, key)).body.secret, secret)
  assert.notEqual(secret, body.secret)
  await happen({ actor: ada.party })
  await work()
  verify(secret, partner.received[0]!)
  verify(body.secret, partner.received[0]!)
  clock.ms += dayMs + 1
  await happen({ actor: ada.party })
  await work()
  const { headers } = partner.received[1]!
  assert.equal(String(headers['webhook-signature']).split(' ').length, 1)
})

test('an address of the machine or its network is refused, at registration and at every connection', async (t) => {
  const { as, party, happen, work, resolveTo } = await setStage(t, { allowedHosts: [] })
  const ada = await party()
  const create = (url: string) => as(ada).post('/v1/webhooks', { url, types: ['*'] })
  for (const url of [
    'http://127.0.0.1:9/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://2130706433/',
  ]) {
    const { status, body } = await create(url)
    assert.deepEqual(
      [status, body.type, body.errors[0].pointer],
      [422, '/problems/webhook-address-refused', '/url'],
      url,
    )
  }
  resolveTo('10.0.0.7')
  assert.equal((await create('http://intranet.example/')).status, 422)
  resolveTo('93.184.216.34')
  const { status, body } = await create('http://rebinding.example:9/')
  assert.equal(status, 201)
  resolveTo('127.0.0.1')
  await happen({ actor: ada.party })
  await work()
  const [{ id }] = (await as(ada).get(`/v1/webhooks/${body.id}/deliveries`)).body.items
  const { log } = (await as(ada).get(`/v1/webhooks/${body.id}/deliveries/${id}`)).body
  assert.deepEqual([log[0].status, log[0].error], [null, 'rebinding.example is not on the public internet'])
})

test('redirects are not followed, and a long answer is cut off', async (t) => {
  const { as, party, happen, work } = await setStage(t)
  const ada = await party()
  const partner = await openPartner(t)
  const { body } = await as(ada).post('/v1/webhooks', { url: partner.url, types: ['*'] })
  partner.answer(302, 'x'.repeat(1_000_000))
  await happen({ actor: ada.party })
  await work()
  const [{ id }] = (await as(ada).get(`/v1/webhooks/${body.id}/deliveries`)).body.items
  const { log } = (await as(ada).get(`/v1/webhooks/${body.id}/deliveries/${id}`)).body
  assert.deepEqual([log[0].status, log[0].error, log[0].response.length], [302, 'redirects are not followed', 500])
  assert.equal(partner.received.length, 1)
})

test('an endpoint that is gone, or fails for days, is disabled with a notice, and can be enabled again', async (t) => {
  const { db, as, party, happen, work, clock } = await setStage(t)
  const ada = await party()
  const partner = await openPartner(t)
  const { id } = (await as(ada).post('/v1/webhooks', { url: partner.url, types: ['*'] })).body
  const look = async () => (await as(ada).get(`/v1/webhooks/${id}`)).body
  partner.answer(500)
  await happen({ actor: ada.party })
  await work()
  assert.deepEqual([(await look()).isEnabled, (await look()).failingSince !== null], [true, true])
  clock.ms += 5 * dayMs + 1_000
  await work()
  assert.deepEqual(
    [(await look()).isEnabled, (await look()).notice.startsWith('Disabled because no delivery')],
    [false, true],
  )
  await happen({ actor: ada.party })
  assert.equal(await work(), 0)
  assert.equal((await as(ada).post(`/v1/webhooks/${id}/test`)).status, 409)
  const given = { url: partner.url, types: ['*'], format: 'plain', description: 'till', isEnabled: true }
  assert.deepEqual((await as(ada).put(`/v1/webhooks/${id}`, given)).body.notice, null)
  partner.answer(410)
  assert.equal((await as(ada).post(`/v1/webhooks/${id}/test`)).status, 202)
  await work()
  assert.equal((await look()).notice, 'Disabled because it answered 410 Gone.')
  assert.deepEqual(await violations(db), [])
})

test('an endpoint is its party’s alone; the same key makes it once', async (t) => {
  const { as, party } = await setStage(t)
  const [ada, bob] = [await party(), await party()]
  const { url } = await openPartner(t)
  const key = newId()
  const first = await as(ada).post('/v1/webhooks', { url, types: ['*'] }, key)
  const again = await as(ada).post('/v1/webhooks', { url, types: ['*'] }, key)
  assert.deepEqual(again.body, first.body)
  const other = await as(ada).post('/v1/webhooks', { url, types: ['market.*'] }, key)
  assert.deepEqual([other.status, other.body.type], [422, '/problems/id-reused'])
  const path = `/v1/webhooks/${first.body.id}`
  const given = { url, types: ['*'], format: 'plain', description: '', isEnabled: false }
  const tries = [
    await as(bob).get(path),
    await as(bob).get(`${path}/deliveries`),
    await as(bob).put(path, given),
    await as(bob).remove(path),
    await as(bob).post(`${path}/secret`),
    await as(bob).post(`${path}/test`),
  ]
  assert.deepEqual(
    tries.map(({ status }) => status),
    tries.map(() => 404),
  )
  assert.deepEqual((await as(bob).get('/v1/webhooks')).body.items, [])
  assert.equal((await as(ada).get(path)).body.isEnabled, true)
  assert.equal((await as(ada).remove(path)).status, 204)
  assert.equal((await as(ada).get(path)).status, 404)
})

test('whoever was suspended gets nothing more', async (t) => {
  const { db, as, party, happen, work } = await setStage(t)
  const ada = await party()
  const partner = await openPartner(t)
  await as(ada).post('/v1/webhooks', { url: partner.url, types: ['*'] })
  await sql`update identity.parties set is_suspended = true where id = ${ada.party}`.execute(db)
  await happen({ actor: ada.party })
  assert.equal(await work(), 0)
})

test('what happened before an endpoint was made is not sent to it; what happens after is, from the first event on', async (t) => {
  const { as, party, happen, work } = await setStage(t)
  const ada = await party()
  const partner = await openPartner(t)
  const id = newId()
  await happen({ actor: ada.party }, { actor: ada.party })
  await as(ada).post('/v1/webhooks', { url: partner.url, types: ['*'] })
  await happen({ id, actor: ada.party })
  assert.equal(await work(), 1)
  assert.deepEqual(
    partner.received.map(({ headers }) => headers['webhook-id']),
    [id],
  )
})
