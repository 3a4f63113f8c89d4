import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sparseRows } from '../base/sparse.ts'
import { addClassModels, classMargins, loadClassModel, saveClassModel } from './class-model.ts'
import { trainMulticlassSvm } from './multiclass-svm.ts'
import { trainNaiveBayes } from './naive-bayes.ts'

const near = (actual: number, expected: number, tolerance: number): void => {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`)
}

const CLASSES = 3
const COLUMNS = 5
const row = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: COLUMNS, maxLength: COLUMNS })
const corpus = fc.array(row, { minLength: 6, maxLength: 20 })

const matrix = (rows: readonly (readonly number[])[]): ReturnType<typeof sparseRows> =>
  sparseRows(
    rows.map((values) => values.flatMap((value, column) => (value > 0 ? [[column, value] as const] : []))),
    COLUMNS,
  )

test('margins differ between classes as the textbook formula says', () => {
  fc.assert(
    fc.property(corpus, row, fc.constantFrom(0.001, 0.1, 1), (rows, query, smoothing) => {
      const labels = rows.map((_, i) => i % CLASSES)
      const model = trainNaiveBayes({ rows: matrix(rows), labels, classes: CLASSES }, { smoothing })
      const sum = (keep: (label: number) => boolean, column?: number): number =>
        rows.reduce((total, values, i) => {
          const own = column === undefined ? values.reduce((all, value) => all + value, 0) : values[column]!
          return keep(i % CLASSES) ? total + own : total
        }, 0)
      const share = (keep: (label: number) => boolean, column: number): number =>
        (sum(keep, column) + smoothing) / (sum(keep) + smoothing * COLUMNS)
      const expected = [0, 1, 2].map((k) =>
        query.reduce((total, value, column) => {
          const odds = Math.log(share((own) => own === k, column) / share((own) => own !== k, column))
          return total + value * odds
        }, 0),
      )
      const margins = classMargins(model, { rows: matrix([query]) })
      for (const k of [1, 2]) near(margins[k]! - margins[0]!, expected[k]! - expected[0]!, 1e-4)
    }),
  )
})

test('two models added give the sum of their margins, also after saving', () => {
  const rows = matrix([
    [1, 0, 2, 0, 0],
    [0, 3, 0, 0, 1],
    [0, 0, 0, 4, 0],
    [2, 1, 0, 0, 0],
  ])
  const data = { rows, labels: [0, 1, 2, 1], classes: CLASSES }
  const bayes = trainNaiveBayes(data)
  const svm = trainMulticlassSvm(data).model
  const both = addClassModels(svm, bayes, 0.7)
  const copy = loadClassModel(JSON.stringify(saveClassModel(both)))
  for (let at = 0; at < 4; at += 1) {
    const [own, other] = [svm, bayes].map((model) => classMargins(model, { rows, row: at }))
    classMargins(both, { rows, row: at }).forEach((margin, k) => near(margin, own![k]! + 0.7 * other![k]!, 1e-5))
    assert.deepEqual(classMargins(copy, { rows, row: at }), classMargins(both, { rows, row: at }))
  }
})

test('bad input is refused with what and where', () => {
  const rows = sparseRows([[[0, -1]], [[0, 1]]], 1)
  assert.throws(() => trainNaiveBayes({ rows, labels: [0, 1], classes: 2 }), /row 0, column 0 is below 0/)
  assert.throws(() => trainNaiveBayes({ rows, labels: [0, 0], classes: 2 }), /class 1 has no example/)
  assert.throws(() => trainNaiveBayes({ rows, labels: [0, 1], classes: 2 }, { smoothing: 0 }), /smoothing/)
  const one = trainMulticlassSvm({ rows, labels: [0, 1], classes: 2 }).model
  const wide = sparseRows([[[0, 1]], [[1, 1]]], 2)
  const two = trainMulticlassSvm({ rows: wide, labels: [0, 1], classes: 2 }).model
  assert.throws(() => addClassModels(one, two, 1), /same classes and features/)
})
