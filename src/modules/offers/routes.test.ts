import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Compile } from 'typebox/compile'
import { type App, createHttp } from '#kernel/http'
import { createCommandIds } from '#kernel/idempotency'
import { newId } from '#kernel/ids'
import { log } from '#kernel/log'
import { testDatabase } from '#kernel/testing'
import { DetailBody, ListBody } from './contract.ts'
import { actorFor, anton, furnish, lan, mug, submitOneByOne, town } from './fixtures.ts'
import { offersRoutes } from './routes.ts'

const actors = { anton: actorFor(anton), lan: actorFor(lan), olga: actorFor({ id: newId() }, ['operator']) }
type Name = keyof typeof actors

async function server(t: TestContext): Promise<App> {
  const db = await testDatabase(t)
  await furnish(db)
  const authenticate = async (token: string) => actors[token as Name] ?? null
  const app = createHttp({ log, authenticate, isStrict: true })
  t.after(() => app.close())
  offersRoutes(app, { db, town, submit: submitOneByOne(db), commandIdOf: createCommandIds(db, town) })
  return app
}

function as(name: Name): { authorization: string; 'idempotency-key': string } {
  return { authorization: `Bearer ${name}`, 'idempotency-key': newId() }
}

test('an offer is made, seen, changed and archived over HTTP', async (t) => {
  const app = await server(t)
  const post = await app.inject({ method: 'POST', url: '/v1/offers', headers: as('anton'), payload: mug() })
  assert.equal(post.statusCode, 201, post.body)
  const { offerId } = post.json()
  const list = (await app.inject({ url: '/v1/offers' })).json()
  assert.ok(Compile(ListBody).Check(list))
  assert.equal(list.items[0]?.id, offerId)
  const payload = mug({ stock: undefined, rev: 1, title: 'Mug “South Wind”' })
  const put = await app.inject({ method: 'PUT', url: `/v1/offers/${offerId}`, headers: as('anton'), payload })
  assert.deepEqual([put.statusCode, put.json()], [200, { offerId, rev: 2 }])
  const again = await app.inject({ method: 'PUT', url: `/v1/offers/${offerId}`, headers: as('anton'), payload })
  assert.deepEqual([again.statusCode, again.json().type, again.json().rev], [409, '/problems/offer-changed', 2])
  const detail = (await app.inject({ url: `/v1/offers/${offerId}` })).json()
  assert.ok(Compile(DetailBody).Check(detail))
  assert.equal(detail.title, 'Mug “South Wind”')
  const archive = { method: 'POST', url: `/v1/offers/${offerId}/archive`, headers: as('anton'), payload: {} } as const
  assert.equal((await app.inject(archive)).statusCode, 200)
  assert.deepEqual((await app.inject({ url: '/v1/offers' })).json().items, [])
})

test('an offer may be put under an id that the seller chose', async (t) => {
  const app = await server(t)
  const id = newId()
  const put = {
    method: 'PUT',
    url: `/v1/offers/${id}`,
    headers: { authorization: 'Bearer anton' },
    payload: mug(),
  } as const
  const reply = await app.inject(put)
  assert.deepEqual([reply.statusCode, reply.json().offerId], [201, id])
})

test('offering needs a credential, and changing needs to be the seller or the operator', async (t) => {
  const app = await server(t)
  const url = '/v1/offers'
  const stranger = await app.inject({ method: 'POST', url, headers: { 'idempotency-key': newId() }, payload: mug() })
  assert.equal(stranger.statusCode, 401)
  const { offerId } = (await app.inject({ method: 'POST', url, headers: as('anton'), payload: mug() })).json()
  const change = mug({ stock: undefined, rev: 1 })
  const put = (name: Name) =>
    app.inject({ method: 'PUT', url: `${url}/${offerId}`, headers: as(name), payload: change })
  assert.equal((await put('lan')).statusCode, 403)
  assert.equal((await put('olga')).statusCode, 200)
  const stock = (name: Name, delta: number) => {
    const payload = { delta, reason: 'counted anew' }
    return app.inject({ method: 'POST', url: `${url}/${offerId}/stock`, headers: as(name), payload })
  }
  assert.equal((await stock('lan', 1)).statusCode, 403)
  assert.equal((await stock('anton', -4)).statusCode, 409)
  assert.equal((await stock('anton', 4)).json().available, 7)
  assert.equal(
    (await app.inject({ method: 'POST', url: `${url}/${offerId}/archive`, headers: as('lan'), payload: {} }))
      .statusCode,
    403,
  )
})

test('held and sold reach nobody but the seller and the operator', async (t) => {
  const app = await server(t)
  const { offerId } = (
    await app.inject({ method: 'POST', url: '/v1/offers', headers: as('anton'), payload: mug() })
  ).json()
  for (const [name, sees] of [
    ['anton', true],
    ['olga', true],
    ['lan', false],
    [null, false],
  ] as const) {
    const headers = name === null ? {} : { authorization: `Bearer ${name}` }
    const [variant] = (await app.inject({ url: `/v1/offers/${offerId}`, headers })).json().variants
    assert.equal('held' in variant, sees, String(name))
    assert.equal(variant.available, 3)
  }
})

test('bad input is refused with a pointer to each wrong place', async (t) => {
  const app = await server(t)
  const pointers = async (payload: object): Promise<string[]> => {
    const reply = await app.inject({ method: 'POST', url: '/v1/offers', headers: as('anton'), payload })
    assert.equal(reply.statusCode, 422, reply.body)
    return reply
      .json()
      .errors.map((error: { pointer: string }) => error.pointer)
      .sort()
  }
  assert.deepEqual(await pointers(mug({ priceMinor: -1, currency: 'euro', surprise: 1 })), [
    '/currency',
    '/priceMinor',
    '/surprise',
  ])
  assert.deepEqual(await pointers(mug({ category: 'spaceships' })), ['/category'])
  assert.deepEqual(await pointers(mug({ attributes: {}, business: 'market' })), ['/attributes/shippingMinor'])
  assert.deepEqual(await pointers(mug({ title: '   ' })), ['/title'])
})

test('lists refuse what they do not know, and say where', async (t) => {
  const app = await server(t)
  for (const [query, pointer] of [
    ['limit=101', '/limit'],
    ['limit=0', '/limit'],
    ['sort=best', '/sort'],
    ['cursor=AAAA', '/cursor'],
    ['seller=anton', '/seller'],
    ['colour=blue', '/colour'],
  ] as const) {
    const reply = await app.inject({ url: `/v1/offers?${query}` })
    assert.equal(reply.statusCode, 422, query)
    assert.equal(reply.json().errors[0].pointer, pointer)
  }
  assert.equal((await app.inject({ url: `/v1/offers/${newId()}` })).json().type, '/problems/offer-not-found')
})

test('categories tell how many things lie in them and below', async (t) => {
  const app = await server(t)
  await app.inject({ method: 'POST', url: '/v1/offers', headers: as('anton'), payload: mug() })
  const { items } = (await app.inject({ url: '/v1/categories' })).json()
  assert.deepEqual(
    items.map(({ slug, count }: { slug: string; count: number }) => [slug, count]),
    [
      ['home', 1],
      ['ceramics', 1],
      ['tea', 0],
    ],
  )
})
