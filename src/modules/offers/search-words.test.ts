import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#kernel/db'
import { testDatabase } from '#kernel/testing'
import { indexable, tsqueryOf } from './search-words.ts'

test('all words must occur, and each may go on', () => {
  assert.equal(tsqueryOf('blue mug'), 'blue:* & mug:*')
})

test('a run of ideographs becomes a phrase of single ones, in text and search alike', () => {
  assert.equal(tsqueryOf('龙井 tea'), '(龙 <-> 井) & tea:*')
  assert.equal(indexable('明前龙井').trim().split(/\s+/).join(' '), '明 前 龙 井')
})

test('a search without a word is none', () => {
  for (const search of ['', ' ', '!&|:*', '€ – “”']) assert.equal(tsqueryOf(search), null)
})

test('PostgreSQL takes every search that can be typed', async (t) => {
  const db = await testDatabase(t)
  const searches = fc.sample(fc.string({ unit: 'binary', maxLength: 60 }), 3_000)
  const queries = searches.map(tsqueryOf).filter((query) => query !== null && !query.includes('\0'))
  assert.ok(queries.length > 1_000)
  await sql`select to_tsquery('pg_catalog.english', q) || to_tsquery('pg_catalog.simple', q)
    from unnest(${queries}::text[]) as s (q)`.execute(db)
})

test('no search can say anything but words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (search) => {
      const query = tsqueryOf(search)
      if (query !== null) assert.match(query, /^[\p{L}\p{N}\p{M}:*&<>()\- ]+$/u)
    }),
    { numRuns: 5_000 },
  )
})
