import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { auc } from '../base/metrics.ts'
import { seededRandom } from '../base/random.ts'
import { sparseRows } from '../base/sparse.ts'
import { createFtrl, type Ftrl, ftrlProbability, ftrlWeight, learnFtrl, loadFtrl, saveFtrl } from './ftrl.ts'

const near = (actual: number, expected: number, tolerance = 1e-12): void => {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`)
}

const one = sparseRows([[[0, 2]]], 1)

test('the first step equals algorithm 1 worked by hand', () => {
  const model = createFtrl(1, { alpha: 0.5, beta: 1, l1: 0.25, l2: 2 })
  assert.equal(learnFtrl(model, { rows: one, label: 1 }), 0.5)
  // g = (0.5 - 1) · 2 = -1, σ = 1 / 0.5, w was 0: z = -1, n = 1, w = -(z + λ1) / ((1 + 1) / 0.5 + 2)
  assert.equal(model.z[0], -1)
  assert.equal(model.n[0], 1)
  near(ftrlWeight(model, 0), 0.75 / 6)
  // The intercept has g = -0.5 and no penalties: w = 0.5 / ((1 + 0.5) / 0.5)
  near(ftrlWeight(model, 1), 0.5 / 3)
  near(ftrlProbability(model, one), 1 / (1 + Math.exp(-(2 * (0.75 / 6) + 0.5 / 3))))
})

/** Rows of three columns with labels, from a seed. */
function examples(seed: number, count: number): { rows: ReturnType<typeof sparseRows>; labels: number[] } {
  const random = seededRandom(seed)
  const cells = Array.from({ length: count }, () => [0, 1, 2].map((column) => [column, random.normal()] as const))
  const labels = cells.map(([a, b]) => (random.uniform() < 1 / (1 + Math.exp(-(2 * a![1] - b![1]))) ? 1 : 0))
  return { rows: sparseRows(cells, 3), labels }
}

test('without penalties it is gradient descent with one learning rate per coordinate', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { rows, labels } = examples(seed, 30)
      const model = createFtrl(3, { alpha: 0.3, beta: 0.7, l1: 0, l2: 0 })
      const weights = new Float64Array(4)
      const squares = new Float64Array(4)
      for (const [row, label] of labels.entries()) {
        const x = [...rows.values.subarray(3 * row, 3 * row + 3), 1]
        const score = x.reduce((sum, value, column) => sum + value * weights[column]!, 0)
        const error = 1 / (1 + Math.exp(-score)) - label
        x.forEach((value, column) => {
          squares[column]! += (error * value) ** 2
          weights[column]! -= (0.3 / (0.7 + Math.sqrt(squares[column]!))) * error * value
        })
        learnFtrl(model, { rows, row, label })
      }
      weights.forEach((weight, column) => near(ftrlWeight(model, column), weight, 1e-10))
    }),
  )
})

const trained = (l1: number, weight = 1): Ftrl => {
  const { rows, labels } = examples(4, 2000)
  const model = createFtrl(3, { l1, l2: 0, alpha: 0.5 })
  for (const [row, label] of labels.entries()) learnFtrl(model, { rows, row, label, weight })
  return model
}

test('it recovers the weights that made the data, and l1 silences the column that says nothing', () => {
  const free = trained(0)
  near(ftrlWeight(free, 0), 2, 0.35)
  near(ftrlWeight(free, 1), -1, 0.35)
  const sparse = trained(8)
  assert.equal(ftrlWeight(sparse, 2), 0)
  assert.ok(ftrlWeight(sparse, 0) > 1)
  const fresh = examples(5, 1000)
  const scores = fresh.labels.map((_, row) => ftrlProbability(sparse, fresh.rows, row))
  assert.ok(auc(fresh.labels, scores) > 0.85)
})

test('a weight scales the gradient of an example', () => {
  const light = createFtrl(1)
  const heavy = createFtrl(1)
  learnFtrl(light, { rows: one, label: 1 })
  learnFtrl(heavy, { rows: one, label: 1, weight: 3 })
  assert.equal(heavy.z[0], 3 * light.z[0]!)
  assert.equal(heavy.n[0], 9 * light.n[0]!)
})

test('a saved model scores the same and goes on learning the same', () => {
  const model = trained(1)
  const copy = loadFtrl(JSON.stringify(saveFtrl(model)))
  assert.deepEqual(copy, model)
  const { rows, labels } = examples(6, 50)
  for (const [row, label] of labels.entries()) {
    assert.equal(learnFtrl(copy, { rows, row, label }), learnFtrl(model, { rows, row, label }))
  }
})

test('bad input is refused with what and where', () => {
  const model = createFtrl(1)
  assert.throws(() => createFtrl(0), /ftrl columns/)
  assert.throws(() => createFtrl(1, { alpha: 0 }), /ftrl alpha/)
  assert.throws(() => createFtrl(1, { l1: -1 }), /ftrl l1 must be at least 0/)
  assert.throws(() => createFtrl(1, { l2: NaN }), /ftrl l2/)
  assert.throws(() => learnFtrl(model, { rows: one, label: 0.5 }), /label must be 0 or 1, got 0\.5/)
  assert.throws(() => learnFtrl(model, { rows: one, label: 1, weight: Infinity }), /ftrl weight/)
  assert.throws(() => ftrlProbability(model, one, 1), /row must be below 1, got 1/)
  assert.throws(() => ftrlProbability(model, sparseRows([[[5, 1]]])), /6 columns, the model 1/)
})
