import assert from 'node:assert/strict'
import type { Command } from '#kernel/commands'
import { type Database, sql } from '#kernel/db'
import { Problem } from '#kernel/problem'
import { testDatabase } from '#kernel/testing'
import type { Manifest } from '#modules/flows'
import { publishBuiltins } from '../catalogue/publish.ts'
import { readOrders } from '../books/order-rows.ts'
import { accepted, command, onBothPaths, type Path, setStage, slugs, type Stage, stall } from './fixtures.ts'
import { orderPurpose } from './sealing.ts'
import type { TestContext } from 'node:test'

const street = '17 Very Particular Lane'
const address = { type: 'string', minLength: 5, maxLength: 40, personal: true } as const

/** The stall, at which buyers leave an address, also later, and a card tells the seller of it. */
function withAddress(version: number): Manifest {
  const { states } = stall.flow
  const input = { required: ['address'], properties: { address } }
  const keep = { set: { address: 'input.address' } }
  const card = { card: { kind: 'where', data: '{"to": data.address}' } }
  const place = states['new']!.on!['place'] as { do: object[] }
  return {
    ...stall,
    business: 'parcel',
    version,
    flow: {
      initial: 'new',
      states: {
        ...states,
        new: { on: { place: { ...place, by: ['buyer'], input, do: [...place.do, keep, card], target: 'paid' } } },
        paid: { ...states['paid'], on: { ...states['paid']!.on, move: { by: ['buyer'], input, do: [keep, card] } } },
      },
    },
  } as Manifest
}

async function setUp(t: TestContext, path: Path): Promise<Stage & { place: Command; orderId: string }> {
  const stage = await setStage(t, await testDatabase(t), path)
  await publishBuiltins(stage.db, 1, [withAddress(1)])
  await stage.engine.catalogue.refresh()
  const [buyer, seller] = await stage.people(2, 10_000)
  const offer = {
    business: 'parcel', title: 'Bread', description: '', category: 'bread', currency: 'EUR', priceMinor: 1_000,
    taxCode: 'standard', priceIncludesTax: true, pictures: [], attributes: {}, stock: 9,
  } // prettier-ignore
  const put = command(seller!, 'offers.put', { input: offer })
  accepted(await stage.engine.submit([put]))
  const lines = [{ offerId: put.id, qty: 1 }]
  const place = command(buyer!, 'parcel.place', { lines, expectMinor: 1_000, input: { address: street } })
  return { ...stage, place, orderId: place.id }
}

/** The text of every row of every table of the town, as a thief of the database would read it. */
async function everything(db: Database): Promise<string> {
  const { rows: names } = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`.execute(db)
  const texts = await Promise.all(
    names.map(async ({ name }) => (await sql<object>`select t::text from ${sql.raw(name)} t`.execute(db)).rows),
  )
  return JSON.stringify(texts)
}

onBothPaths('what is personal is sealed on its way in, and a retry is the same command', async (t, path) => {
  const { engine, db, vault, place, orderId } = await setUp(t, path)
  const [first] = await engine.submit([place])
  const [again] = await engine.submit([place])
  assert.deepEqual(again, first)
  assert.equal(first?.status, 'accepted')
  const other = { ...place, input: { address: '18 Very Particular Lane' } }
  await assert.rejects(engine.submit([other]), (error) => error instanceof Problem && error.kind.slug === 'id-reused')
  const [order] = await readOrders(db, 1, [orderId])
  assert.match(JSON.stringify(order!.data), /^{"address":"sealed:1:/)
  const move = command(place.actor, 'parcel.move', { orderId, input: { address: '2 Other Street' } })
  accepted(await engine.submit([move]))
  const text = await everything(db)
  for (const plain of [street, '2 Other Street', 'Particular']) assert.ok(!text.includes(plain), plain)
  const [moved] = await readOrders(db, 1, [orderId])
  const [data] = await vault.openWithin([{ purpose: orderPurpose(orderId), value: moved!.data }])
  assert.deepEqual(data, { address: '2 Other Street' })
})

onBothPaths('a list of commands is sealed as a whole, and a wrong value is told in its own words', async (t, path) => {
  const { engine, place, orderId } = await setUp(t, path)
  const short = { ...command(place.actor, 'parcel.place', place), input: { address: 'x' } }
  const [refused] = await engine.submit([{ ...short, id: command(place.actor, 'parcel.place').id }])
  assert.equal(refused?.status === 'refused' && refused.refusal.slug, 'input-invalid')
  assert.match(JSON.stringify(refused), /must not have fewer than 5 characters/)
  const second = { ...place, id: command(place.actor, 'parcel.place').id }
  assert.deepEqual(slugs(await engine.submit([place, second], { all: true })), ['accepted', 'accepted'])
  assert.equal(orderId, place.id)
})

onBothPaths('an order keeps the seals of its own version when a later one takes more', async (t, path) => {
  const { engine, db, place, orderId } = await setUp(t, path)
  accepted(await engine.submit([place]))
  const longer = JSON.parse(JSON.stringify(withAddress(2)).replaceAll('"maxLength":40', '"maxLength":400')) as Manifest
  await publishBuiltins(db, 1, [longer])
  await engine.catalogue.refresh()
  const long = { address: 'a'.repeat(100) }
  const old = await engine.submit([command(place.actor, 'parcel.move', { orderId, input: long })])
  assert.match(JSON.stringify(old), /must not have more than 40 characters/)
  const fresh = command(place.actor, 'parcel.place', { ...place, input: long, expectMinor: 1_000 })
  assert.deepEqual(slugs(await engine.submit([{ ...fresh, id: command(place.actor, 'parcel.place').id }])), [
    'accepted',
  ])
})

onBothPaths('without a vault nothing personal is taken in', async (t, path) => {
  const { place, another, engine } = await setUp(t, path)
  await engine.stop()
  const bare = await another({ vault: undefined as never })
  try {
    const [verdict] = await bare.engine.submit([place])
    assert.match(JSON.stringify(verdict), /was not sealed on its way in/)
  } finally {
    await bare.stop()
  }
})
