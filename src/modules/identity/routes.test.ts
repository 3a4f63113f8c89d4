import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { newId } from '#kernel/ids'
import { type Served, bearer, newParty, serve, town } from './fixtures.ts'
import { issueLink, storePersonas } from './index.ts'

const start = 1_700_000_000_000
const [shop, ada, bob] = [
  newParty({ kind: 'firm', name: 'Potters', slug: 'potters' }),
  newParty({ slug: 'ada' }),
  newParty({ slug: 'bob', grants: ['operator'] }),
]

async function server(t: TestContext, isSandbox = true): Promise<Served> {
  const served = await serve(t, [shop, { ...ada, actsFor: [shop.id] }, bob], { isSandbox })
  await storePersonas(served.db, town, [{ slug: 'ada', party: ada.id, title: { en: 'Buyer' } }])
  return served
}

test('me tells who I am, also when I act for a shop', async (t) => {
  const { app, db } = await server(t)
  const { headers } = await bearer(db, ada.id)
  const alone = (await app.inject({ url: '/v1/me', headers })).json()
  assert.equal(alone.party.slug, 'ada')
  assert.equal(alone.user, undefined)
  assert.deepEqual(
    alone.actsFor.map((one: { slug: string }) => one.slug),
    ['potters'],
  )
  const acting = (await app.inject({ url: '/v1/me', headers: { ...headers, 'lakeside-party': shop.id } })).json()
  assert.equal(acting.party.slug, 'potters')
  assert.equal(acting.user, ada.id)
  assert.equal((await app.inject({ url: '/v1/me' })).statusCode, 401)
  const foreign = { ...headers, 'lakeside-party': bob.id }
  assert.equal((await app.inject({ url: '/v1/me', headers: foreign })).statusCode, 403)
})

test('a public profile is open to all and tells no grants', async (t) => {
  const { app } = await server(t)
  const reply = await app.inject({ url: `/v1/parties/${bob.id}` })
  assert.equal(reply.statusCode, 200)
  assert.equal(reply.json().slug, 'bob')
  assert.ok(!reply.body.includes('operator'))
  assert.equal((await app.inject({ url: `/v1/parties/${newId()}` })).statusCode, 404)
  assert.equal((await app.inject({ url: '/v1/parties/bob' })).statusCode, 422)
})

test('a link is exchanged once for a token that works', async (t) => {
  const { app, db } = await server(t)
  const secret = await issueLink(db, { town, party: bob.id, label: 'setup', now: start })
  const exchange = () => app.inject({ method: 'POST', url: '/v1/tokens/exchange', payload: { secret } })
  const first = await exchange()
  assert.equal(first.statusCode, 200)
  assert.equal(first.headers['cache-control'], 'no-store')
  const headers = { authorization: `Bearer ${first.json().token}` }
  assert.deepEqual((await app.inject({ url: '/v1/me', headers })).json().grants, ['operator'])
  const second = await exchange()
  assert.equal(second.statusCode, 409)
  assert.equal(second.json().type, '/problems/link-used')
})

test('tokens are ended by their owner and the operator, and look absent to everyone else', async (t) => {
  const { app, db } = await server(t)
  const [adas, bobs] = [await bearer(db, ada.id), await bearer(db, bob.id)]
  const revoke = (id: string, headers: object) =>
    app.inject({ method: 'POST', url: `/v1/tokens/${id}/revoke`, headers: { ...headers } })
  assert.equal((await revoke(bobs.id, adas.headers)).statusCode, 404)
  assert.equal((await revoke(newId(), adas.headers)).statusCode, 404)
  const mine = (await app.inject({ url: '/v1/tokens', headers: adas.headers })).json()
  assert.deepEqual(
    mine.items.map((one: { id: string }) => one.id),
    [adas.id],
  )
  assert.equal((await revoke(adas.id, bobs.headers)).statusCode, 204)
  assert.equal((await app.inject({ url: '/v1/me', headers: adas.headers })).statusCode, 401)
})

test('a persona gives a token in a sandbox on this machine, and nowhere else', async (t) => {
  const { app } = await server(t)
  const list = (await app.inject({ url: '/v1/sandbox/personas' })).json()
  assert.deepEqual(
    list.items.map((one: { slug: string }) => one.slug),
    ['ada'],
  )
  const become = (slug: string, options: { remoteAddress?: string; headers?: Record<string, string> } = {}) =>
    app.inject({ method: 'POST', url: `/v1/sandbox/personas/${slug}/token`, ...options })
  const issued = await become('ada')
  assert.equal(issued.statusCode, 200)
  assert.equal(issued.json().party, ada.id)
  assert.equal((await become('nobody')).statusCode, 404)
  assert.equal((await become('ada', { remoteAddress: '192.0.2.7' })).statusCode, 403)
  assert.equal((await become('ada', { headers: { 'x-forwarded-for': '192.0.2.7' } })).statusCode, 403)
})

test('a live town has no personas', async (t) => {
  const { app } = await server(t, false)
  for (const [method, url] of [
    ['GET', '/v1/sandbox/personas'],
    ['POST', '/v1/sandbox/personas/ada/token'],
  ] as const) {
    const reply = await app.inject({ method, url })
    assert.equal(reply.statusCode, 403)
    assert.equal(reply.json().type, '/problems/no-sandbox')
  }
})
