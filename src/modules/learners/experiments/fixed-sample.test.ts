import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import { normalCdf } from '../base/special.ts'
import { summarise } from './summaries.ts'
import { cupedTest, proportionTest, unitsPerVariant, welchTest } from './fixed-sample.ts'

const near = (actual: number, expected: number, within = 1e-9): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected} within ${within}`)

test('the z test reproduces the published retention experiment of 90,189 players', () => {
  const week = proportionTest({ successes: 8502, trials: 44_700 }, { successes: 8279, trials: 45_489 })
  near(week.z, -3.164358912748191)
  near(week.pValue, 0.001554249975614329)
  const day = proportionTest({ successes: 20_034, trials: 44_700 }, { successes: 20_119, trials: 45_489 })
  near(day.pValue, 0.07440965529691913)
  assert.ok(day.low < 0 && day.high > 0 && week.high < 0)
})

test("Welch's test equals an independent implementation", () => {
  const found = welchTest(summarise([3.1, 2.7, 5.5, 4.2, 3.3, 4.8]), summarise([4.9, 6.2, 5.8, 7.7, 5.1]))
  near(found.t, 3.0079703048353155)
  near(found.degreesOfFreedom, 8.548845429719991)
  near(found.pValue, 0.01563833826733)
  near(found.low, 0.48531628685694717)
  near(found.high, 3.5280170464763865)
})

test('one pass finds the mean and variance that two passes find, far from zero too', () => {
  const numbers = fc.array(fc.double({ min: 1e6, max: 1e6 + 10, noNaN: true }), { minLength: 2, maxLength: 50 })
  fc.assert(
    fc.property(numbers, (values) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
      const found = summarise(values)
      near(found.mean, mean, 1e-8)
      near(found.variance, variance, 1e-6)
    }),
  )
})

function experiment(seed: number, correlation: number) {
  const random = seededRandom(seed)
  const variant = (effect: number) => {
    const before = Float64Array.from({ length: 2000 }, () => random.normal())
    const noise = Math.sqrt(1 - correlation ** 2)
    return { before, outcomes: before.map((x) => 10 + effect + correlation * x + noise * random.normal()) }
  }
  return { first: variant(0), second: variant(0.1) }
}

test('CUPED equals the regression of outcome on variant and covariate', () => {
  const { first, second } = experiment(3, 0.8)
  const found = cupedTest(first, second)
  // Frisch–Waugh: the least-squares effect of the variant with the covariate held is exactly this difference.
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const shift = mean(second.before) - mean(first.before)
  near(found.difference, mean(second.outcomes) - mean(first.outcomes) - found.theta * shift, 1e-12)
  near(found.theta, 0.8, 0.05)
  near(found.varianceRemoved, 0.64, 0.04)
  const plain = welchTest(summarise(first.outcomes), summarise(second.outcomes))
  near(found.standardError / plain.standardError, Math.sqrt(1 - found.varianceRemoved), 0.01)
})

test('CUPED keeps its level and its aim: over 400 experiments the interval holds the effect about 95 % of the time', () => {
  let held = 0
  let sum = 0
  for (let seed = 0; seed < 400; seed++) {
    const { first, second } = experiment(seed, 0.7)
    const cut = ({ outcomes, before }: { outcomes: Float64Array; before: Float64Array }) => ({
      outcomes: outcomes.subarray(0, 150),
      before: before.subarray(0, 150),
    })
    const found = cupedTest(cut(first), cut(second))
    sum += found.difference
    held += found.low <= 0.1 && 0.1 <= found.high ? 1 : 0
  }
  near(sum / 400, 0.1, 0.013)
  assert.ok(held >= 368 && held <= 393, `${held} of 400`)
})

test('the sample size gives the z test the power asked for', () => {
  assert.equal(unitsPerVariant({ from: 0.1, to: 0.12 }), 3841)
  const n = unitsPerVariant({ from: 0.2, to: 0.25 }, { power: 0.9 })
  const error = Math.sqrt((0.2 * 0.8 + 0.25 * 0.75) / n)
  const limit = 1.959963984540054 * Math.sqrt((2 * 0.225 * 0.775) / n)
  near(1 - normalCdf((limit - 0.05) / error), 0.9, 1e-3)
})

test('impossible counts, constant outcomes and unequal lengths are refused', () => {
  assert.throws(() => proportionTest({ successes: 5, trials: 4 }, { successes: 1, trials: 4 }), /first has 5 successes/)
  assert.throws(() => proportionTest({ successes: 0, trials: 4 }, { successes: 0, trials: 4 }), /all outcomes/)
  assert.throws(() => welchTest(summarise([1, 1]), summarise([1, 1])), /neither variant varies/)
  assert.throws(() => welchTest({ count: 1, mean: 0, variance: 1 }, summarise([1, 2])), /first count/)
  assert.throws(() => summarise([1, NaN]), /values\[1\]/)
  const flat = { outcomes: [1, 2], before: [3, 3] }
  assert.throws(() => cupedTest(flat, flat), /covariate does not vary/)
  assert.throws(() => cupedTest({ outcomes: [1, 2], before: [3] }, flat), /equal lengths/)
  assert.throws(() => unitsPerVariant({ from: 0.1, to: 0.1 }), /tells 0.1 from itself/)
})
