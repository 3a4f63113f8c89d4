import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { noShares, usualShares } from '../simulator/checkout-world.ts'
import { choose } from '../src/modules/decisions/core/choosing.ts'
import { createPoint } from '../src/modules/decisions/core/point.ts'
import { createPolicy } from '../src/modules/decisions/core/policy.ts'
import { hold } from '../src/businesses/market/hold.ts'
import { compareIn, meanWithin } from './soak-fraud-hold.ts'

const seeds = ['a', 'b', 'c']

test('the trees are worth more than the rule they learnt from, and hold no more where there is no fraud', () => {
  const usual = seeds.map((seed) => compareIn(seed, { count: 3_000, shares: usualShares }))
  const gained = meanWithin(usual.map(({ rule, learnt }) => learnt.value - rule.value))
  assert.ok(gained.low > 0, JSON.stringify(gained))
  const none = seeds.map((seed) => compareIn(seed, { count: 3_000, shares: noShares }))
  const more = meanWithin(none.map(({ rule, learnt }) => learnt.held - rule.held))
  // Of three towns the mean is rough: it is not proved to be more, and is less than two of a thousand.
  assert.ok(more.low <= 0 && more.mean < 2, JSON.stringify(more))
})

test('nobody is held below 100.00, whatever a policy would have', () => {
  const point = createPoint(hold.declaration, 1)
  const spec = { kind: 'linear', weights: { '@hold': 5 }, epsilon: 0 } as const
  const eager = createPolicy(point, { name: 'eager', version: 1, spec })
  const options = ['pass', 'hold'].map((id) => ({ id, features: {} }))
  const chosenAt = (amountMinor: number): string | undefined => {
    const rest = { mostOfOne: 1, isPickup: false, daysHere: 0, ordersHour: 9, ordersWell: 0, ordersBadly: 9 }
    return choose(point, eager, { context: { amountMinor, ...rest }, options, seed: 's' }).chosen[0]
  }
  assert.deepEqual([chosenAt(9_999), chosenAt(10_000)], ['pass', 'hold'])
})
