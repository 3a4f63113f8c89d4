import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import {
  expectNext,
  extrapolate,
  fitSmoothing,
  smoothing,
  type SmoothingWeights,
  smoothOne,
  startSmoothing,
} from './smoothing.ts'

const near = (actual: number, expected: number, tolerance = 1e-9): void => {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`)
}

const share = fc.double({ min: 0.01, max: 0.6, noNaN: true })
const shares = fc.record({ alpha: share, ofTrend: share, gamma: share })

test('with one season and no autocorrelation it is Holt–Winters, additive and damped', () => {
  fc.assert(
    fc.property(fc.nat(), shares, (seed, { alpha, ofTrend, gamma }) => {
      // Component form: Hyndman and Athanasopoulos, Forecasting: principles and practice, §8.3.
      const random = seededRandom(seed)
      const values = Float64Array.from({ length: 24 }, (_, at) => 10 + (at % 4) * 3 + random.normal())
      const phi = 0.9
      const weights = { alpha, beta: alpha * ofTrend, gammas: [gamma], phi, rho: 0 }
      const state = startSmoothing(values, [4])
      const season = state.seasons[0]!.slice()
      let [level, trend] = [state.level, state.trend]
      for (const [at, value] of values.entries()) {
        const carried = level + phi * trend
        near(expectNext(state, weights), carried + season[at % 4]!)
        smoothOne(state, weights, value)
        const next = alpha * (value - season[at % 4]!) + (1 - alpha) * carried
        trend = ofTrend * (next - level) + (1 - ofTrend) * phi * trend
        season[at % 4] = gamma * (value - carried) + (1 - gamma) * season[at % 4]!
        level = next
        near(state.level, level)
        near(state.trend, trend)
      }
    }),
  )
})

test('a season moves by its share of the error', () => {
  const state = startSmoothing(Float64Array.of(1, 3, 1, 3), [2])
  const weights = { alpha: 0, beta: 0, gammas: [0.5], phi: 0.9, rho: 0 }
  assert.equal(smoothOne(state, weights, 5), 4)
  assert.deepEqual(state.seasons[0], Float64Array.of(1, 1))
})

test('steps ahead are what would be expected if every step met its expectation', () => {
  const random = seededRandom(5)
  const values = Float64Array.from({ length: 60 }, () => random.normal())
  const weights: SmoothingWeights = { alpha: 0.3, beta: 0.1, gammas: [0.2, 0.1], phi: 0.95, rho: 0.6 }
  const state = startSmoothing(values, [3, 7])
  for (const value of values) smoothOne(state, weights, value)
  const ahead = extrapolate(state, weights, 20)
  for (const expected of ahead) {
    near(expectNext(state, weights), expected)
    near(smoothOne(state, weights, expected), 0)
  }
})

test('two seasons are told apart and continued', () => {
  const exact = (at: number): number =>
    50 + 5 * Math.sin((2 * Math.PI * at) / 6) + (Math.floor(at / 6) % 5 === 0 ? 4 : 0)
  const history = Float64Array.from({ length: 240 }, (_, at) => exact(at))
  const forecast = smoothing([6, 30])(history, 30)
  forecast.forEach((value, step) => near(value, exact(240 + step), 0.5))
})

test('weights stay within their bounds, and fitting beats the weights it starts from', () => {
  const random = seededRandom(8)
  let level = 20
  const values = Float64Array.from({ length: 200 }, (_, at) => {
    level += 0.3 * random.normal()
    return level + (at % 5) + random.normal()
  })
  const fitted = fitSmoothing(values, [5])
  const loss = (weights: SmoothingWeights): number => {
    const state = startSmoothing(values, [5])
    return values.reduce((sum, value, at) => {
      const error = smoothOne(state, weights, value)
      return at < 5 ? sum : sum + error * error
    }, 0)
  }
  assert.ok(loss(fitted) < loss({ alpha: 0.18, beta: 0.003, gammas: [0.1], phi: 0.94, rho: 0.47 }))
  assert.ok(fitted.beta <= fitted.alpha && fitted.alpha + fitted.gammas[0]! <= 1)
})

test('a short or constant history is continued without a fuss', () => {
  for (const history of [
    [1, 2, 3],
    [4, 4, 4, 4, 4, 4],
    [0, 0, 0, 0, 0],
    [-1, 5, -1, 5, -1, 5, -1, 5],
  ]) {
    for (const value of smoothing([2, 24])(Float64Array.from(history), 30)) assert.ok(Number.isFinite(value))
  }
})
