import { randomBytes } from 'node:crypto'
import { strict as assert } from 'node:assert'
import { test, type TestContext } from 'node:test'
import fc from 'fast-check'
import { createTownClock } from '#kernel/clock'
import { sql, transaction } from '#kernel/db'
import type { StoredEvent } from '#kernel/events'
import { newId } from '#kernel/ids'
import { declarePoints, deciderOf, type Decider, definePoint } from '#modules/decisions'
import { createVault } from '#modules/privacy'
import { observationsOfInteractions, observationsProjection } from './books/observing.ts'
import { button, operator, setStage, type Stage, town } from './fixtures.ts'

const minuteMs = 60_000
const point = definePoint({
  name: 'shop.banner',
  title: 'Which banner a visitor meets',
  context: { age: { kind: 'number' } },
  options: { features: {}, ids: ['plain', 'story'] },
  safeDefault: 'plain',
  metrics: [],
  baseline: { kind: 'rule', rules: [], otherwise: 'plain' },
  others: () => ({ story: { kind: 'rule', rules: [], otherwise: 'story' } }),
})
const options = ['plain', 'story'].map((id) => ({ id, features: {} }))
const drives = {
  kind: 'point', point: 'shop.banner',
  policies: { grey: { policy: 'baseline', version: 1 }, green: { policy: 'story', version: 1 } },
} // prettier-ignore

async function withDecider(t: TestContext): Promise<Stage & { decider: Decider }> {
  const stage = await setStage(t)
  const { db } = stage
  await declarePoints({ db, town }, [point])
  const vault = createVault({ db, town, master: randomBytes(32) })
  const decider = deciderOf({ db, town: { id: town }, clock: createTownClock(), vault })
  t.after(() => decider.stop())
  await decider.registry.refresh()
  stage.experiments.joinDecisions(decider)
  return { ...stage, decider }
}

test('an experiment chooses the policy of a point, is noted in the record, and ships the policy that won', async (t) => {
  const stage = await withDecider(t)
  const { decider, experiments } = stage
  const asked = stage.as(operator)
  await stage.open('banner', button({ unit: 'session', layer: 'banner', drives }))
  const shown = new Map<string, string>()
  for (let i = 0; i < 300; i++) {
    const decided = decider.decide('shop.banner', { context: { age: 1 }, options, reference: `visit-${i}` })
    const [chosen] = decided.chosen
    shown.set(`visit-${i}`, chosen!)
    assert.equal(decided.policy?.name, chosen === 'story' ? 'story' : 'baseline')
  }
  await decider.recorder.idle()
  await experiments.telling.idle()
  const { rows } = await sql<{ reference: string; arm: string; experiments: object[] }>`
    select r.reference, e.arm, r.experiments from decisions.records r
    join experiments.exposures e on e.town = r.town and e.unit = r.reference`.execute(stage.db)
  assert.equal(rows.length, 300)
  for (const { reference, arm, experiments: noted } of rows) {
    assert.equal(shown.get(reference), arm === 'green' ? 'story' : 'plain')
    assert.deepEqual(noted, [{ experiment: 'banner', arm, p: 0.5, epoch: 0 }])
  }
  const verdict = { decision: 'ship', arm: 'green', lesson: 'People like a story better.' }
  assert.equal((await asked.post('/v1/experiments/banner/verdict', verdict)).status, 200)
  await decider.registry.refresh()
  const after = decider.decide('shop.banner', { context: { age: 1 }, options, reference: 'later' })
  assert.deepEqual([after.chosen, after.policy?.name], [['story'], 'story'])
})

test('where the safe default stands nobody is exposed: switched off, nothing to choose from', async (t) => {
  const stage = await withDecider(t)
  const { decider, experiments } = stage
  await stage.open('banner', button({ unit: 'session', layer: 'banner', drives }))
  decider.decide('shop.banner', { context: { age: 1 }, options: [], reference: 'nothing' })
  await sql`
    insert into decisions.switches (town, is_off, changed_by, changed_at, point)
    values (${town}, true, ${operator.party}, now(), 'shop.banner')`.execute(stage.db)
  await sql`update decisions.revisions set revision = revision + 1`.execute(stage.db)
  await decider.registry.refresh()
  const off = decider.decide('shop.banner', { context: { age: 1 }, options, reference: 'off' })
  assert.equal(off.fallback, 'switched-off')
  await experiments.telling.idle()
  const { rows } = await sql`select 1 from experiments.exposures`.execute(stage.db)
  assert.deepEqual(rows, [])
})

function eventOf(given: Partial<StoredEvent>): StoredEvent {
  return {
    id: newId(), n: 0, pos: 1, type: 'market.paid', subject: null, actor: newId(), user: null, at: 0, data: {}, ...given,
  } // prettier-ignore
}

const paid = {
  name: 'spent', role: 'primary', better: 'up', kind: 'mean', windowMs: 60 * minuteMs, effect: 100,
  covariateMs: 60 * minuteMs, from: { source: 'log', type: 'market.paid', unit: 'actor', value: 'amountMinor' },
} // prettier-ignore

test('sums are the same whatever comes first: exposures, outcomes, the time before, repeats', async (t) => {
  const stage = await setStage(t)
  const { experiments, db, clock } = stage
  const asked = stage.as(operator)
  let round = 0
  const acts = fc.array(
    fc.record({
      what: fc.constantFrom('expose', 'event'),
      who: fc.integer({ min: 0, max: 3 }),
      at: fc.integer({ min: 0, max: 50 }),
      value: fc.integer({ min: -5, max: 20 }),
    }),
    { minLength: 1, maxLength: 14 },
  )
  await fc.assert(
    fc.asyncProperty(acts, fc.integer(), async (given, seed) => {
      round += 1
      const sums = []
      for (const order of ['as given', 'turned round']) {
        const name = `order-${round}-${order === 'as given' ? 'a' : 'b'}`
        await stage.open(name, button({ layer: name, metrics: [paid] }))
        await sql`update experiments.experiments set started_at = to_timestamp(0) where name = ${name}`.execute(db)
        await sql`update experiments.revisions set revision = revision + 1`.execute(db)
        await experiments.registry.refresh()
        const projection = observationsProjection({ town, registry: experiments.registry })
        const base = Math.floor(clock.now() / 1000) * 1000 - 90 * minuteMs
        const told = given.map((one, index) => ({ ...one, id: newId(base + index) }))
        // Only the first exposure of somebody counts, so those who expose keep their order.
        const exposing = told.filter(({ what }) => what === 'expose')
        const events = told.filter(({ what }) => what === 'event')
        const all = order === 'as given' ? told : [...events.toReversed(), ...exposing, ...events]
        for (const { what, who, at, value, id } of all) {
          const when = base + at * minuteMs
          if (what === 'expose') {
            const arm = (who + seed) % 2 === 0 ? 'grey' : 'green'
            const exposure = {
              experiment: name,
              targetingKey: `w-${round}-${who}`,
              arm,
              at: new Date(when).toISOString(),
            }
            await asked.post('/v1/experiments/exposures', { exposures: [exposure] })
            continue
          }
          const event = eventOf({ id, at: when, actor: `w-${round}-${who}`, data: { amountMinor: value } })
          await transaction(db, (tx) => projection.apply(tx, [event]))
        }
        const { rows } = await sql`
          select arm, n, y, yy, x, xx, xy + 0 as xy from experiments.arm_sums where experiment = ${name} order by arm`.execute(
          db,
        )
        sums.push(rows)
        await asked.post(`/v1/experiments/${name}/stop`, { why: 'done' })
      }
      assert.deepEqual(sums[1], sums[0])
    }),
    { numRuns: 8 },
  )
})

test('interactions count for the session, and after signing in for the person it became', async (t) => {
  const stage = await setStage(t)
  const { db, experiments, clock } = stage
  const clicked = {
    name: 'clicked', role: 'primary', better: 'up', kind: 'mean', windowMs: 60 * minuteMs, effect: 1,
    from: { source: 'interactions', type: 'click', unit: 'session' },
  } // prettier-ignore
  await stage.open('button', button({ metrics: [clicked] }))
  const exposures = [{ experiment: 'button', targetingKey: 'session-1' }]
  await stage.as(operator).post('/v1/experiments/exposures', { exposures })
  const live = experiments.registry.experiment('button')!
  await experiments.assign(live, { targetingKey: 'mei', session: 'session-1' })
  clock.passes(minuteMs)
  for (const [pos, session] of [[1, 'session-1'], [2, 'mei'], [3, 'another']] as const) {
    await sql`
      insert into interactions.events (town, version, id, pos, at, received_at, type, session, data)
      values (${town}, 1, ${newId()}, ${pos}, ${new Date(clock.now())}, now(), 'click', ${session}, '{}')`.execute(db)
  } // prettier-ignore
  const read = observationsOfInteractions({ town, registry: experiments.registry })
  await transaction(db, (tx) => read(tx, { after: 0, upTo: 3 }))
  await transaction(db, (tx) => read(tx, { after: 0, upTo: 3 }))
  const { rows } = await sql<{ n: number; y: number }>`select n, y from experiments.arm_sums`.execute(db)
  assert.deepEqual(rows, [{ n: 1, y: 2 }])
})

test('a bandit moves its weights, and who was exposed keeps the arm and the probability they met', async (t) => {
  const stage = await setStage(t)
  const asked = stage.as(operator)
  await stage.open('button', button({ allocation: { kind: 'bandit', floor: 0.05, minUnits: 400 } }))
  const { registry } = stage.experiments
  const keys = Array.from({ length: 600 }, (_, index) => `p-${index}`)
  await asked.post('/v1/experiments/exposures', {
    exposures: keys.map((targetingKey) => ({ experiment: 'button', targetingKey })),
  })
  const before = await Promise.all(
    keys.map((targetingKey) => stage.experiments.assign(registry.experiment('button')!, { targetingKey })),
  )
  const outcomes = before.flatMap((assigned) =>
    typeof assigned !== 'string' && assigned.arm === 'green'
      ? [{ experiment: 'button', targetingKey: assigned.unit, id: newId(), metric: 'pressed', value: 1 }]
      : [],
  )
  await asked.post('/v1/experiments/outcomes', { outcomes })
  assert.equal((await asked.post('/v1/experiments/button/look')).body.act?.kind, 'shift')
  const { body } = await asked.get('/v1/experiments/button')
  assert.deepEqual([body.epoch, Math.round(body.shares.green * 100)], [1, 95])
  await registry.refresh()
  const live = registry.experiment('button')!
  for (const [index, targetingKey] of keys.entries()) {
    assert.deepEqual(await stage.experiments.assign(live, { targetingKey }), before[index])
  }
  const fresh = await stage.experiments.assign(live, { targetingKey: 'newcomer' })
  assert.ok(typeof fresh !== 'string' && fresh.epoch === 1 && [0.05, 0.95].includes(Number(fresh.p.toFixed(6))))
})
