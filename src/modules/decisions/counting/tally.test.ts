import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { binOf, placeBin, quantileOf, spanBin, spanOfBin, stabilityIndex } from './bins.ts'
import { addTally, bucketMs, createCounting, sumOf, type Tally } from './tally.ts'

const counts = fc.dictionary(fc.string({ maxLength: 4 }), fc.integer({ min: 0, max: 1_000 }), { maxKeys: 4 })
const tallies = fc.array(
  fc.record(
    { n: fc.integer({ min: 0, max: 100 }), chosen: counts, inputs: fc.dictionary(fc.constantFrom('a', 'b'), counts) },
    { requiredKeys: [] },
  ),
)

test('tallies add up to the same whatever the order, and in parts as in one', () => {
  fc.assert(
    fc.property(tallies, fc.nat(), (all: Tally[], cut) => {
      const at = all.length === 0 ? 0 : cut % all.length
      assert.deepEqual(sumOf(all.toReversed()), sumOf(all))
      assert.deepEqual(sumOf([sumOf(all.slice(0, at)), sumOf(all.slice(at))]), sumOf(all))
    }),
  )
})

test('an option may have any name, also one that objects inherit', () => {
  const names = ['__proto__', 'constructor', 'toString']
  const tally: Tally = {}
  for (const name of names) {
    const one: Tally = { chosen: JSON.parse(`{"${name}":1}`) }
    addTally(tally, one)
    addTally(tally, one)
  }
  assert.deepEqual(Object.entries(tally.chosen!), names.map((name) => [name, 2])) // prettier-ignore
  assert.equal(Object.getPrototypeOf(tally.chosen), Object.prototype)
})

test('what happens within ten minutes of one policy is one bucket', () => {
  const counting = createCounting()
  const of = { point: 'x', policy: 'p', version: 1 }
  for (const at of [0, 1, bucketMs - 1, bucketMs]) counting.add({ ...of, at }, { n: 1 })
  assert.deepEqual(counting.buckets(), [
    { ...of, at: 0, tally: { n: 3 } },
    { ...of, at: bucketMs, tally: { n: 1 } },
  ])
})

test('a span lies within a tenth of the middle of its bin, and quantiles within that', () => {
  for (let span = 5; span < 1e9; span *= 1.37) {
    const middle = spanOfBin(spanBin(span))
    assert.ok(Math.abs(middle - span) <= 0.1 * (span + 1), `${span} ${middle}`)
  }
  const spans = Array.from({ length: 1_000 }, (_, index) => index + 1)
  const binned = sumOf(spans.map((span) => ({ latency: { [spanBin(span)]: 1 } }))).latency!
  assert.ok(Math.abs(quantileOf(binned, 0.5)! - 500) < 60)
  assert.ok(Math.abs(quantileOf(binned, 0.99)! - 990) < 110)
  assert.equal(quantileOf({}, 0.5), null)
})

test('values have few bins, whatever they are; places in a list are told apart at the top', () => {
  const bins = new Set(Array.from({ length: 2_000 }, (_, i) => binOf({ kind: 'number', scale: 10 }, (i - 1_000) ** 3)))
  assert.ok(bins.size <= 21, `${bins.size}`)
  assert.equal(binOf({ kind: 'number', min: 0, max: 10 }, 10), '9')
  assert.equal(binOf({ kind: 'flag' }, true), 'true')
  assert.deepEqual([0, 1, 3, 4, 7, 8, 100, -1].map(placeBin), ['1', '2', '4', '4+', '8+', '8+', '64+', 'other'])
})

test('the stability index is 0 for the same, large for another, and unknown for a handful', () => {
  const same = { a: 500, b: 500 }
  assert.ok(stabilityIndex(same, { a: 1_000, b: 1_000 })! < 0.001)
  assert.ok(stabilityIndex(same, { a: 900, b: 100 })! > 0.25)
  assert.ok(stabilityIndex(same, { c: 1_000 })! > 1, 'a value that was never seen is a shift')
  assert.equal(stabilityIndex(same, { a: 10 }), null)
})
