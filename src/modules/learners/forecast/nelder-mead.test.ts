import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nelderMead } from './nelder-mead.ts'

test('it finds the bottom of the banana valley of Rosenbrock', () => {
  const loss = ([x, y]: Float64Array): number => 100 * (y! - x! * x!) ** 2 + (1 - x!) ** 2
  const { point } = nelderMead({
    loss,
    start: Float64Array.of(-1.2, 1),
    step: 0.5,
    evaluations: 1000,
    tolerance: 1e-14,
  })
  assert.ok(Math.abs(point[0]! - 1) < 1e-3 && Math.abs(point[1]! - 1) < 1e-3, point.join())
})

test('it walks around places where the loss is not a number, and never answers worse than it began', () => {
  const loss = ([x]: Float64Array): number => (x! > 0.5 ? NaN : (x! - 0.4) ** 2)
  const { point } = nelderMead({ loss, start: Float64Array.of(-3), step: 1 })
  assert.ok(Math.abs(point[0]! - 0.4) < 1e-3)
  const stuck = nelderMead({ loss: () => 7, start: Float64Array.of(1, 2), step: 1 })
  assert.equal(stuck.loss, 7)
})
