import { strict as assert } from 'node:assert'
import { test, type TestContext } from 'node:test'
import { sql, transaction } from '#kernel/db'
import { newId } from '#kernel/ids'
import { findInvariants, violations } from '#kernel/invariants'
import { migrateJobs } from '#kernel/jobs'
import { createParties } from '#modules/identity'
import { seededRandom } from '#modules/learners'
import { createMailer } from '#modules/mail'
import { addPolicy, listPolicies, putOnStage } from '../books/declaring.ts'
import { tellOutcome } from '../books/outcomes.ts'
import { readStory } from '../books/story.ts'
import type { PolicySpec } from '../core/policy.ts'
import { coarsenBuckets, foldDeltas, readBuckets } from '../counting/deltas.ts'
import { sumOf } from '../counting/tally.ts'
import { checkout, operator, setStage as setBareStage, softmaxSpec, type Stage, town } from '../fixtures.ts'
import type { Watching } from './findings.ts'
import { sendRolledBack } from './letters.ts'
import { createWatch } from './watch.ts'

const options = ['pass', 'ask', 'hold'].map((id) => ({ id, features: {} }))
const context = { amount: 1200, channel: 'web', isNew: true }
const point = 'checkout.fraud'
const bucket = 600_000

const guarded = checkout({
  metrics: [
    { name: 'paid', weight: 1, windowMs: 60_000, counts: 'first' },
    { name: 'lost', weight: -2, windowMs: 3_600_000, counts: 'every' },
  ],
  guardMetrics: [{ metric: 'paid', better: 'higher', tolerated: 0.05, least: 100, windowMs: 60_000 }],
})
const always = (id: string): PolicySpec => ({ kind: 'rule', rules: [], otherwise: id })

/** With the tables of jobs: what is rolled back is announced by one. */
async function setStage(t: TestContext): Promise<Stage> {
  const stage = await setBareStage(t)
  await migrateJobs(stage.db.url)
  return stage
}

/** Letters to an operator who can be written to. */
async function alertOf({ db }: Stage): Promise<NonNullable<Watching['alert']>> {
  const party = newId()
  const olga = {
    id: party,
    kind: 'person',
    slug: 'olga',
    name: 'Olga',
    joinedAt: Date.now(),
    grants: ['operator'],
  } as const
  await createParties(db, town, [olga])
  await sql`
    insert into identity.sign_ins (town, party, email, is_email_verified, created_at, updated_at)
    values (${town}, ${party}, 'olga@example.com', true, now(), now())`.execute(db)
  const place = { id: town, name: 'Lakeside', isSandbox: true }
  const mailer = createMailer({ town: place, hasServer: async () => false })
  return (tx, news) => sendRolledBack(tx, { town: place, mailer, publicUrl: 'http://localhost' }, news)
}

/** Ten minutes of decisions, of which some are paid for, by what was chosen. */
async function decideFor(stage: Stage, count: number, share: (chosen: string) => number): Promise<void> {
  const random = seededRandom(`${stage.clock.now()}`)
  const decided = Array.from({ length: count }, () => stage.decider.decide(point, { context, options }))
  await Promise.all(decided.map(({ recorded }) => recorded))
  const paid = decided.filter(({ chosen }) => random.uniform() < share(chosen[0]!))
  await Promise.all(
    paid.map(({ id, at }) =>
      tellOutcome({ db: stage.db, town, now: at }, { decision: id, metric: 'paid', value: 1, at, event: newId() }),
    ),
  )
  stage.clock.passes(bucket)
}

test('buckets say what the records say, however late outcomes come and whoever folds', async (t) => {
  const stage = await setStage(t)
  await stage.open(guarded, softmaxSpec)
  const decided = Array.from({ length: 60 }, () => stage.decider.decide(point, { context, options }))
  await Promise.all(decided.map(({ recorded }) => recorded))
  const wrong = stage.decider.decide(point, { context: { ...context, amount: 'much' }, options })
  await wrong.recorded
  await foldDeltas(stage.db, town)
  const { post } = stage.as(operator)
  stage.clock.passes(2 * bucket)
  const tell = ({ id, at }: { id: string; at: number }, metric: string, value: number) =>
    tellOutcome({ db: stage.db, town, now: stage.clock.now() }, { decision: id, metric, value, at, event: newId() })
  for (const one of decided.slice(0, 20)) await tell(one, 'paid', 1)
  for (const one of decided.slice(0, 5)) {
    await tell(one, 'lost', 1)
    await tell(one, 'lost', 2)
  }
  const to = decided[0]!.chosen[0] === 'hold' ? 'pass' : 'hold'
  assert.equal((await post(`/v1/decisions/${decided[0]!.id}/override`, { to, why: 'They rang' })).status, 200)
  await Promise.all([foldDeltas(stage.db, town), foldDeltas(stage.db, town), foldDeltas(stage.db, town)])
  const all = sumOf((await readBuckets(stage.db, town, { since: 0 })).map(({ tally }) => tally))
  assert.deepEqual([all.n, all.auto, all.fallbacks, all.overrides, all.valued], [61, 60, { 'wrong-context': 1 }, 1, 20])
  const { rows } = await sql<{ sum: number; squares: number }>`
    select sum(value) as sum, sum(value * value) as squares from decisions.records`.execute(stage.db)
  assert.deepEqual(all.sums!['value'], rows[0])
  assert.deepEqual(all.sums!['paid/60000'], { sum: 20, squares: 20 })
  assert.equal(
    Object.values(all.chosen!).reduce((sum, count) => sum + count, 0),
    61,
  )
  assert.deepEqual(all.inputs!['channel'], { web: 60 })
  const own = findInvariants().filter(({ name }) => name === 'buckets_count_what_is_recorded')
  assert.deepEqual(await violations(stage.db, own), [])
  await coarsenBuckets({ db: stage.db, town }, stage.clock.now() + 8 * 86_400_000)
  await foldDeltas(stage.db, town)
  const coarse = await readBuckets(stage.db, town, { since: 0 })
  assert.ok(coarse.every(({ at }) => at % 3_600_000 === 0))
  assert.deepEqual(sumOf(coarse.map(({ tally }) => tally)), all)
})

test('a live policy that turns bad is rolled back once, by whichever process; the machine does not bring it back', async (t) => {
  const stage = await setStage(t)
  await stage.open(guarded, always('pass'), 'good')
  const place = { db: stage.db, town, by: operator }
  const { version } = await addPolicy(place, { point, name: 'new', spec: always('hold') })
  const asked = stage.as(operator)
  await asked.put(`/v1/decisions/points/${point}/policies/new/stage`, { version, stage: 'live' })
  const { db, clock, decider } = stage
  const alert = await alertOf(stage)
  const watches = [0, 1].map(() => createWatch({ db, town, clock, registry: decider.registry, alert }, 0))
  const look = () => Promise.all(watches.map((watch) => watch.look()))
  for (let i = 0; i < 12; i++) await decideFor(stage, 40, () => 0.6)
  await look()
  const loop = async () => (await asked.get(`/v1/decisions/loops/${point}`)).body
  assert.deepEqual([(await loop()).state, (await loop()).live.policy], ['well', 'new'])
  for (let i = 0; i < 5; i++) await decideFor(stage, 40, (chosen) => (chosen === 'hold' ? 0.1 : 0.6))
  await look()
  await look()
  const bad = await loop()
  assert.deepEqual([bad.state, bad.reasons, bad.live.policy], ['bad', ['rolled-back'], 'good'])
  const { worsened } = bad.policies.find(({ policy }: { policy: string }) => policy === 'new')
  assert.deepEqual([worsened.metric, worsened.now < worsened.before - worsened.tolerated], ['paid', true])
  const story = await readStory(db, town, { point, limit: 50 })
  const kinds = story.map(({ kind }) => kind)
  assert.deepEqual(
    ['turned-bad', 'rolled-back'].map((kind) => kinds.filter((one) => one === kind).length),
    [1, 1],
  )
  const turned = story.find(({ kind }) => kind === 'turned-bad')!
  const evidence = turned.details['evidence'] as { decisions: string[]; events: string[]; metric: string }
  assert.equal(evidence.metric, 'paid')
  assert.deepEqual(turned.details['found'], worsened, 'the story tells the same')
  assert.ok(evidence.decisions.length > 5 && evidence.events.length > 0)
  const marked = (await listPolicies(db, town, point)).find(({ name }) => name === 'new')!
  assert.ok(marked.marked !== null && marked.stage === 'retired')
  const staging = { point, name: 'new', version, stage: 'live', canaryBps: 0 } as const
  await transaction(db, (tx) => putOnStage(tx, { town, by: null }, staging))
  await decider.registry.refresh()
  assert.equal((await loop()).live.policy, 'good', 'no machine promotes what was rolled back')
  const entries = await sql`select 1 from audit.entries where act = 'decisions.rolled-back'`.execute(db)
  assert.equal(entries.rows.length, 1)
  const letters = await sql<{ recipient: string; body: string }>`select recipient, body from mail.letters`.execute(db)
  assert.equal(letters.rows.length, 1, 'one letter, whoever wrote it')
  assert.match(letters.rows[0]!.body, /good 1 lives again/)
  assert.match(letters.rows[0]!.body, /\/operator\/loops\/checkout\.fraud/)
  for (let i = 0; i < 10; i++) await decideFor(stage, 40, (chosen) => (chosen === 'hold' ? 0.1 : 0.6))
  await look()
  const after = await loop()
  assert.deepEqual([after.state, after.live.policy], ['well', 'good'])
  const told = await asked.get(`/v1/decisions/loops/${point}/story`)
  assert.equal(told.body.items[0].kind, 'recovered')
})

test('the ladder: each step says what it asks, refuses by name, and goes on against it in words only', async (t) => {
  const stage = await setStage(t)
  await stage.open({ ...guarded, simulator: 'the shop floor' }, softmaxSpec, 'old')
  const asked = stage.as(operator)
  const made = await asked.post(`/v1/decisions/points/${point}/policies`, { name: 'new', spec: softmaxSpec })
  const body = { policy: 'new', version: made.body.version }
  const step = (more: object = {}) => asked.post(`/v1/decisions/loops/${point}/promote`, { ...body, ...more })
  const early = await step()
  assert.deepEqual([early.status, early.body.step, early.body.missing], [409, 'replay', ['log']])
  for (let i = 0; i < 4; i++) await decideFor(stage, 40, () => 0.5)
  stage.clock.passes(3_600_000)
  assert.deepEqual([(await step()).body.step, (await step()).body.missing], ['replay', ['simulated']])
  const tried = { ...body, value: 0.5, low: 0.4, high: 0.6, live: 0.5, decisions: 1000 }
  assert.equal((await asked.post(`/v1/decisions/loops/${point}/simulated`, tried)).body.isMet, true)
  assert.equal((await step()).body.step, 'shadow')
  const waiting = await step()
  assert.deepEqual([waiting.body.step, waiting.body.missing.includes('shadow-decisions')], ['canary', true])
  await stage.decider.registry.refresh()
  for (let i = 0; i < 3; i++) await decideFor(stage, 40, () => 0.5)
  await foldDeltas(stage.db, town)
  assert.equal((await step({ canaryBps: 5_000 })).body.step, 'canary')
  const soon = await step()
  assert.deepEqual([soon.body.step, soon.body.missing], ['live', ['canary-decisions']])
  assert.equal((await step({ force: ' ' })).status, 422)
  const forced = await step({ force: 'The old one is on fire' })
  assert.deepEqual([forced.status, forced.body.step, forced.body.isForced], [200, 'live', true])
  const story = (await asked.get(`/v1/decisions/loops/${point}/story`)).body.items
  assert.ok(story.some((one: { details: { why?: string } }) => one.details.why === 'The old one is on fire'))
  const back = await asked.post(`/v1/decisions/loops/${point}/roll-back`, { ...body, why: 'It was not' })
  assert.deepEqual([back.status, back.body.to.policy], [200, 'old'])
  const again = await asked.post(`/v1/decisions/loops/${point}/roll-back`, { ...body, why: 'Once more' })
  assert.equal(again.body.type, '/problems/nothing-to-roll-back')
  const marked = await step()
  assert.deepEqual([marked.status, marked.body.missing.includes('not-rolled-back')], [409, true])
})

test('all loops on one page: figures, who decides, and a point that is switched off', async (t) => {
  const stage = await setStage(t)
  await stage.open(guarded, softmaxSpec)
  for (let i = 0; i < 2; i++) await decideFor(stage, 30, () => 0.5)
  await foldDeltas(stage.db, town)
  const asked = stage.as(operator)
  const { body } = await asked.get('/v1/decisions/loops')
  const [loop] = body.items
  assert.deepEqual([loop.state, loop.decisions, loop.automated, loop.isValueSoFar], ['well', 60, 1, true])
  assert.ok(loop.value.low < loop.value.mean && loop.value.mean < loop.value.high)
  assert.deepEqual([body.operating.byMachine, body.operating.byPerson, body.operating.share], [60, 0, 1])
  assert.equal(loop.line.length, 24)
  await asked.put(`/v1/decisions/switches/${point}`, { isOff: true })
  assert.deepEqual((await asked.get(`/v1/decisions/loops/${point}`)).body.state, 'off')
  assert.equal((await asked.get('/v1/decisions/loops/no.such')).status, 404)
  assert.equal((await asked.get('/v1/decisions/loops?hours=0')).status, 422)
})
