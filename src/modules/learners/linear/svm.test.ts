import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import { type SparseRows, sparseRows } from '../base/sparse.ts'
import { loadLinear, marginOf, saveLinear, type SvmLoss, trainSvm } from './svm.ts'

const near = (actual: number, expected: number, tolerance: number): void => {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`)
}

interface Data {
  rows: SparseRows
  labels: number[]
}

/** Two overlapping clouds in `columns` dimensions, about half of the cells empty. */
function clouds(seed: number, count: number, columns = 4): Data {
  const random = seededRandom(seed)
  const labels = Array.from({ length: count }, (_, row) => row % 2)
  const cells = labels.map((label) =>
    Array.from({ length: columns }, (_, column) => [column, random.normal() + label] as const).filter(
      () => random.uniform() < 0.6,
    ),
  )
  return { rows: sparseRows(cells, columns), labels }
}

test('two points are split midway, with the closed form of the hard margin', () => {
  // x = ±1 with an intercept of its own: w = 1, intercept = 0 meets both margins at least norm.
  const rows = sparseRows([[[0, 1]], [[0, -1]]], 1)
  const { model } = trainSvm({ rows, labels: [1, 0] }, { cost: 100, loss: 'hinge', tolerance: 1e-9 })
  near(model.weights[0]!, 1, 1e-6)
  near(model.intercept, 0, 1e-6)
})

test('one violated point pulls with exactly its price', () => {
  // With a low price both dual variables sit at their bound: w = Σ cost · y · x.
  const rows = sparseRows([[[0, 1]], [[0, -1]]], 1)
  const { model } = trainSvm({ rows, labels: [1, 0] }, { cost: 0.1, loss: 'hinge', tolerance: 1e-9 })
  near(model.weights[0]!, 0.2, 1e-9)
})

const settings = fc.record({
  seed: fc.nat(),
  cost: fc.constantFrom(0.01, 1, 30),
  positiveWeight: fc.constantFrom(1, 7),
  loss: fc.constantFrom<SvmLoss>('hinge', 'squared hinge'),
})

test('at a tight tolerance the dual bound meets the objective: the answer is the optimum', () => {
  fc.assert(
    fc.property(settings, ({ seed, ...options }) => {
      const trained = trainSvm(clouds(seed, 30), { ...options, tolerance: 1e-7, rounds: 100_000 })
      assert.ok(trained.dual <= trained.primal + 1e-9)
      near(trained.dual, trained.primal, 1e-4 * (1 + trained.primal))
    }),
    { numRuns: 40 },
  )
})

/** The objective written out again, for a comparison that shares no code with the trainer. */
function objective(data: Data, plane: readonly number[], cost: number): number {
  let sum = plane.reduce((total, weight) => total + 0.5 * weight * weight, 0)
  for (const [row, label] of data.labels.entries()) {
    let score = plane.at(-1)!
    for (let cell = data.rows.offsets[row]!; cell < data.rows.offsets[row + 1]!; cell += 1) {
      score += data.rows.values[cell]! * plane[data.rows.indices[cell]!]!
    }
    sum += cost * Math.max(0, 1 - (label === 1 ? score : -score)) ** 2
  }
  return sum
}

test('no nearby hyperplane has a lower objective', () => {
  const data = clouds(8, 40)
  const { model, primal } = trainSvm(data, { cost: 2, tolerance: 1e-8, rounds: 10_000 })
  const plane = [...model.weights, model.intercept]
  near(objective(data, plane, 2), primal, 1e-9)
  const random = seededRandom(3)
  for (let trial = 0; trial < 500; trial += 1) {
    const moved = plane.map((weight) => weight + random.normal() * 10 ** -random.integer(5))
    assert.ok(objective(data, moved, 2) >= primal - 1e-9)
  }
})

test('the same seed gives the same weights, and shrinking leaves the optimum alone', () => {
  const data = clouds(11, 200)
  assert.deepEqual(trainSvm(data), trainSvm(data))
  const [loose, tight] = [1, 2].map((seed) => trainSvm(data, { seed, tolerance: 1e-8, rounds: 100_000 }))
  tight!.model.weights.forEach((weight, column) => near(loose!.model.weights[column]!, weight, 1e-5))
})

test('a saved hyperplane gives the same margins', () => {
  const data = clouds(2, 50)
  const { model } = trainSvm(data)
  const copy = loadLinear(JSON.stringify(saveLinear(model)))
  for (const row of data.labels.keys()) assert.equal(marginOf(copy, data.rows, row), marginOf(model, data.rows, row))
})

test('bad input is refused with what and where', () => {
  const { rows } = clouds(1, 2)
  assert.throws(() => trainSvm({ rows, labels: [1, 1] }), /svm labels must hold both classes/)
  assert.throws(() => trainSvm({ rows, labels: [1, 0, 1] }), /svm rows and labels must have equal lengths, got 2 and 3/)
  assert.throws(() => trainSvm({ rows, labels: [1, 2] }), /svm labels\[1\]/)
  assert.throws(() => trainSvm({ rows, labels: [0, 1] }, { cost: 0 }), /svm cost/)
  const broken = { ...rows, values: rows.values.map(() => NaN) }
  assert.throws(() => trainSvm({ rows: broken, labels: [0, 1] }), /svm rows: row \d, column \d/)
})
