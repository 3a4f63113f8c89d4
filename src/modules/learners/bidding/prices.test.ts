import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../base/random.ts'
import { createPriceModel, learnLost, learnWon, loadPriceModel, priceShares, savePriceModel } from './prices.ts'

test('shares equal the product-limit estimate worked by hand', () => {
  const model = createPriceModel([1, 1, 0, 0])
  learnLost(model, 0) // seen: won at 0 and 1, lost with a bid of 0
  learnWon(model, 2)
  // Of 4, one at 0; then of 4 - 1 - 1 = 2, one at 1; then of 1, one at 2.
  const shares = priceShares(model)
  const expected = [0.25, 0.75 * 0.5, 0.75 * 0.5, 0]
  shares.forEach((share, price) => assert.ok(Math.abs(share - expected[price]!) < 1e-12))
})

test('without losses shares are plain frequencies', () => {
  assert.deepEqual(priceShares(createPriceModel([1, 0, 3])), Float64Array.of(0.25, 0, 0.75))
})

test('prices hidden behind lost auctions are found again, where counting won prices alone is far off', () => {
  const random = seededRandom(12)
  const model = createPriceModel(new Array<number>(11).fill(1e-6))
  let [cheap, won] = [0, 0]
  for (let auction = 0; auction < 50_000; auction += 1) {
    const price = random.integer(10)
    const bid = random.integer(11)
    if (bid < price) learnLost(model, bid)
    else {
      learnWon(model, price)
      won += 1
      cheap += Number(price === 0)
    }
  }
  const shares = priceShares(model)
  for (let price = 0; price < 10; price += 1) assert.ok(Math.abs(shares[price]! - 0.1) < 0.01, `${shares[price]}`)
  assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9)
  assert.ok(cheap / won > 0.15)
})

test('saved counts give the same shares and go on learning', () => {
  const model = createPriceModel([3, 2, 5])
  learnLost(model, 1)
  const copy = loadPriceModel(JSON.stringify(savePriceModel(model)))
  assert.deepEqual(copy, model)
})

test('bad input is refused with what and where', () => {
  assert.throws(() => createPriceModel([1]), /price counts length/)
  assert.throws(() => createPriceModel([0, 0]), /the sum of price counts/)
  assert.throws(() => createPriceModel([1, -1]), /price counts\[1\] must be at least 0/)
  assert.throws(() => createPriceModel([1, NaN]), /price counts\[1\]/)
  assert.throws(() => learnWon(createPriceModel([1, 1]), 0.5), /price must be an integer/)
})
