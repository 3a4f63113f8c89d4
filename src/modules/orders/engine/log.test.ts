import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import { until } from '#kernel/until'
import type { Actor } from '#kernel/commands'
import { sql } from '#kernel/db'
import { readEvents, readTimeline, type StoredEvent } from '#kernel/events'
import { createFeed } from '#kernel/events-feed'
import { createHandler, createProjection } from '#kernel/events-projection'
import { derivedId } from '#kernel/ids'
import { violations } from '#kernel/invariants'
import { testDatabase } from '#kernel/testing'
import { accountName, statementsProjection } from '#modules/ledger'
import { accepted, balances, buying, command, setStage } from './fixtures.ts'
import { orderPartyProjection } from '../order-party.ts'

const priceMinor = 1_000

test('the log tells an order’s story with its money, in order, without a stranger’s refusals', async (t) => {
  const { db, engine, people, offer } = await setStage(t, await testDatabase(t))
  const [buyer, seller, stranger] = (await people(3, 5_000)) as [Actor, Actor, Actor]
  const offerId = await offer(seller, { priceMinor, stock: 5 })
  const placing = buying(buyer, offerId, { priceMinor })
  accepted(await engine.submit([placing]))
  await engine.submit([command(stranger, 'stall.ship', { orderId: placing.id })])
  const acting = { ...seller, user: stranger.party }
  accepted(await engine.submit([command(acting, 'stall.ship', { orderId: placing.id })]))
  accepted(await engine.submit([command(buyer, 'stall.confirm', { orderId: placing.id })]))
  const story = await readTimeline(db, 1, { subject: placing.id, after: { pos: 0, n: 0 }, limit: 10 })
  assert.deepEqual(story.map(({ type }) => type), ['stall.paid', 'stall.shipped', 'stall.completed']) // prettier-ignore
  assert.deepEqual([story[1]!.actor, story[1]!.user], [seller.party, stranger.party])
  const wallet = accountName('wallet', buyer.party, 'EUR')
  const pot = `pot:main:${placing.id}`
  assert.deepEqual(story[0]!.data['postings'], [{ debit: wallet, credit: pot, amountMinor: priceMinor, code: 'hold' }])
  assert.deepEqual(story[0]!.data['cells'], [[`stall/${offerId}`, -1]])
  assert.deepEqual(story[0]!.data['result'], { orderId: placing.id, rev: 1, state: 'paid' })
  const [second] = await readTimeline(db, 1, { subject: placing.id, after: { pos: story[0]!.pos, n: 0 }, limit: 1 })
  assert.equal(second?.type, 'stall.shipped')
})

test('reading by position gives every event once, whatever the page', async (t) => {
  const { db, engine, people } = await setStage(t, await testDatabase(t))
  const [one, other] = (await people(2, 1_000)) as [Actor, Actor]
  const transfer = { to: other.party, amountMinor: 1, currency: 'EUR' }
  await Promise.all(
    Array.from({ length: 30 }, () => engine.submit([command(one, 'ledger.transfer', { input: transfer })])),
  )
  const positions: number[] = []
  for (let after = 0; after < 32; after += 7)
    positions.push(...(await readEvents(db, 1, { after, limit: 7 })).map(({ pos }) => pos))
  assert.deepEqual(positions, Array.from({ length: 32 }, (_, index) => index + 1)) // prettier-ignore
  const issued = await readEvents(db, 1, { after: 0, limit: 100, types: ['ledger.issued'] })
  assert.equal(issued.length, 2)
})

test('listeners in every process hear of each event once and in order', async (t) => {
  const { db, engine, town, people } = await setStage(t, await testDatabase(t))
  const [one, other] = (await people(2, 1_000)) as [Actor, Actor]
  const elsewhere = createFeed(db, town.id)
  t.after(() => elsewhere.close())
  const heard: Record<'here' | 'there', number[]> = { here: [], there: [] }
  const note =
    (where: 'here' | 'there') =>
    (events: readonly StoredEvent[]): void => {
      heard[where].push(...events.map(({ pos }) => pos))
    }
  engine.feed.subscribe(note('here'))
  elsewhere.subscribe(note('there'))
  await Promise.all([engine.feed.poll(), elsewhere.poll()])
  const input = { to: other.party, amountMinor: 1, currency: 'EUR' }
  await Promise.all(Array.from({ length: 40 }, () => engine.submit([command(one, 'ledger.transfer', { input })])))
  await until(() => heard.here.length >= 40 && heard.there.length >= 40)
  const expected = Array.from({ length: 40 }, (_, index) => index + 3)
  assert.deepEqual(heard, { here: expected, there: expected })
})

test('an engine hears of what it stored without learning that it had, though nothing follows', async (t) => {
  const { db, engine, town, people } = await setStage(t, await testDatabase(t))
  const [one, other] = (await people(2, 1_000)) as [Actor, Actor]
  const feed = createFeed(db, town.id)
  t.after(() => feed.close())
  const heard: string[] = []
  feed.subscribe((events) => heard.push(...events.map(({ type }) => type)))
  await feed.poll()
  feed.setAnnouncing(true)
  const input = { to: other.party, amountMinor: 1, currency: 'EUR' }
  accepted(await engine.submit([command(one, 'ledger.transfer', { input })]))
  await until(() => heard.length > 0)
  assert.deepEqual(heard, ['ledger.transferred'])
})

test('a projection applies each event exactly once, though two processes run it and one attempt fails', async (t) => {
  const { db, engine, town, people } = await setStage(t, await testDatabase(t))
  await sql`create table kernel.seen (pos bigint)`.execute(db)
  const [one, other] = (await people(2, 1_000)) as [Actor, Actor]
  let failures = 1
  const options = {
    db,
    town: town.id,
    feed: engine.feed,
    name: 'test.seen',
    types: ['ledger.transferred'],
    apply: async (
      tx: Parameters<Parameters<typeof createProjection>[0]['apply']>[0],
      events: readonly StoredEvent[],
    ) => {
      await sql`insert into kernel.seen select unnest(${events.map(({ pos }) => pos)}::int8[])`.execute(tx)
      await sleep(30) // so that the other process comes by meanwhile
      if (failures-- > 0) throw new Error('a passing fault')
    },
  }
  const readers = [createProjection(options), createProjection(options)]
  t.after(() => Promise.all(readers.map((reader) => reader.stop())))
  const input = { to: other.party, amountMinor: 1, currency: 'EUR' }
  accepted(await engine.submit([command(one, 'ledger.transfer', { input })]))
  await assert.rejects(readers[0]!.catchUp(), /a passing fault/)
  await readers[0]!.catchUp()
  for (const reader of readers) reader.start()
  await Promise.all(Array.from({ length: 49 }, () => engine.submit([command(one, 'ledger.transfer', { input })])))
  const seen = async (): Promise<number> => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from kernel.seen`.execute(db)
    return rows[0]!.count
  }
  await until(async () => (await seen()) >= 50)
  await Promise.all(readers.map((reader) => reader.catchUp()))
  assert.equal(await seen(), 50)
})

test('a handler’s commands have derived ids, so that handling an event twice does one thing', async (t) => {
  const { db, engine, town, operator, people } = await setStage(t, await testDatabase(t))
  const [one, other] = (await people(2, 1_000)) as [Actor, Actor]
  const handler = createHandler({
    db,
    town: town.id,
    feed: engine.feed,
    submit: engine.submit,
    name: 'test.bonus',
    types: ['ledger.transferred'],
    handle: async (_tx, events) =>
      events.map(({ id, actor }) =>
        command(operator, 'ledger.issue', {
          id: derivedId(id, 'bonus'),
          input: { to: actor, amountMinor: 5, currency: 'EUR' },
        }),
      ),
  })
  const input = { to: other.party, amountMinor: 1, currency: 'EUR' }
  accepted(await engine.submit([command(one, 'ledger.transfer', { input })]))
  await handler.catchUp()
  await sql`update kernel.cursors set pos = 0`.execute(db)
  await handler.catchUp()
  assert.deepEqual(await balances(db, [one, other]), [1_004, 1_001])
  assert.deepEqual(await violations(db), [])
})

test('every party finds its orders and its movements of money, however often the log is read', async (t) => {
  const { db, engine, town, people, offer } = await setStage(t, await testDatabase(t))
  const [buyer, seller] = (await people(2, 5_000)) as [Actor, Actor]
  const offerId = await offer(seller, { priceMinor, stock: 5 })
  const placing = buying(buyer, offerId, { priceMinor })
  accepted(await engine.submit([placing]))
  const businesses = (): string[] => engine.catalogue.businesses().map(({ business }) => business)
  const shared = { db, town: town.id, feed: engine.feed }
  const readers = [statementsProjection(1), orderPartyProjection(1, businesses)].map((one) =>
    createProjection({ ...shared, ...one }),
  )
  for (let round = 0; round < 2; round += 1) {
    for (const reader of readers) await reader.catchUp()
    await sql`update kernel.cursors set pos = 0`.execute(db)
  }
  const { rows: parties } = await sql<{ party: string; role: string }>`
    select party, role from orders.order_party where order_id = ${placing.id} order by role`.execute(db)
  assert.deepEqual(parties, [{ party: buyer.party, role: 'buyer' }, { party: seller.party, role: 'seller' }]) // prettier-ignore
  const { rows: movements } = await sql<{ amountMinor: number; code: string }>`
    select s.amount_minor, s.code from ledger.statements s join ledger.accounts a on a.id = s.account
    where a.party = ${buyer.party} order by s.pos`.execute(db)
  assert.deepEqual(movements, [{ amountMinor: 5_000, code: 'issue' }, { amountMinor: -1_000, code: 'hold' }]) // prettier-ignore
})
