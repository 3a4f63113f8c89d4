import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ndcgAt } from '../base/metrics.ts'
import { seededRandom } from '../base/random.ts'
import { trainForest } from './boosting.ts'
import { matrixOf } from './matrix.ts'
import { objectiveOf, sigmoid } from './objectives.ts'
import { scoreRows } from './scoring.ts'

const near = (actual: number, expected: number, within = 1e-12): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected} within ${within}`)

test('gradients and hessians are the slopes of the loss, by finite differences', () => {
  const random = seededRandom(1)
  const scores = Float64Array.from({ length: 8 }, () => 2 * random.normal())
  const weights = Float64Array.from({ length: 8 }, () => 0.5 + random.uniform())
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const cases = [
    ['logistic', [0, 1, 1, 0, 1, 0, 0, 1]],
    ['squared', [0.3, -1, 2, 4, 0, 0, 1, 5]],
  ] as const
  for (const [name, labels] of cases) {
    const objective = objectiveOf(name, { labels, weights }, 10)
    const out = { gradients: new Float64Array(8), hessians: new Float64Array(8) }
    objective.slopes(scores, out)
    const h = 1e-4
    for (let i = 0; i < 8; i++) {
      const at = (step: number) => total * objective.loss(scores.with(i, scores[i]! + step))
      near(out.gradients[i]!, (at(h) - at(-h)) / (2 * h), 1e-6)
      near(out.hessians[i]!, (at(h) - 2 * at(0) + at(-h)) / h ** 2, 1e-5)
    }
    // At the base the gradients cancel: no constant does better.
    objective.slopes(new Float64Array(8).fill(objective.base), out)
    near(
      out.gradients.reduce((sum, value) => sum + value, 0),
      0,
      1e-12,
    )
  }
})

test('LambdaMART pulls a pair apart by the swap in nDCG times the logistic of their gap', () => {
  const objective = objectiveOf('ranking', { labels: [0, 2], groups: [2] }, 10)
  const out = { gradients: new Float64Array(2), hessians: new Float64Array(2) }
  objective.slopes(Float64Array.of(0.7, 0.2), out)
  const change = (3 * (1 - 1 / Math.log2(3))) / 3
  const rho = 1 / (1 + Math.exp(0.2 - 0.7))
  near(out.gradients[1]!, -change * rho)
  near(out.gradients[0]!, change * rho)
  near(out.hessians[0]!, change * rho * (1 - rho))
  near(objective.loss(Float64Array.of(0.7, 0.2)), 1 - 1 / Math.log2(3))
})

test('lambdas of one query add up to nothing, and rows beyond the cut do not pull each other', () => {
  const objective = objectiveOf('ranking', { labels: [0, 2, 1, 0, 1], groups: [5] }, 2)
  const out = { gradients: new Float64Array(5), hessians: new Float64Array(5) }
  objective.slopes(Float64Array.of(5, 4, 3, 2, 1), out)
  near(
    out.gradients.reduce((sum, value) => sum + value, 0),
    0,
  )
  const alone = objectiveOf('ranking', { labels: [2, 2, 0, 1], groups: [4] }, 2)
  const quiet = { gradients: new Float64Array(4), hessians: new Float64Array(4) }
  alone.slopes(Float64Array.of(9, 8, 1, 0), quiet)
  const pulled = Math.abs(quiet.gradients[3]!)
  // Row 3 (grade 1) only pulls against the two above the cut, never against row 2 next to it.
  const discount = [1, 1 / Math.log2(3)]
  const ideal = 3 + 3 / Math.log2(3)
  const expected = [9, 8].reduce((sum, score, place) => sum + (2 * discount[place]!) / ideal / (1 + Math.exp(score)), 0)
  near(pulled, expected)
})

test('a ranking forest orders unseen queries far better than chance and than no model', () => {
  const random = seededRandom(5)
  const make = (queries: number) => {
    const rows: number[][] = []
    const labels: number[] = []
    for (let q = 0; q < queries; q++) {
      const shift = 3 * random.normal() // differs by query, so that only comparisons within a query help
      for (let i = 0; i < 12; i++) {
        const [x, y] = [random.normal(), random.normal()]
        rows.push([x, y, shift, x + shift])
        labels.push(Math.max(0, Math.min(4, Math.round(1 + x - Math.abs(y) + 0.3 * random.normal()))))
      }
    }
    return { features: matrixOf(rows), labels, groups: new Array<number>(queries).fill(12) }
  }
  const [training, held] = [make(150), make(100)]
  const { forest } = trainForest(training, { objective: 'ranking', rounds: 60, minHessian: 1e-3, rankingCut: 5 })
  const quality = (scores: Float64Array) => {
    let sum = 0
    let counted = 0
    for (let q = 0; q < 100; q++) {
      const grades = held.labels.slice(12 * q, 12 * q + 12)
      if (grades.every((grade) => grade === 0)) continue
      const order = grades.map((_, i) => i).sort((a, b) => scores[12 * q + b]! - scores[12 * q + a]!)
      sum += ndcgAt(
        order.map((i) => grades[i]!),
        grades,
        { k: 5, gain: 'exponential' },
      )
      counted++
    }
    return sum / counted
  }
  assert.ok(quality(scoreRows(forest, held.features)) > 0.88)
  assert.ok(quality(Float64Array.from(held.labels, () => random.normal())) < 0.6)
})

test('the logistic function keeps both ends', () => {
  assert.equal(sigmoid(-800), 0)
  assert.equal(sigmoid(800), 1)
  near(sigmoid(-2), 1 - sigmoid(2))
})

test('ranking without groups, with groups that do not fit or nothing relevant is refused', () => {
  assert.throws(() => objectiveOf('ranking', { labels: [0, 1] }, 10), /needs groups/)
  assert.throws(() => objectiveOf('ranking', { labels: [0, 1], groups: [1] }, 10), /add up to 1 rows, not 2/)
  assert.throws(() => objectiveOf('ranking', { labels: [0, 0], groups: [2] }, 10), /no query holds/)
  assert.throws(() => objectiveOf('ranking', { labels: [0.5, 1], groups: [2] }, 10), /labels\[0\]/)
})
