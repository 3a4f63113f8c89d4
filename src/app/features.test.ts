import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type TestContext, test } from 'node:test'
import { newId } from '../kernel/ids.ts'
import type { Context } from '../kernel/module.ts'
import { until } from '../kernel/until.ts'
import { createFeatures, type Features, featuresOf, shopping, verifySnapshot } from '../modules/features/index.ts'
import { storeCategories } from '../modules/offers/index.ts'
import { served } from './server.fixtures.ts'

type Reply = { status: number; body: any } // oxlint-disable-line typescript/no-explicit-any -- as a client sees it
type Caller = {
  id: string
  get: (url: string) => Promise<Reply>
  post: (url: string, payload: object) => Promise<Reply>
  agree: (...purposes: string[]) => Promise<void>
}
const walletMinor = 1_000_000

type Stage = { context: Context; operator: Caller; people: Caller[]; offers: string[] }

/** A town with an operator, people with money, and two offers of the first of them. */
async function stage(t: TestContext, count = 4): Promise<Stage> {
  const { app, town } = await served(t)
  const { context } = town
  const newcomers = async (wanted: object) => {
    const headers = { 'idempotency-key': newId() }
    return (await app.inject({ method: 'POST', url: '/v1/sandbox/newcomers', headers, payload: wanted })).json().items
  }
  const items: { party: string; token: string }[] = [
    ...(await newcomers({ count: 1, grants: ['operator'] })),
    ...(await newcomers({ count, walletMinor })),
  ]
  const callers = items.map(({ party, token }): Caller => {
    const ask = async (method: 'GET' | 'POST' | 'PUT', url: string, sent?: object): Promise<Reply> => {
      const own = { authorization: `Bearer ${token}`, 'idempotency-key': newId() }
      const reply = await app.inject({ method, url, headers: own, ...(sent && { payload: sent }) })
      return { status: reply.statusCode, body: reply.body === '' ? null : reply.json() }
    }
    return {
      id: party,
      get: (url) => ask('GET', url),
      post: (url, sent) => ask('POST', url, sent),
      agree: async (...purposes) => {
        for (const purpose of purposes) await ask('PUT', `/v1/consents/${purpose}`, { isGiven: true, version: '1' })
      },
    }
  })
  const [operator, ...people] = callers as [Caller, ...Caller[]]
  await storeCategories(context.db, 1, [{ slug: 'home', parent: null, titles: { en: 'Home' } }])
  const offers: string[] = []
  for (const title of ['Mug', 'Cup']) {
    const wanted = {
      business: 'market', title, category: 'home', currency: 'EUR', priceMinor: 100, stock: 500,
      taxCode: 'exempt', attributes: { shippingMinor: 0 },
    } // prettier-ignore
    const { status, body } = await people[0]!.post('/v1/offers', wanted)
    assert.equal(status, 201, JSON.stringify(body))
    offers.push(body.offerId)
  }
  return { context, operator, people, offers }
}

const order = (offerId: string, expectMinor = 100) => ({
  business: 'market', type: 'place', lines: [{ offerId, qty: 1 }], input: { delivery: 'pickup' }, expectMinor,
}) // prettier-ignore
const view = (subject: string | undefined, session = 'visit') => ({ id: newId(), type: 'view', subject, session })

/** A second state of the same town, as another process has; its snapshots lie apart. */
function another(t: TestContext, context: Context, name: string): Features {
  const dataDir = path.join(context.config.dataDir, name)
  const features = createFeatures({ ...context, config: { dataDir } })
  features.start()
  t.after(() => features.stop())
  return features
}

/** Waits for a state to stand where the sources stand. */
async function level(features: Features, { body }: Reply): Promise<void> {
  await until(() => features.figures().position.interactions >= body.position)
}

test('features that live are what a replay says, under many writers, in two processes, after a start and a torn file', async (t) => {
  const { context, operator, people, offers } = await stage(t)
  const early = another(t, context, 'early')
  for (const one of people) await one.agree('analytics', 'personalisation')
  const writing = people.flatMap((one, index) =>
    Array.from({ length: 12 }, async (_, turn) => {
      const wanted = order(offers[turn % 2]!)
      const sent = await one.post('/v1/events', {
        events: [view(offers[index % 2]), { ...view(offers[turn % 2]), type: 'click' }],
      })
      const placed = await one.post('/v1/orders', wanted)
      assert.equal(placed.status, index === 0 ? 409 : 201, 'nobody buys of themselves')
      return sent
    }),
  )
  await sleep(20)
  const late = another(t, context, 'late')
  const [last] = (await Promise.all(writing)).toSorted((one, other) => other.body.position - one.body.position)
  for (const features of [featuresOf(context), early, late]) await level(features, last!)
  const live = (await operator.post('/v1/features/verify', {})).body
  assert.equal(live.isIdentical, true, JSON.stringify(live))
  const [one, other] = [await early.verify(), await late.verify()]
  assert.deepEqual([one.isIdentical, other.isIdentical], [true, true])
  assert.deepEqual([one.found, other.found], [live.found, live.found])
  await late.stop()
  const dataDir = path.join(context.config.dataDir, 'late')
  const onDisk = await verifySnapshot({ db: context.db, town: 1, dataDir })
  assert.deepEqual(onDisk?.found, live.found)
  assert.equal(onDisk?.isIdentical, true)
  const reply = await people[1]!.post('/v1/events', { events: [view(offers[0])] })
  const again = another(t, context, 'late')
  await level(again, reply)
  assert.equal((await again.verify()).isIdentical, true)
  await again.stop()
  const torn = path.join(dataDir, 'features', '1', 'features.snapshot')
  const text = readFileSync(torn, 'utf8')
  for (const bad of [text.slice(0, -30), text.replace('"home"', '"heme"'), 'nonsense']) {
    writeFileSync(torn, bad)
    assert.equal(await verifySnapshot({ db: context.db, town: 1, dataDir }), undefined)
    const anew = another(t, context, 'late')
    await level(anew, reply)
    assert.equal((await anew.verify()).isIdentical, true)
    await anew.stop()
  }
  await early.stop()
})

test('what is read is of those who agree; a decision’s positions read the same again; looking is noted', async (t) => {
  const { context, operator, people, offers } = await stage(t)
  const [, willing, unwilling] = people as [Caller, Caller, Caller]
  await willing.agree('analytics', 'personalisation')
  const features = featuresOf(context)
  for (const one of [willing, unwilling])
    await level(features, await one.post('/v1/events', { events: [view(offers[0])] }))
  const about = { people: [willing.id, unwilling.id] }
  const reading = await features.read(about)
  const shares = [willing, unwilling].map(({ id }) => reading.take('home', shopping.seenCategories, [id, 'home']))
  assert.deepEqual(shares.map((share) => share > 0), [true, false]) // prettier-ignore
  const noted = reading.noted()
  assert.match(noted.sources['home']!, /^[0-9a-f-]{36}$/)
  const views = reading.number(shopping.views, offers[0]!)
  assert.ok(views > 0, 'what nobody’s events say of an offer counts')
  const at = context.clock.now()
  const before = (await features.read({ at, ...about })).number(shopping.seenCategories, [willing.id, 'home'])
  await level(features, await willing.post('/v1/events', { events: [view(offers[1]), view(offers[0])] }))
  const position = { log: noted.featurePos!, interactions: noted.streamPos! }
  const past = await features.past().at(position, { at, allowed: await features.people.allowed(about.people) })
  assert.equal(past.number(shopping.seenCategories, [willing.id, 'home']), before)
  assert.deepEqual(past.noted().featurePos, noted.featurePos)
  const shown = await operator.get(`/v1/features/party/${willing.id}`)
  const seen = shown.body.items.find((one: { feature: string }) => one.feature === 'shopping.seenOffers')
  assert.equal(seen.shares.length, 2)
  const { items } = (await operator.get('/v1/audit?act=features.read')).body
  assert.deepEqual([items.length, items[0].subject], [1, willing.id])
  assert.equal((await operator.get('/v1/features/party/nobody')).body.errors[0].pointer, '/id')
  assert.equal((await operator.get('/v1/features/planet/earth')).status, 422)
  assert.equal((await operator.get(`/v1/features/offer/${offers[0]}`)).status, 200)
  assert.ok((await operator.get('/v1/features')).body.items.length >= Object.keys(shopping).length)
  for (const url of ['/v1/features', `/v1/features/party/${willing.id}`])
    assert.equal((await willing.get(url)).status, 403)
  assert.equal((await willing.post('/v1/features/verify', {})).status, 403)
})

test('an erasure takes what was reckoned of a person from memory and disk, and a replay agrees', async (t) => {
  const { context, operator, people, offers } = await stage(t, 2)
  const leaving = people[1]!
  await leaving.agree('analytics', 'personalisation')
  const features = featuresOf(context)
  await level(features, await leaving.post('/v1/events', { events: [view(offers[0])] }))
  const refused = await leaving.post('/v1/orders', order(offers[0]!, 1))
  assert.ok(refused.status >= 400)
  const known = async (): Promise<string[]> => {
    const { body } = await operator.get(`/v1/features/party/${leaving.id}`)
    const items: { feature: string; eventId: string | null }[] = body.items
    return items.flatMap(({ feature, eventId }) => (eventId === null ? [] : [feature]))
  }
  assert.ok((await known()).includes('shopping.seenOffers'))
  const exported = await leaving.get('/v1/me/export')
  assert.ok(JSON.stringify(exported.body).includes('shopping.seenOffers'))
  const { body: me } = await leaving.get('/v1/me')
  const gone = await leaving.post('/v1/me/erasure', { confirm: me.party.slug })
  if (gone.status !== 200) {
    // Play money stands in the way: it is given away first.
    assert.deepEqual(gone.body.hindrances.map(({ kind }: { kind: string }) => kind), ['money']) // prettier-ignore
    const wallet = { to: people[0]!.id, amountMinor: walletMinor, currency: 'EUR' }
    const command = { business: 'ledger', type: 'transfer', input: wallet }
    await leaving.post('/v1/commands', { commands: [{ id: newId(), ...command }] })
    const second = await leaving.post('/v1/me/erasure', { confirm: me.party.slug })
    assert.equal(second.status, 200, JSON.stringify(second.body))
  }
  await until(known, ({ length }) => length === 0)
  const { body } = await operator.post('/v1/features/verify', {})
  assert.equal(body.isIdentical, true, JSON.stringify(body))
})

test('when the stream has been forgotten, folding again begins at the base and ends with the same', async (t) => {
  const { context, people, offers } = await stage(t, 2)
  const features = featuresOf(context)
  await people[0]!.agree('analytics', 'personalisation')
  const events = Array.from({ length: 40 }, (_, index) => view(offers[index % 2], `visit ${index % 7}`))
  const first = await people[0]!.post('/v1/events', { events })
  assert.equal(await features.renewBase(context.clock.now() + 61 * 86_400_000), first.body.position)
  const second = await people[1]!.post('/v1/events', { events: [view(offers[0])] })
  await context.db.pool.query('delete from interactions.events where pos <= $1', [first.body.position])
  await level(features, second)
  assert.equal((await features.verify()).isIdentical, true)
  const anew = another(t, context, 'anew')
  await level(anew, second)
  assert.deepEqual((await anew.verify()).found, (await features.verify()).found)
  await anew.stop()
  await context.db.pool.query('delete from features.bases')
  assert.equal((await features.verify()).isIdentical, false, 'without its base a replay knows less')
})
