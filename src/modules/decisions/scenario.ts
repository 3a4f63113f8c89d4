import type { Caller, Check, Scenario, ScenarioClient } from '#kernel/scenario'
import { until } from '#kernel/until'
import {
  chanceToStay,
  greetingPoint,
  greetingPolicy,
  greetings as options,
  meanOfVisitors,
  surerPolicy,
  type Visitor,
} from './greeting.fixtures.ts'
import { loopScenarios } from './loops/cockpit-scenario.ts'

/** Numbers in [0, 1) that are the same at every run (Park and Miller's generator). */
function seeded(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

/** What B's softmax chooses, reckoned here from its weights: nothing of the town is asked for the truth. */
function probabilitiesOfB({ age, isNew }: Visitor): number[] {
  const scores = [0, isNew ? 1.5 : 0, 1.5 * age].map((score) => Math.exp(score / 0.5))
  const total = scores.reduce((sum, one) => sum + one, 0)
  return scores.map((one) => one / total)
}

/** B's true value over all visitors. */
function truth(): number {
  return meanOfVisitors((visitor) => {
    const chances = probabilitiesOfB(visitor)
    return chances.reduce((sum, p, index) => sum + p * chanceToStay(options[index]!.id, visitor), 0)
  })
}

async function openPoint(operator: Caller, check: Check, point: string): Promise<string> {
  const url = `/v1/decisions/points/${point}`
  check.equal((await operator.put(url, greetingPoint)).status, 200, 'the point is declared')
  const { body } = await operator.post(`${url}/policies`, { name: 'softmax', spec: greetingPolicy })
  const stage = { version: body.version, stage: 'live' }
  check.equal((await operator.put(`${url}/policies/softmax/stage`, stage)).status, 200, 'a policy goes live')
  return url
}

type Greeting = { operator: Caller; check: Check; point: string; random: () => number }

/** A visitor is greeted, and stays or not. */
async function greet({ operator, check, point, random }: Greeting): Promise<void> {
  const visitor = { age: Math.floor(random() * 1000) / 1000, isNew: random() < 0.5 }
  const { body } = await operator.post('/v1/decisions', { point, context: visitor, options })
  if (random() >= chanceToStay(body.chosen[0], visitor)) return
  const told = await operator.post(`/v1/decisions/${body.id}/outcomes`, { metric: 'stayed', value: 1 })
  check.equal(told.status < 300, true, 'what came of it is told')
}

const visitors = 1_200
const atOnce = 20

async function offPolicy(town: ScenarioClient, check: Check): Promise<void> {
  const { operator } = town
  const value = truth()
  let within = 0
  const off = { sum: 0, variance: 0 }
  const seeds = [11, 23, 47]
  for (const seed of seeds) {
    const point = `greeting.s${seed}`
    const url = await openPoint(operator, check, point)
    const random = seeded(seed)
    for (let i = 0; i < visitors; i += atOnce) {
      await Promise.all(Array.from({ length: atOnce }, () => greet({ operator, check, point, random })))
    }
    await operator.post(`${url}/policies`, { name: 'better', spec: surerPolicy })
    await town.pass(61_000)
    const replay = { policy: 'better', since: '2020-01-01T00:00:00Z' }
    const { status, body } = await operator.post(`${url}/replay`, replay)
    check.equal([status, body.decisions, body.warnings], [200, visitors, []], 'the log can be decided again')
    if (body.low <= value && value <= body.high) within += 1
    off.sum += body.value - value
    off.variance += ((body.high - body.low) / (2 * 1.96)) ** 2
    check.figure(`s${seed}`, `${body.low.toFixed(3)}..${body.high.toFixed(3)}`)
  }
  check.figure('truth', value.toFixed(3))
  check.figure('within', `${within}/${seeds.length}`)
  const errors = Math.abs(off.sum) / Math.sqrt(off.variance)
  check.figure('standardErrorsOff', errors.toFixed(2))
  // One interval of twenty misses by chance, so all of them are judged together: four is one time in 16,000.
  check.equal(errors < 4, true, 'the estimates are as near to what B is truly worth as they say')
}

async function killSwitch({ operator }: ScenarioClient, check: Check): Promise<void> {
  const point = 'greeting.switched'
  await openPoint(operator, check, point)
  const context = { age: 1, isNew: true }
  const ask = async () => (await operator.post('/v1/decisions', { point, context, options })).body
  check.equal((await ask()).fallback, null, 'it decides')
  for (const name of [point, 'all']) {
    await operator.put(`/v1/decisions/switches/${name}`, { isOff: true })
    const since = performance.now()
    const { chosen, pChosen } = await until(ask, ({ fallback }) => fallback === 'switched-off')
    check.figure(`${name}Ms`, Math.round(performance.now() - since))
    check.equal([chosen, pChosen], [['short'], 1], 'the safe default stands')
    await operator.put(`/v1/decisions/switches/${name}`, { isOff: false })
  }
  check.equal((await ask()).fallback, null, 'and it decides again')
}

async function override({ operator, newcomers }: ScenarioClient, check: Check): Promise<void> {
  const point = 'greeting.overruled'
  const url = await openPoint(operator, check, point)
  const [visitor] = await newcomers(1)
  const asked = { point, context: { age: 0, isNew: false }, options, subject: visitor!.id }
  const { body: decided } = await operator.post('/v1/decisions', asked)
  const to = decided.chosen[0] === 'warm' ? 'formal' : 'warm'
  const done = await operator.post(`/v1/decisions/${decided.id}/override`, { to, why: 'They asked for it' })
  check.equal(done.status, 200, 'a person chooses otherwise')
  const { body } = await visitor!.get(`/v1/decisions/${decided.id}`)
  check.equal([body.chosen, body.override.to, body.mode], [decided.chosen, to, 'human'], 'both choices are kept')
  const arms = { kind: 'beta-thompson', prior: { a: 1, b: 1 }, arms: {}, exploration: 0.05 }
  await operator.post(`${url}/policies`, { name: 'arms', spec: arms })
  const learnt = await operator.post(`${url}/policies/arms/learn`, {})
  check.equal([learnt.status, learnt.body.lessons, learnt.body.overrides], [201, 2, 1], 'and policies learn from it')
  const why = await visitor!.get(`/v1/decisions/${decided.id}/why`)
  check.equal([why.status, why.body.chosen], [200, decided.chosen], 'whom it is about is told why')
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'decisions',
    run: async (town, check) => {
      await offPolicy(town, check)
      await killSwitch(town, check)
      await override(town, check)
    },
  },
  ...loopScenarios,
]
