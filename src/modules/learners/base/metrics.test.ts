import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  auc,
  aucStatistic,
  averagePrecision,
  bootstrapInterval,
  brier,
  dcgAt,
  hitAt,
  ks,
  logLoss,
  mae,
  mase,
  meanStatistic,
  ndcgAt,
  owa,
  pairedBootstrap,
  rankOf,
  reciprocalRankAt,
  rmse,
  seasonalScale,
  singleNdcgAt,
  smape,
  sortedQuantile,
} from './metrics.ts'
import { seededRandom } from './random.ts'
import { normalQuantile } from './special.ts'

const near = (actual: number, expected: number, within = 1e-12): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected} within ${within}`)

const scored = fc
  .array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 6 })), { minLength: 2, maxLength: 40 })
  .filter((rows) => rows.some(([label]) => label === 0) && rows.some(([label]) => label === 1))

test('AUC is the share of pairs in which the 1 outscores the 0, ties at half', () => {
  near(auc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]), 0.75)
  near(auc([0, 1, 1], [2, 2, 3]), 0.75)
  fc.assert(
    fc.property(scored, (rows) => {
      let won = 0
      let pairs = 0
      for (const [a, x] of rows) {
        for (const [b, y] of rows) {
          if (a !== 1 || b !== 0) continue
          pairs++
          won += x > y ? 1 : x === y ? 0.5 : 0
        }
      }
      near(
        auc(
          rows.map((row) => row[0]),
          rows.map((row) => row[1]),
        ),
        won / pairs,
      )
    }),
  )
})

test('a row of weight two counts as the row twice', () => {
  fc.assert(
    fc.property(scored, fc.infiniteStream(fc.integer({ min: 1, max: 3 })), (rows, counts) => {
      const weights = rows.map(() => counts.next().value)
      const spread = rows.flatMap((row, i) => Array.from({ length: weights[i]! }, () => row))
      const weighted = aucStatistic(
        rows.map((row) => row[0]),
        rows.map((row) => row[1]),
      )(Float64Array.from(weights))
      near(
        weighted,
        auc(
          spread.map((row) => row[0]),
          spread.map((row) => row[1]),
        ),
      )
    }),
  )
})

test('KS is the largest gap between the two classes over every threshold', () => {
  near(ks([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]), 0.5)
  fc.assert(
    fc.property(scored, (rows) => {
      const share = (label: number, from: number) => {
        const own = rows.filter((row) => row[0] === label)
        return own.filter((row) => row[1] >= from).length / own.length
      }
      const gaps = rows.map((row) => Math.abs(share(1, row[1]) - share(0, row[1])))
      near(
        ks(
          rows.map((row) => row[0]),
          rows.map((row) => row[1]),
        ),
        Math.max(...gaps),
      )
    }),
  )
})

test('average precision equals the documented example and the positive rate when all scores tie', () => {
  near(averagePrecision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]), 5 / 6)
  near(averagePrecision([1, 0, 0, 0], [1, 1, 1, 1]), 0.25)
})

test('Brier score and log loss equal their definitions and stay finite when wrong for certain', () => {
  near(brier([1, 0], [0.8, 0.3]), (0.04 + 0.09) / 2)
  near(logLoss([1, 0], [0.8, 0.3]), -(Math.log(0.8) + Math.log(0.7)) / 2)
  near(logLoss([1], [0]), -Math.log(1e-15))
})

test('ranks count ties at half and the ranking figures follow from the rank', () => {
  assert.equal(rankOf([3, 5, 5, 1], 1), 1.5)
  assert.equal(rankOf([3, 5, 5, 1], 0), 3)
  assert.equal(hitAt(10, 10), 1)
  assert.equal(hitAt(10.5, 10), 0)
  assert.equal(reciprocalRankAt(4, 10), 0.25)
  assert.equal(singleNdcgAt(3, 10), 0.5)
})

test('nDCG equals the worked example of Järvelin and Kekäläinen with the discount from the first place on', () => {
  near(dcgAt([3, 2, 3, 0, 1, 2], 6), 6.861126688593502)
  near(ndcgAt([3, 2, 3, 0, 1, 2], [3, 3, 3, 2, 2, 2, 1, 0], { k: 6 }), 6.861126688593502 / 8.740262365546284)
  near(ndcgAt([1, 0], [0, 1], { k: 2, gain: 'exponential' }), 1)
  near(dcgAt([3], 1, 'exponential'), 7)
})

test('forecast errors equal their definitions', () => {
  near(mae([1, 2], [2, 4]), 1.5)
  near(rmse([1, 2], [2, 4]), Math.sqrt(2.5))
  near(smape([100, 0], [110, 0]), (200 * 10) / 210 / 2)
  const scale = seasonalScale([1, 2, 3, 5, 3, 4], 2)
  near(scale, (2 + 3 + 0 + 1) / 4)
  near(mase([4, 6], [5, 5], scale), 1 / scale)
  near(owa({ smape: 10, mase: 1 }, { smape: 20, mase: 2 }), 0.5)
})

test('a bootstrap interval of a mean agrees with the normal one and repeats by seed', () => {
  const random = seededRandom(7)
  const values = Float64Array.from({ length: 400 }, () => random.normal() * 2 + 5)
  const interval = bootstrapInterval(400, meanStatistic(values), { draws: 4000, seed: 3 })
  const mean = values.reduce((sum, value) => sum + value, 0) / 400
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 400)
  near(interval.estimate, mean)
  near(interval.low, mean - (normalQuantile(0.975) * sd) / 20, 0.02)
  near(interval.high, mean + (normalQuantile(0.975) * sd) / 20, 0.02)
  assert.deepEqual(bootstrapInterval(400, meanStatistic(values), { draws: 4000, seed: 3 }), interval)
})

test('pairing cancels what two figures share, and grouping widens when rows of a group agree', () => {
  const random = seededRandom(11)
  const a = Float64Array.from({ length: 200 }, () => random.normal())
  const b = a.map((value) => value - 0.05 - 0.01 * random.normal())
  const paired = pairedBootstrap(200, { a: meanStatistic(a), b: meanStatistic(b) })
  assert.ok(paired.excludesZero && paired.high - paired.low < 0.01)
  assert.equal(pairedBootstrap(200, { a: meanStatistic(a), b: meanStatistic(a) }).excludesZero, false)
  const groups = Int32Array.from({ length: 2000 }, (_, i) => Math.floor(i / 10))
  const repeated = Float64Array.from({ length: 2000 }, (_, i) => a[groups[i]!]!)
  const loose = bootstrapInterval(2000, meanStatistic(repeated), { groups })
  const tight = bootstrapInterval(2000, meanStatistic(repeated))
  assert.ok(loose.high - loose.low > 2.5 * (tight.high - tight.low))
})

test('sorted quantiles interpolate', () => {
  near(sortedQuantile(Float64Array.of(1, 2, 4), 0.75), 3)
})

test('bad rows are refused with what and where', () => {
  assert.throws(() => auc([1, 1], [1, 2]), /both classes/)
  assert.throws(() => auc([1, 0], [1]), /equal/)
  assert.throws(() => auc([1, 0], [1, NaN]), /auc scores\[1\]/)
  assert.throws(() => brier([1], [1.2]), /brier probabilities\[0\]/)
  assert.throws(() => logLoss([], []), /logLoss labels/)
  assert.throws(() => ndcgAt([0], [0], { k: 3 }), /no judged item is relevant/)
  assert.throws(() => seasonalScale([1, 1, 1], 1), /no scale/)
  assert.throws(() => hitAt(0, 3), /rank/)
  assert.throws(() => bootstrapInterval(10, () => NaN), /answered NaN/)
  assert.throws(() => meanStatistic([1, NaN]), /values\[1\]/)
})
