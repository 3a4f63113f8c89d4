import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '#kernel/commands'
import { type Database, sql } from '#kernel/db'
import { violations } from '#kernel/invariants'
import { testDatabase } from '#kernel/testing'
import { accepted, balances, buying, command, setStage, slugs, stockOf } from './fixtures.ts'
import { clockActor, createSweeper } from './timers.ts'

const priceMinor = 1_000
const dayMs = 86_400_000

async function statesOf(db: Database): Promise<string[]> {
  const { rows } = await sql<{ state: string }>`select state from orders.order_state order by id`.execute(db)
  return rows.map(({ state }) => state)
}

async function timersLeft(db: Database): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from orders.timers`.execute(db)
  return rows[0]!.count
}

test('moving a sandbox town’s clock fires what becomes due at once, and nothing before', async (t) => {
  const { db, engine, people, offer } = await setStage(t, await testDatabase(t))
  const [buyer, seller] = (await people(2, 5_000)) as [Actor, Actor]
  const offerId = await offer(seller, { priceMinor, stock: 5 })
  const placings = [buying(buyer, offerId, { priceMinor }), buying(buyer, offerId, { priceMinor })]
  accepted(await engine.submit(placings))
  accepted(await engine.submit([command(seller, 'stall.ship', { orderId: placings[1]!.id })]))
  await engine.moveClock(6 * dayMs)
  assert.deepEqual(await statesOf(db), ['paid', 'shipped'])
  await engine.moveClock(dayMs + 1_000)
  assert.deepEqual(await statesOf(db), ['cancelled', 'shipped'])
  await engine.moveClock(3 * dayMs)
  assert.deepEqual(await statesOf(db), ['cancelled', 'completed'])
  assert.equal(await timersLeft(db), 0)
  assert.deepEqual(await stockOf(db, offerId), { available: 4, held: 0, sold: 1 })
  assert.deepEqual(await balances(db, [buyer, seller]), [4_000, 5_650])
  assert.deepEqual(await violations(db), [])
})

test('two sweepers at once fire each timer once', async (t) => {
  const { db, town, clock, engine, people, offer } = await setStage(t, await testDatabase(t))
  const [buyer, seller] = (await people(2, 100_000)) as [Actor, Actor]
  const offerId = await offer(seller, { priceMinor, stock: 100 })
  accepted(await engine.submit(Array.from({ length: 60 }, () => buying(buyer, offerId, { priceMinor }))))
  clock.setOffset(8 * dayMs)
  const sweepers = Array.from({ length: 3 }, () => createSweeper({ db, town: town.id, clock, submit: engine.submit }))
  await Promise.all(sweepers.map((sweeper) => sweeper.sweepNow()))
  assert.deepEqual(new Set(await statesOf(db)), new Set(['cancelled']))
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from kernel.events where type = 'stall.cancelled'`.execute(db)
  assert.equal(rows[0]!.count, 60)
  const { rows: commands } = await sql<{ count: number }>`
    select count(*)::int as count from kernel.events where actor = ${clockActor.party} and n = 0`.execute(db)
  assert.equal(commands[0]!.count, 60, 'the same timer is the same command')
  assert.deepEqual(await balances(db, [buyer]), [100_000])
  assert.equal(await timersLeft(db), 0)
  assert.deepEqual(await violations(db), [])
})

test('a timer of an earlier entry is refused, and nobody but the clock fires timers', async (t) => {
  const { engine, people, offer } = await setStage(t, await testDatabase(t))
  const [buyer, seller] = (await people(2, 5_000)) as [Actor, Actor]
  const offerId = await offer(seller, { priceMinor, stock: 5 })
  const placing = buying(buyer, offerId, { priceMinor })
  accepted(await engine.submit([placing]))
  accepted(await engine.submit([command(seller, 'stall.ship', { orderId: placing.id })]))
  const late = command(clockActor, 'stall.after:P7D', { orderId: placing.id, rev: 1 })
  const feigned = command(buyer, 'stall.after:P10D', { orderId: placing.id, rev: 2 })
  assert.deepEqual(slugs(await engine.submit([late, feigned])), ['stale-timer', 'not-yours'])
})

test('a timer whose command fails by our fault is put off and does not hold up the others', async (t) => {
  const { db, town, clock, engine, people, offer } = await setStage(t, await testDatabase(t))
  const [buyer, seller] = (await people(2, 5_000)) as [Actor, Actor]
  const offerId = await offer(seller, { priceMinor, stock: 5 })
  const placings = [buying(buyer, offerId, { priceMinor }), buying(buyer, offerId, { priceMinor })]
  accepted(await engine.submit(placings))
  clock.setOffset(8 * dayMs)
  const sweeper = createSweeper({
    db,
    town: town.id,
    clock,
    submit: (commands, options) =>
      commands[0]!.orderId === placings[0]!.id
        ? Promise.reject(new Error('our fault'))
        : engine.submit(commands, options),
  })
  await sweeper.sweepNow()
  assert.equal(await timersLeft(db), 1)
  assert.ok((await statesOf(db)).includes('cancelled'))
})
