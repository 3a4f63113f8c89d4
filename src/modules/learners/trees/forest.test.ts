import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { saveModel } from '../base/models.ts'
import type { ModelValue } from '../base/models.ts'
import { seededRandom } from '../base/random.ts'
import { trainForest } from './boosting.ts'
import { featureImportance, firstTrees, leafOf, loadForest, saveForest, treeCount } from './forest.ts'
import type { Forest } from './forest.ts'
import { matrixOf } from './matrix.ts'
import { createScorer, probabilityRows, scoreRows } from './scoring.ts'

function forestOf(rounds: number, maxLeaves = 31): Forest {
  const random = seededRandom(1)
  const rows = Array.from({ length: 600 }, () =>
    Array.from({ length: 4 }, () => (random.uniform() < 0.15 ? NaN : Math.round(10 * random.normal()) / 10)),
  )
  const labels = rows.map((row) => ((row[0] || 0) + (row[1] || 1) * 0.5 + random.normal() > 0 ? 1 : 0))
  return trainForest(
    { features: matrixOf(rows), labels },
    { objective: 'logistic', rounds, maxLeaves, minRows: 2, maxDepth: 12 },
  ).forest
}

test('fast scores equal a walk down every tree, for any number of rows and with values missing', () => {
  const forest = forestOf(25)
  const value = fc.oneof(
    fc.constant(NaN),
    fc.integer({ min: -30, max: 30 }).map((x) => x / 20),
    fc.double({ noDefaultInfinity: true }),
  )
  const row = fc.array(value, { minLength: 4, maxLength: 4 })
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 300 }), (rows) => {
      const scores = scoreRows(forest, matrixOf(rows))
      rows.forEach((own, i) => {
        let sum = forest.base
        for (let tree = 0; tree < treeCount(forest); tree++) sum += forest.value[leafOf(forest, tree, own)]!
        assert.equal(scores[i], sum)
      })
    }),
  )
})

test('a saved forest gives the same scores to the last bit', () => {
  const forest = forestOf(10)
  const copy = loadForest(JSON.stringify(saveForest(forest)))
  assert.deepEqual(copy, forest)
  const random = seededRandom(2)
  const rows = matrixOf(Array.from({ length: 500 }, () => Array.from({ length: 4 }, () => random.normal())))
  assert.deepEqual(scoreRows(copy, rows), scoreRows(forest, rows))
})

test('the first trees of a forest score as a forest trained for so many rounds', () => {
  const rows = matrixOf([
    [0, 1, NaN, 2],
    [1, -1, 0, 0],
  ])
  assert.deepEqual(scoreRows(firstTrees(forestOf(10), 4), rows), scoreRows(forestOf(4), rows))
})

test('importance adds up to one and sees what matters', () => {
  const importance = featureImportance(forestOf(10, 4))
  assert.ok(Math.abs(importance.reduce((sum, value) => sum + value, 0) - 1) < 1e-12)
  assert.equal(importance.indexOf(Math.max(...importance)), 0)
})

test('a forest of another kind or version, cut short, or with broken links is refused', () => {
  const forest = forestOf(2)
  const saved = saveForest(forest)
  assert.throws(() => loadForest({ ...saved, kind: 'linear' }), /kind/)
  assert.throws(() => loadForest({ ...saved, version: 9 }), /version/)
  assert.throws(() => loadForest(JSON.stringify(saved).slice(0, 400)), /cut short/)
  const broken = (change: Partial<Forest>) => {
    const body = { ...forest, ...change } as unknown as Readonly<Record<string, ModelValue>>
    return saveModel({ name: 'trees.forest', version: 1 }, body)
  }
  const loops = forest.left.slice()
  loops[0] = 0
  assert.throws(() => loadForest(broken({ left: loops })), /left\[0\]: leads to 0/)
  const columns = forest.column.slice()
  columns[0] = 77
  assert.throws(() => loadForest(broken({ column: columns })), /column\[0\]: no feature 77/)
  assert.throws(() => loadForest(broken({ value: forest.value.with(1, NaN) })), /value\[1\]/)
  assert.throws(() => loadForest(broken({ cover: forest.cover.slice(1) })), /numbers expected/)
})

test('rows of another width, infinities and probabilities of a ranking are refused', () => {
  const forest = forestOf(2)
  assert.throws(() => scoreRows(forest, matrixOf([[1, 2]])), /4 columns, got 2/)
  assert.throws(() => scoreRows(forest, matrixOf([[1, 2, -Infinity, 0]])), /row 0, column 2 is infinite/)
  assert.throws(() => createScorer(forest)(matrixOf([[1, 2, 3, 4]]), new Float64Array(2)), /hold 1 scores/)
  assert.throws(
    () => probabilityRows({ ...forest, objective: 'ranking' }, matrixOf([[1, 2, 3, 4]])),
    /no probabilities/,
  )
})
