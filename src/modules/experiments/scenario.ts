import { newId } from '#kernel/ids'
import type { Check, Scenario, ScenarioClient } from '#kernel/scenario'
import { open, peekDaily, seeded, tell, twoArms } from './scenario-world.ts'

const minuteMs = 60_000

/** Tests of nothing, looked at every day, and tests of something, of which most are found. */
async function nothingAndSomething(town: ScenarioClient, check: Check): Promise<void> {
  let called = 0
  const losing: string[] = []
  for (const seed of [1, 2, 3]) {
    const found = await peekDaily(town, { prefix: `aa${seed}`, tests: 8, units: 420, days: 6, effect: 0 })
    called += found.called.length
    losing.push(...found.called)
  }
  // Each cries wolf at most one time in twenty over all its looks; more than four of 24 is one chance in 300.
  check.equal(called <= 4, true, 'where nothing differs, nothing is found')
  check.figure('a/a called', `${called}/24${losing.length > 0 ? ` (${losing.join(' ')})` : ''}`)
  const real = await peekDaily(town, { prefix: 'real', tests: 4, units: 900, days: 6, effect: 0.2 })
  check.equal(real.called.length >= 3, true, 'and what differs is found')
  check.figure('a/b found', `${real.called.length}/4`)
}

/** A client assigns one to two where one to one was meant. */
async function brokenSplit({ operator }: ScenarioClient, check: Check): Promise<void> {
  await open(operator, 'broken', twoArms({ layer: 'broken' }))
  const exposures = Array.from({ length: 2_000 }, (_, index) => ({
    experiment: 'broken', targetingKey: `s-${index}`, arm: index % 3 === 0 ? 'a' : 'b',
  })) // prettier-ignore
  await tell(operator, 'exposures', exposures)
  const { body } = await operator.get('/v1/experiments/broken/results')
  const { isLocked, sampleRatio, metrics } = body.analysis
  check.equal([isLocked, sampleRatio.status], [true, 'broken'], 'a split of 33 to 67 locks the results')
  check.equal(sampleRatio.pValue < 0.001, true, 'by the sample ratio')
  check.equal([metrics[0].comparisons, metrics[0].missing], [[], 'sample-ratio'], 'and nothing else is told')
  const verdict = { decision: 'ship', arm: 'b', lesson: 'It looked good to us.' }
  const shipped = await operator.post('/v1/experiments/broken/verdict', verdict)
  check.equal([shipped.status, shipped.body.type], [409, '/problems/results-locked'], 'no arm of it is shipped')
}

/** Dispatch is tried by half hours: many orders in few blocks say little about the arms. */
async function switchback(town: ScenarioClient, check: Check): Promise<void> {
  const { operator } = town
  const block = { lengthMs: 30 * minuteMs, washoutMs: 5 * minuteMs }
  const metric = { name: 'late', role: 'primary', better: 'down', kind: 'ratio', windowMs: 1, effect: 0.1 }
  await open(operator, 'dispatch', twoArms({ layer: 'dispatch', unit: 'block', block, metrics: [metric] }))
  const random = seeded(3)
  const [blocks, orders] = [32, 40]
  for (let index = 0; index < blocks; index++) {
    await town.pass(6 * minuteMs) // beyond the washout
    await tell(
      operator,
      'exposures',
      Array.from({ length: orders }, () => ({ experiment: 'dispatch' })),
    )
    // Weather changes by the block and has nothing to do with the arm.
    const isWet = random() < 0.5
    const outcomes = Array.from({ length: orders }, () => [
      { experiment: 'dispatch', id: newId(), metric: 'late', part: 'per', value: 1 },
      ...(random() < (isWet ? 0.6 : 0.1)
        ? [{ experiment: 'dispatch', id: newId(), metric: 'late', part: 'of', value: 1 }]
        : []),
    ]).flat()
    await tell(operator, 'outcomes', outcomes)
    await town.pass(24 * minuteMs)
  }
  const { body } = await operator.get('/v1/experiments/dispatch/results')
  const { units, metrics } = body.analysis
  check.equal(units, blocks, 'the unit of analysis is the block, not the order')
  const [comparison] = metrics[0].comparisons
  check.equal(comparison?.isSignificant ?? false, false, 'so the weather of few blocks is not taken for an effect')
  if (comparison !== undefined)
    check.figure('switchback', `${comparison.low.toFixed(2)}..${comparison.high.toFixed(2)} of ${blocks} blocks`)
}

/** A guard gets worse, and the experiment stops before anybody looks. */
async function guard({ operator }: ScenarioClient, check: Check): Promise<void> {
  const metric = { name: 'done', role: 'primary', better: 'up', kind: 'rate', windowMs: 86_400_000, effect: 0.05 }
  const complaints = { ...metric, name: 'complaints', role: 'guard', better: 'down' }
  await open(operator, 'harmful', twoArms({ layer: 'harmful', metrics: [metric, complaints] }))
  const keys = Array.from({ length: 800 }, (_, index) => `s-${index}`)
  const armed = keys.map((key, index) => ({
    experiment: 'harmful',
    targetingKey: key,
    arm: index % 2 === 0 ? 'a' : 'b',
  }))
  await tell(operator, 'exposures', armed)
  const complained = armed.filter(({ arm }, index) => arm === 'b' && index % 3 === 0)
  const outcomes = complained.map(({ experiment, targetingKey }) => ({
    experiment, targetingKey, id: newId(), metric: 'complaints', value: 1,
  })) // prettier-ignore
  await tell(operator, 'outcomes', outcomes)
  const looked = await operator.post('/v1/experiments/harmful/look', {})
  check.equal(looked.body.act?.kind ?? 'stop', 'stop', 'a guard that gets worse stops the experiment')
  const { body } = await operator.get('/v1/experiments/harmful')
  check.equal([body.state, body.stopGuard], ['stopped', 'complaints'], 'and it says which guard')
  const verdict = { decision: 'bin', lesson: 'The second way makes people complain.' }
  check.equal((await operator.post('/v1/experiments/harmful/verdict', verdict)).status, 200, 'the lesson is written')
  const found = await operator.get('/v1/experiments?state=binned,shipped&text=complain')
  check.equal(found.body.items.length, 1, 'and found in the graveyard')
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'experiments',
    run: async (town, check) => {
      await brokenSplit(town, check)
      await guard(town, check)
      await switchback(town, check)
      await nothingAndSomething(town, check)
    },
  },
]
