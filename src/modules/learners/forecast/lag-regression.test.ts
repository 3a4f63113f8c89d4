import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import { fitLags, lagRegression, lagsOf } from './lag-regression.ts'
import { seasonalNaive } from './naive.ts'

test('lags are the last four, those around each period, and twice the shortest', () => {
  assert.deepEqual(lagsOf([24]), [1, 2, 3, 4, 22, 23, 24, 25, 26, 27, 48, 49])
  assert.deepEqual(lagsOf([]), [1, 2, 3, 4])
  assert.deepEqual(lagsOf([2]), [1, 2, 3, 4, 5])
})

test('no nearby weights have a lower penalised squared error', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const random = seededRandom(seed)
      const values = Float64Array.from({ length: 60 }, (_, at) => Math.sin(at / 2) + 0.3 * random.normal())
      const lags = [1, 2, 5]
      const fit = fitLags(values, lags, 5)!
      const standard = values.map((value) => (value - fit.mean) / fit.deviation)
      const loss = (weights: readonly number[]): number => {
        let sum = 0
        for (let at = 5; at < standard.length; at += 1) {
          const expected = lags.reduce((all, lag, i) => all + weights[i]! * standard[at - lag]!, weights[3]!)
          sum += (standard[at]! - expected) ** 2
        }
        // The prior: one on the lag of the period, nothing on the others.
        return sum + weights[0]! ** 2 + weights[1]! ** 2 + (weights[2]! - 1) ** 2 + weights[3]! ** 2
      }
      const found = [...fit.weights]
      for (let trial = 0; trial < 40; trial += 1) {
        const moved = found.map((weight) => weight + random.normal() * 10 ** -(1 + random.integer(4)))
        assert.ok(loss(moved) >= loss(found) - 1e-9)
      }
    }),
    { numRuns: 30 },
  )
})

test('a wave with a trend is continued', () => {
  const exact = (at: number): number => Math.exp(3 + 0.002 * at + 0.4 * Math.sin((2 * Math.PI * at) / 12))
  const history = Float64Array.from({ length: 200 }, (_, at) => exact(at))
  lagRegression([12])(history, 24).forEach((value, step) => {
    assert.ok(Math.abs(value / exact(200 + step) - 1) < 0.02, `step ${step}: ${value} for ${exact(200 + step)}`)
  })
})

test('a history with nothing to learn from gets the seasonal naive forecast', () => {
  const constant = new Float64Array(50).fill(7)
  assert.deepEqual(lagRegression([12])(constant, 3), Float64Array.of(7, 7, 7))
  const short = Float64Array.of(3, 1, 2)
  assert.deepEqual(lagRegression([24])(short, 2), seasonalNaive(2)(short, 2))
})

test('forecasts stay finite and, for positive series, positive, whatever the history', () => {
  const wild = fc.array(fc.oneof(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), fc.constant(1)), {
    minLength: 1,
    maxLength: 60,
  })
  fc.assert(
    fc.property(wild, (list) => {
      for (const value of lagRegression([3, 7])(Float64Array.from(list), 40)) {
        assert.ok(Number.isFinite(value) && value > 0, `${value}`)
      }
    }),
  )
})
