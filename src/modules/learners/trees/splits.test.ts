import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { binMatrix, binOf, findBounds } from './binning.ts'
import { histogramBuilder, histogramPool, subtractHistogram } from './histograms.ts'
import { matrixOf } from './matrix.ts'
import { findSplit } from './splits.ts'
import type { NodeSums, SplitRules } from './splits.ts'

const rowsOf = fc.array(
  fc.tuple(
    fc.option(fc.integer({ min: 0, max: 5 }), { nil: NaN }),
    fc.option(fc.integer({ min: 0, max: 5 }), { nil: NaN }),
    fc.double({ min: -3, max: 3, noNaN: true }),
    fc.double({ min: 0.1, max: 2, noNaN: true }),
  ),
  { minLength: 2, maxLength: 25 },
)

interface Sums {
  gradient: number
  hessian: number
  count: number
}

function add(rows: readonly (readonly number[])[]): Sums {
  return {
    gradient: rows.reduce((sum, row) => sum + row[2]!, 0),
    hessian: rows.reduce((sum, row) => sum + row[3]!, 0),
    count: rows.length,
  }
}

/** Every border of every column with missing values on either side: the best gain there is. */
function bruteForce(
  rows: readonly (readonly number[])[],
  rules: SplitRules,
  range: { low: number; high: number },
): number {
  const fit = ({ gradient, hessian }: Sums) => {
    const value = Math.min(range.high, Math.max(range.low, -gradient / (hessian + rules.l2)))
    return { value, fall: -value * (2 * gradient + (hessian + rules.l2) * value) }
  }
  let best = -Infinity
  for (const column of [0, 1]) {
    for (let border = 0; border <= 5; border++) {
      for (const missingLeft of [false, true]) {
        const goesLeft = (row: readonly number[]) => (Number.isNaN(row[column]) ? missingLeft : row[column]! <= border)
        const [left, right] = [add(rows.filter(goesLeft)), add(rows.filter((row) => !goesLeft(row)))]
        if (Math.min(left.count, right.count) < rules.minRows) continue
        if (Math.min(left.hessian, right.hessian) < rules.minHessian) continue
        const [l, r] = [fit(left), fit(right)]
        const hasValue = (left: boolean) => rows.some((row) => !Number.isNaN(row[column]) && goesLeft(row) === left)
        const isOrdered = hasValue(true) && hasValue(false)
        if (isOrdered && rules.monotone[column]! * (r.value - l.value) < 0) continue
        best = Math.max(best, l.fall + r.fall - fit(add(rows)).fall)
      }
    }
  }
  return best
}

test('the split found is the best of all splits, with constraints, ranges and missing values', () => {
  const monotone = fc.tuple(fc.constantFrom(-1, 0, 1), fc.constantFrom(-1, 0, 1))
  const limits = fc.constantFrom([-Infinity, Infinity], [-0.5, 0.8], [0.1, 0.4])
  fc.assert(
    fc.property(rowsOf, monotone, limits, (rows, signs, [low, high]) => {
      const rules: SplitRules = { l2: 0.5, minRows: 2, minHessian: 0.3173, minGain: 0, monotone: Int8Array.from(signs) }
      const features = matrixOf(rows.map((row) => row.slice(0, 2)))
      const binned = binMatrix(features, findBounds(features))
      const slopes = {
        gradients: Float64Array.from(rows, (row) => row[2]),
        hessians: Float64Array.from(rows, (row) => row[3]),
      }
      const histogram = histogramPool(binned).take()
      histogramBuilder(binned, slopes)(
        histogram,
        Int32Array.from(rows, (_, i) => i),
        [0, 1],
      )
      const sums: NodeSums = { ...add(rows), low, high }
      const split = findSplit({ binned, rules, columns: [0, 1] }, histogram, sums)
      const best = bruteForce(rows, rules, { low, high })
      if (split === null) assert.ok(best < 1e-7, `missed a gain of ${best}`)
      else assert.ok(Math.abs(split.gain - best) < 1e-7, `${split.gain} against ${best}`)
    }),
    { numRuns: 2000 },
  )
})

test('bounds lie between neighbours, keep few values apart and share many evenly', () => {
  const few = findBounds(matrixOf([[3], [1], [NaN], [1], [2]]))[0]!
  assert.deepEqual([...few], [1.5, 2.5])
  assert.deepEqual(
    [0, 1, 2, 9].map((value) => binOf(few, value)),
    [0, 0, 1, 2],
  )
  const many = matrixOf(Array.from({ length: 10_000 }, (_, i) => [i < 3000 ? 0 : i]))
  const binned = binMatrix(many, findBounds(many, 50))
  const counts = new Int32Array(50)
  for (const bin of binned.bins) counts[bin]! += 1
  assert.equal(counts[0], 3000)
  for (const count of counts.subarray(1)) assert.ok(count > 70 && count < 290, `${count}`)
})

test('adjacent doubles still part', () => {
  // Halfway between these two, a double rounds up to the second.
  const [one, next] = [1 + Number.EPSILON, 1 + 2 * Number.EPSILON]
  const bounds = findBounds(matrixOf([[one], [next]]))[0]!
  assert.equal(binOf(bounds, one), 0)
  assert.equal(binOf(bounds, next), 1)
})

test("a sibling's histogram is the parent's less the child's", () => {
  const parent = Float64Array.of(3, 5, 2)
  subtractHistogram(parent, Float64Array.of(1, 2, 1))
  assert.deepEqual([...parent], [2, 3, 1])
})
