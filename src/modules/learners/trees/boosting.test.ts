import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { auc, rmse } from '../base/metrics.ts'
import { seededRandom } from '../base/random.ts'
import { trainForest } from './boosting.ts'
import type { LabelledRows } from './boosting.ts'
import { trainForestInWorker } from './forest-training.ts'
import { treeCount } from './forest.ts'
import { matrixOf, pickRows } from './matrix.ts'
import { probabilityRows, scoreRows } from './scoring.ts'

const near = (actual: number, expected: number, within = 1e-12): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected} within ${within}`)

/** Five features, of which three matter, one is now and then missing and one is noise. */
function sample(rows: number, seed: number): LabelledRows & { labels: Float64Array; odds: Float64Array } {
  const random = seededRandom(seed)
  const labels = new Float64Array(rows)
  const truth = new Float64Array(rows)
  const features = matrixOf(
    Array.from({ length: rows }, (_, i) => {
      const x = Array.from({ length: 5 }, () => random.normal())
      const odds = 1.5 * x[0]! - Math.abs(x[1]!) + (x[2]! > 0.5 ? 1 : 0)
      truth[i] = odds
      labels[i] = random.uniform() < 1 / (1 + Math.exp(-odds)) ? 1 : 0
      if (random.uniform() < 0.2) x[1] = NaN
      return x
    }),
  )
  return { features, labels, odds: truth }
}

test('one split by squared error gives the means that a hand finds', () => {
  const features = matrixOf([[1], [2], [3], [4]])
  const training = { features, labels: [0, 2, 9, 13] }
  const options = { objective: 'squared', rounds: 1, learningRate: 1, minRows: 1, maxDepth: 1 } as const
  const exact = trainForest(training, { ...options, l2: 0 })
  assert.deepEqual([...scoreRows(exact.forest, features)], [1, 1, 11, 11])
  assert.equal(exact.forest.threshold[0], 2.5)
  // With l2 = 1 a leaf of two rows moves two thirds of the way from the mean of 6.
  const held = scoreRows(trainForest(training, { ...options, l2: 1 }).forest, features)
  near(held[0]!, 6 - 10 / 3)
  near(held[3]!, 6 + 10 / 3)
})

test('one split by log loss gives the Newton step', () => {
  const features = matrixOf([[1], [1], [1], [2], [2], [2]])
  const options = { objective: 'logistic', rounds: 1, learningRate: 1, l2: 0, minRows: 1 } as const
  const { forest } = trainForest({ features, labels: [0, 0, 1, 1, 1, 0] }, options)
  // Base log odds 0; left G = 3/2 - 1, H = 3/4.
  near(scoreRows(forest, features)[0]!, -0.5 / 0.75)
  near(probabilityRows(forest, features)[5]!, 1 / (1 + Math.exp(-0.5 / 0.75)))
})

test('weights count rows: a row of weight three is the row thrice', () => {
  const data = sample(300, 3)
  const weights = data.labels.map((_, i) => 1 + (i % 3))
  const positions = Array.from(weights).flatMap((weight, i) => Array.from({ length: weight }, () => i))
  // minRows counts rows and not weight, so it is held at one here.
  const options = { objective: 'logistic', rounds: 5, minRows: 1, minHessian: 5, maxDepth: 3 } as const
  const weighted = trainForest({ ...data, weights }, options)
  const repeated = trainForest(
    { features: pickRows(data.features, positions), labels: positions.map((i) => data.labels[i]!) },
    options,
  )
  const [a, b] = [scoreRows(weighted.forest, data.features), scoreRows(repeated.forest, data.features)]
  a.forEach((score, i) => near(score, b[i]!, 1e-9))
})

test('a forest ranks held-out rows almost as well as the true odds do, and training loss falls in every round', () => {
  const [training, held] = [sample(3000, 1), sample(3000, 2)]
  const { forest, rounds } = trainForest(training, { objective: 'logistic', rounds: 60 })
  // The true odds are the best any model could do, and they see the values that are missing here.
  assert.ok(auc(held.labels, scoreRows(forest, held.features)) > auc(held.labels, held.odds) - 0.035)
  rounds.forEach(({ trainingLoss }, i) => assert.ok(i === 0 || trainingLoss < rounds[i - 1]!.trainingLoss))
})

test('squared error fits a smooth function closer than its mean by far', () => {
  const random = seededRandom(4)
  const rows = Array.from({ length: 2000 }, () => [random.uniform() * 6, random.uniform()])
  const labels = rows.map(([x, y]) => Math.sin(x!) + y!)
  const features = matrixOf(rows)
  const { forest } = trainForest({ features, labels }, { objective: 'squared', rounds: 100 })
  assert.ok(rmse(labels, scoreRows(forest, features)) < 0.05)
})

test('scores never fall as a feature rises that must not lower them, even when trained on pure noise', () => {
  // Labels of noise pull against the constraint everywhere, deep in every tree.
  const { features } = sample(800, 6)
  const random = seededRandom(61)
  const labels = Float64Array.from({ length: 800 }, () => random.normal())
  const shape = { maxLeaves: 40, maxDepth: 9, minRows: 4, l2: 0.1 }
  const { forest } = trainForest(
    { features, labels },
    { objective: 'squared', rounds: 30, monotone: [1, 0, -1, 1, 0], ...shape },
  )
  const value = fc.option(fc.double({ min: -3, max: 3, noNaN: true }), { nil: NaN })
  const pair = fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true }))
  fc.assert(
    fc.property(fc.array(value, { minLength: 5, maxLength: 5 }), pair, fc.constantFrom(0, 2, 3), (row, [x, up], at) => {
      const [low, high] = scoreRows(forest, matrixOf([row.with(at, x), row.with(at, x + up)]))
      const rise = (at === 2 ? -1 : 1) * (high! - low!)
      assert.ok(rise >= -1e-12, `${low} to ${high}`)
    }),
    { numRuns: 5000 },
  )
})

test('without the constraint the same data break the order, so the property above can fail', () => {
  const data = sample(1500, 6)
  const { forest } = trainForest(data, { objective: 'logistic', rounds: 80, maxLeaves: 15 })
  const grid = matrixOf(Array.from({ length: 200 }, (_, i) => [-4 + i / 25, 0, 0, 0, 0]))
  const scores = scoreRows(forest, grid)
  assert.ok(scores.some((score, i) => i > 0 && score < scores[i - 1]!))
})

test('missing values go where they lowered the loss', () => {
  const rows = Array.from({ length: 400 }, (_, i) => [i % 4 === 0 ? NaN : i % 4])
  const labels = rows.map(([x]) => (Number.isNaN(x) || x === 1 ? 1 : 0))
  const { forest } = trainForest({ features: matrixOf(rows), labels }, { objective: 'logistic', rounds: 20 })
  const [missing, one, two] = scoreRows(forest, matrixOf([[NaN], [1], [2]]))
  assert.ok(missing! > 2 && one! > 2 && two! < -2)
})

test('missing values that training never saw follow the larger side', () => {
  const rows = Array.from({ length: 100 }, (_, i) => [i < 70 ? 0 : 1])
  const labels = rows.map(([x]) => x!)
  const { forest } = trainForest({ features: matrixOf(rows), labels }, { objective: 'squared', rounds: 1, maxDepth: 1 })
  const [missing, zero] = scoreRows(forest, matrixOf([[NaN], [0]]))
  assert.equal(missing, zero)
})

test('training stops after the patience and keeps the round of lowest validation loss', () => {
  const [training, validation] = [sample(400, 7), sample(400, 8)]
  const options = { objective: 'logistic', rounds: 500, learningRate: 0.3, patience: 15 } as const
  const { forest, rounds } = trainForest(training, options, { validation })
  const losses = rounds.map((round) => round.validationLoss!)
  const best = losses.indexOf(Math.min(...losses)) + 1
  assert.equal(treeCount(forest), best)
  assert.equal(rounds.length, best + 15)
})

test('equal seeds give equal forests, other seeds other ones', () => {
  const data = sample(500, 9)
  const grow = (seed: number) =>
    trainForest(data, { objective: 'logistic', rounds: 10, rowShare: 0.5, columnShare: 0.6, seed }).forest
  assert.deepEqual(grow(1), grow(1))
  assert.notDeepEqual(grow(1), grow(2))
})

test('growth by leaves and by levels differ only when leaves run out', () => {
  const data = sample(1000, 10)
  const scores = (growth: 'leaves' | 'depth', maxLeaves: number) =>
    scoreRows(
      trainForest(data, { objective: 'logistic', rounds: 3, maxDepth: 4, growth, maxLeaves }).forest,
      data.features,
    )
  assert.deepEqual(scores('leaves', 16), scores('depth', 16))
  assert.notDeepEqual(scores('leaves', 6), scores('depth', 6))
})

test('a thread of its own trains the same forest and reports every round', async () => {
  const training = sample(300, 11)
  const options = { objective: 'logistic', rounds: 6 } as const
  const heard: number[] = []
  const found = await trainForestInWorker({ training, options }, { onProgress: ({ round }) => heard.push(round) })
  assert.deepEqual(found, trainForest(training, options))
  assert.deepEqual(heard, [1, 2, 3, 4, 5, 6])
})

test('bad data and options are refused with what and where', () => {
  const data = sample(50, 12)
  const options = { objective: 'logistic' } as const
  const infinite = { ...data.features, values: data.features.values.with(7, Infinity) }
  assert.throws(() => trainForest({ ...data, features: infinite }, options), /training\.features row 1, column 2/)
  assert.throws(() => trainForest({ ...data, labels: [1] }, options), /50 rows of features and 1 labels/)
  assert.throws(() => trainForest({ ...data, labels: data.labels.map(() => 1) }, options), /both classes/)
  assert.throws(() => trainForest({ ...data, labels: data.labels.with(3, NaN) }, options), /labels\[3\]/)
  assert.throws(() => trainForest({ ...data, weights: data.labels.map(() => -1) }, options), /weights\[0\]/)
  assert.throws(() => trainForest(data, { ...options, monotone: [1] }), /monotone and names must have 5/)
  assert.throws(() => trainForest(data, { ...options, monotone: [1, 0, 0.5, 0, 0] }), /monotone\[2\]/)
  assert.throws(() => trainForest(data, { ...options, rowShare: 0 }), /rowShare/)
  assert.throws(() => trainForest(data, { ...options, learningRate: NaN }), /learningRate/)
  assert.throws(() => trainForest(data, { ...options, bins: 256 }), /bins/)
  const narrow = { features: matrixOf([[1], [2]]), labels: [0, 1] }
  assert.throws(() => trainForest(data, options, { validation: narrow }), /validation has 1 columns, training 5/)
  const empty = { features: { rows: 0, columns: 5, values: new Float64Array(0) }, labels: [] }
  assert.throws(() => trainForest(empty, options), /rows/)
})
