import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import type { Random } from '../base/random.ts'
import { directMethod, doublyRobust, importanceWeights, ipw, overlapOf, snipw } from './off-policy.ts'

const near = (actual: number, expected: number, within = 1e-12): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected} within ${within}`)

const LOG = { rewards: [1, 0, 1, 0], propensities: [0.5, 0.25, 0.2, 0.8], targets: [0.25, 0.5, 0.4, 0.4] }
const MODEL = { logged: [0.6, 0.2, 0.5, 0.1], expected: [0.3, 0.4, 0.5, 0.2] }

test('the estimators equal their formulas on a log worked by hand', () => {
  // Weights 0.5, 2, 2, 0.5.
  assert.deepEqual([...importanceWeights(LOG)], [0.5, 2, 2, 0.5])
  near(ipw(LOG).value, (0.5 + 2) / 4)
  near(snipw(LOG).value, 2.5 / 5)
  near(directMethod(MODEL).value, 1.4 / 4)
  near(doublyRobust(LOG, MODEL).value, (1.4 + 0.5 * 0.4 - 2 * 0.2 + 2 * 0.5 - 0.5 * 0.1) / 4)
  near(overlapOf(LOG).effectiveSampleSize, 25 / 8.5)
})

test('intervals equal the textbook: deviation of the terms, and the delta method for the ratio', () => {
  const terms = [0.5, 0, 2, 0]
  const mean = 0.625
  const error = Math.sqrt(terms.reduce((sum, term) => sum + (term - mean) ** 2, 0) / 12)
  const { normal, standardError } = ipw(LOG)
  near(standardError, error)
  near(normal.high, mean + 1.959963984540054 * error)
  const pulls = [0.5 * 0.5, -2 * 0.5, 2 * 0.5, -0.5 * 0.5].map((pull) => pull / 1.25)
  near(snipw(LOG).standardError, Math.sqrt(pulls.reduce((sum, pull) => sum + pull * pull, 0) / 12))
})

test('a reward model of nothing turns doubly robust into IPW, and a perfect one into the direct method', () => {
  const nothing = { logged: [0, 0, 0, 0], expected: [0, 0, 0, 0] }
  near(doublyRobust(LOG, nothing).value, ipw(LOG).value)
  const perfect = { logged: LOG.rewards, expected: MODEL.expected }
  near(doublyRobust(LOG, perfect).value, directMethod(perfect).value)
})

test('evaluating the logging policy itself gives the mean reward', () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.double({ min: 0.01, max: 1, noNaN: true })), {
    minLength: 2,
    maxLength: 50,
  })
  fc.assert(
    fc.property(rows, (choices) => {
      const rewards = choices.map((choice) => choice[0])
      const propensities = choices.map((choice) => choice[1])
      const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length
      const log = { rewards, propensities, targets: propensities }
      near(ipw(log, { draws: 20 }).value, mean, 1e-9)
      near(snipw(log, { draws: 20 }).value, mean, 1e-9)
    }),
    { numRuns: 50 },
  )
})

const LOGGING = [0.6, 0.3, 0.1]
const WANTED = [0.2, 0.3, 0.5]
const RATES = [0.1, 0.2, 0.4]
const TRUTH = 0.2 * 0.1 + 0.3 * 0.2 + 0.5 * 0.4

function simulate(rows: number, random: Random) {
  const options = Array.from({ length: rows }, () => random.categorical(LOGGING))
  const rewards = options.map((option) => (random.uniform() < RATES[option]! ? 1 : 0))
  // A reward model that is wrong by a constant: doubly robust has to mend it, the direct method cannot.
  const model = { logged: options.map((option) => RATES[option]! + 0.1), expected: options.map(() => TRUTH + 0.1) }
  const log = {
    rewards,
    propensities: options.map((option) => LOGGING[option]!),
    targets: options.map((option) => WANTED[option]!),
  }
  return { log, model }
}

test('over six hundred simulated logs the 95 % intervals hold the true value about 95 % of the time', () => {
  const random = seededRandom(31)
  const held = { ipw: 0, corrected: 0, snipw: 0, dr: 0, bootstrap: 0 }
  let sum = 0
  const runs = 600
  for (let run = 0; run < runs; run++) {
    const { log, model } = simulate(400, random)
    const covers = ({ low, high }: { low: number; high: number }): number => (low <= TRUTH && TRUTH <= high ? 1 : 0)
    const weighted = ipw(log, { draws: 100, seed: run })
    sum += weighted.value
    held.ipw += covers(weighted.normal)
    held.corrected += covers(weighted.corrected)
    held.bootstrap += covers(weighted.bootstrap)
    held.snipw += covers(snipw(log, { draws: 20 }).normal)
    held.dr += covers(doublyRobust(log, model, { draws: 20 }).normal)
  }
  near(sum / runs, TRUTH, 0.006)
  for (const [name, count] of Object.entries(held)) {
    assert.ok(count / runs > 0.92 && count / runs < 0.98, `${name} held ${count} of ${runs}`)
  }
})

test('where rewards are rare and weights uneven the corrected interval still holds, and the normal one does not', () => {
  const random = seededRandom(41)
  const logging = [0.97, 0.03]
  const wanted = [0.1, 0.9]
  const rates = [0.01, 0.02]
  const truth = 0.1 * 0.01 + 0.9 * 0.02
  const held = { corrected: 0, normal: 0 }
  const runs = 500
  for (let run = 0; run < runs; run++) {
    const options = Array.from({ length: 5000 }, () => random.categorical(logging))
    const log = {
      rewards: options.map((option) => (random.uniform() < rates[option]! ? 1 : 0)),
      propensities: options.map((option) => logging[option]!),
      targets: options.map((option) => wanted[option]!),
    }
    const found = snipw(log, { draws: 20 })
    for (const name of ['corrected', 'normal'] as const) {
      held[name] += found[name].low <= truth && truth <= found[name].high ? 1 : 0
    }
  }
  assert.ok(held.corrected / runs > 0.93, `corrected held ${held.corrected} of ${runs}`)
  assert.ok(held.normal / runs < 0.92, `normal held ${held.normal} of ${runs}`)
})

test('without skewness the corrected interval is the normal one, and a long right tail moves it up', () => {
  const even = { rewards: [0, 1, 2, 3], propensities: [1, 1, 1, 1], targets: [1, 1, 1, 1] }
  const { corrected, normal } = ipw(even)
  near(corrected.low, normal.low, 1e-9)
  near(corrected.high, normal.high, 1e-9)
  const tailed = ipw({ ...even, rewards: [0, 0, 0, 3] })
  assert.ok(tailed.corrected.low > tailed.normal.low && tailed.corrected.high > tailed.normal.high)
})

test('a log that hardly overlaps with the policy is warned about, a good one is not', () => {
  const random = seededRandom(3)
  assert.deepEqual(overlapOf(simulate(2000, random).log).warnings, [])
  const rows = 1000
  const thin = {
    rewards: new Float64Array(rows),
    propensities: new Float64Array(rows).fill(0.5),
    targets: Float64Array.from({ length: rows }, (_, i) => (i < 5 ? 1 : 0)),
  }
  const { warnings, effectiveSampleSize } = overlapOf(thin)
  near(effectiveSampleSize, 5)
  assert.match(warnings[0]!, /1000 rows are worth 5\.0/)
  assert.match(warnings[1]!, /rests on 0\.0 rewards/)
  assert.match(warnings[2]!, /weights average 0\.010, not 1/)
})

test('rows that come in groups widen the interval', () => {
  const random = seededRandom(8)
  const { log } = simulate(300, random)
  const repeat = <T>(values: ArrayLike<T>): T[] => Array.from(values).flatMap((value) => [value, value, value, value])
  const fourfold = {
    rewards: repeat(log.rewards),
    propensities: repeat(log.propensities),
    targets: repeat(log.targets),
  }
  const groups = Int32Array.from({ length: 1200 }, (_, i) => Math.floor(i / 4))
  const plain = ipw(log).standardError
  near(ipw(fourfold).standardError, plain / 2, plain * 0.01)
  near(ipw(fourfold, { groups }).standardError, plain, plain * 0.01)
})

test('impossible propensities, unequal lengths and tiny logs are refused', () => {
  assert.throws(() => ipw({ ...LOG, propensities: [0.5, 0, 0.2, 0.8] }), /propensities\[1\] must lie in \(0, 1\]/)
  assert.throws(() => ipw({ ...LOG, targets: [0.25] }), /equal lengths/)
  assert.throws(() => ipw({ ...LOG, rewards: [1, NaN, 0, 0] }), /rewards\[1\]/)
  assert.throws(() => ipw({ rewards: [1], propensities: [1], targets: [1] }), /at least 2 rows/)
  assert.throws(() => snipw({ ...LOG, targets: [0, 0, 0, 0] }), /takes none/)
  assert.throws(() => doublyRobust(LOG, { ...MODEL, logged: [1] }), /model\.logged/)
})
