import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Compile } from 'typebox/compile'
import { transaction } from '#kernel/db'
import { createHttp } from '#kernel/http'
import { createCommandIds } from '#kernel/idempotency'
import { newId } from '#kernel/ids'
import { log } from '#kernel/log'
import { testDatabase } from '#kernel/testing'
import { storePlace } from '#modules/places'
import { OfferIndex, createSearch, hostIn } from '#modules/search'
import { ListBody } from './contract.ts'
import { actorFor, anton, at, furnish, lan, offered, submitOneByOne, town } from './fixtures.ts'
import { applyToListings } from './listings.ts'
import { createOpenSellers } from './open-sellers.ts'
import { offersRoutes } from './routes.ts'
import { listingsSource } from './search-source.ts'

/** Where things and sellers stand: how far, how open, how well rated; by the index and without it. */

const lake = { latitude: 47.366, longitude: 8.541 }
const uphill = { latitude: 47.378, longitude: 8.548 }
const nextTown = { latitude: 47.4991, longitude: 8.7291 }
const never = Date.UTC(2026, 0, 5, 3)
const monday = Date.UTC(2026, 0, 5, 12)

type Shown = { items: { id: string; seller: { place?: object } }[]; facets?: { rating?: object[] } }

async function stage(t: TestContext) {
  const db = await testDatabase(t)
  await furnish(db)
  const submit = submitOneByOne(db)
  const index = new OfferIndex()
  const host = hostIn(index)
  const state = { hasIndex: true, now: monday }
  const openSellers = createOpenSellers({ db, town: { id: town, timeZone: 'UTC' }, clock: { now: () => state.now } })
  const app = createHttp({ log, authenticate: async () => null, isStrict: true })
  t.after(() => app.close())
  const search = createSearch(() => (state.hasIndex ? host : undefined))
  offersRoutes(app, { db, town, submit, commandIdOf: createCommandIds(db, town), search, openSellers })
  const moved = async (party: string, place: { latitude: number; longitude: number }, isShown = true) => {
    await storePlace(db, town, { party, place: { ...place, address: '', isShown, isRough: false } })
    const about = { type: 'places.changed', subject: party, actor: party, user: null, at, data: {} }
    await transaction(db, (tx) => applyToListings(tx, town, [{ ...about, id: newId(), n: 0, pos: 9 }]))
  }
  const list = async (query: string, status = 200): Promise<Shown> => {
    index.apply(await listingsSource(db, town).page(undefined, 500))
    const reply = await app.inject({ url: `/v1/offers?${query}` })
    assert.equal(reply.statusCode, status, reply.body)
    if (status === 200) assert.ok(Compile(ListBody).Check(reply.json()), reply.body)
    return reply.json()
  }
  return { db, state, moved, list, offer: (of: { id: string }, given = {}) => offered(submit, actorFor(of), given) }
}

const idsOf = ({ items }: Shown): string[] => items.map(({ id }) => id)
const from = `near=${lake.latitude},${lake.longitude}`

test('the nearest come first and what is farther is left out, by the index and by the database alike', async (t) => {
  const { state, moved, list, offer } = await stage(t)
  const [antons, lans] = [await offer(anton), await offer(lan)]
  assert.deepEqual(idsOf(await list(`${from}&withinKm=100`)), [], 'nobody has said where they are')
  await moved(anton.id, nextTown)
  await moved(lan.id, uphill)
  for (const hasIndex of [true, false]) {
    state.hasIndex = hasIndex
    assert.deepEqual(idsOf(await list(from)), [lans, antons])
    assert.deepEqual(idsOf(await list(`${from}&q=mug&sort=distance`)), [lans, antons])
    assert.deepEqual(idsOf(await list(`${from}&withinKm=5`)), [lans])
    assert.deepEqual(idsOf(await list(`${from}&q=mug&withinKm=0.5`)), [])
    assert.deepEqual(idsOf(await list('near=47.5,8.73&withinKm=5')), [antons])
  }
  const { items } = await list(`${from}&withinKm=5`)
  assert.deepEqual(items[0]!.seller.place, uphill)
})

test('pages by distance go on where the one before ended, also without an index', async (t) => {
  const { state, moved, list, offer } = await stage(t)
  const made: string[] = []
  while (made.length < 5) made.push(await offer(made.length % 2 === 0 ? anton : lan))
  await moved(anton.id, uphill)
  state.hasIndex = false
  const seen: string[] = []
  for (let cursor = ''; ;) {
    const page = (await list(`${from}&limit=2${cursor}`)) as Shown & { nextCursor: string | null }
    seen.push(...idsOf(page))
    if (page.nextCursor === null) break
    cursor = `&cursor=${page.nextCursor}`
  }
  assert.deepEqual(seen.toSorted(), made.toSorted())
  assert.deepEqual(new Set(seen.slice(0, 3)), new Set([made[0], made[2], made[4]]))
})

test('a place that is not shown is not found by distance, and stands on no card', async (t) => {
  const { moved, list, offer } = await stage(t)
  await offer(anton)
  await moved(anton.id, uphill)
  assert.equal(idsOf(await list(`${from}&withinKm=5`)).length, 1)
  await moved(anton.id, uphill, false)
  assert.deepEqual(idsOf(await list(`${from}&withinKm=5`)), [])
  const { items } = await list('limit=5')
  assert.equal(items[0]!.seller.place, undefined)
})

test('who is open now is found by the hours of the shop; those without hours are not', async (t) => {
  const { db, state, list, offer } = await stage(t)
  const [antons] = [await offer(anton), await offer(lan)]
  const week = JSON.stringify([{ day: 1, opens: '09:00', closes: '18:00' }])
  await db.pool.query('insert into hours.weeks (town, party, week, exceptions) values ($1, $2, $3, $4)', [
    town, anton.id, week, '[]',
  ]) // prettier-ignore
  for (const hasIndex of [true, false]) {
    state.hasIndex = hasIndex
    state.now = monday
    assert.deepEqual(idsOf(await list('isOpen=true')), [antons])
    assert.deepEqual(idsOf(await list('q=mug&isOpen=true')), [antons])
    assert.deepEqual(idsOf(await list(`q=mug&isOpen=true&seller=${lan.id}`)), [])
    state.now = never
    assert.deepEqual(idsOf(await list('q=mug&isOpen=true')), [])
    const { nearby } = (await list('isOpen=true&facets=price')) as Shown & { nearby?: Shown }
    assert.equal(nearby?.items.length, 2, 'filters that leave nothing are no dead end')
  }
})

test('what buyers rate well is found by its stars, and counted by them', async (t) => {
  const { db, state, list, offer } = await stage(t)
  const [good, bad, unrated] = [await offer(anton), await offer(anton), await offer(anton)]
  for (const [id, five, two] of [
    [good, 3, 0],
    [bad, 0, 3],
  ] as const) {
    await db.pool.query('insert into reviews.ratings (town, subject, stars_sum, counts) values ($1, $2, $3, $4)', [
      town,
      id,
      5 * five + 2 * two,
      [0, two, 0, 0, five],
    ])
    const about = { type: 'reviews.written', subject: id, actor: lan.id, user: null, at, data: {} }
    await transaction(db, (tx) => applyToListings(tx, town, [{ ...about, id: newId(), n: 0, pos: 9 }]))
  }
  for (const hasIndex of [true, false]) {
    state.hasIndex = hasIndex
    assert.deepEqual(idsOf(await list('q=mug&starsMin=4')), [good])
    assert.deepEqual(idsOf(await list('starsMin=2&sort=rating')), [good, bad])
    assert.equal(idsOf(await list('q=mug&sort=rating'))[0], good)
    assert.ok(idsOf(await list('sort=rating')).includes(unrated))
  }
  state.hasIndex = true
  const { facets } = await list('q=mug&facets=rating&starsMin=4')
  assert.deepEqual(facets?.rating, [
    { starsMin: 5, count: 1 },
    { starsMin: 4, count: 1 },
    { starsMin: 3, count: 1 },
    { starsMin: 2, count: 2 },
    { starsMin: 1, count: 2 },
  ])
})

test('a distance from nowhere is refused by name', async (t) => {
  const { list } = await stage(t)
  for (const query of ['sort=distance', 'withinKm=3', 'near=91,0', 'near=0,181', 'near=here', 'near=1,1&withinKm=0']) {
    const { errors } = (await list(query, 422)) as unknown as { errors: { pointer: string }[] }
    assert.match(errors[0]!.pointer, /near|withinKm/, query)
  }
})
