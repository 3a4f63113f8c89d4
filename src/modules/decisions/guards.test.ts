import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { sieve } from './core/choosing.ts'
import { createPoint } from './core/point.ts'
import { nonsenseOf } from './core/sense.ts'
import { checkout } from './fixtures.ts'

const dayMs = 86_400_000
const when = [{ of: 'context', feature: 'amount', is: '<', value: 10 }] as const

test('a guard of some options leaves the others free', () => {
  const point = createPoint(checkout({ guards: [{ name: 'small', when, options: ['hold'] }] }), 1)
  const options = ['pass', 'ask', 'hold'].map((id) => ({ id, features: {} }))
  const freeAt = (amount: number) => sieve(point, { context: { amount }, options }).free.map(({ id }) => id)
  assert.deepEqual(
    [freeAt(5), freeAt(10)],
    [
      ['pass', 'ask'],
      ['pass', 'ask', 'hold'],
    ],
  )
})

test('guards and budgets name options that there are', () => {
  assert.equal(nonsenseOf(checkout({ guards: [{ name: 'small', when, options: ['hold'] }] })), undefined)
  const strange = checkout({ guards: [{ name: 'small', when, options: ['hold', 'burn'] }] })
  assert.deepEqual(nonsenseOf(strange), { pointer: '/guards/0/options/1', detail: 'is not an option' })
  const budgets = [{ option: 'burn', shareBps: 1, perMs: dayMs, free: 0 }]
  assert.deepEqual(nonsenseOf(checkout({ budgets })), { pointer: '/budgets/0/option', detail: 'is not an option' })
})
