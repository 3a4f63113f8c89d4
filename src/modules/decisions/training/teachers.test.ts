import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { sql } from '#kernel/db'
import { migrateJobs } from '#kernel/jobs'
import { addPolicy, listPolicies, promote } from '../books/declaring.ts'
import { checkout, operator, setStage as setBareStage, softmaxSpec, town } from '../fixtures.ts'
import type { Estimate } from '../learning/replay.ts'
import { readProofs } from '../loops/ladder.ts'
import { runTraining } from './running.ts'
import { askForDue } from './scheduling.ts'
import { teachBy } from './teachers.ts'

const point = 'checkout.fraud'
const url = `/v1/decisions/points/${point}`

/** An owner of lessons that finds every policy to gain so much, and learns the same again. */
function teach({ lessons = 10, gain = 1 }: { lessons?: number; gain?: number }): void {
  const judged: Estimate = {
    decisions: 100, overridden: 0, loggedValue: 1, estimator: 'doubly-robust', value: 1 + gain, low: 0.9 + gain,
    high: 1.1 + gain, effectiveSampleSize: 100, largestWeight: 1, warnings: [],
    gain: { value: gain, low: gain - 0.1, high: gain + 0.1 },
  } // prettier-ignore
  teachBy(point, {
    readiness: async () => ({ lessons, enough: 10 }),
    learn: async (_, { spec }) => {
      const output = { spec, lessons, overrides: 0, heldOut: { decisions: 100, learnt: null, parent: null } }
      return { output, until: null }
    },
    judge: async () => judged,
  })
}

async function setStage(t: TestContext) {
  const stage = await setBareStage(t)
  await migrateJobs(stage.db.url)
  await stage.open(checkout(), softmaxSpec)
  const by = operator
  await addPolicy({ db: stage.db, town, by }, { point, name: 'taught', spec: softmaxSpec })
  const place = { db: stage.db, town, vault: stage.vault, now: stage.clock.now }
  const train = async (): Promise<string | undefined> => {
    const { body } = await stage.as(operator).post(`${url}/policies/taught/trainings`, {})
    await runTraining(place, body.id, { signal: new AbortController().signal })
    return stageOf()
  }
  const stageOf = async (): Promise<string | undefined> =>
    (await listPolicies(stage.db, town, point)).find(({ name, version }) => name === 'taught' && version > 1)?.stage
  return { ...stage, place, by, train }
}

test('with too few lessons a training is refused, and a schedule waits for more', async (t) => {
  const { as, place, db } = await setStage(t)
  const asked = as(operator)
  await asked.put(`${url}/policies/taught/schedule`, { everyHours: 1, afterOutcomes: null })
  await sql`update decisions.schedules set changed_at = changed_at - interval '2 hours'`.execute(db)
  teach({ lessons: 9 })
  const { status, body } = await asked.post(`${url}/policies/taught/trainings`, {})
  assert.deepEqual([status, body.lessons, body.enough], [422, 9, 10])
  await askForDue(place)
  assert.deepEqual((await asked.get(`${url}/trainings`)).body.items, [])
  teach({ lessons: 10 })
  await askForDue(place)
  assert.equal((await asked.get(`${url}/trainings`)).body.items.length, 1)
})

test('what is surely better stands in shadow by itself, and nowhere else; what is not stays a draft', async (t) => {
  const better = await setStage(t)
  teach({ gain: 1 })
  assert.equal(await better.train(), 'shadow')
  const replay = { policy: 'taught', version: 2, since: '2020-01-01T00:00:00Z' }
  const { body } = await better.as(operator).post(`${url}/replay`, replay)
  assert.deepEqual(body.gain, { value: 1, low: 0.9, high: 1.1 })
  const unsure = await setStage(t)
  teach({ gain: 0.05 })
  assert.equal(await unsure.train(), 'draft')
  const proof = (await readProofs(unsure.db, town, point)).get('taught/2')?.get('replay')
  assert.equal(proof?.isMet, false)
  const climb = await unsure.as(operator).post(`/v1/decisions/loops/${point}/promote`, { policy: 'taught', version: 2 })
  assert.deepEqual([climb.status, climb.body.missing], [409, ['better']])
})

test('what a person tries in shadow is not pushed aside by what a machine has learnt', async (t) => {
  const { db, by, train } = await setStage(t)
  const { version } = await addPolicy({ db, town, by }, { point, name: 'ours', spec: softmaxSpec })
  await promote({ db, town, by }, { point, name: 'ours', version, stage: 'shadow', canaryBps: 0 })
  teach({ gain: 1 })
  assert.equal(await train(), 'draft')
  const stages = (await listPolicies(db, town, point)).map(({ name, stage }) => `${name} ${stage}`)
  assert.ok(stages.includes('ours shadow'), stages.join(', '))
})
