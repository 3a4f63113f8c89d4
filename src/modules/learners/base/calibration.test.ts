import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  fitIsotonic,
  fitPlatt,
  isotonicAt,
  loadIsotonic,
  loadPlatt,
  plattAt,
  saveIsotonic,
  savePlatt,
} from './calibration.ts'

const near = (actual: number, expected: number, tolerance = 1e-9): void => {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`)
}

test('isotonic regression pools adjacent violators into their weighted mean', () => {
  const fit = fitIsotonic({ scores: [1, 2, 3, 4, 5], targets: [1, 3, 2, 4, 3.5], weights: [1, 1, 3, 1, 1] })
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((score) => isotonicAt(fit, score)),
    [1, 2.25, 2.25, 3.75, 3.75],
  )
  near(isotonicAt(fit, 1.5), 1.625)
  assert.equal(isotonicAt(fit, -10), 1)
  assert.equal(isotonicAt(fit, Infinity), 3.75)
})

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Minimax formula: the fit at i is the largest over a ≤ i of the least over b ≥ i of the mean of a..b. */
function minimax(targets: readonly number[], weights: readonly number[]): number[] {
  const mean = (from: number, to: number): number => {
    let total = 0
    let weight = 0
    for (let index = from; index <= to; index += 1) {
      total += targets[index]! * weights[index]!
      weight += weights[index]!
    }
    return total / weight
  }
  return targets.map((_, at) => {
    let best = -Infinity
    for (let from = 0; from <= at; from += 1) {
      let least = Infinity
      for (let to = at; to < targets.length; to += 1) least = Math.min(least, mean(from, to))
      best = Math.max(best, least)
    }
    return best
  })
}

const point = fc.record({
  target: fc.double({ min: -5, max: 5, noNaN: true }),
  weight: fc.double({ min: 0.1, max: 9, noNaN: true }),
})

test('isotonic regression equals the minimax formula', () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 25 }), (points) => {
      const targets = points.map((each) => each.target)
      const weights = points.map((each) => each.weight)
      const fit = fitIsotonic({ scores: targets.map((_, index) => index), targets, weights })
      minimax(targets, weights).forEach((expected, index) => near(isotonicAt(fit, index), expected))
    }),
  )
})

test('isotonic regression gives equal scores one value, keeps the mean and ignores the order of rows', () => {
  const row = fc.record({ score: fc.integer({ min: 0, max: 6 }), target: fc.constantFrom(0, 1) })
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
      const scores = rows.map((each) => each.score)
      const targets = rows.map((each) => each.target)
      const fit = fitIsotonic({ scores, targets })
      near(sum(scores.map((score) => isotonicAt(fit, score))), sum(targets))
      const turned = fitIsotonic({ scores: scores.toReversed(), targets: targets.toReversed() })
      scores.forEach((score) => near(isotonicAt(turned, score), isotonicAt(fit, score)))
      for (let index = 1; index < fit.scores.length; index += 1) {
        assert.ok(fit.scores[index]! > fit.scores[index - 1]!)
        assert.ok(fit.values[index]! >= fit.values[index - 1]!)
      }
    }),
  )
})

test('Platt scaling of two symmetric groups has the closed form of its smoothed targets', () => {
  // Margins ±1 with 3 of 4 right: two cells and two parameters, so each cell meets its mean target exactly.
  const fit = fitPlatt({ margins: [1, 1, 1, 1, -1, -1, -1, -1], labels: [1, 1, 1, 0, 0, 0, 0, 1] })
  const logit = Math.log((3 * (5 / 6) + 1 / 6) / (4 - (3 * (5 / 6) + 1 / 6)))
  near(fit.slope, logit, 1e-7)
  near(fit.intercept, 0, 1e-7)
})

const margins = fc.array(fc.tuple(fc.double({ min: -8, max: 8, noNaN: true }), fc.boolean()), {
  minLength: 2,
  maxLength: 40,
})
const bothClasses = margins.filter((rows) => rows.some(([, label]) => label) && rows.some(([, label]) => !label))

test('Platt scaling ends where the gradient is zero, for separable, constant and shuffled margins alike', () => {
  fc.assert(
    fc.property(bothClasses, fc.boolean(), (rows, constant) => {
      const scores = rows.map(([margin]) => (constant ? 2.5 : margin))
      const labels = rows.map(([, label]) => Number(label))
      const fit = fitPlatt({ margins: scores, labels })
      const positives = sum(labels)
      const high = (positives + 1) / (positives + 2)
      const low = 1 / (labels.length - positives + 2)
      const errors = scores.map((score, index) => plattAt(fit, score) - (labels[index] === 1 ? high : low))
      near(sum(errors), 0, 1e-5)
      near(sum(errors.map((error, index) => error * scores[index]!)), 0, 1e-5)
    }),
  )
})

test('probabilities stay in 0..1 at margins far out', () => {
  const fit = { slope: 3, intercept: -1 }
  assert.equal(plattAt(fit, 1e6), 1)
  assert.equal(plattAt(fit, -1e6), 0)
})

test('calibrators load to the same values', () => {
  const isotonic = fitIsotonic({ scores: [0.1, 0.2, 0.7], targets: [0, 1, 0] })
  assert.deepEqual(loadIsotonic(JSON.stringify(saveIsotonic(isotonic))), isotonic)
  const platt = fitPlatt({ margins: [-1, 0.3, 2], labels: [0, 0, 1] })
  assert.deepEqual(loadPlatt(JSON.stringify(savePlatt(platt))), platt)
  assert.throws(() => loadPlatt(saveIsotonic(isotonic)), /learners\.platt expected, found learners\.isotonic/)
})

test('bad input is refused with what and where', () => {
  assert.throws(() => fitIsotonic({ scores: [], targets: [] }), /isotonic scores must not be empty/)
  assert.throws(
    () => fitIsotonic({ scores: [1, NaN], targets: [0, 1] }),
    /isotonic scores\[1\] must be a finite number/,
  )
  assert.throws(() => fitIsotonic({ scores: [1, 2], targets: [0] }), /equal lengths, got 2 and 1/)
  assert.throws(() => fitIsotonic({ scores: [1], targets: [0], weights: [0] }), /weights\[0\]: above 0/)
  assert.throws(() => fitPlatt({ margins: [1, Infinity], labels: [0, 1] }), /Platt margins\[1\]/)
  assert.throws(() => fitPlatt({ margins: [1, 2], labels: [1, 1] }), /both classes, but all 2 are 1/)
  assert.throws(() => fitPlatt({ margins: [1, 2], labels: [1, 2] }), /Platt labels\[1\] must be 0 or 1/)
  assert.throws(() => plattAt({ slope: 1, intercept: 0 }, NaN), /NaN/)
  assert.throws(() => isotonicAt({ scores: Float64Array.of(0), values: Float64Array.of(1) }, NaN), /NaN/)
})
