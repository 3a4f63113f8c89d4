import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Actor } from '#kernel/commands'
import { transaction } from '#kernel/db'
import { createHttp } from '#kernel/http'
import { namedId, newId } from '#kernel/ids'
import { log } from '#kernel/log'
import { testDatabase } from '#kernel/testing'
import { createParties } from '#modules/identity'
import { knowledgeOf, thingId } from '../fixtures.ts'
import { fairnessRoutes } from './routes.ts'
import { readRules, rulesKeeper } from './rules.ts'
import { createSpending, forgetSpending, namedOf } from './spending.ts'

const dayMs = 86_400_000
const olga: Actor = { party: newId(), kind: 'person', grants: ['operator'] }
const mei: Actor = { party: newId(), kind: 'person', grants: [] }
const usual = { onePlaceIn: 12, thingShown: 150, sellerShown: 300, withinPlaces: 5_000 }
const town = 1
const seller = (number: number): string => namedId(`recommend/seller/${number}`)

async function server(t: TestContext) {
  const db = await testDatabase(t)
  const clock = { at: Date.UTC(2026, 5, 10, 12) }
  const people = new Map([['olga', olga], ['mei', mei]]) // prettier-ignore
  const app = createHttp({ log, authenticate: async (token) => people.get(token) ?? null, isStrict: true })
  const knowledge = knowledgeOf(20)
  const now = (): number => clock.at
  const spending = createSpending({ db, town, now })
  const keeper = rulesKeeper({ db, town, now }, (rules) => (knowledge.exposure.rules = rules))
  fairnessRoutes(app, { db, town, knowledge, spending, now, changed: keeper.renew })
  t.after(async () => {
    await app.close()
    await spending.stop()
  })
  await transaction(db, (tx) =>
    createParties(tx, town, [
      { id: seller(1), kind: 'firm', slug: 'one', name: 'Shop one', about: '', joinedAt: now() },
    ]),
  )
  const ask = async (who: string, given: { method?: 'GET' | 'PUT'; query?: string; payload?: object } = {}) => {
    const { method = 'GET', query = '', payload } = given
    const url = `/v1/feed/newcomers?${query}`
    const reply = await app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${who}` },
      ...(payload && { payload }),
    })
    return { status: reply.statusCode, body: reply.json() }
  }
  const spend = (thing: number, more: Partial<{ given: number; forgone: number; doubt: number }> = {}): void => {
    const number = knowledge.catalogue.find(thingId(thing))!
    spending.note(12, namedOf(knowledge, [{ thing: number, given: 0.1, forgone: 0.3, doubt: 0.05, ...more }]))
  }
  return { db, clock, knowledge, spending, keeper, ask, spend }
}

test('what newcomers had is added up by seller, with its cost and how far that is known', async (t) => {
  const { ask, spend, spending, clock } = await server(t)
  const { body: before } = await ask('olga')
  assert.deepEqual([before.rev, before.rules, before.shown, before.places, before.cost], [0, usual, 0, 0, 0])
  for (let i = 0; i < 4; i += 1) spend(1)
  spend(11)
  spend(2)
  spending.note(20, [])
  await spending.flush()
  spend(1)
  const { body } = await ask('olga')
  assert.deepEqual([body.shown, body.places], [104, 7])
  assert.ok(Math.abs(body.cost - 1.4) < 1e-9)
  const [first, second] = body.items
  assert.deepEqual(
    [first.seller, first.things, first.places, first.isNew],
    [{ id: seller(1), name: 'Shop one' }, 2, 6, true],
  )
  assert.deepEqual([second.seller.id, second.places, body.items.length], [seller(2), 1, 2])
  // The same thing errs one way: five doubts add up, those of other things count beside them.
  const deviation = Math.hypot(5 * 0.05, 0.05, 0.05)
  assert.ok(Math.abs((body.costHigh - body.costLow) / 2 - 1.96 * deviation) < 1e-9)
  clock.at += 3 * dayMs
  assert.deepEqual([(await ask('olga', { query: 'days=2' })).body.places, (await ask('olga')).body.places], [0, 7])
})

test('the budget is changed by operators, on what they have seen, within bounds that are named', async (t) => {
  const { ask, knowledge } = await server(t)
  assert.equal((await ask('mei')).status, 403)
  const change = (payload: object) => ask('olga', { method: 'PUT', payload })
  assert.equal((await ask('mei', { method: 'PUT', payload: { rev: 0, ...usual } })).status, 403)
  assert.deepEqual((await change({ rev: 0, ...usual, onePlaceIn: 24 })).body, { rev: 1 })
  assert.equal(knowledge.exposure.rules.onePlaceIn, 24, 'pages are made by it at once')
  const late = await change({ rev: 0, ...usual })
  assert.deepEqual([late.status, late.body.type.split('/').at(-1)], [409, 'newcomers-changed'])
  assert.deepEqual((await change({ rev: 1, ...usual, onePlaceIn: null })).body, { rev: 2 })
  for (const [field, wrong] of Object.entries({ onePlaceIn: 5, thingShown: 0, sellerShown: 149, withinPlaces: 99 })) {
    const { status, body } = await change({ rev: 2, ...usual, [field]: wrong })
    assert.equal(status, 422, JSON.stringify(body))
    assert.equal(body.errors[0].pointer, `/${field}`)
  }
  const { body } = await ask('olga')
  assert.deepEqual([body.rev, body.rules.onePlaceIn], [2, null])
})

test('what another process has set is felt within a second', async (t) => {
  const { db, clock, keeper, knowledge, ask } = await server(t)
  await keeper.fresh()
  assert.deepEqual(knowledge.exposure.rules, usual)
  const other = rulesKeeper({ db, town, now: () => clock.at }, () => undefined)
  await ask('olga', { method: 'PUT', payload: { rev: 0, ...usual, thingShown: 99 } })
  knowledge.exposure.rules = usual
  await Promise.all([keeper.fresh(), other.fresh()])
  assert.equal(knowledge.exposure.rules.thingShown, 150)
  clock.at += 1_000
  await keeper.fresh()
  assert.equal(knowledge.exposure.rules.thingShown, 99)
})

test('what was spent ninety days ago is forgotten, and the rules stay', async (t) => {
  const { db, clock, ask, spend } = await server(t)
  spend(1)
  await ask('olga', { method: 'PUT', payload: { rev: 0, ...usual, onePlaceIn: 20 } })
  assert.equal((await ask('olga', { query: 'days=90' })).body.places, 1)
  clock.at += 100 * dayMs
  await transaction(db, (tx) => forgetSpending(tx, town, clock.at))
  clock.at -= 100 * dayMs
  assert.equal((await ask('olga', { query: 'days=90' })).body.places, 0)
  assert.equal((await readRules(db, town)).onePlaceIn, 20)
})
