import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Database, sql, transaction } from '../kernel/db.ts'
import { newId } from '../kernel/ids.ts'
import { until } from '../kernel/until.ts'
import { served } from './server.fixtures.ts'

/** Does something while no listing is written: the projection finds its cursor taken. */
async function whileProjectionWaits<T>(db: Database, act: () => Promise<T>): Promise<T> {
  return transaction(db, async (tx) => {
    const { rows } = await sql`select pos from kernel.cursors where name = 'offers.listings' for update`.execute(tx)
    assert.equal(rows.length, 1)
    return act()
  })
}

test('what is offered, changed and archived is found accordingly, by its new words alone', async (t) => {
  const { app, town } = await served(t)
  await town.context.db.pool.query(
    `insert into offers.categories (town, sort, slug, parent, titles) values (1, 1, 'home', null, '{"en":"Home"}')`,
  )
  const newcomer = async (grants: readonly string[]): Promise<string> => {
    const headers = { 'idempotency-key': newId() }
    const payload = { count: 1, grants }
    const { json } = await app.inject({ method: 'POST', url: '/v1/sandbox/newcomers', headers, payload })
    return `Bearer ${json().items[0].token}`
  }
  const sendAs = (authorization: string) => async (method: 'POST' | 'PUT', url: string, payload: object) => {
    const reply = await app.inject({ method, url, headers: { authorization, 'idempotency-key': newId() }, payload })
    assert.ok(reply.statusCode < 300, reply.body)
    return reply.json()
  }
  const [seller, operator] = [await newcomer([]), await newcomer(['operator'])]
  const [send, sendAsOperator] = [sendAs(seller), sendAs(operator)]
  const search = async (q: string) => (await app.inject(`/v1/offers?q=${q}&facets=price,category`)).json()
  await until(async () => (await search('x')).search.answeredBy === 'index')
  const offer = {
    business: 'market', title: 'Walnut lantern', description: 'Warm light.', category: 'home', currency: 'EUR',
    priceMinor: 4_200, attributes: { shippingMinor: 100 },
  } // prettier-ignore
  const { offerId } = await whileProjectionWaits(town.context.db, async () => {
    const made = await send('POST', '/v1/offers', { ...offer, stock: 2 })
    const read = async (url: string) => app.inject(url)
    assert.equal((await read(`/v1/offers/${made.offerId}`)).statusCode, 200)
    const beside = await read(`/v1/feed/also?offer=${made.offerId}`)
    assert.deepEqual(beside.json(), { items: [] }, 'whoever sees it is told that nothing is beside it')
    assert.equal((await read(`/v1/feed/also?offer=${newId()}`)).statusCode, 404)
    const barred = await send('POST', '/v1/offers', { ...offer, stock: 1 })
    const taking = { business: 'offers', type: 'bar', input: { offerId: barred.offerId } }
    const { accepted } = await sendAsOperator('POST', '/v1/commands', { commands: [taking] })
    assert.equal(accepted, 1)
    for (const url of [`/v1/offers/${barred.offerId}`, `/v1/feed/also?offer=${barred.offerId}`]) {
      assert.equal((await read(url)).statusCode, 404, 'what is taken down is told to nobody')
      for (const authorization of [seller, operator])
        assert.equal((await app.inject({ url, headers: { authorization } })).statusCode, 200, 'but to these two')
    }
    return made
  })
  await until(async () => (await search('lantern')).items[0]?.id === offerId)
  const found = await search('walnutt')
  assert.deepEqual([found.items[0].available, found.search.corrected], [2, 'walnut'])
  assert.deepEqual(found.facets, {
    category: [{ value: 'home', count: 1 }],
    price: [{ fromMinor: 2_000, toMinor: 5_000, count: 1 }],
  })
  const suggested = (await app.inject('/v1/search/suggestions?q=wal')).json()
  assert.deepEqual(suggested, {
    queries: ['walnut', 'walnut lantern'],
    categories: [{ slug: 'home', count: 1 }],
    things: [{ id: offerId, title: 'Walnut lantern' }],
  })
  await send('PUT', `/v1/offers/${offerId}`, { ...offer, title: 'Cherry lamp', rev: 1 })
  await until(async () => (await search('cherry')).items.length === 1)
  assert.deepEqual((await search('lantern')).items, [])
  await send('POST', `/v1/offers/${offerId}/archive`, {})
  await until(async () => (await search('cherry')).items.length === 0)
  assert.deepEqual((await app.inject('/v1/search/suggestions?q=cher')).json().things, [])
  const { search: health } = (await app.inject('/health')).json().checks
  assert.deepEqual([health.isOk, health.place, health.starts], [true, 'process', 1])
  await until(async () => (await app.inject('/health')).json().checks.search.documents === 0)
})
