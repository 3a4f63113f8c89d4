import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mae } from '../base/metrics.ts'
import { seededRandom } from '../base/random.ts'
import { boostedLags, loadBoostedLags, saveBoostedLags, trainBoostedLags } from './boosted-lags.ts'
import { forecastSeries, loadForecaster, memberNames, saveForecaster, trainForecaster } from './forecaster.ts'
import { seasonalNaive } from './naive.ts'
import { trainForecasterInWorker } from './training.ts'

const PERIOD = 12
const HORIZON = 12

/** Demand with a daily shape of its own, a level that is drawn back to its mean, and noise. */
function demand(seed: number, count: number): Float64Array {
  const random = seededRandom(seed)
  const shape = Array.from({ length: PERIOD }, () => 0.5 + random.uniform())
  let level = 0
  return Float64Array.from({ length: count }, (_, at) => {
    level = 0.8 * level + 0.25 * random.normal()
    return 100 * shape[at % PERIOD]! * Math.exp(level + 0.1 * random.normal())
  })
}

const panel = Array.from({ length: 20 }, (_, seed) => demand(100 + seed, 240))
const known = panel.map((series) => series.subarray(0, 240 - HORIZON))
const actual = panel.map((series) => series.slice(240 - HORIZON))
const options = { periods: [PERIOD], horizon: HORIZON }
const model = trainForecaster(known, options)
const forecasts = known.map((history) => forecastSeries(model, history))

const error = (of: readonly Float64Array[]): number =>
  of.reduce((sum, forecast, i) => sum + mae(actual[i]!, forecast), 0) / of.length

test('on held-out values the combination beats the seasonal naive forecast', () => {
  const naive = known.map((history) => seasonalNaive(PERIOD)(history, HORIZON))
  assert.ok(error(forecasts.map(({ mean }) => mean)) < 0.85 * error(naive))
})

test('intervals hold about as many fresh values as promised, around the mean', () => {
  let held = 0
  for (const [i, { mean, low, high }] of forecasts.entries()) {
    for (const [step, value] of actual[i]!.entries()) {
      assert.ok(low[step]! < mean[step]! && mean[step]! < high[step]!)
      held += Number(value >= low[step]! && value <= high[step]!)
    }
  }
  const share = held / (20 * HORIZON)
  assert.ok(share > 0.89 && share <= 1, `${share}`)
})

test('weights are one a member and sum to 1', () => {
  assert.equal(model.weights.length, memberNames.length)
  assert.ok(Math.abs(model.weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-9)
})

test('the boosted panel alone beats the seasonal naive forecast, and loads to the same forecasts', () => {
  const boosted = trainBoostedLags(known, options)
  const own = known.map((history) => boostedLags(boosted)(history, HORIZON))
  assert.ok(error(own) < 0.9 * error(known.map((history) => seasonalNaive(PERIOD)(history, HORIZON))))
  const copy = loadBoostedLags(JSON.stringify(saveBoostedLags(boosted)))
  assert.deepEqual(boostedLags(copy)(known[3]!, 5), own[3]!.slice(0, 5))
})

test('the same panel and seed give the same model, in a thread too, and a saved one the same forecasts', async () => {
  assert.deepEqual(await trainForecasterInWorker({ series: known, options }), model)
  const copy = loadForecaster(JSON.stringify(saveForecaster(model)))
  assert.deepEqual(forecastSeries(copy, known[0]!), forecasts[0])
})

test('short, constant, zero and negative series are forecast without a fuss', () => {
  const odd = [[1, 2, 3], new Array<number>(60).fill(5), new Array<number>(60).fill(0)]
  const negative = Array.from({ length: 60 }, (_, at) => (at % 12) - 6)
  for (const series of [...odd, negative]) {
    const { mean, low, high } = forecastSeries(model, Float64Array.from(series))
    for (const [step, value] of mean.entries()) {
      assert.ok(Number.isFinite(low[step]!) && Number.isFinite(value) && Number.isFinite(high[step]!))
      assert.ok(low[step]! <= value && value <= high[step]!)
    }
  }
})

test('bad input is refused with what and where', () => {
  assert.throws(() => trainForecaster([], options), /forecast series must not be empty/)
  assert.throws(
    () => trainForecaster([new Float64Array(20).fill(1)], options),
    /series of 60 values or more must not be/,
  )
  assert.throws(() => trainForecaster(known, { periods: [], horizon: 3 }), /forecast periods must not be empty/)
  assert.throws(() => trainForecaster([Float64Array.of(1, NaN)], options), /forecast history\[1\]/)
  assert.throws(() => forecastSeries(model, known[0]!, 13), /reach 12 steps, 13 were asked for/)
  assert.throws(() => forecastSeries(model, Float64Array.of(1)), /must hold 3 values or more, got 1/)
})
