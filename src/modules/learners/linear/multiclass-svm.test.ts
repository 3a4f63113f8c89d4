import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import { type SparseRows, sparseRows } from '../base/sparse.ts'
import { classMargins, greatest, loadClassModel, saveClassModel } from './class-model.ts'
import { trainMulticlassSvm } from './multiclass-svm.ts'
import { trainSvm } from './svm.ts'

const near = (actual: number, expected: number, tolerance: number): void => {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`)
}

/** A cloud a class, each around an axis of its own. */
function clouds(seed: number, count: number, classes = 3): { rows: SparseRows; labels: number[]; classes: number } {
  const random = seededRandom(seed)
  const labels = Array.from({ length: count }, (_, row) => row % classes)
  const cells = labels.map((label) =>
    Array.from({ length: classes + 1 }, (_, column) => [column, random.normal() + (column === label ? 2 : 0)] as const),
  )
  return { rows: sparseRows(cells, classes + 1), labels, classes }
}

test('at a tight tolerance the dual bound meets the objective: the answer is the optimum', () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(0.01, 0.5, 5), fc.integer({ min: 2, max: 5 }), (seed, cost, classes) => {
      const trained = trainMulticlassSvm(clouds(seed, 24, classes), { cost, tolerance: 1e-6, rounds: 50_000 })
      assert.ok(trained.dual <= trained.primal + 1e-9)
      near(trained.dual, trained.primal, 1e-3 * (1 + trained.primal))
    }),
    { numRuns: 30 },
  )
})

test('for two classes the difference of the weights is the two-class machine at half the price', () => {
  // With w₀ = -w₁ = -v/2 the problem reads ¼|v|² + cost · Σ hinge(v·x): two-class with cost doubled, halved overall.
  const data = clouds(5, 40, 2)
  const many = trainMulticlassSvm(data, { cost: 0.5, tolerance: 1e-8, rounds: 100_000 }).model
  const two = trainSvm(data, { cost: 1, loss: 'hinge', tolerance: 1e-9, rounds: 100_000 }).model
  for (const row of data.labels.keys()) {
    const [zero, one] = classMargins(many, { rows: data.rows, row })
    let margin = two.intercept
    for (let cell = data.rows.offsets[row]!; cell < data.rows.offsets[row + 1]!; cell += 1) {
      margin += data.rows.values[cell]! * two.weights[data.rows.indices[cell]!]!
    }
    near(one! - zero!, margin, 1e-4)
  }
})

test('it tells held-out clouds apart, the same way for the same seed', () => {
  const data = clouds(1, 300)
  const { model } = trainMulticlassSvm(data)
  assert.deepEqual(trainMulticlassSvm(data).model, model)
  const fresh = clouds(2, 300)
  const right = fresh.labels.filter((label, row) => greatest(classMargins(model, { rows: fresh.rows, row })) === label)
  assert.ok(right.length > 240, `${right.length} of 300`)
})

test('a saved model gives the same margins, and leaves weights of 0 out', () => {
  const data = clouds(3, 30)
  const wide = { ...data, rows: { ...data.rows, columns: 50 } }
  const { model } = trainMulticlassSvm(wide)
  assert.ok(model.weights.values.length <= 4 * 3)
  const copy = loadClassModel(JSON.stringify(saveClassModel(model)))
  assert.deepEqual(copy, model)
  assert.deepEqual(classMargins(copy, { rows: data.rows, row: 7 }), classMargins(model, { rows: data.rows, row: 7 }))
})

test('bad input is refused with what and where', () => {
  const { rows } = clouds(1, 3)
  assert.throws(() => trainMulticlassSvm({ rows, labels: [0, 1, 3], classes: 3 }), /labels\[2\] must be below 3, got 3/)
  assert.throws(() => trainMulticlassSvm({ rows, labels: [0, 1, 1], classes: 3 }), /svm: class 2 has no example/)
  assert.throws(() => trainMulticlassSvm({ rows, labels: [0, 0, 0], classes: 1 }), /svm: classes/)
  assert.throws(() => trainMulticlassSvm({ rows, labels: [0, 1], classes: 2 }), /equal lengths, got 3 and 2/)
  assert.throws(() => trainMulticlassSvm({ rows, labels: [0, 1, 0], classes: 2 }, { cost: -1 }), /svm cost/)
})
