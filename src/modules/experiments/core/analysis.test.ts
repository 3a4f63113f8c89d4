import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { cupedTest, seededRandom, summarise, welchTest } from '#modules/learners'
import { declared } from '../fixtures.ts'
import { analyse, type Count } from './analysis.ts'
import type { Declaration, Metric } from './experiment.ts'
import { powerOf } from './power.ts'
import { actDue, chancesOfBest, withFloor } from './steering.ts'
import { added, adjusted, type Cell, noSums, stratified, type Sums, summaryOf } from './sums.ts'

const [pressed] = declared().metrics as [Metric]

function sumsOf(pairs: readonly (readonly [y: number, x: number])[]): Sums {
  return pairs.reduce((sum, [y, x]) => added(sum, { n: 1, y, yy: y * y, x, xx: x * x, xy: x * y }), noSums)
}

function counted(cells: readonly Cell[], p = 0.5) {
  const counts: Count[] = cells.map(({ arm, epoch, n }) => ({ arm, epoch, p, units: n, crossed: 0 }))
  return { counts, cells: { pressed: cells }, lowest: {} }
}

test('sums say what all values say: means, CUPED', () => {
  const random = seededRandom('cuped')
  const arms = [0, 0.3].map((effect) =>
    Array.from({ length: 400 }, () => {
      const before = random.normal()
      return [before * 2 + random.normal() + effect, before] as const
    }),
  )
  const [first, second] = arms.map(sumsOf) as [Sums, Sums]
  const values = arms.map((pairs) => summarise(pairs.map(([y]) => y)))
  const plain = [first, second].map((sums) => summaryOf(sums, 'mean')!)
  plain.forEach((summary, index) => {
    assert.ok(Math.abs(summary.mean - values[index]!.mean) < 1e-9)
    assert.ok(Math.abs(summary.variance - values[index]!.variance) < 1e-9)
  })
  const helped = adjusted([first, second])!
  const expected = cupedTest(
    { outcomes: arms[0]!.map(([y]) => y), before: arms[0]!.map(([, x]) => x) },
    { outcomes: arms[1]!.map(([y]) => y), before: arms[1]!.map(([, x]) => x) },
  )
  const [one, other] = helped.summaries
  assert.ok(Math.abs(welchTest(one!, other!).difference - expected.difference) < 1e-9)
  assert.ok(Math.abs(helped.adjustment.theta - expected.theta) < 1e-9)
  assert.ok(Math.abs(helped.adjustment.varianceRemoved - expected.varianceRemoved) < 1e-9)
  assert.ok(helped.adjustment.varianceRemoved > 0.7)
})

test('a ratio of clustered values varies as its clusters do, not as its orders', () => {
  const random = seededRandom('ratio')
  const ratios = Array.from({ length: 600 }, () => {
    const blocks = Array.from({ length: 60 }, () => {
      const orders = 5 + random.integer(20)
      const rate = random.uniform() < 0.5 ? 0.1 : 0.6
      const late = Array.from({ length: orders }, () => random.uniform()).filter((one) => one < rate).length
      return [late, orders] as const
    })
    return summaryOf(sumsOf(blocks), 'ratio')!
  })
  const spread = summarise(ratios.map(({ mean }) => mean)).variance
  const claimed = ratios.reduce((sum, { variance, count }) => sum + variance / count, 0) / ratios.length
  assert.ok(Math.abs(claimed / spread - 1) < 0.15, `${claimed} against ${spread}`)
})

test('where nothing differs, looking every day finds something in fewer than one test of twenty', () => {
  const random = seededRandom('a/a')
  const [tests, days, eachDay] = [1_000, 14, 143]
  let called = 0
  for (let i = 0; i < tests; i++) {
    let cells = ['grey', 'green'].map((arm): Cell => ({ ...noSums, arm, epoch: 0 }))
    let isCalled = false
    for (let day = 0; day < days; day++) {
      for (let unit = 0; unit < eachDay; unit++) {
        const arm = random.integer(2)
        const y = random.uniform() < 0.2 ? 1 : 0
        cells = cells.map((cell, at) =>
          at === arm ? { ...cell, n: cell.n + 1, y: cell.y + y, yy: cell.yy + y } : cell,
        )
      }
      const [found] = analyse(declared(), counted(cells)).metrics
      isCalled ||= found!.comparisons[0]?.isSignificant === true
    }
    if (isCalled) called += 1
  }
  assert.ok(called / tests < 0.05, `${called} of ${tests} tests cried wolf`)
})

test('a broken split withholds means and comparisons; an honest one at the same size does not', () => {
  const cell = (arm: string, n: number): Cell => ({ arm, epoch: 0, n, y: n / 4, yy: n / 4, x: 0, xx: 0, xy: 0 })
  const broken = analyse(declared(), counted([cell('grey', 330), cell('green', 670)]))
  assert.equal(broken.isLocked, true)
  assert.ok(broken.sampleRatio.pValue! < 0.001)
  assert.deepEqual(broken.metrics[0]!.comparisons, [])
  assert.ok(broken.metrics[0]!.arms.every(({ mean }) => mean === null))
  const fair = analyse(declared(), counted([cell('grey', 490), cell('green', 510)]))
  assert.equal(fair.isLocked, false)
  assert.equal(fair.metrics[0]!.comparisons.length, 1)
})

test('shifting weights while the world changes fools a plain mean, and not the one by epochs', () => {
  // Everything gets better over time, and the second arm gets more and more of it; the arms are the same.
  const epochs = [0.2, 0.5, 0.8].map((share, epoch) => {
    const rate = 0.1 + 0.2 * epoch
    const of = (n: number): Sums => ({ n, y: n * rate, yy: n * rate, x: 0, xx: 0, xy: 0 })
    return [of(3_000 * (1 - share)), of(3_000 * share)]
  })
  const pooled = [0, 1].map((arm) => summaryOf(epochs.map((of) => of[arm]!).reduce(added), 'rate')!)
  assert.ok(pooled[1]!.mean - pooled[0]!.mean > 0.1, 'the plain means differ')
  const honest = stratified(epochs.map((of) => of.map((sums) => summaryOf(sums, 'rate'))))
  assert.ok(Math.abs(honest[1]!.mean - honest[0]!.mean) < 1e-12)
  const cells = epochs.flatMap((of, epoch) =>
    of.map((sums, arm): Cell => ({ ...sums, arm: arm === 0 ? 'grey' : 'green', epoch })),
  )
  const counts = cells.map(({ arm, epoch, n }): Count => ({ arm, epoch, p: n / 3_000, units: n, crossed: 0 }))
  const found = analyse(declared(), { counts, cells: { pressed: cells }, lowest: {} })
  assert.equal(found.sampleRatio.status, 'as-intended', 'the split is judged by the recorded probabilities')
  assert.equal(found.metrics[0]!.comparisons[0]!.isSignificant, false)
})

test('few blocks are called too few, and an effect that came once stays found', () => {
  const few = (n: number): Cell[] =>
    ['grey', 'green'].map((arm) => ({ arm, epoch: 0, n, y: n / 2, yy: n / 2, x: n, xx: n, xy: n / 2 }))
  const blocks = declared({ unit: 'block', metrics: [{ ...pressed, kind: 'ratio' }] })
  assert.equal(analyse(blocks, counted(few(11))).metrics[0]!.missing, 'units')
  assert.equal(analyse(blocks, counted(few(12))).metrics[0]!.missing, 'nothing')
  const again = analyse(declared(), { ...counted(few(400)), lowest: { 'pressed/green': 0.001 } })
  assert.equal(again.metrics[0]!.comparisons[0]!.isSignificant, true)
})

test('all against none is a difference, and all against all is none', () => {
  const cell = (arm: string, y: number): Cell => ({ arm, epoch: 0, n: 300, y, yy: y, x: 0, xx: 0, xy: 0 })
  const [all] = analyse(declared(), counted([cell('grey', 0), cell('green', 300)])).metrics
  assert.equal(all!.comparisons[0]!.isSignificant, true)
  const [none] = analyse(declared(), counted([cell('grey', 300), cell('green', 300)])).metrics
  assert.deepEqual([none!.comparisons, none!.missing], [[], 'variation'])
  const mean = declared({ metrics: [{ ...pressed, kind: 'mean' }] })
  assert.equal(
    analyse(mean, counted([cell('grey', 0), { ...cell('green', 300), yy: 300 }])).metrics[0]!.missing,
    'variation',
  )
})

const standing = (declaration: Declaration) => ({
  declaration, salt: 's', step: 0, steppedAt: 0, epoch: 0, unitsAtShift: 0, shares: [0.5, 0.5], now: 1e9,
}) // prettier-ignore
const rates = (grey: number, green: number): Cell[] =>
  [grey, green].map((rate, arm) => ({
    arm: arm === 0 ? 'grey' : 'green', epoch: 0, n: 2_000, y: 2_000 * rate, yy: 2_000 * rate, x: 0, xx: 0, xy: 0,
  })) // prettier-ignore

test('a guard goes before the ramp, and bears what it is told to bear', () => {
  const ramp = { steps: [100, 10_000], stepMs: 1_000, isAutomatic: true }
  const guard = (tolerance: number): Metric => ({ ...pressed, role: 'guard', better: 'down', tolerance })
  const strict = declared({ ramp, metrics: [guard(0)] })
  const found = analyse(strict, counted(rates(0.1, 0.2)))
  assert.equal(actDue(standing(strict), found)?.kind, 'stop')
  const patient = declared({ ramp, metrics: [guard(0.2)] })
  assert.equal(actDue(standing(patient), found)?.kind, 'step')
  const better = analyse(strict, counted(rates(0.2, 0.1)))
  assert.equal(actDue(standing(strict), better)?.kind, 'step')
  assert.equal(actDue({ ...standing(strict), now: 500 }, better), undefined)
})

test('weights go to what does better, within their bounds, and not before there is something to go by', () => {
  const bandit = declared({ allocation: { kind: 'bandit', floor: 0.1, minUnits: 1_000 } })
  const act = actDue(standing(bandit), analyse(bandit, counted(rates(0.1, 0.14))))
  assert.equal(act?.kind, 'shift')
  assert.ok(act?.kind === 'shift' && act.shares[1]! > 0.85 && act.shares[1]! <= 0.9)
  assert.equal(
    actDue({ ...standing(bandit), unitsAtShift: 3_500 }, analyse(bandit, counted(rates(0.1, 0.14)))),
    undefined,
  )
  const [found] = analyse(bandit, counted(rates(0.2, 0.2))).metrics
  const [one] = chancesOfBest(pressed, found!, 'seed')
  assert.ok(Math.abs(one! - 0.5) < 0.05)
  assert.deepEqual(
    withFloor([1, 0, 0], 0.1).map((share) => Math.round(share * 10)),
    [8, 1, 1],
  )
})

test('the calculator’s units find its effect about as often as it says', () => {
  const { unitsPerArm, unitsPerArmFixed, days } = powerOf({
    baseline: 0.2, effect: 0.05, power: 0.8, level: 0.95, arms: 2, explained: 0, unitsPerDay: 500,
  }) // prettier-ignore
  assert.equal(unitsPerArmFixed, 1_094, 'as tables have it')
  assert.ok(unitsPerArm > unitsPerArmFixed && unitsPerArm < 2.5 * unitsPerArmFixed)
  assert.equal(days, (2 * unitsPerArm) / 500)
  const random = seededRandom('power')
  let found = 0
  for (let i = 0; i < 300; i++) {
    const cells = [0.2, 0.25].map((rate, arm): Cell => {
      const y = Array.from({ length: unitsPerArm }, () => random.uniform()).filter((one) => one < rate).length
      return { arm: arm === 0 ? 'grey' : 'green', epoch: 0, n: unitsPerArm, y, yy: y, x: 0, xx: 0, xy: 0 }
    })
    if (analyse(declared(), counted(cells)).metrics[0]!.comparisons[0]!.isSignificant) found += 1
  }
  assert.ok(found / 300 > 0.72 && found / 300 < 0.9, `found ${found} of 300`)
  const half = powerOf({ baseline: 0, effect: 1, deviation: 10, power: 0.8, level: 0.95, arms: 2, explained: 0.5 })
  const whole = powerOf({ baseline: 0, effect: 1, deviation: 10, power: 0.8, level: 0.95, arms: 2, explained: 0 })
  assert.ok(half.unitsPerArmFixed < 0.51 * whole.unitsPerArmFixed)
})

test('the calculator ends for effects that nothing finds, and for rates that are certain', () => {
  const wanted = { power: 0.8, level: 0.95, arms: 2, explained: 0 }
  assert.equal(powerOf({ ...wanted, baseline: 0, effect: 1e-9, deviation: 1e9 }).units, Infinity)
  assert.equal(powerOf({ ...wanted, baseline: 0, effect: 1 }).unitsPerArm, 2)
  assert.equal(powerOf({ ...wanted, baseline: 0.5, effect: 1e-9 }).units, Infinity)
})
