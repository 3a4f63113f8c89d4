import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../base/random.ts'
import { lnBeta } from '../base/special.ts'
import { bestBetaProbabilities, learnOutcome, loadBetaArms, saveBetaArms } from './thompson.ts'
import type { BetaArm } from './thompson.ts'

const near = (actual: number, expected: number, within = 1e-12): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected} within ${within}`)

/** P(second > first) for whole-numbered second.a: E. Miller, "Formulas for Bayesian A/B testing" (2015). */
function chanceSecondWins(first: BetaArm, second: BetaArm): number {
  let sum = 0
  for (let i = 0; i < second.a; i++) {
    const top = lnBeta(first.a + i, first.b + second.b)
    sum += Math.exp(top - Math.log(second.b + i) - lnBeta(1 + i, second.b) - lnBeta(first.a, first.b))
  }
  return sum
}

test('two arms agree with the closed form, from flat to razor-sharp posteriors', () => {
  const pairs: [BetaArm, BetaArm][] = [
    [
      { a: 1, b: 1 },
      { a: 1, b: 1 },
    ],
    [
      { a: 2, b: 5 },
      { a: 3, b: 4 },
    ],
    [
      { a: 0.5, b: 0.5 },
      { a: 40, b: 3 },
    ],
    [
      { a: 1, b: 1 },
      { a: 5000, b: 5000 },
    ],
    [
      { a: 480, b: 9520 },
      { a: 520, b: 9480 },
    ],
    [
      { a: 3, b: 900 },
      { a: 30, b: 100 },
    ],
  ]
  for (const [first, second] of pairs) {
    const { probabilities, error } = bestBetaProbabilities([first, second], 1e-10)
    near(probabilities[1]!, chanceSecondWins(first, second), 2e-10)
    assert.ok(error <= 2e-10)
  }
})

test('equal arms share the chance, and many arms agree with sampling the posteriors', () => {
  for (const p of bestBetaProbabilities(Array.from({ length: 7 }, () => ({ a: 3, b: 9 }))).probabilities)
    near(p, 1 / 7, 1e-9)
  const arms = [
    { a: 1, b: 1 },
    { a: 8, b: 4 },
    { a: 60, b: 40 },
    { a: 2, b: 30 },
    { a: 6, b: 3 },
  ]
  const { probabilities } = bestBetaProbabilities(arms)
  const random = seededRandom(5)
  const wins = new Float64Array(arms.length)
  const draws = 40_000
  for (let i = 0; i < draws; i++) {
    const rates = arms.map(({ a, b }) => random.beta(a, b))
    wins[rates.indexOf(Math.max(...rates))]! += 1
  }
  probabilities.forEach((p, i) => near(wins[i]! / draws, p, 3.5 * Math.sqrt((p * (1 - p)) / draws) + 1e-6))
})

test('a hopeless arm gets (almost) nothing and the rest still adds up to one', () => {
  const { probabilities } = bestBetaProbabilities([
    { a: 9000, b: 1000 },
    { a: 10, b: 9990 },
    { a: 8990, b: 1010 },
  ])
  assert.ok(probabilities[1]! < 1e-12)
  near(
    probabilities.reduce((sum, p) => sum + p, 0),
    1,
  )
})

test('outcomes add to the posterior and arms survive saving', () => {
  const arms = [learnOutcome({ a: 1, b: 1 }, 1), learnOutcome({ a: 1, b: 1 }, 0.25)]
  assert.deepEqual(arms, [
    { a: 2, b: 1 },
    { a: 1.25, b: 1.75 },
  ])
  assert.deepEqual(loadBetaArms(JSON.stringify(saveBetaArms(arms))), arms)
})

test('bad arms, rewards and models are refused', () => {
  assert.throws(() => bestBetaProbabilities([]), /arms/)
  assert.throws(() => bestBetaProbabilities([{ a: 1, b: 0 }]), /arms\[0\]\.b/)
  assert.throws(() => bestBetaProbabilities([{ a: NaN, b: 1 }]), /arms\[0\]\.a/)
  assert.throws(() => learnOutcome({ a: 1, b: 1 }, 2), /reward/)
  assert.throws(() => loadBetaArms({ ...saveBetaArms([{ a: 1, b: 1 }]), version: 2 }), /version/)
  assert.throws(() => loadBetaArms(JSON.stringify(saveBetaArms([{ a: 1, b: 1 }])).slice(0, -30)), /cut short/)
})
