import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type Served, bearer, newParty, serve, town } from './fixtures.ts'
import { issueLink, setSuspended, storePersonas } from './index.ts'

const [shop, ada] = [newParty({ kind: 'firm', slug: 'potters' }), newParty({ slug: 'ada' })]
const host = 'localhost:8080'
const ours = { host, 'sec-fetch-site': 'same-origin' }

async function server(t: TestContext, publicUrl?: string): Promise<Served> {
  const parties = [shop, { ...ada, actsFor: [shop.id] }]
  const served = await serve(t, parties, publicUrl === undefined ? {} : { publicUrl })
  await storePersonas(served.db, town, [{ slug: 'ada', party: ada.id, title: { en: 'Buyer' } }])
  return served
}

async function signIn({ app }: Pick<Served, 'app'>) {
  const reply = await app.inject({
    method: 'POST',
    url: '/v1/sandbox/personas/ada/token',
    headers: ours,
    payload: { session: 'cookie' },
  })
  assert.equal(reply.statusCode, 200, reply.body)
  const set = String(reply.headers['set-cookie'])
  return { body: reply.json(), set, cookie: set.split(';', 1)[0]! }
}

test('a session cookie is out of reach of scripts, and its secret stands in no body', async (t) => {
  const { body, set } = await signIn(await server(t))
  assert.match(set, /^lakeside_session=lake_[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/)
  assert.equal(body.token, undefined)
  assert.match((await signIn(await server(t, 'https://town.example'))).set, /; Secure$/)
})

test('a cookie signs in like a token, for oneself and for a shop', async (t) => {
  const served = await server(t)
  const { cookie } = await signIn(served)
  const me = await served.app.inject({ url: '/v1/me', headers: { cookie: `theme=dark; ${cookie}; x=1` } })
  assert.deepEqual([me.json().party.slug, me.json().town.isSandbox], ['ada', true])
  assert.equal(me.json().actsFor[0].role, 'owner')
  const acting = await served.app.inject({ url: '/v1/me', headers: { cookie, 'lakeside-party': shop.id } })
  assert.deepEqual(
    [acting.json().party.slug, acting.json().person.slug, acting.json().role],
    ['potters', 'ada', 'owner'],
  )
})

test('a header goes before the cookie', async (t) => {
  const served = await server(t)
  const { cookie } = await signIn(served)
  const { headers } = await bearer(served.db, shop.id)
  const me = await served.app.inject({ url: '/v1/me', headers: { ...headers, cookie } })
  assert.equal(me.json().party.slug, 'potters')
})

test('what a cookie is to change must be asked for by a page of ours', async (t) => {
  const served = await server(t)
  const { cookie, body } = await signIn(served)
  const revoke = (headers: Record<string, string>) =>
    served.app.inject({ method: 'POST', url: `/v1/tokens/${body.id}/revoke`, headers: { cookie, host, ...headers } })
  const foreign: Record<string, string>[] = [
    {},
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: `http://${host}` },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://evil.example' },
    { origin: 'http://localhost:3000' },
    { origin: 'null' },
  ]
  for (const headers of foreign) {
    const reply = await revoke(headers)
    assert.equal(reply.statusCode, 403, JSON.stringify(headers))
    assert.match(reply.json().detail, /our own pages/)
  }
  const upgrade = { cookie, host, upgrade: 'websocket', connection: 'upgrade', origin: 'http://localhost:3000' }
  assert.equal((await served.app.inject({ url: '/v1/me', headers: upgrade })).statusCode, 403)
  assert.equal((await served.app.inject({ url: '/v1/me', headers: { cookie } })).statusCode, 200)
  assert.equal((await revoke({ origin: `http://${host}` })).statusCode, 204)
})

test('another site signs nobody in, and uses up no link', async (t) => {
  const { app, db, clock } = await server(t)
  const secret = await issueLink(db, { town, party: ada.id, label: 'setup', now: clock.ms })
  const exchange = (headers: Record<string, string>) =>
    app.inject({
      method: 'POST', url: '/v1/tokens/exchange', headers, payload: { secret, session: 'cookie' },
    }) // prettier-ignore
  assert.equal((await exchange({ host, origin: 'https://evil.example' })).statusCode, 403)
  const taken = await exchange(ours)
  assert.deepEqual([taken.statusCode, taken.json().token], [200, undefined])
  assert.match(String(taken.headers['set-cookie']), /^lakeside_session=lake_/)
})

test('signing out ends the session everywhere and empties the cookie', async (t) => {
  const served = await server(t)
  const { cookie } = await signIn(served)
  const leave = (headers: Record<string, string>) =>
    served.app.inject({ method: 'DELETE', url: '/v1/session', headers: { cookie, ...headers } })
  assert.equal((await leave({ host, origin: 'https://evil.example' })).statusCode, 403)
  const left = await leave(ours)
  assert.equal(left.statusCode, 204)
  assert.match(String(left.headers['set-cookie']), /^lakeside_session=; Path=\/; Max-Age=0/)
  assert.equal((await served.app.inject({ url: '/v1/me', headers: { cookie } })).statusCode, 401)
  assert.equal((await leave(ours)).statusCode, 204, 'leaving twice is no error')
})

test('whoever holds the cookie of a suspended party is a stranger on open routes, not locked out', async (t) => {
  const served = await server(t)
  const { cookie } = await signIn(served)
  await setSuspended(served.db, { town, party: ada.id, isSuspended: true })
  served.clock.ms += 1_000
  assert.equal((await served.app.inject({ url: '/v1/me', headers: { cookie } })).statusCode, 403)
  const open = await served.app.inject({ url: `/v1/parties/${shop.id}`, headers: { cookie } })
  assert.equal(open.statusCode, 200)
})
