import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { smoothSimply, theta, trendOf } from './theta.ts'

const near = (actual: number, expected: number, tolerance = 1e-9): void => {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`)
}

const values = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 3, maxLength: 25 })

test('the method is simple smoothing with half the slope as drift', () => {
  // Hyndman and Billah, "Unmasking the theta method", 2003: smoothing is linear, so that the level of the doubled curve
  // is twice the level of the series less the level of the line.
  fc.assert(
    fc.property(values, (list) => {
      const history = Float64Array.from(list)
      const { slope, intercept } = trendOf(history)
      const line = history.map((_, at) => intercept + slope * at)
      const { alpha } = smoothSimply(history.map((value, at) => 2 * value - line[at]!))
      const level = (series: Float64Array): number =>
        series.reduce((now, value) => now + alpha * (value - now), series[0]!)
      theta(30)(history, 3).forEach((value, step) => {
        const ahead = intercept + slope * (history.length + step)
        near(value, level(history) + (ahead - level(line)) / 2, 1e-6)
      })
    }),
  )
})

test('the smoothing weight has the least squared error of a grid', () => {
  fc.assert(
    fc.property(values, (list) => {
      const series = Float64Array.from(list)
      const loss = (alpha: number): number => {
        let level = series[0]!
        return series.reduce((sum, value) => {
          const error = value - level
          level += alpha * error
          return sum + error * error
        }, 0)
      }
      const { alpha } = smoothSimply(series)
      assert.ok(alpha >= 0 && alpha <= 1)
      const grid = Array.from({ length: 21 }, (_, i) => loss(i / 20))
      assert.ok(loss(alpha) <= Math.min(...grid) * (1 + 1e-3) + 1e-9)
    }),
  )
})

test('a line through a series is its least-squares line', () => {
  const { slope, intercept } = trendOf(Float64Array.of(1, 3, 5, 7))
  near(slope, 2)
  near(intercept, 1)
  near(trendOf(Float64Array.of(4)).slope, 0)
})

test('a seasonal line is continued with half its slope and its whole season', () => {
  const season = [0.8, 1.2]
  const history = Float64Array.from({ length: 60 }, (_, at) => (100 + at) * season[at % 2]!)
  theta(2)(history, 2).forEach((value, step) => {
    const exact = (160 + step) * season[step]!
    assert.ok(Math.abs(value - exact) < 0.01 * exact, `${value} for ${exact}`)
  })
})
