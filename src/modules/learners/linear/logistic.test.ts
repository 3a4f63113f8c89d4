import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import { matrixOf } from '../trees/matrix.ts'
import { fitLogistic, logisticProbability } from './logistic.ts'

const near = (actual: number, expected: number, tolerance: number): void => {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`)
}

test('one yes/no column has the closed form of a two by two table', () => {
  // 3 of 4 positives without the feature's mark, 1 of 5 with it: weights are differences of log odds.
  const rows = [...Array.from({ length: 4 }, () => [0]), ...Array.from({ length: 5 }, () => [1])]
  const fit = fitLogistic({ features: matrixOf(rows), labels: [1, 1, 1, 0, 1, 0, 0, 0, 0] }, { l2: 0 })
  near(fit.model.intercept, Math.log(3), 1e-8)
  near(fit.model.weights[0]!, Math.log(1 / 4) - Math.log(3), 1e-8)
  // Woolf's standard error of a log odds ratio.
  near(fit.errors[0]!, Math.sqrt(1 / 3 + 1 / 1 + 1 / 1 + 1 / 4), 1e-6)
})

const problem = fc.record({ seed: fc.nat(), l2: fc.constantFrom(0.1, 1, 20), rows: fc.integer({ min: 4, max: 60 }) })

test('finite differences of the penalised likelihood vanish at the fit', () => {
  fc.assert(
    fc.property(problem, ({ seed, l2, rows }) => {
      const random = seededRandom(seed)
      const x = Array.from({ length: rows }, () => [random.normal(), 10 * random.normal(), 1])
      const labels = x.map((_, row) => (row < 2 ? row : random.integer(2)))
      const weights = x.map(() => 0.5 + random.uniform())
      const { model } = fitLogistic({ features: matrixOf(x), labels, weights }, { l2 })
      const at = [...model.weights, model.intercept]
      const loss = (point: readonly number[]): number =>
        x.reduce(
          (sum, row, i) => {
            const score = point[3]! + row.reduce((total, value, column) => total + value * point[column]!, 0)
            return sum + weights[i]! * Math.log1p(Math.exp(labels[i] === 1 ? -score : score))
          },
          0.5 * l2 * point.slice(0, 3).reduce((sum, weight) => sum + weight * weight, 0),
        )
      at.forEach((_, column) => {
        const [up, down] = [1e-5, -1e-5].map((step) => loss(at.with(column, at[column]! + step)))
        near((up! - down!) / 2e-5, 0, 1e-3)
      })
    }),
    { numRuns: 50 },
  )
})

test('separable classes are refused without a penalty and finite with one', () => {
  const data = { features: matrixOf([[1], [2], [3], [4]]), labels: [0, 0, 1, 1] }
  assert.throws(() => fitLogistic(data, { l2: 0 }), /separa/)
  const nearly = { features: matrixOf([[1], [2], [2], [4]]), labels: [0, 0, 1, 1] }
  assert.throws(() => fitLogistic(nearly, { l2: 0 }), /separa/)
  const { model } = fitLogistic(data)
  assert.ok(logisticProbability(model, [4]) > 0.7 && logisticProbability(model, [1]) < 0.3)
  const twice = {
    features: matrixOf([
      [1, 1],
      [0, 0],
      [1, 1],
      [0, 0],
    ]),
    labels: [0, 0, 1, 1],
  }
  assert.throws(() => fitLogistic(twice, { l2: 0 }), /column 1 follows from the others/)
})

test('bad input is refused with what and where', () => {
  const features = matrixOf([[1], [2]])
  assert.throws(() => fitLogistic({ features, labels: [1, 1] }), /logistic labels must hold both classes/)
  assert.throws(() => fitLogistic({ features, labels: [1] }), /equal lengths, got 2 and 1/)
  assert.throws(() => fitLogistic({ features: matrixOf([[NaN], [2]]), labels: [0, 1] }), /logistic features\[0\]/)
  assert.throws(() => fitLogistic({ features, labels: [0, 1], weights: [1, 0] }), /weights\[1\] must be above 0/)
  assert.throws(() => fitLogistic({ features, labels: [0, 1] }, { l2: -1 }), /l2 must be at least 0/)
  assert.throws(() => logisticProbability({ weights: Float64Array.of(1), intercept: 0 }, [NaN]), /logistic score/)
})
