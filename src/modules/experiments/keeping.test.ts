import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { createExperiments } from './experiments.ts'
import { button, operator, seeded, setStage, town } from './fixtures.ts'
import { assertSound, people, play } from './world.fixtures.ts'
import { experimentsPersonalData } from './personal-data.ts'
import { forgetOld } from './retention.ts'

const minuteMs = 60_000

test('a switchback is analysed by block: many orders of few blocks are few', async (t) => {
  const stage = await setStage(t)
  const asked = stage.as(operator)
  const block = { lengthMs: 30 * minuteMs, washoutMs: 5 * minuteMs }
  const metric = { name: 'late', role: 'primary', better: 'down', kind: 'ratio', windowMs: 1, effect: 0.1 }
  await stage.open('dispatch', button({ unit: 'block', layer: 'dispatch', block, metrics: [metric] }))
  const random = seeded(5)
  const blocks = 40
  for (let index = 0; index < blocks; index++) {
    const live = stage.experiments.registry.experiment('dispatch')!
    const early = await asked.post('/v1/experiments/exposures', { exposures: [{ experiment: 'dispatch' }] })
    assert.match(early.body.refused[0].detail, /washout/)
    stage.clock.passes(6 * minuteMs)
    const assigned = await stage.experiments.assign(live, {})
    assert.ok(typeof assigned !== 'string')
    const exposures = Array.from({ length: 20 }, () => ({ experiment: 'dispatch' }))
    assert.equal((await asked.post('/v1/experiments/exposures', { exposures })).body.new, 1)
    const outcomes = Array.from({ length: 20 }, () => [
      { experiment: 'dispatch', id: newId(), metric: 'late', part: 'per', value: 1 },
      ...(random() < (assigned.arm === 'green' ? 0.05 : 0.6)
        ? [{ experiment: 'dispatch', id: newId(), metric: 'late', part: 'of', value: 1 }]
        : []),
    ]).flat()
    assert.deepEqual((await asked.post('/v1/experiments/outcomes', { outcomes })).body.refused, [])
    stage.clock.passes(24 * minuteMs)
  }
  const { body } = await asked.get('/v1/experiments/dispatch/results')
  assert.equal(body.analysis.units, blocks, 'the unit is the block, not the order')
  const [comparison] = body.analysis.metrics[0].comparisons
  assert.ok(comparison.isSignificant && comparison.high < 0, JSON.stringify(body.analysis.metrics))
  await assertSound(stage)
})

test('two processes that are told the same at once count it once', async (t) => {
  const stage = await setStage(t)
  await stage.open('button', button())
  const other = createExperiments({ db: stage.db, town, clock: stage.clock })
  t.after(() => other.stop())
  await other.registry.refresh()
  const { declaration } = other.registry.experiment('button')!
  const at = stage.clock.now()
  const units = people(400)
  const ids = units.map(() => newId())
  const told = [stage.experiments, other].flatMap(({ telling }) =>
    units.flatMap((unit, index) => {
      const arm = index % 2 === 0 ? 'grey' : 'green'
      const observation = { unit, event: ids[index]!, n: 0, at: at + 1, value: 1 }
      return [
        telling.observe({ declaration, metric: 'pressed', part: 0, observation }),
        telling.expose({ declaration, exposure: { unit, arm, epoch: 0, at } }),
      ]
    }),
  )
  const answers = await Promise.all(told)
  assert.equal(answers.filter((one) => one === 'new').length, 400)
  assert.equal(answers.filter((one) => one === true).length, 400)
  const { rows } = await sql<{ n: number; y: number }>`select n, y from experiments.arm_sums`.execute(stage.db)
  assert.deepEqual(rows, [{ n: 200, y: 200 }, { n: 200, y: 200 }]) // prettier-ignore
  await assertSound(stage)
})

test('a month after its verdict an experiment keeps its sums and forgets single outcomes', async (t) => {
  const stage = await setStage(t)
  await stage.open('button', button())
  await play(stage, 'button', { units: people(200), chance: { grey: 0.5, green: 0.5 } })
  const verdict = { decision: 'bin', lesson: 'It made no difference to anybody.' }
  await stage.as(operator).post('/v1/experiments/button/verdict', verdict)
  const kept = async () => {
    const { rows } = await sql<{ count: number }>`select count(*) from experiments.observations`.execute(stage.db)
    await forgetOld({ db: stage.db, town }, stage.clock.now())
    return rows[0]?.count ?? 0
  }
  const before = await kept()
  assert.ok(before > 0)
  assert.equal(await kept(), before)
  stage.clock.passes(31 * 86_400_000)
  await kept()
  assert.equal(await kept(), 0)
  const { body } = await stage.as(operator).get('/v1/experiments/button/results')
  assert.equal(body.analysis.units, 200)
  await assertSound(stage)
})

test('what a person is erased from still adds up', async (t) => {
  const stage = await setStage(t)
  await stage.open('button', button())
  await play(stage, 'button', { units: people(300), chance: { grey: 0.3, green: 0.3 } })
  const context = { db: stage.db, town: { id: 1 } } as unknown as Parameters<typeof experimentsPersonalData>[0]
  const data = experimentsPersonalData(context)
  const told = []
  for await (const one of data.sections['experiments']!('p-7')) told.push(one)
  assert.deepEqual(
    told.map(({ experiment }) => experiment),
    ['button'],
  )
  await stage.db.transaction().execute((tx) => data.erase!(tx, 'p-7'))
  const { rows } = await sql`select 1 from experiments.exposures where unit = 'p-7'`.execute(stage.db)
  assert.deepEqual(rows, [])
  await assertSound(stage)
})
