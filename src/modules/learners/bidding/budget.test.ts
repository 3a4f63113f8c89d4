import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import { bidWith, planBudget } from './budget.ts'

const near = (actual: number, expected: number, tolerance: number): void => {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`)
}

test('one auction is won whenever its price is affordable', () => {
  const plan = planBudget({ auctions: 1, budget: 2, prices: Float64Array.of(0.1, 0.2, 0.3, 0.4), rates: [0.5] })
  assert.equal(bidWith(plan, { left: 1, money: 2, rate: 0.01 }), 2)
  const clicks = [0.1, 0.3, 0.6].map((affordable) => 0.5 * affordable)
  clicks.forEach((expected, money) => near(plan.values[3 + money]!, expected, 1e-12))
})

test('with one coin and two auctions it is spent on the better one', () => {
  // Price always 1. Rates .2 or .8: wait with .2 if a later auction gives E = .5 for the coin.
  const plan = planBudget({ auctions: 2, budget: 1, prices: Float64Array.of(0, 1), rates: [0.2, 0.8] })
  assert.equal(bidWith(plan, { left: 2, money: 1, rate: 0.2 }), 0)
  assert.equal(bidWith(plan, { left: 2, money: 1, rate: 0.8 }), 1)
  near(plan.values.at(-1)!, 0.5 * 0.8 + 0.5 * 0.5, 1e-3)
})

const small = fc.record({
  seed: fc.nat(),
  auctions: fc.integer({ min: 1, max: 3 }),
  budget: fc.integer({ min: 0, max: 6 }),
})

test('the table equals the best of all decisions, found by trying each bid at each state', () => {
  fc.assert(
    fc.property(small, ({ seed, auctions, budget }) => {
      const random = seededRandom(seed)
      const raw = Float64Array.from({ length: 5 }, () => random.uniform())
      const total = raw.reduce((sum, share) => sum + share, 0)
      const prices = raw.map((share) => share / total)
      const rates = [random.uniform(), random.uniform(), random.uniform()]
      const best = (left: number, money: number): number => {
        if (left === 0) return 0
        let sum = 0
        for (const rate of rates) {
          let most = -Infinity
          for (let bid = -1; bid <= Math.min(money, 4); bid += 1) {
            let expected = 0
            for (const [price, share] of prices.entries()) {
              expected += share * (price <= bid ? rate + best(left - 1, money - price) : best(left - 1, money))
            }
            most = Math.max(most, expected)
          }
          sum += most / rates.length
        }
        return sum
      }
      const plan = planBudget({ auctions, budget, prices, rates })
      near(plan.values.at(-1)!, best(auctions, budget), 1e-3)
    }),
    { numRuns: 40 },
  )
})

test('with money to spare every auction is won, and clicks are as many as their rates say', () => {
  const prices = Float64Array.of(0, 0.1, 0.7, 0.2)
  const plan = planBudget({ auctions: 200, budget: 900, prices, rates: [0.003, 0.0042] })
  near(plan.values.at(-1)!, 200 * 0.0036, 1e-9)
  assert.ok(plan.values.every((value) => value >= 0))
  for (const left of [1, 57, 200]) assert.equal(bidWith(plan, { left, money: 900, rate: 0.0001 }), 3)
})

test('bids rise with the rate, and with money per auction left; coarse money plans nearly as well', () => {
  const prices = new Float64Array(50).fill(1 / 50)
  const rates = Float64Array.from({ length: 20 }, (_, i) => (i + 1) / 1000)
  const plan = planBudget({ auctions: 40, budget: 300, prices, rates })
  const bids = [0.002, 0.01, 0.02].map((rate) => bidWith(plan, { left: 40, money: 300, rate }))
  assert.deepEqual(
    bids,
    bids.toSorted((a, b) => a - b),
  )
  assert.ok(bids[0]! < bids[2]!)
  const poor = bidWith(plan, { left: 40, money: 60, rate: 0.01 })
  const late = bidWith(plan, { left: 3, money: 60, rate: 0.01 })
  assert.ok(poor < bids[1]! && poor < late)
  const coarse = planBudget({ auctions: 40, budget: 300, prices, rates, unit: 4 })
  near(coarse.values.at(-1)! / plan.values.at(-1)!, 1, 0.05)
  near(bidWith(coarse, { left: 40, money: 300, rate: 0.01 }), bids[1]!, 4)
})

test('bad input is refused with what and where', () => {
  const good = { auctions: 2, budget: 3, prices: Float64Array.of(0.5, 0.5), rates: [0.1] }
  assert.throws(() => planBudget({ ...good, auctions: 0 }), /budget auctions/)
  assert.throws(() => planBudget({ ...good, rates: [] }), /budget rates must not be empty/)
  assert.throws(() => planBudget({ ...good, rates: [2] }), /budget rate must lie in \[0, 1\]/)
  assert.throws(() => planBudget({ ...good, prices: Float64Array.of(NaN) }), /budget prices\[0\]/)
  assert.throws(() => planBudget({ ...good, auctions: 1e5, budget: 1e5 }), /give a coarser unit/)
  const plan = planBudget(good)
  assert.throws(() => bidWith(plan, { left: 3, money: 1, rate: 0.1 }), /at most 2, got 3/)
  assert.throws(() => bidWith(plan, { left: 1, money: 4, rate: 0.1 }), /at most 3, got 4/)
  assert.throws(() => bidWith(plan, { left: 1, money: 1, rate: NaN }), /bid rate/)
})
