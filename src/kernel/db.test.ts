import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Tx, connectRaw, createDatabase, sql, tables, transaction } from './db.ts'
import { testDatabase } from './testing.ts'

test('values arrive as numbers, milliseconds and text, keys in camelCase at the top level only', async (t) => {
  const db = await testDatabase(t)
  const { rows } = await sql`
    select 9007199254740991::bigint as amount_minor, timestamptz '2026-01-31 12:30:00.123456+02' as paid_at,
      date '2026-01-31' as due_on, array[1, null]::bigint[] as some_ids, timestamptz 'infinity' as never_at,
      array[timestamptz '1969-12-31 23:59:59.5+00'] as all_at, '{"inner_key": 1}'::jsonb as data,
      12.50::numeric as exact`.execute(db)
  assert.deepEqual(rows, [
    {
      amountMinor: Number.MAX_SAFE_INTEGER,
      paidAt: Date.UTC(2026, 0, 31, 10, 30, 0, 123),
      dueOn: '2026-01-31',
      someIds: [1, null],
      neverAt: Infinity,
      allAt: [-500],
      data: { inner_key: 1 },
      exact: '12.50',
    },
  ])
})
