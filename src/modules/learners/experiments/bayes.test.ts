import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../base/random.ts'
import { betaCdf } from '../base/special.ts'
import { compareRates, rateBelief } from './bayes.ts'

const near = (actual: number, expected: number, within = 1e-9): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected} within ${within}`)

test('a belief is the prior plus the counts, and its interval leaves a fortieth on either side', () => {
  const belief = rateBelief({ successes: 7, trials: 10 }, { prior: { a: 2, b: 3 } })
  assert.equal(belief.a, 9)
  assert.equal(belief.b, 6)
  near(belief.mean, 0.6)
  near(betaCdf(belief.low, 9, 6), 0.025)
  near(betaCdf(belief.high, 9, 6), 0.975)
})

test('the chance and cost of a choice agree with sampling both beliefs', () => {
  const first = { a: 12, b: 30 }
  const second = { a: 9, b: 14 }
  const found = compareRates(first, second)
  const random = seededRandom(6)
  let better = 0
  let lossOfSecond = 0
  let lossOfFirst = 0
  const draws = 60_000
  for (let i = 0; i < draws; i++) {
    const gap = random.beta(second.a, second.b) - random.beta(first.a, first.b)
    better += gap > 0 ? 1 : 0
    lossOfSecond += Math.max(0, -gap)
    lossOfFirst += Math.max(0, gap)
  }
  near(found.secondBetter, better / draws, 0.006)
  near(found.lossOfSecond, lossOfSecond / draws, 4e-4)
  near(found.lossOfFirst, lossOfFirst / draws, 1.5e-3)
})

test('the two losses differ by exactly the difference of the means', () => {
  const found = compareRates({ a: 3, b: 8 }, { a: 4, b: 5 })
  near(found.lossOfFirst - found.lossOfSecond, 4 / 9 - 3 / 11)
})

test('more successes than trials are refused', () => {
  assert.throws(() => rateBelief({ successes: 3, trials: 2 }), /3 successes in 2 trials/)
  assert.throws(() => rateBelief({ successes: 1, trials: 2 }, { prior: { a: 0, b: 1 } }), /prior\.a/)
})
