import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../base/random.ts'
import { normalCdf } from '../base/special.ts'
import { linearThompson, linUcbBounds } from './linear-bandits.ts'
import { createRidge, learnReward, loadRidge, predictReward, sampleWeights, saveRidge, uncertainty } from './ridge.ts'
import type { Ridge } from './ridge.ts'

const near = (actual: number, expected: number, within = 1e-10): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected} within ${within}`)

/** Solves A x = b by Gauss–Jordan elimination: the oracle for the factor's triangular solves. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!])
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows[k]!
    for (const row of rows) {
      if (row === pivot) continue
      const factor = row[k]! / pivot[k]!
      for (let j = k; j < row.length; j++) row[j] = row[j]! - factor * pivot[j]!
    }
  }
  return rows.map((row, k) => row[row.length - 1]! / row[k]!)
}

function learnt(rows: readonly (readonly number[])[], prior: number): { ridge: Ridge; precision: number[][] } {
  const size = rows[0]!.length - 1
  const ridge = createRidge(size, prior)
  const precision = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => (i === j ? prior : 0)),
  )
  for (const row of rows) {
    learnReward(ridge, row.slice(0, size), row[size]!)
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) precision[i]![j]! += row[i]! * row[j]!
  }
  return { ridge, precision }
}

test('learning one reward at a time equals solving the normal equations', () => {
  const row = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 })
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
      const { ridge, precision } = learnt(rows, 0.7)
      const moment = [0, 1, 2].map((i) => rows.reduce((sum, values) => sum + values[i]! * values[3]!, 0))
      solve(precision, moment).forEach((weight, i) => near(ridge.mean[i]!, weight, 1e-8))
      const x = [1, -0.5, 2]
      const spread = solve(precision, x).reduce((sum, value, i) => sum + value * x[i]!, 0)
      near(uncertainty(ridge, x), Math.sqrt(spread), 1e-8)
    }),
  )
})

test('LinUCB bounds are the estimate plus alpha widths', () => {
  const ridge = createRidge(2)
  learnReward(ridge, [1, 0], 1)
  // A = diag(2, 1), b = (1, 0): θ = (1/2, 0).
  const [first, second] = linUcbBounds(
    ridge,
    [
      [1, 0],
      [0, 2],
    ],
    0.5,
  )
  near(first!, 0.5 + 0.5 * Math.sqrt(1 / 2))
  near(second!, 0.5 * 2)
})

test('linear Thompson sampling between two options has the chance of the normal closed form', () => {
  const { ridge } = learnt(
    [
      [1, 0.5, 1],
      [0.2, 1, 0.1],
      [0.4, 0.3, 0.6],
    ],
    1,
  )
  const [x, y] = [
    [1, 0.2],
    [0.3, 0.9],
  ]
  const gap = x.map((value, i) => value - y[i]!)
  const exact = normalCdf(predictReward(ridge, gap) / (0.8 * uncertainty(ridge, gap)))
  const found = linearThompson(ridge, [x, y], { scale: 0.8, draws: 40_000, random: seededRandom(9) })
  near(found.probabilities[0]!, exact, 3.5 * found.standardErrors[0]!)
  near(found.probabilities[0]! + found.probabilities[1]!, 1)
})

test('no option of linear Thompson sampling has probability 0, and equal options share', () => {
  const { ridge } = learnt(
    [
      [1, 0, 50],
      [0, 1, -50],
      [1, 0, 50],
      [0, 1, -50],
    ],
    1,
  )
  const { probabilities } = linearThompson(
    ridge,
    [
      [1, 0],
      [0, 1],
    ],
    { scale: 0.1, draws: 100, random: seededRandom(1) },
  )
  near(probabilities[1]!, 0.5 / 101)
  const same = linearThompson(
    ridge,
    [
      [1, 1],
      [1, 1],
    ],
    { scale: 1, draws: 50, random: seededRandom(1) },
  )
  near(same.probabilities[0]!, 0.5)
})

test('sampled weights have the posterior mean and covariance', () => {
  const { ridge, precision } = learnt(
    [
      [1, 0.5, 1],
      [0.2, 1, 0.1],
      [0.4, 0.3, 0.6],
    ],
    1,
  )
  const random = seededRandom(12)
  const draws = Array.from({ length: 20_000 }, () => sampleWeights(ridge, 2, random))
  const mean = [0, 1].map((i) => draws.reduce((sum, draw) => sum + draw[i]!, 0) / draws.length)
  const cross = draws.reduce((sum, draw) => sum + (draw[0]! - mean[0]!) * (draw[1]! - mean[1]!), 0) / draws.length
  near(mean[0]!, ridge.mean[0]!, 0.04)
  near(cross, 4 * solve(precision, [0, 1])[0]!, 0.06)
})

test('a saved model goes on learning as the original does', () => {
  const { ridge } = learnt(
    [
      [1, 0.5, 1],
      [0.2, 1, 0.1],
    ],
    1,
  )
  const copy = loadRidge(JSON.stringify(saveRidge(ridge)))
  for (const model of [ridge, copy]) learnReward(model, [0.3, 0.1], 2)
  assert.deepEqual(copy, ridge)
})

test('features of another length, infinities and foreign models are refused', () => {
  const ridge = createRidge(2)
  assert.throws(() => learnReward(ridge, [1], 1), /must hold 2 numbers, got 1/)
  assert.throws(() => learnReward(ridge, [1, NaN], 1), /features\[1\]/)
  assert.throws(() => learnReward(ridge, [1, 2], Infinity), /reward/)
  assert.throws(() => linUcbBounds(ridge, [], 1), /options/)
  assert.throws(() => linearThompson(ridge, [[1, 2]], { scale: 0, random: seededRandom(1) }), /scale/)
  assert.throws(() => loadRidge({ ...saveRidge(ridge), kind: 'other' }), /kind/)
})
