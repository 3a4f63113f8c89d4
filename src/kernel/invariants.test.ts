import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseInvariants } from './invariants.ts'

test('a query ends at its semicolon, whatever is said before the next', () => {
  const text = '-- about one\n-- name: one\n-- why\nselect 1\n  where false;\n\n-- about two\n-- name: two\nselect 2;\n'
  assert.deepEqual(parseInvariants(text), [
    { name: 'one', text: '-- why\nselect 1\n  where false' },
    { name: 'two', text: 'select 2' },
  ])
  assert.throws(() => parseInvariants('select 1;'), /-- name/)
})
