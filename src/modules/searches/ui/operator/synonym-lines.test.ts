import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setsIn, textOf } from './synonym-lines.ts'

test('a line is a set, whatever commas, spaces and repetitions are in it', () => {
  assert.deepEqual(setsIn('couch, sofa ，沙发\n\n  , \nmug、mug, cup\n'), [
    ['couch', 'sofa', '沙发'],
    ['mug', 'cup'],
  ])
  const sets = [['a', 'b c'], ['绿茶', 'green tea']] // prettier-ignore
  assert.deepEqual(setsIn(textOf(sets)), sets)
})
