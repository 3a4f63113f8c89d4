import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bandPath, linePath, placeOn, scaleOf } from './chart-scale.ts'

const unit = { x: { from: 0, to: 10 }, y: { from: 0, to: 10 } }

test('a scale holds every value between round numbers, and never has more labels than a chart has room for', () => {
  const values = fc.array(
    fc.integer({ min: -1e9, max: 1e9 }).map((value) => value / 1000),
    { minLength: 1, maxLength: 20 },
  )
  fc.assert(
    fc.property(values, fc.boolean(), (given, from0) => {
      const { from, to, ticks } = scaleOf(given, { from0 })
      const reach = (to - from) * 1e-6
      assert.ok(given.every((value) => value >= from - reach && value <= to + reach))
      assert.ok(ticks.length >= 2 && ticks.length <= 8, `${ticks.length} labels`)
    }),
  )
  assert.deepEqual(scaleOf([0.31, 0.48]).ticks, [0.3, 0.35, 0.4, 0.45, 0.5])
  assert.deepEqual(scaleOf([3, 17], { from0: true }).ticks, [0, 5, 10, 15, 20])
  assert.deepEqual(scaleOf([]).ticks, [0, 1])
})

test('equal values lie in the middle, not on an edge', () => {
  const { from, to } = scaleOf([5, 5])
  assert.ok(from < 5 && to > 5)
  assert.equal(placeOn({ from: 3, to: 3 }, 3), 50)
})

test('a line breaks where a value is missing, and a value alone is a dot', () => {
  const points = [0, 5, 10].map((x) => ({ x, y: x === 5 ? null : x }))
  assert.equal(linePath(points, unit), 'M0 100h0M100 0h0')
  assert.equal(linePath([{ x: 0, y: 0 }, { x: 10, y: 10 }], unit), 'M0 100L100 0') // prettier-ignore
})

test('a band goes along the upper bounds and comes back along the lower ones', () => {
  const points = [0, 10].map((x) => ({ x, y: 5, low: 4, high: 6 }))
  assert.equal(bandPath(points, unit), 'M0 40L100 40L100 60L0 60Z')
  assert.equal(bandPath([{ x: 0, y: 5 }], unit), '')
})
