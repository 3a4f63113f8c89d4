import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import { trainForest } from './boosting.ts'
import { createExplainer, topReasons } from './explaining.ts'
import { childOf, treeCount } from './forest.ts'
import type { Forest } from './forest.ts'
import { matrixOf } from './matrix.ts'
import { scoreRows } from './scoring.ts'

const near = (actual: number, expected: number, within = 1e-9): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected} within ${within}`)

/** E[score | the features of the subset], by following both children where a feature is unknown. */
function expectation(forest: Forest, row: readonly number[], subset: number): number {
  const below = (node: number): number => {
    const column = forest.column[node]!
    if (column < 0) return forest.value[node]!
    if ((subset >> column) & 1) return below(childOf(forest, node, row[column]!))
    const left = forest.left[node]!
    const share = forest.cover[left]! / forest.cover[node]!
    return share * below(left) + (1 - share) * below(left + 1)
  }
  let sum = forest.base
  for (let tree = 0; tree < treeCount(forest); tree++) sum += below(forest.starts[tree]!)
  return sum
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))

/** Shapley's formula over all subsets. */
function shapley(forest: Forest, row: readonly number[]): number[] {
  const features = forest.features.length
  return row.map((_, feature) => {
    let sum = 0
    for (let subset = 0; subset < 1 << features; subset++) {
      if ((subset >> feature) & 1) continue
      const size = subset.toString(2).replaceAll('0', '').length
      const weight = (factorial(size) * factorial(features - size - 1)) / factorial(features)
      sum += weight * (expectation(forest, row, subset | (1 << feature)) - expectation(forest, row, subset))
    }
    return sum
  })
}

function forestOf(seed: number): Forest {
  const random = seededRandom(seed)
  const rows = Array.from({ length: 250 }, () =>
    Array.from({ length: 5 }, () => (random.uniform() < 0.1 ? NaN : Math.round(4 * random.normal()) / 2)),
  )
  const labels = rows.map((row) => (row[0] ?? 0) * (row[1]! > 0 ? 1 : -1) + random.normal() || 0)
  const options = {
    objective: 'squared',
    rounds: 4,
    maxDepth: 6,
    minRows: 3,
    learningRate: 0.5,
    names: ['a', 'b', 'c', 'd', 'e'],
  } as const
  return trainForest({ features: matrixOf(rows), labels }, options).forest
}

test('TreeSHAP equals the Shapley values of all 32 subsets, features asked for twice and missing ones included', () => {
  for (const seed of [1, 2, 3]) {
    const forest = forestOf(seed)
    const explain = createExplainer(forest)
    const value = fc.option(fc.double({ min: -4, max: 4, noNaN: true }), { nil: NaN })
    fc.assert(
      fc.property(fc.array(value, { minLength: 5, maxLength: 5 }), (row) => {
        const found = explain(row)
        shapley(forest, row).forEach((exact, i) => near(found.contributions[i]!, exact))
        near(found.expected, expectation(forest, row, 0))
        near(found.score, scoreRows(forest, matrixOf([row]))[0]!)
      }),
      { numRuns: 40 },
    )
  }
})

test('reasons are the strongest contributions in the direction asked for', () => {
  const forest = forestOf(1)
  const row = [2, 1, -1, 0, NaN]
  const explanation = createExplainer(forest)(row)
  const higher = topReasons(forest, row, { count: 2, direction: 'higher', explanation })
  const sorted = [...explanation.contributions].sort((a, b) => b - a)
  assert.equal(higher[0]!.contribution, sorted[0])
  assert.equal(higher[0]!.feature, 'abcde'[explanation.contributions.indexOf(sorted[0]!)])
  for (const { contribution } of topReasons(forest, row, { count: 9, direction: 'lower', explanation })) {
    assert.ok(contribution < 0)
  }
})

test('a row of another length or with an infinity is refused', () => {
  const explain = createExplainer(forestOf(1))
  assert.throws(() => explain([1, 2]), /must hold 5 features, got 2/)
  assert.throws(() => explain([1, 2, Infinity, 0, 0]), /row\[2\] is infinite/)
})
