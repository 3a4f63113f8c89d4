import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '../src/kernel/db.ts'
import { testDatabase } from '../src/kernel/testing.ts'
import { type Column, listColumns, tablesFile } from './table-types.ts'

test('row types follow the columns: nulls, defaults, arrays and what is generated', async (t) => {
  const db = await testDatabase(t, { migrations: [] })
  await sql`create schema price_lists`.execute(db)
  await sql`create table price_lists.list_prices (
    offer_id uuid primary key, price_minor bigint not null default 0, valid_from timestamptz, tags text[] not null,
    seen_at timestamptz[] not null, n int generated always as identity, twice bigint generated always
      as (price_minor * 2),
    data jsonb not null)`.execute(db)
  assert.equal(
    tablesFile('price_lists', await listColumns(db, 'price_lists')),
    `// Written by \`npm run gen\` from the migrations; do not edit.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** Rows of the schema \`price_lists\`. */
export type PriceListsTables = {
  'price_lists.list_prices': {
    offerId: string
    priceMinor: Generated<number>
    validFrom: ColumnType<number, Date, Date> | null
    tags: string[]
    seenAt: ColumnType<number[], Date[], Date[]>
    n: GeneratedAlways<number>
    twice: GeneratedAlways<number | null>
    data: ColumnType<unknown, string, string>
  }
}
`,
  )
})

test('a type without a row type is named with its column', () => {
  const column: Column = {
    table: 'shapes',
    column: 'outline',
    type: 'polygon',
    isNullable: false,
    hasDefault: false,
    isAlwaysGenerated: false,
  }
  assert.throws(() => tablesFile('places', [column]), /shapes\.outline has the type polygon/)
})
