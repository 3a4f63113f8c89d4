import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { button, operator, setStage } from './fixtures.ts'

const minuteMs = 60_000
const [metric] = button()['metrics'] as [Record<string, unknown>]

test('a declaration that makes no sense is refused where it makes none', async (t) => {
  const asked = (await setStage(t)).as(operator)
  const arm = { name: 'grey', weight: 1 }
  const ramp = { steps: [100, 100, 10_000], stepMs: 1_000, isAutomatic: true }
  const bandit = { kind: 'bandit', floor: 0.5, minUnits: 100 }
  const condition = { attribute: 'country', is: 'in', value: 'CN' }
  const from = { source: 'log', type: 'market.paid', unit: 'session' }
  const wrong: [object, string][] = [
    [{ arms: [arm, arm] }, '/arms/1/name'],
    [{ arms: [arm] }, '/arms'],
    [{ hypothesis: 'short' }, '/hypothesis'],
    [{ unit: 'block' }, '/block'],
    [{ block: { lengthMs: 60_000, washoutMs: 0 } }, '/block'],
    [{ unit: 'block', block: { lengthMs: 60_000, washoutMs: 60_000 } }, '/block/washoutMs'],
    [{ eligibility: [condition] }, '/eligibility/0/value'],
    [{ metrics: [{ ...metric, role: 'guard' }] }, '/metrics'],
    [{ metrics: [metric, { ...metric, role: 'guard' }] }, '/metrics/1/name'],
    [{ metrics: [{ ...metric, from }] }, '/metrics/0/from/unit'],
    [{ metrics: [{ ...metric, per: from }] }, '/metrics/0/per'],
    [{ metrics: [{ ...metric, kind: 'ratio', from }] }, '/metrics/0/per'],
    [{ metrics: [{ ...metric, kind: 'ratio', covariateMs: 1_000 }] }, '/metrics/0/covariateMs'],
    [{ metrics: [{ ...metric, tolerance: 1 }] }, '/metrics/0/tolerance'],
    [{ metrics: [{ ...metric, effect: 0 }] }, '/metrics/0/effect'],
    [{ ramp }, '/ramp/steps/1'],
    [{ ramp: { ...ramp, steps: [100] } }, '/ramp/steps'],
    [{ allocation: bandit, arms: [arm, { ...arm, name: 'b' }, { ...arm, name: 'c' }] }, '/allocation/floor'],
    [{ allocation: { ...bandit, floor: 0.3 }, arms: [arm, { name: 'b', weight: 9 }] }, '/arms'],
    [{ drives: { kind: 'point', point: 'shop.banner', policies: {} } }, '/drives/policies'],
  ]
  for (const [more, pointer] of wrong) {
    const { status, body } = await asked.put('/v1/experiments/wrong', button(more as Record<string, unknown>))
    const pointers = (body.errors ?? []).map((one: { pointer: string }) => one.pointer)
    assert.deepEqual([status, pointers.includes(pointer)], [422, true], `${pointer}: ${JSON.stringify(body)}`)
  }
  for (const name of ['power', 'exposures', 'outcomes', 'Upper', '-x']) {
    assert.equal((await asked.put(`/v1/experiments/${name}`, button())).status, 422, name)
  }
  assert.equal((await asked.get('/v1/experiments?state=alive')).body.errors[0].pointer, '/state')
  assert.equal((await asked.get('/v1/experiments?cursor=x')).body.errors[0].pointer, '/cursor')
})

test('each exposure and outcome that is wrong is refused by itself, with the place', async (t) => {
  const stage = await setStage(t)
  const asked = stage.as(operator)
  await stage.open('button', button())
  const future = new Date(stage.clock.now() + 3_600_000).toISOString()
  const past = new Date(stage.clock.now() - 3_600_000).toISOString()
  const experiment = 'button'
  const told = await asked.post('/v1/experiments/exposures', {
    exposures: [
      { experiment, targetingKey: 'mei' },
      { experiment: 'nothing', targetingKey: 'mei' },
      { experiment },
      { experiment, targetingKey: 'mei', arm: 'red' },
      { experiment, targetingKey: 'mei', arm: 'grey', at: future },
      { experiment, targetingKey: 'mei', arm: 'grey', at: past },
      { experiment, targetingKey: 'mei', arm: 'grey', epoch: 3 },
      { experiment, arm: 'grey' },
    ],
  })
  assert.equal(told.body.new, 1)
  const places = ['/experiment', '', '/arm', '/at', '/at', '/epoch', '/targetingKey']
  assert.deepEqual(
    told.body.refused.map((one: { pointer: string }) => one.pointer),
    places,
  )
  const outcome = { experiment, targetingKey: 'mei', id: newId(), metric: 'pressed', value: 1 }
  const outcomes = await asked.post('/v1/experiments/outcomes', {
    outcomes: [
      outcome,
      { ...outcome, metric: 'nothing' },
      { ...outcome, part: 'per' },
      { ...outcome, at: future },
      { ...outcome, targetingKey: undefined },
      { ...outcome, experiment: 'nothing' },
    ],
  })
  assert.deepEqual(
    outcomes.body.refused.map((one: { pointer: string }) => one.pointer),
    ['/metric', '/part', '/at', '/targetingKey', '/experiment'],
  )
  assert.deepEqual([outcomes.body.new, outcomes.body.known], [1, 0])
  const huge = await asked.post('/v1/experiments/outcomes', { outcomes: [{ ...outcome, value: 1e300 }] })
  assert.deepEqual([huge.status, huge.body.errors[0].pointer], [422, '/outcomes/0/value'])
})

test('every step is refused where the experiment does not stand so, changes nothing twice, and is in the audit', async (t) => {
  const stage = await setStage(t)
  const asked = stage.as(operator)
  const url = '/v1/experiments/button'
  const lesson = 'Nobody minded the colour.'
  const type = async (path: string, body: object = {}) => (await asked.post(`${url}${path}`, body)).body.type
  assert.equal(await type('/start'), '/problems/experiment-not-found')
  await asked.put(url, button({ ramp: { steps: [100, 10_000], stepMs: 1_000, isAutomatic: false } }))
  assert.equal(await type('/ramp', { step: 1 }), '/problems/experiment-not-running')
  assert.equal(await type('/stop', { why: 'x' }), '/problems/experiment-not-running')
  assert.equal(await type('/verdict', { decision: 'bin', lesson }), '/problems/experiment-not-running')
  for (let i = 0; i < 2; i++) assert.equal((await asked.post(`${url}/start`)).body.state, 'ramping')
  assert.equal((await asked.put(url, button({ title: 'Another' }))).body.type, '/problems/experiment-started')
  const tooFar = await asked.post(`${url}/ramp`, { step: 2 })
  assert.deepEqual([tooFar.status, tooFar.body.errors[0].pointer], [422, '/step'])
  for (let i = 0; i < 2; i++) assert.equal((await asked.post(`${url}/ramp`, { step: 1 })).body.state, 'running')
  for (let i = 0; i < 2; i++) assert.equal((await asked.post(`${url}/stop`, { why: 'Enough' })).body.state, 'stopped')
  const noLesson = await asked.post(`${url}/verdict`, { decision: 'bin', lesson: '' })
  assert.equal(noLesson.status, 422)
  const noArm = await asked.post(`${url}/verdict`, { decision: 'ship', arm: 'red', lesson })
  assert.deepEqual([noArm.status, noArm.body.errors[0].pointer], [422, '/arm'])
  for (let i = 0; i < 2; i++) {
    assert.equal((await asked.post(`${url}/verdict`, { decision: 'bin', lesson })).body.state, 'binned')
  }
  assert.equal(await type('/verdict', { decision: 'bin', lesson: 'Something else.' }), '/problems/experiment-over')
  assert.equal(await type('/start'), '/problems/experiment-over')
  const { rows } = await sql<{ act: string }>`select act from audit.entries order by id`.execute(stage.db)
  const acts = ['declared', 'started', 'ramped', 'stopped', 'binned'].map((act) => `experiments.${act}`)
  assert.deepEqual(
    rows.map(({ act }) => act),
    acts,
  )
})

test('experiments of a layer have no unit in common, and a flag is driven by one at a time', async (t) => {
  const stage = await setStage(t)
  const asked = stage.as(operator)
  const flag = {
    title: 'Colour', type: 'string', isOn: true, variants: { grey: 'g', green: 'n' }, otherwise: { variant: 'grey' },
  } // prettier-ignore
  await asked.put('/v1/flags/colour', flag)
  const drives = { kind: 'flag', flag: 'colour' }
  await stage.open('one', button({ shareBps: 6_000, drives }))
  await asked.put('/v1/experiments/two', button({ shareBps: 5_000 }))
  const full = await asked.post('/v1/experiments/two/start')
  assert.deepEqual(
    [full.status, full.body.type, full.body.detail],
    [409, '/problems/layer-full', '40 % of the layer are free.'],
  )
  await asked.put('/v1/experiments/two', button({ shareBps: 4_000, unit: 'item' }))
  assert.equal((await asked.post('/v1/experiments/two/start')).body.type, '/problems/layer-of-other-units')
  await asked.put('/v1/experiments/two', button({ shareBps: 4_000, layer: 'another', drives }))
  assert.equal((await asked.post('/v1/experiments/two/start')).body.type, '/problems/already-driven')
  await asked.put('/v1/experiments/two', button({ drives: { kind: 'flag', flag: 'nothing' }, layer: 'x' }))
  assert.equal((await asked.post('/v1/experiments/two/start')).body.type, '/problems/drives-unfit')
  await stage.open('two', button({ shareBps: 4_000 }))
  const { registry } = stage.experiments
  let [inOne, inTwo] = [0, 0]
  for (let i = 0; i < 2_000; i++) {
    const of = async (name: string) => stage.experiments.assign(registry.experiment(name)!, { targetingKey: `u-${i}` })
    const [one, two] = [await of('one'), await of('two')]
    assert.ok(typeof one === 'string' || typeof two === 'string')
    if (typeof one !== 'string') inOne += 1
    if (typeof two !== 'string') inTwo += 1
  }
  assert.equal(inOne + inTwo, 2_000)
  assert.ok(Math.abs(inOne - 1_200) < 120)
  assert.equal((await asked.delete('/v1/flags/colour')).body.type, '/problems/flag-in-use')
  const lost = await asked.put('/v1/flags/colour', { ...flag, variants: { grey: 'g' } })
  assert.deepEqual([lost.status, lost.body.type], [409, '/problems/flag-in-use'])
  assert.equal((await asked.get('/v1/flags/colour')).body.drivenBy, 'one')
  await asked.post('/v1/experiments/one/verdict', { decision: 'bin', lesson: 'It did not matter.' })
  assert.equal((await asked.delete('/v1/flags/colour')).status, 204)
  assert.equal((await asked.delete('/v1/flags/colour')).status, 404)
})

test('a flag that makes no sense is refused where it makes none', async (t) => {
  const asked = (await setStage(t)).as(operator)
  const flag = { title: 'F', type: 'boolean', isOn: true, variants: { on: true }, otherwise: { variant: 'on' } }
  const rule = (when: object, serve: object) => ({ rules: [{ when: [when], serve }] })
  const wrong: [object, string][] = [
    [{ variants: { on: 'yes' } }, '/variants/on'],
    [{ otherwise: { variant: 'off' } }, '/otherwise'],
    [{ otherwise: { split: [{ variant: 'off', weight: 1 }] } }, '/otherwise'],
    [rule({ attribute: 'a', is: '<', value: 'x' }, { variant: 'on' }), '/rules/0/when/0/value'],
    [rule({ attribute: 'a', is: '=', value: 'x' }, { variant: 'off' }), '/rules/0/serve'],
  ]
  for (const [more, pointer] of wrong) {
    const { status, body } = await asked.put('/v1/flags/wrong', { ...flag, ...more })
    assert.deepEqual([status, body.errors?.[0]?.pointer], [422, pointer], JSON.stringify(body))
  }
})

test('whatever the calculator is asked, it answers or refuses at once', async (t) => {
  const asked = (await setStage(t)).as(operator)
  const number = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, 1e-9, 1e9, 0.5, 1, 1e-300, 0.99, 1e12))
  const names = ['baseline', 'effect', 'deviation', 'explained', 'unitsPerDay'] as const
  await fc.assert(
    fc.asyncProperty(fc.tuple(...names.map(() => number)), fc.boolean(), async (values, isRate) => {
      const told = names.flatMap((name, index) => (isRate && name === 'deviation' ? [] : [`${name}=${values[index]}`]))
      const { status } = await asked.get(`/v1/experiments/power?${told.join('&').replaceAll('+', '%2B')}`)
      assert.ok(status === 200 || status === 422, `${status} ${told.join(' ')}`)
    }),
    { numRuns: 400 },
  )
})

test('the largest values and the least effect leave figures that can be told', async (t) => {
  const stage = await setStage(t)
  const asked = stage.as(operator)
  await stage.open('button', button({ metrics: [{ ...metric, kind: 'mean', effect: 1e-9 }] }))
  const keys = Array.from({ length: 300 }, (_, index) => `p-${index}`)
  await asked.post('/v1/experiments/exposures', {
    exposures: keys.map((targetingKey) => ({ experiment: 'button', targetingKey })),
  })
  const outcomes = keys.map((targetingKey, index) => ({
    experiment: 'button', targetingKey, id: newId(), metric: 'pressed', value: index % 2 === 0 ? 1e12 : -1e12,
  })) // prettier-ignore
  await asked.post('/v1/experiments/outcomes', { outcomes })
  assert.equal((await asked.post('/v1/experiments/button/look')).status, 200)
  assert.equal((await asked.get('/v1/experiments/button/results')).status, 200)
})

test('traffic does not rise while the split is broken, and rises again down the ramp', async (t) => {
  const stage = await setStage(t)
  const asked = stage.as(operator)
  const ramp = { steps: [5_000, 10_000], stepMs: minuteMs, isAutomatic: true }
  await stage.open('button', button({ ramp }))
  const exposures = Array.from({ length: 300 }, (_, index) => ({
    experiment: 'button', targetingKey: `p-${index}`, arm: index % 4 === 0 ? 'grey' : 'green',
  })) // prettier-ignore
  await asked.post('/v1/experiments/exposures', { exposures })
  const refused = await asked.post('/v1/experiments/button/ramp', { step: 1 })
  assert.deepEqual([refused.status, refused.body.type], [409, '/problems/results-locked'])
  stage.clock.passes(2 * minuteMs)
  assert.equal((await asked.post('/v1/experiments/button/look')).body.act, null, 'nor by itself')
})

test('every request of the tutorial succeeds in the order in which it stands', async (t) => {
  const asked = (await setStage(t)).as(operator)
  const file = path.join(import.meta.dirname, '..', '..', '..', 'docs', 'experiments.md')
  const blocks = [...readFileSync(file, 'utf8').matchAll(/^```http\n(GET|POST|PUT) (\S+)\n(.*?)^```$/gms)]
  assert.ok(blocks.length >= 8)
  for (const [, method, url = '', text = ''] of blocks) {
    const body: unknown = text === '' ? {} : JSON.parse(text)
    const answer =
      method === 'GET' ? await asked.get(url) : await (method === 'PUT' ? asked.put(url, body) : asked.post(url, body))
    assert.ok(answer.status < 300, `${method} ${url}: ${answer.status} ${JSON.stringify(answer.body)}`)
    assert.deepEqual(answer.body?.refused ?? [], [], url)
  }
})
