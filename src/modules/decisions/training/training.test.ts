import { strict as assert } from 'node:assert'
import { type TestContext, test } from 'node:test'
import { sql } from '#kernel/db'
import { findInvariants, violations } from '#kernel/invariants'
import { namedId, newId } from '#kernel/ids'
import { migrateJobs } from '#kernel/jobs'
import { until } from '#kernel/until'
import { seededRandom } from '#modules/learners'
import { getPoint, getPolicy, listPolicies } from '../books/declaring.ts'
import { checkout, operator, setStage as setBareStage, softmaxSpec, type Stage, town } from '../fixtures.ts'
import { runTraining } from './running.ts'
import { askForDue } from './scheduling.ts'
import { reviveTrainings } from './trainings.ts'

const options = ['pass', 'ask', 'hold'].map((id) => ({ id, features: {} }))
const url = '/v1/decisions/points/checkout.fraud/policies'
const hours = 3_600_000

/** Decisions of a softmax, of which those are paid for that passed a small amount. */
async function decideAndPay(stage: Stage, count: number, name: string): Promise<void> {
  const random = seededRandom(name)
  const paid: string[] = []
  for (let i = 0; i < count; i++) {
    const context = { amount: random.integer(5000), channel: 'web', isNew: random.uniform() < 0.3 }
    const decided = stage.decider.decide('checkout.fraud', { id: namedId(`${name}/${i}`), context, options })
    if (decided.chosen[0] === (context.amount < 2500 ? 'pass' : 'hold')) paid.push(decided.id)
  }
  await stage.decider.recorder.idle()
  const asked = stage.as(operator)
  await Promise.all(paid.map((id) => asked.post(`/v1/decisions/${id}/outcomes`, { metric: 'paid', value: 1 })))
  stage.clock.passes(3 * hours)
}

async function setStage(t: TestContext, count = 300): Promise<Stage & { run: (id: string) => Promise<void> }> {
  const stage = await setBareStage(t)
  await migrateJobs(stage.db.url)
  await stage.open(checkout(), softmaxSpec)
  if (count > 0) await decideAndPay(stage, count, 'training')
  const place = { db: stage.db, town, vault: stage.vault, now: stage.clock.now }
  return { ...stage, run: (id) => runTraining(place, id, { signal: new AbortController().signal }) }
}

async function trees(stage: Stage): Promise<void> {
  const { saveForest, trainForest, matrixOf } = await import('#modules/learners')
  const { columns } = await getPoint(stage.db, town, 'checkout.fraud')
  const rows = Array.from({ length: 40 }, (_, row) => Float64Array.from(columns, (_, column) => (row + column) % 3))
  const labels = Float64Array.from(rows, (_, row) => row % 2)
  const { forest } = trainForest({ features: matrixOf(rows), labels }, { objective: 'squared', rounds: 2, minRows: 5 })
  const spec = { kind: 'trees', model: saveForest(forest), temperature: 0.1 }
  const made = await stage.as(operator).post(url, { name: 'trees', spec })
  assert.equal(made.status, 201, made.text)
}

test('a training makes a draft that knows its parent, its window and its worth on decisions it has not learnt from', async (t) => {
  const stage = await setStage(t)
  const { post, get } = stage.as(operator)
  await trees(stage)
  const asked = await post(`${url}/trees/trainings`, {})
  assert.deepEqual([asked.status, asked.body.isNew], [202, true])
  const again = await post(`${url}/trees/trainings`, {})
  assert.deepEqual(again.body, { id: asked.body.id, isNew: false })
  const one = `/v1/decisions/trainings/${asked.body.id}`
  assert.deepEqual([(await get(one)).body.state, (await get(one)).body.progress], ['waiting', 0])
  await stage.run(asked.body.id)
  const { body } = await get(one)
  assert.deepEqual([body.state, body.progress, body.version, body.made, body.lessons], ['done', 1, 1, 2, 240])
  assert.equal(body.metrics.decisions, 60)
  assert.ok(body.metrics.learnt.value > body.metrics.parent.value, JSON.stringify(body.metrics))
  assert.equal((await get('/v1/decisions/points/checkout.fraud/trainings')).body.items.length, 1)
  const [draft] = await listPolicies(stage.db, town, 'checkout.fraud')
  assert.deepEqual([draft?.name, draft?.version, draft?.stage, draft?.learnt?.['parent']], ['trees', 2, 'draft', 1])
  // A large model lies once, and the policy is whole wherever it decides.
  const { rows } = await sql<{ hash: string; isApart: boolean }>`
    select m.hash, p.spec #>> '{model,stored}' is not null as is_apart
    from decisions.policies p join decisions.models m on m.hash = p.spec #>> '{model,stored}'
    where p.name = 'trees' and p.version = 2`.execute(stage.db)
  assert.deepEqual([rows[0]?.hash, rows[0]?.isApart], [draft?.learnt?.['model'], true])
  const point = await getPoint(stage.db, town, 'checkout.fraud')
  const policy = await getPolicy(stage.db, town, { point, name: 'trees' })
  await stage.as(operator).put(`${url}/trees/stage`, { version: 2, stage: 'live' })
  const decided = stage.decider.decide('checkout.fraud', {
    context: { amount: 1, channel: 'web', isNew: false }, options,
  }) // prettier-ignore
  assert.deepEqual([decided.fallback, decided.policy?.hash], [null, policy.hash])
  await stage.run(asked.body.id)
  assert.equal((await listPolicies(stage.db, town, 'checkout.fraud')).length, 3, 'run again it makes nothing')
  assert.deepEqual(await violations(stage.db, findInvariants()), [])
})

test('a cancelled training makes nothing, also when it was cancelled while its thread ran', async (t) => {
  const stage = await setStage(t)
  const { post, get } = stage.as(operator)
  await trees(stage)
  const before = (await listPolicies(stage.db, town, 'checkout.fraud')).length
  const first = (await post(`${url}/trees/trainings`, {})).body.id
  assert.equal((await post(`/v1/decisions/trainings/${first}/cancel`, {})).body.state, 'cancelled')
  await stage.run(first)
  const second = (await post(`${url}/trees/trainings`, {})).body.id
  assert.notEqual(second, first)
  const running = stage.run(second)
  await until(async () => (await get(`/v1/decisions/trainings/${second}`)).body.state === 'running')
  await post(`/v1/decisions/trainings/${second}/cancel`, {})
  await running
  assert.equal((await get(`/v1/decisions/trainings/${second}`)).body.state, 'cancelled')
  assert.equal((await listPolicies(stage.db, town, 'checkout.fraud')).length, before)
  assert.equal((await post(`/v1/decisions/trainings/${newId()}/cancel`, {})).status, 404)
  assert.equal((await get(`/v1/decisions/trainings/${newId()}`)).status, 404)
})

test('a process that is killed leaves a training that begins anew; one that cannot learn says why', async (t) => {
  const stage = await setStage(t)
  const { post, get } = stage.as(operator)
  await trees(stage)
  const { id } = (await post(`${url}/trees/trainings`, {})).body
  const stopped = new AbortController()
  const place = { db: stage.db, town, vault: stage.vault, now: stage.clock.now }
  const running = runTraining(place, id, { signal: stopped.signal })
  await until(async () => (await get(`/v1/decisions/trainings/${id}`)).body.state === 'running')
  stopped.abort(new Error('the process ends'))
  await running
  assert.equal((await get(`/v1/decisions/trainings/${id}`)).body.state, 'running')
  const revive = () => stage.db.transaction().execute((tx) => reviveTrainings(tx, town))
  assert.equal(await revive(), 0, 'its silence is short')
  await sql`update decisions.trainings set beat_at = beat_at - interval '1 minute'`.execute(stage.db)
  assert.equal(await revive(), 1)
  await stage.run(id)
  assert.deepEqual([(await get(`/v1/decisions/trainings/${id}`)).body.state], ['done'])
  const other = (await post(`${url}/first/trainings`, {})).body.id
  await stage.run(other)
  const failed = (await get(`/v1/decisions/trainings/${other}`)).body
  assert.deepEqual([failed.state, failed.made], ['failed', null])
  assert.match(failed.error, /linear has nothing to learn/)
})

test('a policy learns by itself after so many outcomes, or so many hours, and not twice', async (t) => {
  const stage = await setStage(t, 0)
  const { put, get } = stage.as(operator)
  const arms = { kind: 'beta-thompson', prior: { a: 1, b: 1 }, arms: {}, exploration: 0.05 }
  await stage.as(operator).post(url, { name: 'arms', spec: arms })
  const schedule = `${url}/arms/schedule`
  assert.deepEqual((await get(schedule)).body, { everyHours: null, afterOutcomes: null })
  assert.equal((await put(`${url}/none/schedule`, { everyHours: 1, afterOutcomes: null })).status, 404)
  assert.equal((await put(schedule, { everyHours: 0, afterOutcomes: null })).status, 422)
  assert.equal((await put(schedule, { everyHours: null, afterOutcomes: 10 })).status, 200)
  const list = async () => (await get('/v1/decisions/points/checkout.fraud/trainings')).body.items
  await askForDue({ db: stage.db, town, now: stage.clock.now })
  assert.equal((await list()).length, 0)
  await decideAndPay(stage, 60, 'scheduled')
  await askForDue({ db: stage.db, town, now: stage.clock.now })
  const [first] = await list()
  assert.deepEqual([first.policy, first.askedBy, first.state], ['arms', null, 'waiting'])
  await askForDue({ db: stage.db, town, now: stage.clock.now })
  assert.equal((await list()).length, 1)
  await stage.run(first.id)
  await askForDue({ db: stage.db, town, now: stage.clock.now })
  assert.equal((await list()).length, 1, 'nothing is new')
  await put(schedule, { everyHours: 1, afterOutcomes: null })
  await sql`update decisions.trainings set asked_at = asked_at - interval '2 hours'`.execute(stage.db)
  await askForDue({ db: stage.db, town, now: stage.clock.now })
  assert.equal((await list()).length, 2)
})
