import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { button, operator, setStage } from './fixtures.ts'
import { assertSound, people, play } from './world.fixtures.ts'

const minuteMs = 60_000

test('an effect is found, and the arm that won is shipped to everybody with its lesson', async (t) => {
  const stage = await setStage(t)
  const asked = stage.as(operator)
  const flag = {
    title: 'Colour of the button', type: 'string', isOn: true,
    variants: { grey: '#888', green: '#080' }, otherwise: { variant: 'grey' },
  } // prettier-ignore
  assert.equal((await asked.put('/v1/flags/button-colour', flag)).status, 200)
  await stage.open('button', button({ drives: { kind: 'flag', flag: 'button-colour' } }))
  await play(stage, 'button', { units: people(3000), chance: { grey: 0.1, green: 0.2 } })
  const { body } = await asked.get('/v1/experiments/button/results')
  const [metric] = body.analysis.metrics
  assert.equal(body.analysis.units, 3000)
  assert.equal(body.analysis.sampleRatio.status, 'as-intended')
  const [comparison] = metric.comparisons
  assert.ok(comparison.isSignificant && comparison.low > 0 && comparison.low < 0.1 && comparison.high > 0.1)
  const lesson = 'Green is pressed twice as often as grey.'
  const shipped = await asked.post('/v1/experiments/button/verdict', { decision: 'ship', arm: 'green', lesson })
  assert.deepEqual([shipped.status, shipped.body.state, shipped.body.shipped], [200, 'shipped', 'green'])
  const told = await asked.post('/ofrep/v1/evaluate/flags/button-colour', {})
  assert.deepEqual([told.body.value, told.body.reason], ['#080', 'STATIC'])
  const found = await asked.get('/v1/experiments?state=shipped,binned&text=twice')
  assert.deepEqual(
    found.body.items.map((one: { experiment: string }) => one.experiment),
    ['button'],
  )
  await assertSound(stage)
})

test('told twice, an exposure and an outcome count once, and late exposures find the outcomes before them', async (t) => {
  const stage = await setStage(t)
  const asked = stage.as(operator)
  await stage.open('button', button())
  const startedAt = new Date(stage.clock.now()).toISOString()
  stage.clock.passes(minuteMs)
  const told = { experiment: 'button', targetingKey: 'mei', id: newId(), metric: 'pressed', value: 1 }
  const outcomes = { outcomes: [told, told, { ...told, id: newId() }] }
  assert.deepEqual((await asked.post('/v1/experiments/outcomes', outcomes)).body, { new: 2, known: 1, refused: [] })
  assert.deepEqual((await asked.post('/v1/experiments/outcomes', outcomes)).body, { new: 0, known: 3, refused: [] })
  const exposures = { exposures: [{ experiment: 'button', targetingKey: 'mei', arm: 'green', at: startedAt }] }
  const first = await asked.post('/v1/experiments/exposures', exposures)
  assert.deepEqual(first.body, { new: 1, known: 0, crossed: 0, refused: [] })
  const again = await asked.post('/v1/experiments/exposures', exposures)
  assert.deepEqual(again.body, { new: 0, known: 1, crossed: 0, refused: [] })
  const { rows } = await sql<{ y: number; n: number }>`select y, n from experiments.arm_sums`.execute(stage.db)
  assert.deepEqual(rows, [{ y: 1, n: 1 }])
  exposures.exposures[0]!.arm = 'grey'
  const crossed = await asked.post('/v1/experiments/exposures', exposures)
  assert.deepEqual(crossed.body, { new: 0, known: 0, crossed: 1, refused: [] })
  const { body } = await asked.get('/v1/experiments/button/results')
  assert.deepEqual(
    body.analysis.arms.map((arm: { crossed: number }) => arm.crossed),
    [0, 1],
  )
  await assertSound(stage)
})

test('outcomes count within their window after the exposure only', async (t) => {
  const stage = await setStage(t)
  const asked = stage.as(operator)
  const [metric] = button()['metrics'] as object[]
  await stage.open('button', button({ metrics: [{ ...metric, kind: 'mean', windowMs: 10 * minuteMs }] }))
  const at = () => new Date(stage.clock.now()).toISOString()
  const tell = async (value: number) => {
    const one = { experiment: 'button', targetingKey: 'mei', id: newId(), metric: 'pressed', value, at: at() }
    await asked.post('/v1/experiments/outcomes', { outcomes: [one] })
  }
  await tell(1000)
  stage.clock.passes(minuteMs)
  await asked.post('/v1/experiments/exposures', { exposures: [{ experiment: 'button', targetingKey: 'mei' }] })
  stage.clock.passes(minuteMs)
  await tell(3)
  await tell(4)
  stage.clock.passes(10 * minuteMs)
  await tell(1000)
  const { rows } = await sql<{ y: number; yy: number }>`select y, yy from experiments.arm_sums`.execute(stage.db)
  assert.deepEqual(rows, [{ y: 7, yy: 49 }])
  await assertSound(stage)
})

test('a split of 33 to 67 where 50 to 50 was meant locks the results, and no arm can be shipped', async (t) => {
  const stage = await setStage(t)
  const asked = stage.as(operator)
  await stage.open('button', button())
  const exposures = people(900).map((targetingKey, index) => ({
    experiment: 'button', targetingKey, arm: index % 3 === 0 ? 'grey' : 'green',
  })) // prettier-ignore
  await asked.post('/v1/experiments/exposures', { exposures })
  const { body } = await asked.get('/v1/experiments/button/results')
  assert.equal(body.analysis.isLocked, true)
  assert.ok(body.analysis.sampleRatio.pValue < 0.001)
  assert.deepEqual(
    body.analysis.metrics.map((one: { comparisons: unknown[]; missing: string }) => [one.comparisons, one.missing]),
    [[[], 'sample-ratio']],
  )
  assert.deepEqual(
    body.analysis.metrics[0].arms.map((arm: { mean: null }) => arm.mean),
    [null, null],
  )
  const lesson = 'We would like to ship it all the same.'
  const ship = await asked.post('/v1/experiments/button/verdict', { decision: 'ship', arm: 'green', lesson })
  assert.deepEqual([ship.status, ship.body.type], [409, '/problems/results-locked'])
  const bin = await asked.post('/v1/experiments/button/verdict', { decision: 'bin', lesson })
  assert.deepEqual([bin.status, bin.body.state], [200, 'binned'])
})

test('a guard that gets worse stops the experiment by itself', async (t) => {
  const stage = await setStage(t)
  const asked = stage.as(operator)
  const [metric] = button()['metrics'] as object[]
  const guard = { ...metric, name: 'refunds', role: 'guard', better: 'down' }
  await stage.open('button', button({ metrics: [metric, guard] }))
  await play(stage, 'button', { units: people(1000), chance: { grey: 0.1, green: 0.1 } })
  const live = stage.experiments.registry.experiment('button')!
  const outcomes = []
  for (const targetingKey of people(1000)) {
    const assigned = await stage.experiments.assign(live, { targetingKey })
    if (typeof assigned !== 'string' && assigned.arm === 'green')
      outcomes.push({ experiment: 'button', targetingKey, id: newId(), metric: 'refunds', value: 1 })
  }
  await asked.post('/v1/experiments/outcomes', { outcomes: outcomes.slice(0, 200) })
  const looked = await asked.post('/v1/experiments/button/look')
  assert.equal(looked.body.act?.kind, 'stop')
  const { body } = await asked.get('/v1/experiments/button')
  assert.deepEqual([body.state, body.stopGuard], ['stopped', 'refunds'])
  const late = await asked.post('/v1/experiments/exposures', {
    exposures: [{ experiment: 'button', targetingKey: 'late' }],
  })
  assert.deepEqual(late.body.refused, [{ index: 0, pointer: '/experiment', detail: 'takes no units: it is stopped' }])
})

test('nobody changes arms as traffic rises, and automatic steps wait for their time', async (t) => {
  const stage = await setStage(t)
  const asked = stage.as(operator)
  const ramp = { steps: [100, 500, 5000, 10_000], stepMs: 10 * minuteMs, isAutomatic: true }
  await stage.open('button', button({ ramp }))
  const met = new Map<string, string>()
  for (let step = 0; step < ramp.steps.length; step++) {
    const live = stage.experiments.registry.experiment('button')!
    assert.equal(live.rampBps, ramp.steps[step])
    let inside = 0
    for (const unit of people(4000)) {
      const assigned = await stage.experiments.assign(live, { targetingKey: unit })
      if (typeof assigned === 'string') {
        assert.equal(assigned, 'not-ramped')
        assert.ok(!met.has(unit), 'who took part goes on taking part')
        continue
      }
      inside += 1
      assert.equal(met.get(unit) ?? assigned.arm, assigned.arm)
      met.set(unit, assigned.arm)
    }
    assert.ok(Math.abs(inside / 4000 - ramp.steps[step]! / 10_000) < 0.03, `${inside} at ${ramp.steps[step]}`)
    assert.equal((await asked.post('/v1/experiments/button/look')).body.act, null)
    stage.clock.passes(10 * minuteMs)
    const { act } = (await asked.post('/v1/experiments/button/look')).body
    assert.equal(act?.kind, step + 1 < ramp.steps.length ? 'step' : undefined)
  }
  assert.equal((await asked.get('/v1/experiments/button')).body.state, 'running')
})

test('a session that signs in keeps its arm, and so does the person on the next device', async (t) => {
  const stage = await setStage(t)
  await stage.open('button', button())
  const live = stage.experiments.registry.experiment('button')!
  for (let i = 0; i < 40; i++) {
    const [session, targetingKey] = [`session-${i}`, `person-${i}`]
    const before = await stage.experiments.assign(live, { targetingKey: session })
    const signedIn = await stage.experiments.assign(live, { targetingKey, session })
    const elsewhere = await stage.experiments.assign(live, { targetingKey, session: `other-${i}` })
    assert.deepEqual(signedIn, before)
    assert.deepEqual(elsewhere, before)
  }
})

test('who was exposed under their own name keeps it when they sign in from a session', async (t) => {
  const stage = await setStage(t)
  await stage.open('button', button())
  const live = stage.experiments.registry.experiment('button')!
  const exposures = people(30).map((targetingKey) => ({ experiment: 'button', targetingKey }))
  await stage.as(operator).post('/v1/experiments/exposures', { exposures })
  for (const targetingKey of people(30)) {
    const before = await stage.experiments.assign(live, { targetingKey })
    assert.deepEqual(await stage.experiments.assign(live, { targetingKey, session: `s-${targetingKey}` }), before)
  }
})
