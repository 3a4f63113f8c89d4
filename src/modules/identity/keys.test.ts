import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { bearer, newParty, process, serve } from './fixtures.ts'

const [shop, ada, bob] = [
  newParty({ kind: 'firm', slug: 'potters' }),
  newParty({ slug: 'ada' }),
  newParty({ slug: 'bob', grants: ['operator'] }),
]

async function server(t: TestContext) {
  const served = await serve(t, [shop, { ...ada, actsFor: [shop.id] }, bob])
  const { headers } = await bearer(served.db, ada.id)
  const operator = (await bearer(served.db, bob.id)).headers
  const make = (scopes: string[], more: Record<string, string> = {}) =>
    served.app.inject({
      method: 'POST',
      url: '/v1/keys',
      headers: { ...headers, 'idempotency-key': newId(), ...more },
      payload: { label: 'till', scopes },
    })
  const ask = (key: string, url: string, method: 'GET' | 'POST' = 'GET') =>
    served.app.inject({ method, url, headers: { authorization: `Bearer ${key}`, 'idempotency-key': newId() } })
  return { ...served, headers, operator, make, ask }
}

test('a key is good for its scopes only; the refusal names what is missing', async (t) => {
  const { make, ask } = await server(t)
  const { key } = (await make(['me:read', 'keys:read'])).json()
  assert.equal((await ask(key, '/v1/me')).json().credential.kind, 'key')
  assert.equal((await ask(key, '/v1/keys')).statusCode, 200)
  const read = await ask(key, '/v1/members')
  assert.deepEqual([read.statusCode, read.json().scope], [403, 'members:read'])
  const write = await ask(key, '/v1/keys', 'POST')
  assert.deepEqual([write.statusCode, write.json().scope], [403, 'keys:write'])
})

test('a key of a shop is the shop, and of nobody else', async (t) => {
  const { app, make } = await server(t)
  const { key } = (await make(['me:read'], { 'lakeside-party': shop.id })).json()
  const headers = { authorization: `Bearer ${key}` }
  const me = (await app.inject({ url: '/v1/me', headers })).json()
  assert.deepEqual([me.party.slug, me.user, me.actsFor], ['potters', undefined, []])
  const own = (await make(['me:read'])).json().key
  const acting = { authorization: `Bearer ${own}`, 'lakeside-party': shop.id }
  assert.equal((await app.inject({ url: '/v1/me', headers: acting })).statusCode, 403, 'a person’s key is one person')
})

test('keys make no keys, and only an operator has one for everything', async (t) => {
  const { app, make, ask, operator } = await server(t)
  const { key } = (await make(['keys:write'])).json()
  const more = await app.inject({
    method: 'POST', url: '/v1/keys', payload: { label: 'x', scopes: ['me:read'] },
    headers: { authorization: `Bearer ${key}`, 'idempotency-key': newId() },
  }) // prettier-ignore
  assert.equal(more.statusCode, 403)
  const all = await make(['*'])
  assert.deepEqual([all.statusCode, all.json().errors[0].pointer], [422, '/scopes/0'])
  const own = await make(['*'], operator)
  assert.equal((await ask(own.json().key, '/v1/members')).statusCode, 200)
})

test('the same Idempotency-Key answers the same key, with a new secret that ends the one before', async (t) => {
  const { make, ask, authenticator, db } = await server(t)
  const again = { 'idempotency-key': newId() }
  const [first, second] = [(await make(['me:read'], again)).json(), (await make(['me:read'], again)).json()]
  assert.equal(first.id, second.id)
  assert.equal(second.hint, second.key.slice(-4))
  authenticator.forget()
  assert.equal((await ask(first.key, '/v1/me')).statusCode, 401)
  assert.equal((await ask(second.key, '/v1/me')).statusCode, 200)
  const { rows } = await sql<{ text: string }>`select row_to_json(t)::text as text from identity.tokens t`.execute(db)
  assert.ok(rows.every(({ text }) => !text.includes(second.key)))
})

test('a revoked key is refused at once here, and within a second in another process', async (t) => {
  const { app, db, make, ask, headers } = await server(t)
  const elsewhere = process(t, db)
  const { id, key } = (await make(['me:read'])).json()
  const afar = () => elsewhere.app.inject({ url: '/v1/me', headers: { authorization: `Bearer ${key}` } })
  assert.deepEqual([(await ask(key, '/v1/me')).statusCode, (await afar()).statusCode], [200, 200])
  const other = await bearer(db, shop.id)
  const revoke = (by: { authorization: string }) =>
    app.inject({ method: 'POST', url: `/v1/keys/${id}/revoke`, headers: { ...by } })
  assert.equal((await revoke(other.headers)).statusCode, 404)
  assert.equal((await revoke(headers)).statusCode, 204)
  assert.equal((await ask(key, '/v1/me')).statusCode, 401)
  elsewhere.clock.ms += 1_000
  assert.equal((await afar()).statusCode, 401)
  const { rows } = await sql<{ act: string }>`select act from audit.entries order by id`.execute(db)
  assert.deepEqual(rows.map(({ act }) => act), ['keys.made', 'keys.revoked']) // prettier-ignore
})

test('a request writes nothing; the last uses are stored together', async (t) => {
  const { db, make, ask, authenticator, clock } = await server(t)
  const { key } = (await make(['me:read'])).json()
  for (let index = 0; index < 5; index += 1) await ask(key, '/v1/me')
  const stored = async () =>
    (await sql<{ at: number | null }>`select last_used_at as at from identity.tokens where kind = 'key'`.execute(db))
      .rows[0]!.at
  assert.equal(await stored(), null)
  await authenticator.close()
  assert.equal(await stored(), clock.ms)
})
