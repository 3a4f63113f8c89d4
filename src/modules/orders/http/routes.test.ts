import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '#kernel/commands'
import { newId } from '#kernel/ids'
import { createEngine } from '../engine/engine.ts'
import { shop } from './routes.fixtures.ts'

test('an order is placed once, and its replay says so', async (t) => {
  const { as, buyer, placing } = await shop(t)
  const key = newId()
  const first = await as(buyer).post('/v1/orders', placing(), key)
  assert.equal(first.status, 201)
  assert.equal(first.body.orderId, key)
  assert.equal(first.body.state, 'paid')
  assert.equal(first.headers['location'], `/v1/orders/${key}`)
  assert.equal(first.headers['idempotent-replayed'], undefined)
  const again = await as(buyer).post('/v1/orders', placing(), key)
  assert.deepEqual(again.body, first.body)
  assert.equal(again.headers['idempotent-replayed'], 'true')
  const other = await as(buyer).post('/v1/orders', placing(2), key)
  assert.deepEqual([other.status, other.body.type], [422, '/problems/id-reused'])
})

test('a partner’s own reference is an idempotency key too', async (t) => {
  const { as, buyer, seller, placing } = await shop(t)
  const first = await as(buyer).post('/v1/orders', placing(), 'PO 2024/17')
  const again = await as(buyer).post('/v1/orders', placing(), 'PO 2024/17')
  assert.equal(first.status, 201)
  assert.equal(again.body.orderId, first.body.orderId)
  const theirs = await as(seller).post('/v1/orders', placing(), 'PO 2024/17')
  assert.equal(theirs.status, 201)
  assert.notEqual(theirs.body.orderId, first.body.orderId)
})

test('refusals are problems with their slug and status', async (t) => {
  const { as, buyer, placing, offerId } = await shop(t, { stock: 2 })
  const sold = await as(buyer).post('/v1/orders', placing(3))
  assert.deepEqual([sold.status, sold.body.type, sold.body.title], [409, '/problems/sold-out', 'Sold out'])
  const poor = await as(buyer).post('/v1/orders', { business: 'stall', lines: [{ offerId, qty: 1 }], expectMinor: 999 })
  assert.deepEqual([poor.status, poor.body.type], [409, '/problems/price-changed'])
  const nowhere = await as(buyer).post('/v1/orders', { ...placing(), business: 'nothing' })
  assert.deepEqual([nowhere.status, nowhere.body.type], [404, '/problems/business-not-found'])
  const how = await as(buyer).post('/v1/orders', { ...placing(), type: 'steal' })
  assert.deepEqual([how.status, how.body.errors[0].pointer], [422, '/type'])
  const line = await as(buyer).post('/v1/orders', { business: 'stall', lines: [{ offerId, qty: 0 }] })
  assert.deepEqual([line.status, line.body.errors[0].pointer], [422, '/lines/0/qty'])
  const old = await as(buyer).post('/v1/orders', placing(), '0180a000-0000-7000-8000-000000000000')
  assert.deepEqual([old.status, old.body.type], [422, '/problems/id-time'])
})

test('a preview says what would be paid and changes nothing', async (t) => {
  const { as, buyer, placing, seller } = await shop(t)
  const { lines } = placing(2)
  const preview = await as(buyer).post('/v1/orders?preview', { business: 'stall', lines })
  assert.equal(preview.status, 200)
  assert.deepEqual([preview.body.amountMinor, preview.body.state, preview.body.cells[0].taken], [2_000, 'paid', 2])
  const placed = await as(buyer).post('/v1/orders', { business: 'stall', lines, expectMinor: preview.body.amountMinor })
  assert.equal(placed.status, 201)
  const ship = await as(seller).post(`/v1/orders/${placed.body.orderId}/actions/ship?preview=true`, {})
  assert.deepEqual([ship.status, ship.body.state], [200, 'shipped'])
  assert.equal((await as(buyer).get(`/v1/orders/${placed.body.orderId}`)).body.state, 'paid')
  const refused = await as(buyer).post(`/v1/orders/${placed.body.orderId}/actions/ship?preview`, {})
  assert.deepEqual([refused.status, refused.body.type], [403, '/problems/not-yours'])
})

test('those who take part see the order with what they may do now', async (t) => {
  const { as, buyer, seller, placing, operatorActor, clock } = await shop(t)
  const before = clock.now()
  const { orderId } = (await as(buyer).post('/v1/orders', placing(2))).body
  const { status, body } = await as(buyer).get(`/v1/orders/${orderId}`)
  assert.equal(status, 200)
  assert.deepEqual(body.money, {
    capturedMinor: 2_000,
    refundedMinor: 0,
    heldMinor: 2_000,
    pots: { main: { heldMinor: 2_000, positions: { [`wallet:${buyer.party}`]: -2_000 } } },
  })
  assert.deepEqual([body.state, body.ending, body.mine, body.lines[0].title], ['paid', null, ['buyer'], 'Bread'])
  assert.deepEqual(
    body.actions.map(({ type }: { type: string }) => type),
    ['cancel'],
  )
  assert.equal(body.timers[0].key, 'P7D')
  const days = (Date.parse(body.timers[0].dueAt) - before) / 86_400_000
  assert.ok(days > 6.9 && days < 7.1, String(days))
  const theirs = await as(seller).get(`/v1/orders/${orderId}`)
  assert.deepEqual(
    theirs.body.actions.map(({ type }: { type: string }) => type),
    ['ship', 'cancel'],
  )
  assert.equal((await as(operatorActor).get(`/v1/orders/${orderId}`)).status, 200)
})

test('to everybody else the order does not exist, whichever way they ask', async (t) => {
  const { as, buyer, stranger, placing } = await shop(t)
  const { orderId } = (await as(buyer).post('/v1/orders', placing())).body
  for (const answer of [
    await as(stranger).get(`/v1/orders/${orderId}`),
    await as(stranger).get(`/v1/orders/${orderId}/events`),
    await as(stranger).post(`/v1/orders/${orderId}/actions/ship`, {}),
    await as(stranger).post(`/v1/orders/${orderId}/actions/confirm`, {}),
    await as(stranger).post(`/v1/orders/${orderId}/actions/cancel?preview`, {}),
    await as(stranger).get(`/v1/orders/${newId()}`),
    await as(stranger).post(`/v1/orders/${newId()}/actions/ship`, {}),
  ]) {
    assert.deepEqual(
      [answer.status, answer.body.type, answer.body.state],
      [404, '/problems/order-not-found', undefined],
    )
  }
  const bulk = await as(stranger).post('/v1/commands', { commands: [{ business: 'stall', type: 'confirm', orderId }] })
  assert.equal(bulk.body.verdicts[0].problem.status, 404)
  assert.equal((await as(null).get(`/v1/orders/${orderId}`)).status, 401)
})

test('an order goes through its states by actions, and tells its story', async (t) => {
  const { as, buyer, seller, placing } = await shop(t)
  const { orderId } = (await as(buyer).post('/v1/orders', placing())).body
  const early = await as(buyer).post(`/v1/orders/${orderId}/actions/confirm`, {})
  assert.deepEqual([early.status, early.body.type, early.body.state], [409, '/problems/not-now', 'paid'])
  const shipped = await as(seller).post(`/v1/orders/${orderId}/actions/ship`, {})
  assert.deepEqual([shipped.status, shipped.body.state], [200, 'shipped'])
  assert.equal((await as(buyer).post(`/v1/orders/${orderId}/actions/confirm`, {})).body.state, 'completed')
  const story = await as(buyer).get(`/v1/orders/${orderId}/events?limit=2`)
  assert.deepEqual(
    story.body.items.map(({ type }: { type: string }) => type),
    ['stall.paid', 'stall.shipped'],
  )
  const rest = await as(buyer).get(`/v1/orders/${orderId}/events?cursor=${story.body.nextCursor}`)
  assert.deepEqual(
    rest.body.items.map(({ type }: { type: string }) => type),
    ['stall.completed'],
  )
  assert.equal(rest.body.nextCursor, null)
})

test('a list shows the caller’s own orders, by pages and filters', async (t) => {
  const { as, buyer, seller, stranger, placing, caughtUp } = await shop(t)
  const ids: string[] = []
  for (let count = 0; count < 5; count += 1) ids.unshift((await as(buyer).post('/v1/orders', placing())).body.orderId)
  await as(seller).post(`/v1/orders/${ids[0]}/actions/ship`, {})
  await as(buyer).post(`/v1/orders/${ids[1]}/actions/cancel`, {})
  await caughtUp()
  const idsOf = async (url: string, actor = buyer): Promise<string[]> =>
    (await as(actor).get(url)).body.items.map(({ id }: { id: string }) => id)
  assert.deepEqual(await idsOf('/v1/orders'), ids)
  assert.deepEqual(await idsOf('/v1/orders?role=seller', seller), ids)
  assert.deepEqual(await idsOf('/v1/orders?role=seller'), [])
  assert.deepEqual(await idsOf('/v1/orders?state=shipped'), [ids[0]])
  assert.deepEqual(await idsOf('/v1/orders?isOpen=false'), [ids[1]])
  assert.deepEqual(await idsOf('/v1/orders?business=other'), [])
  assert.deepEqual(await idsOf('/v1/orders', stranger), [])
  const first = (await as(buyer).get('/v1/orders?limit=3')).body
  assert.deepEqual(await idsOf(`/v1/orders?limit=3&cursor=${first.nextCursor}`), ids.slice(3))
})

test('two hundred commands go in one request, each answered for itself, once', async (t) => {
  const { as, buyer, placing } = await shop(t, { stock: 3 })
  const commands = Array.from({ length: 200 }, () => ({ ...placing(), type: 'place' }))
  const key = newId()
  const { status, body } = await as(buyer).post('/v1/commands', { commands }, key)
  assert.deepEqual([status, body.accepted, body.verdicts.length], [200, 3, 200])
  assert.deepEqual(body.verdicts[3].problem.type, '/problems/sold-out')
  const again = await as(buyer).post('/v1/commands', { commands }, key)
  assert.deepEqual(again.body, body)
  assert.equal(again.headers['idempotent-replayed'], 'true')
  const tooMany = await as(buyer).post('/v1/commands', { commands: [...commands, commands[0]] })
  assert.deepEqual([tooMany.status, tooMany.body.errors[0].pointer], [422, '/commands'])
})

test('a list with `all` is accepted or refused as a whole', async (t) => {
  const { as, buyer, placing, seller, offer } = await shop(t, { stock: 3 })
  const rare = await offer(seller, { priceMinor: 1_000, stock: 0 })
  const good = { ...placing(), type: 'place' }
  const bad = { ...good, lines: [{ offerId: rare, qty: 1 }] }
  const refused = await as(buyer).post('/v1/commands', { all: true, commands: [good, bad] })
  assert.equal(refused.body.accepted, 0)
  assert.deepEqual(
    refused.body.verdicts.map((one: { problem: { type: string } }) => one.problem.type),
    ['/problems/list-refused', '/problems/sold-out'],
  )
  const accepted = await as(buyer).post('/v1/commands', { all: true, commands: [good, good] })
  assert.equal(accepted.body.accepted, 2)
})

test('a command with an impossible id is refused alone', async (t) => {
  const { as, buyer, placing } = await shop(t)
  const id = '0180a000-0000-7000-8000-000000000000'
  const { body } = await as(buyer).post('/v1/commands', {
    commands: [
      { ...placing(), type: 'place', id },
      { ...placing(), type: 'place' },
    ],
  })
  assert.deepEqual([body.accepted, body.verdicts[0].problem.type], [1, '/problems/id-time'])
})

test('lines of business are shown with their manifest and how an order begins', async (t) => {
  const { as } = await shop(t)
  const list = await as(null).get('/v1/businesses')
  assert.deepEqual(
    list.body.items.map(({ business, isOn }: { business: string; isOn: boolean }) => [business, isOn]),
    [['stall', true]],
  )
  const { body } = await as(null).get('/v1/businesses/stall')
  assert.deepEqual([body.version, body.rates.commissionBps, body.beginnings[0].type], [1, 500, 'place'])
  assert.equal(body.manifest.flow.initial, 'new')
  assert.equal((await as(null).get('/v1/businesses/nothing')).status, 404)
})

test('events are read on from a cursor, each caller only what concerns them', async (t) => {
  const { as, buyer, seller, stranger, placing, operatorActor } = await shop(t)
  const { orderId } = (await as(buyer).post('/v1/orders', placing())).body
  await as(seller).post(`/v1/orders/${orderId}/actions/ship`, {})
  await as(stranger).post('/v1/orders', { ...placing(), expectMinor: 1 })
  const read = async (actor: Actor): Promise<string[]> => {
    const types: string[] = []
    for (let after = '0', isUpToDate = false; !isUpToDate;) {
      const { body } = await as(actor).get(`/v1/events?limit=1&after=${after}`)
      for (const { type } of body.items) types.push(type)
      after = body.next
      isUpToDate = body.isUpToDate
    }
    return types
  }
  assert.deepEqual(await read(buyer), ['ledger.issued', 'stall.paid', 'stall.shipped'])
  assert.deepEqual(await read(stranger), ['ledger.issued', 'command.refused'])
  assert.deepEqual((await read(operatorActor)).length, 7)
})

test('a second process of the town answers reads and forwards writes', async (t) => {
  const { db, town, clock, as, buyer, placing } = await shop(t)
  const { orderId } = (await as(buyer).post('/v1/orders', placing())).body
  const standby = await createEngine({ db, town, clock, address: 'http://127.0.0.1:3', mayWrite: false })
  t.after(() => standby.stop())
  assert.equal(standby.isWriter(), false)
  assert.equal(standby.catalogue.newest('stall')?.manifest.version, 1)
  assert.equal((await as(buyer).get(`/v1/orders/${orderId}`)).status, 200)
})
