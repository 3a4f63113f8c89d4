import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSheet } from './sheet.ts'

test('a row is known by the line it begins in, also behind a cell of several lines and an empty line', async () => {
  const { headers, rows } = await readSheet('\uFEFFtitle;price\r\n"Cup\r\nwith a saucer";5\r\n\r\nBowl;6\r\n')
  assert.deepEqual(headers, ['title', 'price'])
  assert.deepEqual(rows, [
    { line: 2, cells: ['Cup\r\nwith a saucer', '5'] },
    { line: 5, cells: ['Bowl', '6'] },
  ])
})
