import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Actor, Json, JsonObject } from '#kernel/commands'
import { sql } from '#kernel/db'
import { testDatabase } from '#kernel/testing'
import { until } from '#kernel/until'
import { accepted, buying, command, setStage, slugs, stall } from '../engine/fixtures.ts'
import { firstDifference, ManifestChanged, publishBuiltins } from './publish.ts'
import { canonical } from '../books/receipts.ts'

const priceMinor = 1_000

test('a manifest posted to a running town can be ordered at once, and its orders keep their version', async (t) => {
  const { db, engine, operator, people, offer } = await setStage(t, await testDatabase(t))
  const [buyer, seller] = (await people(2, 20_000)) as [Actor, Actor]
  const offerId = await offer(seller, { priceMinor, stock: 50 })
  const first = buying(buyer, offerId, { priceMinor })
  accepted(await engine.submit([first]))
  const { shipped, ...states } = stall.flow.states
  const second = {
    ...stall,
    version: 2,
    flow: { ...stall.flow, states: { ...states, shipped: { ...shipped!, on: {} } } },
  }
  accepted(await engine.submit([command(operator, 'orders.publish', { input: { manifest: second } })]))
  const later = buying(buyer, offerId, { priceMinor })
  accepted(await engine.submit([later]))
  for (const { id } of [first, later]) accepted(await engine.submit([command(seller, 'stall.ship', { orderId: id })]))
  const confirms = [first, later].map(({ id }) => command(buyer, 'stall.confirm', { orderId: id }))
  assert.deepEqual(slugs(await engine.submit(confirms)), ['accepted', 'not-now'])
  const { rows } = await sql<{ version: number }>`select version from orders.orders order by id`.execute(db)
  assert.deepEqual(rows.map(({ version }) => version), [1, 2]) // prettier-ignore
})

test('publishing is the operator’s, the next version’s, and a right manifest’s', async (t) => {
  const { engine, operator, people } = await setStage(t, await testDatabase(t))
  const [stranger] = (await people(1, 0)) as [Actor]
  const publish = (actor: Actor, manifest: object): ReturnType<typeof command> =>
    command(actor, 'orders.publish', { input: { manifest: manifest as JsonObject } })
  const broken = { ...stall, version: 2, capacity: { stock: { cells: 'nobody.knows' } } }
  const verdicts = await engine.submit([
    publish(stranger, { ...stall, version: 2 }),
    publish(operator, { ...stall, version: 1 }),
    publish(operator, { ...stall, version: 4 }),
    publish(operator, { ...stall, business: 'ledger' }),
    publish(operator, broken),
    publish(operator, { version: 1 }),
  ])
  assert.deepEqual(slugs(verdicts), [
    'not-yours',
    'version-not-next',
    'version-not-next',
    'business-reserved',
    'manifest-invalid',
    'input-invalid',
  ])
  const wrong = verdicts[4]!
  assert.ok(
    wrong.status === 'refused' && wrong.refusal.errors!.some(({ pointer }) => pointer.startsWith('/input/manifest/')),
  )
})

test('a business that is switched off takes no new orders, and what has begun goes on', async (t) => {
  const { engine, operator, people, offer } = await setStage(t, await testDatabase(t))
  const [buyer, seller] = (await people(2, 5_000)) as [Actor, Actor]
  const offerId = await offer(seller, { priceMinor, stock: 5 })
  const placing = buying(buyer, offerId, { priceMinor })
  accepted(await engine.submit([placing]))
  accepted(await engine.submit([command(operator, 'orders.switch', { input: { business: 'stall', isOn: false } })]))
  const tries = [buying(buyer, offerId, { priceMinor }), command(seller, 'stall.ship', { orderId: placing.id })]
  assert.deepEqual(slugs(await engine.submit(tries)), ['business-off', 'accepted'])
  accepted(await engine.submit([command(operator, 'orders.switch', { input: { business: 'stall', isOn: true } })]))
  assert.deepEqual(slugs(await engine.submit([buying(buyer, offerId, { priceMinor })])), ['accepted'])
})

test('tariffs take effect at their instant, and an order keeps those of its placement', async (t) => {
  const { db, engine, clock, operator, people, offer } = await setStage(t, await testDatabase(t))
  const [buyer, seller] = (await people(2, 20_000)) as [Actor, Actor]
  const offerId = await offer(seller, { priceMinor, stock: 50 })
  const tomorrow = clock.now() + 86_400_000
  const set = (input: JsonObject): ReturnType<typeof command> => command(operator, 'orders.setTariff', { input })
  accepted(await engine.submit([set({ business: 'stall', rates: { commissionBps: 1_000 } })]))
  accepted(await engine.submit([set({ business: 'stall', rates: { commissionBps: 0 }, effectiveAt: tomorrow })]))
  accepted(await engine.submit([buying(buyer, offerId, { priceMinor })]))
  await engine.moveClock(86_400_001)
  accepted(await engine.submit([buying(buyer, offerId, { priceMinor })]))
  const { rows } = await sql<{ rates: JsonObject }>`select rates from orders.orders order by id`.execute(db)
  assert.deepEqual(rows.map(({ rates }) => rates), [{ commissionBps: 1_000, courierMinor: 300 },
    { commissionBps: 0, courierMinor: 300 }]) // prettier-ignore
  const wrong = [
    { business: 'stall', rates: { nobody: 1 } },
    { business: 'stall', rates: { commissionBps: '1' } },
    { business: 'stall', rates: { commissionBps: 0.5 } },
    { business: 'stall', rates: {}, effectiveAt: 1 },
    { business: 'none', rates: {} },
  ]
  assert.deepEqual(slugs(await engine.submit(wrong.map(set))), [
    'input-invalid',
    'input-invalid',
    'input-invalid',
    'tariff-in-the-past',
    'business-not-found',
  ])
})

test('another process knows a published business as soon as it hears of it', async (t) => {
  const stage = await setStage(t, await testDatabase(t))
  const other = await stage.another({ mayWrite: false })
  t.after(other.stop)
  const manifest = { ...stall, business: 'kiosk' } as unknown as JsonObject
  accepted(await stage.engine.submit([command(stage.operator, 'orders.publish', { input: { manifest } })]))
  assert.equal((await until(() => other.engine.catalogue.newest('kiosk'))).manifest.version, 1)
})

test('a built-in manifest that was changed without a new version stops the start and names the place', async (t) => {
  const db = await testDatabase(t)
  assert.deepEqual(await publishBuiltins(db, 1, [stall]), ['stall 1'])
  assert.deepEqual(await publishBuiltins(db, 1, [stall]), [])
  const changed = {
    ...stall,
    money: { ...stall.money, hold: [{ ...stall.money!['hold']![0]!, amount: 'terms.total * 2' }] },
  }
  await assert.rejects(publishBuiltins(db, 1, [changed]), (error) => {
    assert.ok(error instanceof ManifestChanged)
    return error.message.includes('/money/hold/0/amount')
  })
  assert.deepEqual(await publishBuiltins(db, 1, [{ ...changed, version: 2 }]), ['stall 2'])
})

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json)

test('the canonical text of a value does not depend on the order of members, and differs when the values do', () => {
  fc.assert(
    fc.property(json, json, (one, other) => {
      assert.equal(canonical(reversed(one)), canonical(one))
      assert.deepEqual(JSON.parse(canonical(one)), one)
      assert.equal(canonical(one) === canonical(other), firstDifference(one, other) === undefined)
    }),
  )
})

function reversed(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(reversed)
  const members = Object.entries(value as JsonObject).reverse()
  return Object.fromEntries(members.map(([name, one]) => [name, reversed(one)]))
}
