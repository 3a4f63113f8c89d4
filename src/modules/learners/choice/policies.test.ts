import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import type { Random } from '../base/random.ts'
import { linearThompson } from './linear-bandits.ts'
import { drawOption, epsilonGreedy, greedy, softmax, withExploration } from './policies.ts'
import { createRidge, learnReward } from './ridge.ts'
import { bestBetaProbabilities } from './thompson.ts'

const near = (actual: number, expected: number, within = 1e-12): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected} within ${within}`)

test('softmax follows its formula and survives scores of any size', () => {
  const p = softmax([1, 2, 3], 2)
  const total = Math.exp(0.5) + Math.exp(1) + Math.exp(1.5)
  near(p[0]!, Math.exp(0.5) / total)
  near(p[2]!, Math.exp(1.5) / total)
  assert.deepEqual([...softmax([-1e9, 1e9])], [0, 1])
})

test('epsilon-greedy gives the best 1 - epsilon, shared by ties, and every option its floor', () => {
  assert.deepEqual([...epsilonGreedy([1, 5, 5, 2], 0.2)], [0.05, 0.45, 0.45, 0.05])
  assert.deepEqual([...greedy([1, 3, 2])], [0, 1, 0])
})

test('every policy answers a distribution', () => {
  const scores = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(scores, fc.double({ min: 0, max: 1, noNaN: true }), (values, epsilon) => {
      for (const p of [softmax(values, 0.1 + epsilon), epsilonGreedy(values, epsilon), greedy(values)]) {
        near(
          p.reduce((sum, value) => sum + value, 0),
          1,
          1e-12,
        )
        assert.ok(withExploration(p, epsilon).every((value) => value >= epsilon / values.length))
      }
    }),
  )
})

test('options are drawn as often as their recorded probabilities say, in every decile and policy', () => {
  const policies: Record<string, (random: Random) => Float64Array> = {
    softmax: (random) => softmax(Float64Array.from({ length: 4 }, () => 2 * random.normal())),
    epsilon: (random) =>
      epsilonGreedy(
        Float64Array.from({ length: 4 }, () => random.normal()),
        random.uniform(),
      ),
    thompson: (random) =>
      bestBetaProbabilities(
        Array.from({ length: 3 }, () => ({ a: 1 + random.integer(20), b: 1 + random.integer(20) })),
        1e-6,
      ).probabilities,
    linear: (random) => {
      const ridge = createRidge(2)
      for (let i = 0; i < 5; i++) learnReward(ridge, [random.normal(), random.normal()], random.normal())
      const options = Array.from({ length: 4 }, () => [random.normal(), random.normal()])
      return linearThompson(ridge, options, { scale: 1, draws: 200, random }).probabilities
    },
  }
  for (const [name, probabilitiesOf] of Object.entries(policies)) {
    const random = seededRandom(20).stream(name)
    const deciles = Array.from({ length: 10 }, () => ({ chosen: 0, expected: 0, variance: 0 }))
    for (let decision = 0; decision < 2000; decision++) {
      const probabilities = probabilitiesOf(random)
      const drawn = drawOption(probabilities, random)
      assert.ok(drawn.probability > 0 && drawn.probability === probabilities[drawn.option])
      probabilities.forEach((p, option) => {
        const decile = deciles[Math.min(9, Math.floor(p * 10))]!
        decile.expected += p
        decile.variance += p * (1 - p)
        decile.chosen += option === drawn.option ? 1 : 0
      })
    }
    for (const { chosen, expected, variance } of deciles) {
      // 3.3 deviations: one false alarm in a thousand, and the seed is fixed.
      assert.ok(Math.abs(chosen - expected) <= 3.3 * Math.sqrt(variance) + 1, `${name}: ${chosen} of ${expected}`)
    }
  }
})

test('what is not a distribution is refused', () => {
  assert.throws(() => softmax([]), /softmax scores/)
  assert.throws(() => softmax([1, NaN]), /softmax scores\[1\]/)
  assert.throws(() => softmax([1], 0), /temperature/)
  assert.throws(() => epsilonGreedy([1], 1.5), /epsilon/)
  assert.throws(() => drawOption([0.5, 0.4], seededRandom(1)), /add up to 1/)
  assert.throws(() => drawOption([1.5, -0.5], seededRandom(1)), /\[0\] must lie in/)
})
