import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import { combinationWeights } from './combination.ts'

const ones = (count: number): Float64Array => new Float64Array(count).fill(1)

test('a perfect member takes all weight, and opposite errors cancel', () => {
  const actual = Float64Array.of(1, 2, 3)
  const weights = combinationWeights([Float64Array.of(5, 5, 5), actual, Float64Array.of(0, 0, 0)], actual, ones(3))
  assert.ok(weights[1]! > 0.99, weights.join())
  const halves = combinationWeights([Float64Array.of(0, 1, 2), Float64Array.of(3, 4, 5)], actual, ones(3))
  assert.ok(Math.abs(halves[0]! - 2 / 3) < 1e-3, halves.join())
})

test('no weights of a grid have a lower mean absolute error', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const random = seededRandom(seed)
      const actual = Float64Array.from({ length: 200 }, () => random.normal())
      const units = actual.map(() => 0.5 + random.uniform())
      const members = [0.5, 0.8, 1].map((noise, at) =>
        actual.map((value) => value + 0.3 * at + noise * random.normal()),
      )
      const loss = (weights: ArrayLike<number>): number =>
        actual.reduce((sum, value, i) => {
          const error = members.reduce((all, own, member) => all + weights[member]! * own[i]!, 0) - value
          return sum + Math.abs(error) / units[i]!
        }, 0) / 200
      const found = combinationWeights(members, actual, units)
      assert.ok(Math.abs(found.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-9)
      assert.ok(found.every((weight) => weight >= 0))
      for (let a = 0; a <= 20; a += 1) {
        for (let b = 0; a + b <= 20; b += 1) {
          assert.ok(loss(found) <= loss([a / 20, b / 20, 1 - (a + b) / 20]) * 1.002)
        }
      }
    }),
    { numRuns: 20 },
  )
})

test('bad input is refused with what and where', () => {
  const one = ones(2)
  assert.throws(() => combinationWeights([], one, one), /combination forecasts must not be empty/)
  assert.throws(() => combinationWeights([ones(3)], one, one), /forecasts\[0\] and actual must have equal lengths/)
  assert.throws(() => combinationWeights([Float64Array.of(1, NaN)], one, one), /forecasts\[0\]\[1\]/)
  assert.throws(() => combinationWeights([one], one, Float64Array.of(1, 0)), /units\[1\] must be above 0, got 0/)
})
