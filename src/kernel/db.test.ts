import assert from 'node:assert/strict'
import { test } from 'node:test'
import type pg from 'pg'
import {
  type Tx,
  at,
  connectRaw,
  constraintOf,
  createDatabase,
  parseInt8,
  parseTimestamptz,
  sql,
  sqlState,
  tables,
  transaction,
} from './db.ts'
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

test('an amount that a number cannot hold exactly is an assertion, not a wrong amount', () => {
  assert.equal(parseInt8('-9007199254740991'), Number.MIN_SAFE_INTEGER)
  assert.throws(() => parseInt8('9007199254740993'), assert.AssertionError)
})

test('a timestamp of a session that is not in UTC is refused', () => {
  assert.equal(parseTimestamptz('2026-01-31 12:30:00+00'), Date.UTC(2026, 0, 31, 12, 30))
  assert.throws(() => parseTimestamptz('2026-01-31 12:30:00+02'), assert.AssertionError)
})

test('an instant written with at() is read back as the same milliseconds', async (t) => {
  const db = await testDatabase(t)
  const ms = Date.UTC(2026, 2, 29, 1, 30, 0, 7) // within the hour that Central Europe skips
  const { rows } = await sql<{ readBack: number }>`select ${at(ms)}::timestamptz as read_back`.execute(db)
  assert.deepEqual(rows, [{ readBack: ms }])
})

interface PlaceTables {
  'test.wallets': { ownerName: string; balanceMinor: number }
}

async function createWallets(executor: Tx | Awaited<ReturnType<typeof testDatabase>>): Promise<void> {
  await sql`create schema test`.execute(executor)
  await sql`create table test.wallets (
    owner_name text constraint wallets_one_each primary key,
    balance_minor bigint not null constraint wallets_not_overdrawn check (balance_minor >= 0))`.execute(executor)
}

test('the builder speaks camelCase and the database snake_case', async (t) => {
  const db = await testDatabase(t)
  await createWallets(db)
  await tables<PlaceTables>(db).insertInto('test.wallets').values({ ownerName: 'Ada', balanceMinor: 5 }).execute()
  const wallet = await tables<PlaceTables>(db)
    .selectFrom('test.wallets as w')
    .selectAll('w')
    .where('w.ownerName', '=', 'Ada')
    .executeTakeFirstOrThrow()
  assert.deepEqual(wallet, { ownerName: 'Ada', balanceMinor: 5 })
})

test('a transaction that throws leaves nothing behind, and the constraint that refused has a name', async (t) => {
  const db = await testDatabase(t)
  await createWallets(db)
  const attempt = transaction(db, async (tx) => {
    const wallets = tables<PlaceTables>(tx)
    await wallets.insertInto('test.wallets').values({ ownerName: 'Ada', balanceMinor: 1 }).execute()
    await wallets.updateTable('test.wallets').set({ balanceMinor: -1 }).execute()
  })
  const error: unknown = await attempt.catch((reason: unknown) => reason)
  assert.equal(constraintOf(error), 'wallets_not_overdrawn')
  assert.equal(sqlState(error), '23514')
  const { rows } = await sql`select from test.wallets`.execute(db)
  assert.equal(rows.length, 0)
})

test('two transactions that lock each other out both finish, because the loser is tried again', async (t) => {
  const db = await testDatabase(t)
  await createWallets(db)
  await sql`insert into test.wallets values ('Ada', 10), ('Bo', 10)`.execute(db)
  const bothLocked = barrier(2)
  let attempts = 0
  const move = (from: string, to: string): Promise<void> =>
    transaction(db, async (tx) => {
      attempts += 1
      await sql`update test.wallets set balance_minor = balance_minor - 1 where owner_name = ${from}`.execute(tx)
      await bothLocked()
      await sql`update test.wallets set balance_minor = balance_minor + 1 where owner_name = ${to}`.execute(tx)
    })
  await Promise.all([move('Ada', 'Bo'), move('Bo', 'Ada')])
  const { rows } = await sql<{ balanceMinor: number }>`select balance_minor from test.wallets`.execute(db)
  assert.deepEqual(rows, [{ balanceMinor: 10 }, { balanceMinor: 10 }])
  assert.equal(attempts, 3)
})

/** Answers once so many callers wait, and at once to everyone after. */
function barrier(size: number): () => Promise<void> {
  let waiting = 0
  const { promise, resolve } = Promise.withResolvers<undefined>()
  return async () => {
    waiting += 1
    if (waiting >= size) resolve(undefined)
    await promise
  }
}

test('a conflict that lasts is reported after three more attempts', async (t) => {
  const db = await testDatabase(t)
  let attempts = 0
  const attempt = transaction(db, async (tx) => {
    attempts += 1
    await sql`do $$ begin raise exception 'lost' using errcode = '40001'; end $$`.execute(tx)
  })
  await assert.rejects(attempt, { code: '40001' })
  assert.equal(attempts, 4)
})

test('a read-only transaction refuses to write', async (t) => {
  const db = await testDatabase(t)
  const attempt = transaction(db, createWallets, { readOnly: true, isolation: 'repeatable read' })
  await assert.rejects(attempt, { code: '25006' })
})

test('a raw connection pipelines, keeps generic plans and parses values as the pool does', async (t) => {
  const db = await testDatabase(t)
  const client = await connectRaw(db.url, { pipeline: true })
  try {
    const [plan, big] = await Promise.all([
      client.query('show plan_cache_mode'),
      client.query('select 7::bigint as order_id'),
    ])
    assert.deepEqual(plan.rows, [{ plan_cache_mode: 'force_generic_plan' }])
    assert.deepEqual(big.rows, [{ order_id: 7 }])
  } finally {
    await client.end()
  }
})

test('sessions that the server ends fail their statements and nothing else; the pool connects anew', async (t) => {
  const db = await testDatabase(t)
  const others = createDatabase(db.url, { applicationName: 'doomed' })
  t.after(() => others.destroy())
  const busy = assert.rejects(sql`select pg_sleep(60)`.execute(others), { code: '57P01' })
  while ((await endDoomedSessions(db.pool)) === 0) await new Promise(setImmediate)
  await busy
  // The pool may hand out the dying connection once more, before it has seen it close.
  const answer = await sql`select 1 as one`.execute(others).catch(() => sql`select 1 as one`.execute(others))
  assert.deepEqual(answer.rows, [{ one: 1 }])
})

async function endDoomedSessions(pool: pg.Pool): Promise<number> {
  const ended = await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'doomed' and query like '%pg_sleep%'`,
  )
  return ended.rowCount ?? 0
}
