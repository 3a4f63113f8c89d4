import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { type Served, bearer, newParty, process, serve, town } from './fixtures.ts'
import { loadParties } from './index.ts'

const [shop, ada, bob, eve] = [
  newParty({ kind: 'firm', slug: 'potters', name: 'Potters' }),
  newParty({ slug: 'ada' }),
  newParty({ slug: 'bob' }),
  newParty({ slug: 'eve' }),
]

/** A caller, acting for the shop when it is named. */
async function callers(t: TestContext) {
  const served = await serve(t, [shop, { ...ada, actsFor: [shop.id] }, bob, eve])
  const signedIn = async (party: string, served_: Pick<Served, 'app'> = served) => {
    const { headers } = await bearer(served.db, party)
    return async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, more: { body?: object; as?: string } = {}) =>
      served_.app.inject({
        method,
        url,
        headers: {
          ...headers,
          ...(method === 'POST' ? { 'idempotency-key': newId() } : {}),
          ...(more.as === undefined ? {} : { 'lakeside-party': more.as }),
        },
        ...(more.body === undefined ? {} : { payload: more.body }),
      })
  }
  return { ...served, signedIn }
}

type Caller = Awaited<ReturnType<Awaited<ReturnType<typeof callers>>['signedIn']>>

async function invite(by: Caller, role: string, email?: string): Promise<string> {
  const reply = await by('POST', '/v1/invitations', { as: shop.id, body: { role, ...(email && { email }) } })
  assert.equal(reply.statusCode, 201, reply.body)
  return reply.json().secret
}

async function join(by: Caller, secret: string) {
  return by('POST', '/v1/invitations/accept', { body: { secret } })
}

test('an invitation lets one person in, once', async (t) => {
  const { signedIn, app } = await callers(t)
  const [a, b, e] = [await signedIn(ada.id), await signedIn(bob.id), await signedIn(eve.id)]
  const secret = await invite(a, 'staff')
  const read = await app.inject({ method: 'POST', url: '/v1/invitations/read', payload: { secret } })
  assert.deepEqual([read.json().party.slug, read.json().role, read.json().invitedBy.slug], ['potters', 'staff', 'ada'])
  const answers = await Promise.all([join(b, secret), join(e, secret), join(b, secret), join(e, secret)])
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode).toSorted((one, other) => one - other),
    [200, 409, 409, 409],
  )
  const again = await join(e, secret)
  assert.deepEqual([again.statusCode, again.json().type], [409, '/problems/invitation-used'])
  assert.equal((await a('GET', '/v1/members', { as: shop.id })).json().items.length, 2)
})

test('an invitation that was taken back, or is a week old, lets nobody in', async (t) => {
  const { signedIn, clock } = await callers(t)
  const [a, b] = [await signedIn(ada.id), await signedIn(bob.id)]
  const withdrawn = await invite(a, 'staff')
  const { items } = (await a('GET', '/v1/invitations', { as: shop.id })).json()
  assert.equal((await b('DELETE', `/v1/invitations/${items[0].id}`)).statusCode, 404)
  assert.equal((await a('DELETE', `/v1/invitations/${items[0].id}`, { as: shop.id })).statusCode, 204)
  assert.equal((await join(b, withdrawn)).statusCode, 409)
  const old = await invite(a, 'staff')
  clock.ms += 7 * 86_400_000
  assert.equal((await join(b, old)).statusCode, 409)
})

test('an invitation goes out by mail when there is an address', async (t) => {
  const { signedIn, db } = await callers(t)
  const secret = await invite(await signedIn(ada.id), 'viewer', 'bob@example.org')
  const { rows } = await sql<{ recipient: string; body: string; status: string }>`
    select recipient, body, status from mail.letters`.execute(db)
  assert.deepEqual(rows.map(({ recipient, status }) => [recipient, status]), [['bob@example.org', 'captured']]) // prettier-ignore
  assert.ok(rows[0]!.body.includes(`http://localhost:8080/#/join/${secret}`))
})

test('each role may do what it is for, and no more', async (t) => {
  const { signedIn } = await callers(t)
  const [a, b, e] = [await signedIn(ada.id), await signedIn(bob.id), await signedIn(eve.id)]
  await join(b, await invite(a, 'manager'))
  await join(e, await invite(b, 'viewer'))
  const refused = async (by: Caller, request: `${'POST' | 'PUT' | 'DELETE'} ${string}`, body?: object) => {
    const [method, url] = request.split(' ', 2) as ['POST' | 'PUT' | 'DELETE', string] // the shape of its type
    const reply = await by(method, url, { as: shop.id, ...(body && { body }) })
    assert.equal(reply.statusCode, 403, `${method} ${url}: ${reply.body}`)
  }
  await refused(b, 'POST /v1/invitations', { role: 'manager' })
  await refused(b, `DELETE /v1/members/${ada.id}`)
  await refused(b, `PUT /v1/members/${eve.id}`, { role: 'owner' })
  await refused(b, `PUT /v1/members/${bob.id}`, { role: 'owner' })
  for (const role of ['viewer', 'staff']) {
    const changed = await b('PUT', `/v1/members/${eve.id}`, { as: shop.id, body: { role } })
    assert.equal(changed.statusCode, 204)
    await refused(e, 'POST /v1/invitations', { role: 'viewer' })
    await refused(e, 'POST /v1/keys', { label: 'till', scopes: ['orders:read'] })
    await refused(e, `DELETE /v1/members/${bob.id}`)
    assert.equal((await e('GET', '/v1/members', { as: shop.id })).statusCode, 200)
  }
})

test('a member who is removed while signed in is out at once here, and within a second elsewhere', async (t) => {
  const { signedIn, db } = await callers(t)
  const elsewhere = process(t, db)
  const [a, b] = [await signedIn(ada.id), await signedIn(bob.id)]
  await join(b, await invite(a, 'manager'))
  const afar = await signedIn(bob.id, elsewhere)
  assert.equal((await afar('GET', '/v1/me', { as: shop.id })).statusCode, 200)
  assert.equal((await b('GET', '/v1/me', { as: shop.id })).statusCode, 200)
  assert.equal((await a('DELETE', `/v1/members/${bob.id}`, { as: shop.id })).statusCode, 204)
  assert.equal((await b('GET', '/v1/me', { as: shop.id })).statusCode, 403)
  elsewhere.clock.ms += 1_000
  assert.equal((await afar('GET', '/v1/me', { as: shop.id })).statusCode, 403)
  assert.equal((await afar('GET', '/v1/me')).statusCode, 200, 'and is still somebody')
})

test('with a member go the keys she made for the shop and the invitations she gave out', async (t) => {
  const { signedIn, app } = await callers(t)
  const [a, b, e] = [await signedIn(ada.id), await signedIn(bob.id), await signedIn(eve.id)]
  await join(b, await invite(a, 'manager'))
  const made = await b('POST', '/v1/keys', { as: shop.id, body: { label: 'till', scopes: ['me:read'] } })
  const headers = { authorization: `Bearer ${made.json().key}` }
  const open = await invite(b, 'staff')
  assert.equal((await app.inject({ url: '/v1/me', headers })).json().party.slug, 'potters')
  assert.equal((await b('POST', `/v1/parties/${shop.id}/leave`)).statusCode, 204)
  assert.equal((await app.inject({ url: '/v1/me', headers })).statusCode, 401)
  assert.equal((await join(e, open)).statusCode, 409)
})

test('a shop keeps an owner, even when two leave at once', async (t) => {
  const { signedIn } = await callers(t)
  const [a, b] = [await signedIn(ada.id), await signedIn(bob.id)]
  const alone = await a('POST', `/v1/parties/${shop.id}/leave`)
  assert.deepEqual([alone.statusCode, alone.json().type], [409, '/problems/last-owner'])
  await join(b, await invite(a, 'owner'))
  const left = await Promise.all([a, b].map((one) => one('POST', `/v1/parties/${shop.id}/leave`)))
  assert.deepEqual(
    left.map(({ statusCode }) => statusCode).toSorted((one, other) => one - other),
    [204, 409],
  )
})

test('a person founds a firm once for a key, owns it, and takes nobody else’s name or id', async (t) => {
  const { signedIn, db, app } = await callers(t)
  const { headers } = await bearer(db, ada.id)
  const found = (body: object, key = newId()) =>
    app.inject({ method: 'POST', url: '/v1/parties', headers: { ...headers, 'idempotency-key': key }, payload: body })
  const key = newId()
  const first = await found({ kind: 'firm', name: 'Café Bürkle' }, key)
  assert.equal(first.statusCode, 201, first.body)
  assert.match(first.json().slug, /^cafe-burkle-[0-9a-f]{6}$/)
  assert.equal((await found({ kind: 'firm', name: 'Café Bürkle' }, key)).json().id, first.json().id)
  const taken = await found({ kind: 'firm', name: 'Other', slug: 'potters' })
  assert.deepEqual([taken.statusCode, taken.json().type], [409, '/problems/slug-taken'])
  const b = await signedIn(bob.id)
  const stolen = await app.inject({
    method: 'POST', url: '/v1/parties', payload: { kind: 'firm', name: 'Mine' },
    headers: { ...(await bearer(db, bob.id)).headers, 'idempotency-key': first.json().id },
  }) // prettier-ignore
  assert.notEqual(stolen.json().id, first.json().id)
  assert.equal((await b('GET', '/v1/me', { as: first.json().id })).statusCode, 403)
  const me = (await app.inject({ url: '/v1/me', headers: { ...headers, 'lakeside-party': first.json().id } })).json()
  assert.deepEqual([me.party.name, me.role], ['Café Bürkle', 'owner'])
  assert.ok(loadParties(town, [first.json().id]))
})

test('a profile changes in what is given, and stays as it is otherwise', async (t) => {
  const { db, app } = await callers(t)
  const { headers } = await bearer(db, ada.id)
  const change = (payload: object) => app.inject({ method: 'PATCH', url: '/v1/profile', headers, payload })
  assert.equal((await change({ about: 'Makes pots.', languages: ['en', 'zh-Hant'], language: 'zh' })).statusCode, 200)
  const { name, about, languages, picture } = (await change({ name: 'Ada L.' })).json()
  assert.deepEqual([name, about, languages, picture], ['Ada L.', 'Makes pots.', ['en', 'zh-Hant'], null])
  assert.equal((await app.inject({ url: '/v1/me', headers })).json().language, 'zh')
  for (const wrong of [{}, { name: ' ' }, { picture: '../x' }, { language: 'fr' }, { slug: 'x' }]) {
    assert.equal((await change(wrong)).statusCode, 422, JSON.stringify(wrong))
  }
})
