import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { createProjection } from '../kernel/events-projection.ts'
import { createCommandIds } from '../kernel/idempotency.ts'
import { newId } from '../kernel/ids.ts'
import { statementsProjection } from '../modules/ledger/index.ts'
import { ledgerRoutes } from '../modules/ledger/routes.ts'
import { shop } from '../modules/orders/http/routes.fixtures.ts'

/** A shop whose people look at their wallets; each has 100.00. */
async function bank(t: TestContext) {
  const it = await shop(t)
  const { db, town, engine, app } = it
  ledgerRoutes(app, { db, town: town.id, submit: engine.submit, commandIdOf: createCommandIds(db, town.id) })
  const statements = createProjection({ db, town: town.id, feed: engine.feed, ...statementsProjection(town.id) })
  const balance = async (actor: typeof it.buyer): Promise<number> => {
    const { body } = await it.as(actor).get('/v1/wallet')
    return body.accounts.find(({ purpose }: { purpose: string }) => purpose === 'wallet').balanceMinor
  }
  return { ...it, balance, written: async () => void (await statements.catchUp()) }
}

test('money sent from one wallet to another arrives once, however often it is asked for', async (t) => {
  const { as, buyer, seller, balance } = await bank(t)
  const key = newId()
  const body = { to: seller.party, amountMinor: 2_500, currency: 'EUR', note: 'Thank you', expectMinor: 2_500 }
  for (let times = 0; times < 3; times += 1) {
    const { status, body: reply } = await as(buyer).post('/v1/wallet/transfers', body, key)
    assert.deepEqual([status, reply.amountMinor], [201, 2_500])
  }
  assert.deepEqual([await balance(buyer), await balance(seller)], [7_500, 12_500])
})

test('a transfer is refused when there is too little, nobody to get it, or another amount was expected', async (t) => {
  const { as, buyer, seller, balance } = await bank(t)
  const send = async (change: object) => {
    const body = { to: seller.party, amountMinor: 100, currency: 'EUR', ...change }
    const { status, body: reply } = await as(buyer).post('/v1/wallet/transfers', body)
    return [status, reply.type, ...(reply.errors ?? []).map(({ pointer }: { pointer: string }) => pointer)]
  }
  assert.deepEqual(await send({ amountMinor: 10_001 }), [409, '/problems/insufficient-funds'])
  assert.deepEqual(await send({ to: newId() }), [404, '/problems/party-not-found'])
  assert.deepEqual(await send({ to: buyer.party }), [422, '/problems/transfer-to-self'])
  assert.deepEqual(await send({ expectMinor: 99 }), [409, '/problems/price-changed'])
  for (const amountMinor of [0, -1, 1.5, 1e13]) {
    assert.deepEqual((await send({ amountMinor })).slice(0, 1).concat((await send({ amountMinor })).slice(2)), [
      422,
      '/amountMinor',
    ])
  }
  assert.equal(await balance(buyer), 10_000)
})

test('only the operator and providers put money into wallets', async (t) => {
  const { as, buyer, operatorActor, balance } = await bank(t)
  const body = { to: buyer.party, amountMinor: 100, currency: 'EUR' }
  const { status, body: reply } = await as(buyer).post('/v1/wallet/issues', body)
  assert.deepEqual([status, reply.type], [403, '/problems/not-yours'])
  assert.equal((await as(operatorActor).post('/v1/wallet/issues', body)).status, 201)
  assert.equal(await balance(buyer), 10_100)
})

test('a statement shows the caller every movement of the own account, by pages, and nobody else’s', async (t) => {
  const { as, buyer, seller, stranger, placing, written } = await bank(t)
  const { orderId } = (await as(buyer).post('/v1/orders', placing(2))).body
  await as(buyer).post('/v1/wallet/transfers', { to: seller.party, amountMinor: 300, currency: 'EUR' })
  await written()
  const first = (await as(buyer).get('/v1/wallet/statement?limit=1')).body
  assert.deepEqual(
    [first.items.length, first.items[0].amountMinor, first.items[0].code, first.items[0].other],
    [1, -300, 'transfer', `wallet:${seller.party}`],
  )
  const second = (await as(buyer).get(`/v1/wallet/statement?limit=1&cursor=${first.nextCursor}`)).body
  assert.deepEqual(
    [second.items[0].amountMinor, second.items[0].orderId, second.items[0].other],
    [-2_000, orderId, null],
  )
  const theirs = (await as(stranger).get('/v1/wallet/statement')).body.items
  assert.deepEqual(
    theirs.map(({ code }: { code: string }) => code),
    ['issue'],
  )
  const forged = await as(stranger).get('/v1/wallet/statement?cursor=abc')
  assert.deepEqual([forged.status, forged.body.errors[0].pointer], [422, '/cursor'])
})

test('a mandate is given, seen and withdrawn by its giver', async (t) => {
  const { as, buyer, stranger } = await bank(t)
  const mandate = { business: 'stall', name: 'autopay', currency: 'EUR', limitMinor: 5_000, isActive: true }
  assert.equal((await as(buyer).post('/v1/wallet/mandates', mandate)).status, 201)
  const seen = async (actor: typeof buyer) => (await as(actor).get('/v1/wallet/mandates')).body.items
  assert.deepEqual(await seen(buyer), [{ ...mandate, expiresAt: null }])
  assert.deepEqual(await seen(stranger), [])
  await as(buyer).post('/v1/wallet/mandates', { ...mandate, isActive: false })
  assert.equal((await seen(buyer))[0].isActive, false)
})
