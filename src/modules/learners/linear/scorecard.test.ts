import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auc } from '../base/metrics.ts'
import { seededRandom } from '../base/random.ts'
import { matrixOf } from '../trees/matrix.ts'
import { fitScorecard, loadScorecard, saveScorecard, scoreCard, type CharacteristicPlan } from './scorecard.ts'

const plan: CharacteristicPlan[] = [
  { name: 'income', direction: -1 },
  { name: 'shoe size' },
  { name: 'housing', kind: 'category' },
]

/** Income and housing decide the odds of a bad; shoe size does not. Some incomes are missing. */
function applicants(seed: number, count: number): { rows: number[][]; labels: number[] } {
  const random = seededRandom(seed)
  const rows = Array.from({ length: count }, () => {
    const income = random.uniform() < 0.1 ? NaN : 20 + 60 * random.uniform()
    return [income, 36 + random.integer(10), random.integer(3)]
  })
  const labels = rows.map(([income, , housing]) => {
    const score = -1 - (Number.isNaN(income) ? 0 : (income! - 50) / 12) + (housing === 2 ? 1 : 0)
    return random.uniform() < 1 / (1 + Math.exp(-score)) ? 1 : 0
  })
  return { rows, labels }
}

const data = applicants(1, 4000)
const card = fitScorecard({ features: matrixOf(data.rows), labels: data.labels, plan })

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

test('what says nothing is left off the card, and more income never costs points', () => {
  assert.deepEqual(
    card.characteristics.map(({ name }) => name),
    ['income', 'housing'],
  )
  const points = card.characteristics[0]!.points.slice(0, -1)
  assert.deepEqual(
    points,
    points.toSorted((a, b) => a - b),
  )
  assert.ok(points.at(-1)! - points[0]! > 40)
})

const oddsAt = (points: number): number => {
  const flat = { ...card, startPoints: points, characteristics: [] }
  const { probability } = scoreCard(flat, [50, 40, 1])
  return (1 - probability) / probability
}

test('the scale holds: twenty points more double the odds, 600 points are odds of 50', () => {
  assert.ok(Math.abs(oddsAt(600) - 50) < 1e-9)
  assert.ok(Math.abs(oddsAt(620) / oddsAt(600) - 2) < 1e-9)
})

test('probabilities are calibrated and rank fresh applicants nearly as well as the truth', () => {
  const fresh = applicants(2, 4000)
  const scores = fresh.rows.map((row) => scoreCard(card, row).probability)
  assert.ok(Math.abs(mean(scores) - mean(fresh.labels)) < 0.02)
  assert.ok(auc(fresh.labels, scores) > 0.8)
})

test('points are the sum of reasons, and the reasons name the greatest loss first', () => {
  const { points, reasons } = scoreCard(card, [21, 40, 2])
  assert.equal(
    points,
    reasons.reduce((sum, reason) => sum + reason.points, card.startPoints),
  )
  assert.equal(reasons[0]!.name, 'income')
  assert.ok(reasons[0]!.lost > reasons[1]!.lost && reasons[1]!.lost > 0)
  const best = scoreCard(card, [79, 40, 0])
  assert.equal(best.reasons[0]!.lost + best.reasons[1]!.lost < 5, true)
})

test('a saved card scores the same', () => {
  const copy = loadScorecard(JSON.stringify(saveScorecard(card)))
  assert.deepEqual(copy, card)
  for (const row of data.rows.slice(0, 100)) assert.deepEqual(scoreCard(copy, row), scoreCard(card, row))
})

test('bad input is refused with what and where', () => {
  const features = matrixOf(data.rows)
  assert.throws(
    () => fitScorecard({ features, labels: data.labels, plan: plan.slice(1) }),
    /must name 3 columns, got 2/,
  )
  assert.throws(() => fitScorecard({ features, labels: data.labels.slice(1), plan }), /equal lengths/)
  const noise = data.labels.map((_, row) => row % 2)
  assert.throws(() => fitScorecard({ features, labels: noise, plan }), /no characteristic tells goods from bads/)
  assert.throws(() => scoreCard(card, [1]), /must hold 3 numbers, got 1/)
})
