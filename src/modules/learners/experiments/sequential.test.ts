import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../base/random.ts'
import { createBoundedMean, learnBounded, mixtureTest } from './sequential.ts'
import { welchTest } from './fixed-sample.ts'
import type { Summary } from './summaries.ts'

const near = (actual: number, expected: number, within = 1e-12): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected} within ${within}`)

test('the mixture ratio is the likelihood averaged over the effects that the mixture expects', () => {
  const first = { count: 200, mean: 1, variance: 4 }
  const second = { count: 300, mean: 1.5, variance: 3 }
  const v = 4 / 200 + 3 / 300
  const tau = 0.3
  // Oracle: the integral of N(effect; 0, tau²) times the likelihood ratio of the effect, by the trapezium rule.
  let ratio = 0
  for (let effect = -4; effect <= 4; effect += 1e-4) {
    const prior = Math.exp(-0.5 * (effect / tau) ** 2) / (tau * Math.sqrt(2 * Math.PI))
    ratio += 1e-4 * prior * Math.exp((0.5 * effect - effect ** 2 / 2) / v)
  }
  const found = mixtureTest(first, second, { tau })
  near(found.ratio / ratio, 1, 1e-9)
  near(found.pValue, 1 / ratio, 1e-9)
})

test('the confidence sequence is where the ratio stays under 1 / alpha', () => {
  const first = { count: 500, mean: 0, variance: 1 }
  const { high } = mixtureTest(first, { count: 400, mean: 0.2, variance: 2 }, { tau: 0.1 })
  const atEdge = mixtureTest(first, { count: 400, mean: high - 0.2, variance: 2 }, { tau: 0.1 })
  near(atEdge.ratio, 20, 1e-9)
})

/** Feeds two equal streams (or one moved by `effect`) and reports whether either test ever cried. */
function monitored(seed: number, effect: number): { always: boolean; naive: boolean } {
  const random = seededRandom(seed)
  const sums = [0, 0]
  const squares = [0, 0]
  let previousP = 1
  let naive = false
  for (let n = 1; n <= 2000; n++) {
    for (const variant of [0, 1]) {
      const value = random.normal() + effect * variant
      sums[variant]! += value
      squares[variant]! += value * value
    }
    if (n < 100 || n % 10 !== 0) continue
    const summary = (variant: number): Summary => {
      const mean = sums[variant]! / n
      return { count: n, mean, variance: (squares[variant]! - n * mean * mean) / (n - 1) }
    }
    previousP = mixtureTest(summary(0), summary(1), { tau: 0.1, previousP }).pValue
    naive ||= welchTest(summary(0), summary(1)).pValue < 0.05
  }
  return { always: previousP < 0.05, naive }
}

test('looking two hundred times at nothing: always-valid p cries in under 5 % of runs, the plain test in over 15 %', () => {
  const runs = Array.from({ length: 400 }, (_, seed) => monitored(seed, 0))
  const always = runs.filter((run) => run.always).length / runs.length
  const naive = runs.filter((run) => run.naive).length / runs.length
  assert.ok(always <= 0.05, `${always}`)
  assert.ok(naive > 0.15, `${naive}`)
})

test('a true effect is found, and the p-value never rises again', () => {
  const found = Array.from({ length: 60 }, (_, seed) => monitored(seed, 0.2)).filter((run) => run.always).length
  assert.ok(found >= 55, `${found} of 60`)
  const weak = { count: 100, mean: 0, variance: 1 }
  assert.equal(mixtureTest(weak, weak, { tau: 0.1, previousP: 0.01 }).pValue, 0.01)
})

test('the bounded sequence equals its formula for the first two outcomes', () => {
  const log = Math.log(2 / 0.05)
  const one = learnBounded(createBoundedMean(), 1)
  const psi = -Math.log(0.5) - 0.5
  near(one.penalty, 0.25 * psi)
  near(one.weighted / one.lambdas, 1)
  const two = learnBounded(one, 0)
  // Mean before is (0.5 + 1) / 2, variance before (0.25 + 0.0625) / 2; the bet is capped at 0.5 again.
  near(two.penalty, 0.25 * psi + 0.75 ** 2 * psi)
  near(two.low, Math.max(0, 0.5 - (log + two.penalty) / 1))
})

test('over many outcomes the bounded sequence equals the formula written out in sums', () => {
  const random = seededRandom(2)
  const x = Array.from({ length: 400 }, () => (random.uniform() < 0.4 ? 1 - random.uniform() / 4 : 0))
  const log = Math.log(2 / 0.05)
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)
  const means = x.map((_, t) => (0.5 + sum(x.slice(0, t))) / (t + 1))
  const ends = [...means.slice(1), (0.5 + sum(x)) / (x.length + 1)]
  const squares = x.map((value, t) => (value - ends[t]!) ** 2)
  const bets = x.map((_, i) => {
    const variance = (0.25 + sum(squares.slice(0, i))) / (i + 1)
    return Math.min(0.5, Math.sqrt((2 * log) / (variance * (i + 1) * Math.log(i + 2))))
  })
  assert.ok(bets.some((bet) => bet < 0.5))
  const penalty = sum(x.map((value, t) => (value - means[t]!) ** 2 * (-Math.log(1 - bets[t]!) - bets[t]!)))
  const centre = sum(x.map((value, t) => bets[t]! * value)) / sum(bets)
  const found = x.reduce(learnBounded, createBoundedMean())
  near(found.weighted / found.lambdas, centre, 1e-12)
  near(found.penalty, penalty, 1e-12)
  assert.ok(found.high <= centre + (log + penalty) / sum(bets) + 1e-12)
})

test('over 400 streams of rare successes the bounded sequence always holds the rate in at least 95 %, and narrows', () => {
  let held = 0
  let width = 0
  for (let seed = 0; seed < 400; seed++) {
    const random = seededRandom(seed)
    let state = createBoundedMean()
    for (let i = 0; i < 1500; i++) state = learnBounded(state, random.uniform() < 0.1 ? 1 : 0)
    // low and high are running intersections: holding at the end is holding at every step.
    held += state.low <= 0.1 && 0.1 <= state.high ? 1 : 0
    width += state.high - state.low
  }
  assert.ok(held >= 380, `${held} of 400`)
  assert.ok(width / 400 < 0.09, `${width / 400}`)
})

test('bad summaries, effects and outcomes are refused', () => {
  const good = { count: 100, mean: 0, variance: 1 }
  assert.throws(() => mixtureTest(good, good, { tau: 0 }), /tau/)
  assert.throws(() => mixtureTest({ ...good, variance: -1 }, good, { tau: 1 }), /first variance/)
  assert.throws(() => mixtureTest({ ...good, variance: 0 }, { ...good, variance: 0 }, { tau: 1 }), /neither variant/)
  assert.throws(() => learnBounded(createBoundedMean(), 1.2), /outcome/)
})
