import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { adjust, autocorrelation, isSeasonal, seasonOf } from './decomposition.ts'
import { naive, naive2, seasonalNaive } from './naive.ts'
import { fromScale, scaleOf } from './series.ts'

const near = (actual: number, expected: number, tolerance = 1e-9): void => {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`)
}

const wave = (count: number, season: readonly number[], level: (at: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, at) => level(at) * season[at % season.length]!)

test('naive forecasts repeat the last value, or the last period', () => {
  const history = Float64Array.of(1, 2, 3, 4, 5, 6, 7)
  assert.deepEqual(naive(history, 2), Float64Array.of(7, 7))
  assert.deepEqual(seasonalNaive(3)(history, 5), Float64Array.of(5, 6, 7, 5, 6))
  assert.deepEqual(seasonalNaive(9)(history, 1), Float64Array.of(7))
})

test('autocorrelation of a short series equals the sum worked by hand', () => {
  // Mean 2, deviations -1 0 1 0: products at lag 1 are 0, at lag 2 -1 and 0; squares sum to 2.
  near(autocorrelation(Float64Array.of(1, 2, 3, 2), 2), -0.5)
  near(autocorrelation(Float64Array.of(1, 2, 3, 2), 1), 0)
  assert.equal(autocorrelation(Float64Array.of(5, 5, 5), 1), 0)
})

test('a season multiplied with a level is found exactly, and taking it out leaves the level', () => {
  const season = [0.5, 1.5, 1, 1]
  const history = wave(40, season, () => 8)
  assert.ok(isSeasonal(history, 4))
  const found = seasonOf(history, 4)
  found.effects.forEach((effect, step) => near(effect, season[step]!))
  adjust(history, found, { start: 0, sign: 1 }).forEach((value) => near(value, 8))
})

test('a season with an odd period around values below 0 is added, not multiplied', () => {
  const history = Float64Array.from({ length: 30 }, (_, at) => [-3, 1, 2][at % 3]! - 5)
  const found = seasonOf(history, 3)
  assert.equal(found.isMultiplied, false)
  found.effects.forEach((effect, step) => near(effect, [-3, 1, 2][step]!))
})

test('taking a season out and putting it back changes nothing', () => {
  const values = fc.array(fc.double({ min: 0.1, max: 100, noNaN: true }), { minLength: 12, maxLength: 30 })
  fc.assert(
    fc.property(values, fc.integer({ min: 2, max: 6 }), fc.nat(9), (list, period, start) => {
      const history = Float64Array.from(list)
      const season = seasonOf(history, period)
      const back = adjust(adjust(history, season, { start, sign: 1 }), season, { start, sign: -1 })
      back.forEach((value, at) => near(value, history[at]!, 1e-6))
    }),
  )
})

test('the yardstick follows the season if there is one and repeats the last value otherwise', () => {
  const history = wave(41, [0.5, 1.5, 1, 1], () => 8)
  naive2(4)(history, 4).forEach((value, step) => near(value, [12, 8, 8, 4][step]!))
  const line = Float64Array.from({ length: 20 }, (_, at) => at)
  assert.deepEqual(naive2(4)(line, 2), Float64Array.of(19, 19))
})

test('runaway values come back from a scale finite', () => {
  const scale = scaleOf(Float64Array.of(1, 10, 100))
  assert.ok(scale.isLog)
  for (const value of fromScale(scale, Float64Array.of(1e9, -1e9))) assert.ok(Number.isFinite(value) && value > 0)
  assert.equal(scaleOf(Float64Array.of(0, 1)).isLog, false)
})

test('bad input is refused with what and where', () => {
  assert.throws(() => naive(new Float64Array(0), 1), /naive history must hold 1 values or more, got 0/)
  assert.throws(() => naive(Float64Array.of(1, NaN), 1), /naive history\[1\]/)
  assert.throws(() => naive(Float64Array.of(1), 0), /naive horizon/)
  assert.throws(() => naive(Float64Array.of(1), 1e6), /at most 10000/)
  assert.throws(() => seasonalNaive(1), /seasonal naive periods\[0\]/)
  assert.throws(() => seasonOf(Float64Array.of(1, 2, 3), 2), /must hold 4 values or more, got 3/)
})
