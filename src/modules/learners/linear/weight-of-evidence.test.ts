import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { binCategories, binNumbers, binOfValue } from './weight-of-evidence.ts'

const near = (actual: number, expected: number): void => {
  assert.ok(Math.abs(actual - expected) <= 1e-12, `${actual} is not ${expected}`)
}

// 12 goods and 10 bads in three bins: shares are (count + ½) / (all + 1½).
const evidence = (goods: number, bads: number): number => Math.log((goods + 0.5) / 13.5 / ((bads + 0.5) / 11.5))
const information = (goods: number, bads: number): number =>
  ((goods + 0.5) / 13.5 - (bads + 0.5) / 11.5) * evidence(goods, bads)

test('two clear groups and the missing values have the evidence of the formula', () => {
  const values = [...Array.from({ length: 10 }, () => 1), ...Array.from({ length: 10 }, () => 2), NaN, NaN]
  const labels = values.map((value, row) => (value === 1 ? Number(row < 8) : Number(row === 10 || row === 20)))
  const binning = binNumbers(values, labels)
  assert.deepEqual(
    binning.bins.map(({ upTo, goods, bads, isMissing }) => [upTo, goods, bads, isMissing]),
    [
      [1, 2, 8, false],
      [null, 9, 1, false],
      [null, 1, 1, true],
    ],
  )
  binning.bins.forEach((bin) => near(bin.evidence, evidence(bin.goods, bin.bads)))
  near(binning.informationValue, information(2, 8) + information(9, 1) + information(1, 1))
  assert.deepEqual(
    [0, 1, 1.5, 99, NaN].map((each) => binOfValue(binning, each)),
    [0, 0, 1, 1, 2],
  )
})

const rows = fc.array(fc.tuple(fc.option(fc.integer({ min: 0, max: 30 }), { nil: NaN }), fc.constantFrom(0, 1)), {
  minLength: 4,
  maxLength: 200,
})
const usable = rows.filter(
  (each) =>
    each.some(([, label]) => label === 1) && each.some(([, label]) => label === 0) && each.some(([v]) => v === v),
)

test('bins of numbers hold every row once, are monotone in evidence and not smaller than asked', () => {
  fc.assert(
    fc.property(usable, fc.constantFrom(0, 0.05, 0.3), (data, leastShare) => {
      const values = data.map(([value]) => value)
      const labels = data.map(([, label]) => label)
      const { bins, informationValue } = binNumbers(values, labels, { leastShare })
      const counts = bins.map(() => 0)
      for (const value of values) counts[binOfValue({ kind: 'number', bins, informationValue }, value)]! += 1
      assert.deepEqual(
        counts,
        bins.map((bin) => bin.goods + bin.bads),
      )
      const rates = bins.slice(0, -1).map(({ goods, bads }) => (bads + 0.5) / (goods + bads + 1))
      const steps = rates.slice(1).map((rate, i) => Math.sign(rate - rates[i]!))
      assert.ok(steps.every((step) => step >= 0) || steps.every((step) => step <= 0), rates.join())
      const present = values.filter((value) => !Number.isNaN(value)).length
      if (bins.length > 2) assert.ok(counts.slice(0, -1).every((count) => count >= leastShare * present))
      assert.ok(informationValue >= 0)
    }),
  )
})

test('a direction that is asked for is kept, even against the data', () => {
  const values = Array.from({ length: 40 }, (_, row) => row)
  const labels = values.map((value) => Number(value >= 20))
  assert.equal(binNumbers(values, labels).bins.length, 3)
  assert.equal(binNumbers(values, labels, { direction: -1 }).bins.length, 2)
})

test('rare categories share one bin with those that training never saw', () => {
  const codes = [...Array.from({ length: 20 }, () => 7), ...Array.from({ length: 20 }, () => 3), 5, NaN]
  const labels = codes.map((code, row) => Number(code === 7 ? row < 15 : row % 7 === 0))
  const binning = binCategories(codes, labels)
  assert.deepEqual(
    binning.bins.map(({ codes: own }) => own),
    [[3], [7], [], null],
  )
  assert.deepEqual(
    [3, 7, 5, 1000, NaN].map((code) => binOfValue(binning, code)),
    [0, 1, 2, 2, 3],
  )
})

test('bad input is refused with what and where', () => {
  assert.throws(() => binNumbers([1, 2], [0]), /equal lengths, got 2 and 1/)
  assert.throws(() => binNumbers([1, 2], [0, 0]), /binNumbers labels must hold both classes/)
  assert.throws(() => binNumbers([1, Infinity], [0, 1]), /binNumbers values\[1\]/)
  assert.throws(() => binNumbers([NaN, NaN], [0, 1]), /all missing/)
  assert.throws(() => binCategories([1, 2.5], [0, 1]), /codes\[1\] must be an integer/)
})
