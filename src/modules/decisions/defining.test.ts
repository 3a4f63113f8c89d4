import { strict as assert } from 'node:assert'
import { test, type TestContext } from 'node:test'
import { sql } from '#kernel/db'
import { createFtrl, saveFtrl } from '#modules/learners'
import { addPolicy, declarePoint, listPointVersions, listPolicies, promote } from './books/declaring.ts'
import { declarePoints, definePoint, type PointDefinition, pointsOf } from './books/defining.ts'
import type { PolicySpec } from './core/policy.ts'
import { checkout, operator, setStage, softmaxSpec, type Stage, town } from './fixtures.ts'

const rule = (otherwise: string): PolicySpec => ({ kind: 'rule', rules: [], otherwise })
const define = (more: Partial<PointDefinition> = {}) => definePoint({ ...checkout(), baseline: rule('pass'), ...more })

async function stagesOf({ db }: Stage): Promise<string[]> {
  const rows = await listPolicies(db, town, 'checkout.fraud')
  return rows.map(({ name, version, stage }) => `${name} ${version} ${stage}`).toSorted()
}

async function versionsOf({ db }: Stage): Promise<number> {
  return (await listPointVersions(db, town, 'checkout.fraud')).length
}

async function setDefined(t: TestContext): Promise<Stage> {
  const stage = await setStage(t)
  await declarePoints({ db: stage.db, town }, [define()])
  return stage
}

test('the first start makes the baseline live; starting again changes nothing, not even the revision', async (t) => {
  const stage = await setStage(t)
  const place = { db: stage.db, town }
  const learnt = (columns: number): Record<string, PolicySpec> => ({
    learnt: { kind: 'logistic', model: saveFtrl(createFtrl(columns)), epsilon: 0.1 },
  })
  const point = define({ others: learnt })
  assert.deepEqual(await declarePoints(place, [point]), ['checkout.fraud'])
  assert.deepEqual(await stagesOf(stage), ['baseline 1 live', 'learnt 1 draft'])
  const revision = async () => (await sql`select revision from decisions.revisions`.execute(stage.db)).rows
  const before = await revision()
  assert.deepEqual(await declarePoints(place, [define({ others: learnt })]), [])
  assert.deepEqual([await revision(), await versionsOf(stage)], [before, 1])
  await stage.decider.registry.refresh()
  const context = { amount: 1, channel: 'web', isNew: true }
  const options = ['pass', 'ask', 'hold'].map((id) => ({ id, features: {} }))
  const decided = stage.decider.decide('checkout.fraud', { context, options })
  assert.deepEqual([decided.chosen, decided.policy?.name, decided.fallback], [['pass'], 'baseline', null])
})

test('processes that start at once declare a point once', async (t) => {
  const stage = await setStage(t)
  const found = await Promise.all(Array.from({ length: 8 }, () => declarePoints({ db: stage.db, town }, [define()])))
  assert.equal(found.filter((names) => names.length > 0).length, 1)
  assert.deepEqual([await versionsOf(stage), await stagesOf(stage)], [1, ['baseline 1 live']])
})

test('a changed declaration is a new version, and a changed baseline takes the place of the old one only', async (t) => {
  const stage = await setDefined(t)
  const place = { db: stage.db, town }
  await declarePoints(place, [define({ title: 'Whether it is held' })])
  assert.deepEqual([await versionsOf(stage), await stagesOf(stage)], [2, ['baseline 1 live']])
  await declarePoints(place, [define({ title: 'Whether it is held', baseline: rule('ask') })])
  assert.deepEqual([await versionsOf(stage), await stagesOf(stage)], [2, ['baseline 1 retired', 'baseline 2 live']])
})

test('what operators made of a point stays: their declaration, their policies, their stages', async (t) => {
  const stage = await setDefined(t)
  const place = { db: stage.db, town }
  const by = { ...place, by: operator }
  await addPolicy(by, { point: 'checkout.fraud', name: 'ours', spec: softmaxSpec })
  await promote(by, { point: 'checkout.fraud', name: 'ours', version: 1, stage: 'live', canaryBps: 0 })
  await declarePoint(by, checkout({ title: 'As the operator likes it' }))
  assert.deepEqual(await declarePoints(place, [define()]), [], 'the source has not changed')
  await declarePoints(place, [define({ baseline: rule('ask') })])
  assert.deepEqual(await stagesOf(stage), ['baseline 1 retired', 'baseline 2 draft', 'ours 1 live'])
  assert.equal(await versionsOf(stage), 2)
})

test('a policy that does not fit a new version of its point is retired, and the baseline lives again', async (t) => {
  const stage = await setDefined(t)
  const place = { db: stage.db, town }
  await addPolicy({ ...place, by: operator }, { point: 'checkout.fraud', name: 'ours', spec: softmaxSpec })
  const ours = { point: 'checkout.fraud', name: 'ours', version: 1 }
  await promote({ ...place, by: operator }, { ...ours, stage: 'live', canaryBps: 0 })
  await declarePoints(place, [define({ context: { minutes: { kind: 'number' } } })])
  assert.deepEqual(await stagesOf(stage), ['baseline 1 live', 'ours 1 retired'])
  const { rows } = await sql<{ act: string }>`
    select act from audit.entries where subject = 'checkout.fraud' and party is null order by id`.execute(stage.db)
  assert.ok(rows.some(({ act }) => act === 'decisions.policy-retired'))
})

test('a point that makes no sense, is not its owner’s or is there twice stops the start', () => {
  assert.throws(() => define({ safeDefault: 'nothing' }), /checkout\.fraud: \/safeDefault is not an option/)
  assert.throws(() => define({ baseline: { kind: 'linear', weights: { none: 1 }, epsilon: 0 } }), /not a column/)
  const owner = { name: 'checkout', points: [define()] }
  assert.equal(pointsOf([owner, { name: 'other' }]).length, 1)
  assert.throws(() => pointsOf([{ ...owner, name: 'market' }]), /must begin with market\./)
  assert.throws(() => pointsOf([owner, owner]), /declared twice/)
  assert.throws(() => pointsOf([{ name: 'checkout', points: [{ name: 'checkout.fraud' }] }]), /definePoint/)
})
