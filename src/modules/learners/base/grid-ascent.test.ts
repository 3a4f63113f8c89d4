import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { gridAscent } from './grid-ascent.ts'

const grid = { x: [0, 1, 2, 3, 4, 5], y: [0, 1, 2, 3, 4, 5] }

test('the ascent ends on a point that no single change betters', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 36, maxLength: 36 }), (table) => {
      const value = ({ x, y }: { x: number; y: number }) => table[x * 6 + y]!
      const found = gridAscent({ grid, start: { x: 0, y: 0 }, value, rounds: 100 })
      assert.equal(found.value, value(found.settings))
      for (const z of grid.x) {
        assert.ok(value({ ...found.settings, x: z }) <= found.value)
        assert.ok(value({ ...found.settings, y: z }) <= found.value)
      }
    }),
  )
})

test('a gain below the least one is left alone', () => {
  const value = ({ x }: { x: number; y: number }) => x * 0.1
  assert.equal(gridAscent({ grid, start: { x: 0, y: 0 }, value, leastGain: 1 }).settings.x, 0)
})

test('a value that is not a number is refused with its settings', () => {
  const value = ({ x }: { x: number; y: number }) => (x === 3 ? Number.NaN : x)
  assert.throws(() => gridAscent({ grid, start: { x: 0, y: 0 }, value }), /"x":3/)
})
