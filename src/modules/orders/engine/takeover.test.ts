import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type TestContext, test } from 'node:test'
import type { Actor } from '#kernel/commands'
import { sql } from '#kernel/db'
import { createHttp } from '#kernel/http'
import { violations } from '#kernel/invariants'
import { log } from '#kernel/log'
import { freePort } from '#kernel/postgres-supervisor'
import { testDatabase } from '#kernel/testing'
import { until } from '#kernel/until'
import { accepted, balances, buying, command, setStage, slugs, type Stage } from './fixtures.ts'
import type { Engine } from './engine.ts'

const priceMinor = 1_000

/** Serves an engine's internal route; the address goes into the lease. */
async function serve(t: TestContext, stage: Stage, engine: Engine): Promise<void> {
  const app = createHttp({ log, authenticate: async () => null })
  engine.routes(app)
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  t.after(() => app.close())
  await sql`update kernel.lease set address = ${address}`.execute(stage.db)
}

/** As if its process had hung: the lease looks as old as after a long silence. */
async function silence({ db }: Stage): Promise<void> {
  await sql`update kernel.lease set heartbeat_at = heartbeat_at - interval '1 hour'`.execute(db)
}

test('a process that does not hold the lease forwards, and answers as the writer does', async (t) => {
  const stage = await setStage(t, await testDatabase(t))
  await serve(t, stage, stage.engine)
  const other = await stage.another()
  t.after(other.stop)
  assert.deepEqual([stage.engine.isWriter(), other.engine.isWriter()], [true, false])
  const [buyer, seller] = (await stage.people(2, 5_000)) as [Actor, Actor]
  const offerId = await stage.offer(seller, { priceMinor, stock: 5 })
  const placing = buying(buyer, offerId, { priceMinor })
  const forwarded = await other.engine.submit([placing])
  assert.deepEqual(await stage.engine.submit([placing]), forwarded)
  const verdicts = await Promise.all(
    Array.from({ length: 20 }, () => other.engine.submit([buying(buyer, offerId, { priceMinor })])),
  )
  assert.equal(slugs(verdicts.flat()).filter((slug) => slug === 'accepted').length, 4)
  await assert.rejects(other.engine.submit([{ ...placing, input: { more: 1 } }]), { name: 'Problem', message: /id/ })
  assert.deepEqual(await violations(stage.db), [])
})

test('a command with another’s secret, or none, is not taken', async (t) => {
  const stage = await setStage(t, await testDatabase(t))
  const app = createHttp({ log, authenticate: async () => null })
  stage.engine.routes(app)
  t.after(() => app.close())
  for (const headers of [{}, { 'lakeside-secret': 'guess' }]) {
    const reply = await app.inject({ method: 'POST', url: '/internal/commands', headers, payload: { parcels: [] } })
    assert.equal(reply.statusCode, 404)
  }
})

test('a writer that was deposed stores nothing more, and its callers are answered by the new one', async (t) => {
  const stage = await setStage(t, await testDatabase(t))
  const [one, other] = (await stage.people(2, 100)) as [Actor, Actor]
  await silence(stage)
  const second = await stage.another()
  t.after(second.stop)
  assert.equal(second.engine.isWriter(), true)
  await serve(t, stage, second.engine)
  // The first still believes that it writes: the fence tells it otherwise.
  const transfer = command(one, 'ledger.transfer', { input: { to: other.party, amountMinor: 1, currency: 'EUR' } })
  assert.deepEqual(slugs(await stage.engine.submit([transfer])), ['accepted'])
  assert.equal(stage.engine.isWriter(), false)
  assert.equal(stage.engine.stats().stored, 2, 'the first stored only what was there before')
  assert.equal(second.engine.stats().stored, 1)
  assert.deepEqual(await balances(stage.db, [one, other]), [99, 101])
  assert.deepEqual(await violations(stage.db), [])
})

test('who waits for a writer that froze is answered by the process that takes over', async (t) => {
  const stage = await setStage(t, await testDatabase(t))
  const [one, other] = (await stage.people(2, 100)) as [Actor, Actor]
  const asked = Promise.withResolvers<void>()
  const frozen = createServer(() => asked.resolve()) // takes every request and answers none
  await new Promise<void>((resolve) => frozen.listen(0, '127.0.0.1', resolve))
  t.after(() => frozen.closeAllConnections())
  t.after(() => frozen.close())
  const { port } = frozen.address() as AddressInfo // it listens on a port
  await stage.engine.stop()
  await sql`update kernel.lease set address = ${`http://127.0.0.1:${port}`}, heartbeat_at = clock_timestamp()`.execute(
    stage.db,
  )
  const secondPort = await freePort()
  const second = await stage.another({ address: `http://127.0.0.1:${secondPort}` })
  t.after(second.stop)
  const app = createHttp({ log, authenticate: async () => null })
  second.engine.routes(app)
  await app.listen({ port: secondPort, host: '127.0.0.1' })
  t.after(() => app.close())
  const transfer = command(one, 'ledger.transfer', { input: { to: other.party, amountMinor: 1, currency: 'EUR' } })
  const answer = second.engine.submit([transfer])
  await asked.promise
  await silence(stage)
  assert.deepEqual(slugs(await answer), ['accepted'])
  assert.equal(second.engine.isWriter(), true)
  assert.deepEqual(await balances(stage.db, [one, other]), [99, 101])
})

test('two processes that both believe they write: each command is stored once', async (t) => {
  const stage = await setStage(t, await testDatabase(t))
  const wallets = await stage.people(6, 1_000)
  const transfers = Array.from({ length: 300 }, (_, index) =>
    command(wallets[index % 6]!, 'ledger.transfer', {
      input: { to: wallets[(index + 1) % 6]!.party, amountMinor: 1, currency: 'EUR' },
    }),
  )
  const before = Promise.all(transfers.slice(0, 150).map((transfer) => stage.engine.submit([transfer])))
  const second = await stage.another()
  t.after(second.stop)
  while (!second.engine.isWriter()) {
    await silence(stage)
    await sleep(50)
  }
  await serve(t, stage, second.engine)
  const both = await Promise.all([
    before,
    ...transfers.map((transfer) => second.engine.submit([transfer])),
    ...transfers.map((transfer) => stage.engine.submit([transfer])),
  ])
  assert.ok(both.length > 0)
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int as count from ledger.transfers where code = 'transfer'`.execute(stage.db)
  assert.equal(rows[0]!.count, 300)
  assert.deepEqual(await balances(stage.db, wallets), Array.from({ length: 6 }, () => 1_000)) // prettier-ignore
  assert.deepEqual(await violations(stage.db), [])
})

test('a writer that stops gives the lease up, and a standby takes over within a heartbeat', async (t) => {
  const stage = await setStage(t, await testDatabase(t))
  const second = await stage.another()
  t.after(second.stop)
  assert.equal(second.engine.isWriter(), false)
  await stage.engine.stop()
  await until(() => second.engine.isWriter())
  const [one, other] = (await stage.people(2, 0)) as [Actor, Actor]
  const issuing = command(stage.operator, 'ledger.issue', { input: { to: one.party, amountMinor: 5, currency: 'EUR' } })
  accepted(await second.engine.submit([issuing]))
  assert.deepEqual(await balances(stage.db, [one, other]), [5, 0])
})
