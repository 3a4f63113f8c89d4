import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { goldenSection } from './golden-section.ts'

test('it finds the bottom of a valley wherever it lies, at the edges too', () => {
  fc.assert(
    fc.property(fc.double({ min: -3, max: 4, noNaN: true }), (bottom) => {
      const found = goldenSection((at) => Math.abs(at - bottom) ** 1.5, [-2, 3], 1e-9)
      assert.ok(Math.abs(found - Math.min(3, Math.max(-2, bottom))) < 1e-7)
    }),
  )
})

test('each step costs one evaluation', () => {
  let evaluations = 0
  goldenSection(
    (at) => {
      evaluations += 1
      return at * at
    },
    [-1, 1],
    1e-6,
  )
  // .618^n · 2 ≤ 1e-6 needs 31 steps, after two evaluations to begin with.
  assert.equal(evaluations, 33)
})
