import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { comparisons, type Condition, conditionFault, holdsAll } from './targeting.ts'

const holds = (is: Condition['is'], value: Condition['value'], found: unknown): boolean =>
  holdsAll([{ attribute: 'a', is, value }], { a: found })

test('conditions compare like with like', () => {
  const table: [Condition['is'], Condition['value'], unknown, boolean][] = [
    ['=', 'x', 'x', true], ['=', 1, '1', false], ['!=', 'x', 'y', true], ['!=', 'x', 1, false],
    ['<', 2, 1, true], ['<', 2, 2, false], ['<=', 2, 2, true], ['>', 2, 3, true], ['>=', 2, 2, true], ['>', 2, '3', false],
    ['in', ['x', 1, true], 1, true], ['in', ['x'], 'y', false], ['not-in', ['x'], 'y', true], ['not-in', ['x'], 'x', false],
    ['starts-with', 'ab', 'abc', true], ['ends-with', 'bc', 'abc', true], ['contains', 'b', 'abc', true],
    ['contains', 'b', 7, false], ['exists', true, 'x', true], ['exists', false, 'x', false],
    ['exists', false, undefined, true], ['exists', false, null, true], ['exists', true, undefined, false],
    ['=', 'x', undefined, false], ['!=', 'x', undefined, false], ['not-in', ['x'], undefined, false],
  ] // prettier-ignore
  for (const [is, value, found, expected] of table) {
    assert.equal(holds(is, value, found), expected, `${String(found)} ${is} ${String(value)}`)
  }
  assert.equal(holdsAll([{ attribute: 'constructor', is: 'exists', value: true }], {}), false, 'nothing is inherited')
})

test('whatever is compared with whatever, nothing throws', () => {
  const value = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }))
  fc.assert(
    fc.property(fc.constantFrom(...comparisons), value, fc.anything(), (is, wanted, found) => {
      assert.equal(typeof holds(is, wanted, found), 'boolean')
      assert.ok(['string', 'undefined'].includes(typeof conditionFault({ attribute: 'a', is, value: wanted })))
    }),
    { numRuns: 3_000 },
  )
})
