import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../base/random.ts'
import { type Matrix, matrixOf } from '../trees/index.ts'
import {
  createIntervalPredictor,
  loadIntervalForest,
  saveIntervalForest,
  trainIntervalForest,
} from './interval-forest.ts'

/** Minutes that grow with distance, unevenly noisy: far away is less certain. */
function trips(seed: number, count: number): { features: Matrix; labels: number[] } {
  const random = seededRandom(seed)
  const rows = Array.from({ length: count }, () => [random.uniform() * 10, random.integer(3)])
  const labels = rows.map(([km, kind]) => (10 + 3 * km! + 4 * kind!) * Math.exp((0.02 + 0.02 * km!) * random.normal()))
  return { features: matrixOf(rows), labels }
}

const training = trips(1, 2000)
const fresh = trips(2, 1000)
const candidates = [{ rounds: 1 }, { rounds: 150, maxLeaves: 8 }]
const model = trainIntervalForest(training, { candidates })
const predictions = createIntervalPredictor(model)(fresh.features)

test('the better settings win, and fresh errors are what cross-validation promised', () => {
  assert.equal(model.chosen, 1)
  const error = predictions.reduce((sum, { value }, row) => sum + Math.abs(value - fresh.labels[row]!), 0) / 1000
  assert.ok(Math.abs(error / model.validationError - 1) < 0.15, `${error} against ${model.validationError}`)
})

test('intervals hold as many fresh values as promised, near and far alike', () => {
  const heldAmong = (isFar: boolean): number => {
    const rows = predictions.flatMap(({ low, high }, row) =>
      fresh.features.values[2 * row]! > 5 === isFar ? [low <= fresh.labels[row]! && fresh.labels[row]! <= high] : [],
    )
    return rows.filter(Boolean).length / rows.length
  }
  for (const isFar of [false, true])
    assert.ok(Math.abs(heldAmong(isFar) - 0.9) < 0.045, `${isFar}: ${heldAmong(isFar)}`)
})

test('intervals are wider where the noise is, and never reach 0', () => {
  const [near, far] = createIntervalPredictor(model)(
    matrixOf([
      [1, 0],
      [9, 0],
    ]),
  )
  const width = ({ low, high, value }: { low: number; high: number; value: number }): number => (high - low) / value
  assert.ok(width(far!) > 2 * width(near!))
  assert.ok(predictions.every(({ low, value, high }) => low > 0 && low < value && value < high))
})

test('labels below 0 are predicted as they are', () => {
  const labels = training.labels.map((label) => label - 30)
  const shifted = trainIntervalForest({ ...training, labels }, { candidates: [{ rounds: 100 }] })
  assert.equal(shifted.isLog, false)
  const held = createIntervalPredictor(shifted)(fresh.features).filter(
    ({ low, high }, row) => low <= fresh.labels[row]! - 30 && fresh.labels[row]! - 30 <= high,
  )
  assert.ok(Math.abs(held.length / 1000 - 0.9) < 0.04)
})

test('equal data and seed give an equal model, and a saved one predicts the same', () => {
  assert.deepEqual(trainIntervalForest(training, { candidates }), model)
  const copy = loadIntervalForest(JSON.stringify(saveIntervalForest(model)))
  assert.deepEqual(createIntervalPredictor(copy)(fresh.features), predictions)
})

test('constant labels give that constant', () => {
  const constant = trainIntervalForest({ ...training, labels: training.labels.map(() => 7) }, { candidates })
  const [{ value, low, high } = { value: 0, low: 0, high: 0 }] = createIntervalPredictor(constant)(fresh.features)
  for (const each of [value, low, high]) assert.ok(Math.abs(each - 7) < 1e-6)
})

test('bad input is refused with what and where', () => {
  assert.throws(() => trainIntervalForest(training, { candidates: [] }), /candidates must not be empty/)
  assert.throws(
    () => trainIntervalForest({ ...training, labels: [1] }, { candidates }),
    /2000 rows of features, 1 labels/,
  )
  const broken = training.labels.with(3, NaN)
  assert.throws(() => trainIntervalForest({ ...training, labels: broken }, { candidates }), /labels\[3\]/)
  const few = { features: matrixOf([[1], [2]]), labels: [1, 2] }
  assert.throws(() => trainIntervalForest(few, { candidates }), /10 rows or more, got 2/)
})
