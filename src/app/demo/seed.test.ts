import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { createTownClock } from '#kernel/clock'
import { type Database, sql, transaction } from '#kernel/db'
import { readEvents } from '#kernel/events'
import { newId } from '#kernel/ids'
import { testDatabase } from '#kernel/testing'
import { type Town, createTown } from '#kernel/towns'
import { listHours, openingAt } from '#modules/hours'
import { shownPlaces, storePlace } from '#modules/places'
import { createEngine, type Engine, orderFigures, publishBuiltins } from '#modules/orders'
import { manifest as campaigns } from '../../businesses/campaigns/manifest.ts'
import { manifest as mall } from '../../businesses/mall/manifest.ts'
import { manifest } from '../../businesses/market/manifest.ts'
import { readDemoTown } from './content.ts'
import { demoId, partyId } from './identities.ts'
import { seedDemo } from './seed.ts'

type Seeded = { db: Database; town: Town; engine: Engine; seed: () => Promise<number>; told: string[] }

async function emptyTown(t: TestContext): Promise<Seeded> {
  const db = await testDatabase(t)
  const dataDir = await mkdtemp(path.join(tmpdir(), 'lakeside-demo-'))
  const town = await createTown(db, {
    id: 1,
    name: 'Lakeside',
    timeZone: 'Europe/Zurich',
    currency: 'EUR',
    isSandbox: true,
  })
  await publishBuiltins(db, town.id, [manifest, mall, campaigns])
  const engine = await createEngine({ db, town, clock: createTownClock(), address: 'http://127.0.0.1:1' })
  t.after(async () => {
    await engine.stop()
    await rm(dataDir, { recursive: true })
  })
  const told: string[] = []
  const seed = (): Promise<number> =>
    seedDemo({ db, town, submit: engine.submit, config: { dataDir } }, (done, total, what) =>
      told.push(`${what} ${done}/${total}`),
    )
  return { db, town, engine, seed, told }
}

async function count(db: Database, table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(db)
  return rows[0]!.n
}

test('the demo town fills up, and filling it again changes nothing', async (t) => {
  const { db, seed, told } = await emptyTown(t)
  const accepted = await seed()
  assert.match(told.at(-1) ?? '', new RegExp(`^stalls (${accepted})/\\1$`))
  assert.ok((await count(db, 'offers.offers')) >= 500)
  assert.ok((await count(db, 'identity.parties')) >= 100)
  const before = await Promise.all(
    ['offers.offers', 'ledger.transfers', 'kernel.events'].map((table) => count(db, table)),
  )
  assert.equal(await seed(), accepted)
  const after = await Promise.all(
    ['offers.offers', 'ledger.transfers', 'kernel.events'].map((table) => count(db, table)),
  )
  assert.deepEqual(after, before)
})

test('every shop of the demo town is somewhere and keeps hours, and at any hour of the week some shop is open', async (t) => {
  const { db, town, seed } = await emptyTown(t)
  await seed()
  const { stalls } = readDemoTown()
  const parties = stalls.map(({ slug }) => partyId(slug))
  const places = await shownPlaces(db, town.id, parties)
  assert.equal(places.size, stalls.length)
  const [latitudes, longitudes] = [
    [...places.values()].map((p) => p.latitude),
    [...places.values()].map((p) => p.longitude),
  ]
  // A town that is walked through in an hour, and few shops in one place.
  assert.ok(Math.max(...latitudes) - Math.min(...latitudes) < 0.03)
  assert.ok(Math.max(...longitudes) - Math.min(...longitudes) < 0.05)
  const spots = new Set([...places.values()].map(({ latitude, longitude }) => `${latitude},${longitude}`))
  assert.ok(spots.size > stalls.length * 0.9, `${spots.size}`)
  const hours = [...(await listHours(db, town.id, parties)).values()]
  assert.equal(hours.length, stalls.length)
  for (let hour = 0; hour < 7 * 24; hour += 1) {
    const at = Date.UTC(2026, 5, 1, hour, 40)
    const open = hours.filter((week) => openingAt(week, at, town.timeZone).isOpen).length
    assert.ok(open >= 1 && open < stalls.length, `${open} open at ${new Date(at).toISOString()}`)
  }
})

test('a place that somebody has changed or hidden stays as it is when the town is filled again', async (t) => {
  const { db, town, seed } = await emptyTown(t)
  await seed()
  const place = { address: 'Elsewhere', latitude: 47.1, longitude: 8.7, isShown: false, isRough: true }
  await transaction(db, (tx) => storePlace(tx, town.id, { party: partyId('anton'), place }))
  await seed()
  assert.equal((await shownPlaces(db, town.id, [partyId('anton')])).size, 0)
})

test('seeding again keeps what people have changed', async (t) => {
  const { db, engine, seed } = await emptyTown(t)
  await seed()
  const [offer] = readDemoTown().stalls.find(({ slug }) => slug === 'anton')!.offers
  const offerId = demoId(`offer/anton/${offer!.title}`)
  const input = {
    offerId, business: 'market', title: 'Mug, renamed', category: 'ceramics', currency: 'EUR', priceMinor: 4100, rev: 1,
    attributes: { shippingMinor: 490 },
  } // prettier-ignore
  const actor = { party: partyId('anton'), kind: 'person' as const, grants: [] }
  const [verdict] = await engine.submit([{ id: newId(), actor, business: 'offers', type: 'put', input }])
  assert.equal(verdict?.status, 'accepted')
  await seed()
  const { rows } = await sql`select title, rev from offers.offers where id = ${offerId}`.execute(db)
  assert.deepEqual(rows, [{ title: 'Mug, renamed', rev: 2 }])
})

test('Mei has 500.00 and Anton has mugs at 40.00', async (t) => {
  const { db, town, seed } = await emptyTown(t)
  await seed()
  const wallet = await sql`select balance from ledger.accounts where party = ${partyId('mei')}`.execute(db)
  assert.deepEqual(wallet.rows, [{ balance: 50_000 }])
  const mugs = await sql`
    select title from offers.offers where seller = ${partyId('anton')} and price_minor = 4000 order by title`.execute(
    db,
  )
  assert.deepEqual(mugs.rows, [{ title: 'Mug “North Wind”' }, { title: 'Mug “Still Water”' }])
  const events = await transaction(db, (tx) => readEvents(tx, town.id, { after: 0, limit: 1_000 }))
  assert.deepEqual(events.filter(({ type }) => type === 'command.refused'), []) // prettier-ignore
})

test('orders of the mall and the tool library stand in many states, so that no list is empty', async (t) => {
  const { db, seed } = await emptyTown(t)
  await seed()
  const { rows } = await sql<{ business: string; states: string[] }>`
    select o.business, array_agg(distinct s.state order by s.state) as states
    from orders.orders o join orders.order_state s on s.town = o.town and s.id = o.id
    group by o.business order by o.business`.execute(db)
  assert.deepEqual(rows, [
    { business: 'campaigns', states: ['enrolled'] },
    { business: 'mall', states: ['cancelled', 'completed', 'disputed', 'paid', 'shipped'] },
    { business: 'tools', states: ['booked', 'out', 'returned'] },
  ])
})

test('the orders of the demo are of the day on which the town began', async (t) => {
  const { db, town, seed } = await emptyTown(t)
  await seed()
  const { orders } = await orderFigures(db, { town: town.id, now: Date.now(), hours: 24 })
  assert.equal(orders, await count(db, 'orders.orders'))
  assert.ok(orders > 5)
})
