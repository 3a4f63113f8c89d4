import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Database, createDatabase } from '../src/kernel/db.ts'
import { violations } from '../src/kernel/invariants.ts'
import { type Migration, findMigrations, migrate } from '../src/kernel/migrate.ts'
import { testDatabase } from '../src/kernel/testing.ts'
import { verifyBooks } from '../src/modules/orders/index.ts'
import { migrationComplaints } from './migration-rules.ts'

const cloneDir = path.join(import.meta.dirname, '..')

/**
 * A released state of the schema: which migrations made it, and SQL that fills it. A release adds the next pair of
 * files to tools/generations (names and SHA-256 of its migrations, and rows for its new tables); neither ever changes.
 */
type Generation = { name: string; migrations: Migration[]; fill: string }

/** The migrations of every released generation, word for word as they were. @throws when one was changed or removed */
function generations(): Generation[] {
  const known = findMigrations()
  return globSync('tools/generations/*.json', { cwd: cloneDir })
    .sort()
    .map((file) => {
      const { migrations: wanted }: { migrations: Record<string, string> } = JSON.parse(
        readFileSync(path.join(cloneDir, file), 'utf8'),
      )
      for (const [name, hash] of Object.entries(wanted))
        assert.equal(known.find((migration) => migration.name === name)?.hash, hash, `${name} was released as it was`)
      return {
        name: path.basename(file, '.json'),
        migrations: known.filter(({ name }) => wanted[name] !== undefined),
        fill: readFileSync(path.join(cloneDir, file.replace('.json', '.sql')), 'utf8'),
      }
    })
}

/** Everything the catalogue knows of our own schemas, as text: two databases of the same shape answer the same. */
async function shapeOf(db: Database): Promise<string[]> {
  const { rows } = await db.pool.query<{ line: string }>(`
    select line from (
      select format('%I.%I %I %s %s %s', table_schema, table_name, column_name, data_type, is_nullable, column_default)
        as line from information_schema.columns
      union all select indexdef from pg_indexes
      union all select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
        where conrelid <> 0
      union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
      union all select name || ' ' || hash from kernel.migrations) shape
    where line !~ '^(pg_catalog|information_schema|CREATE .* ON pg_catalog)' and line !~ 'graphile_worker'
    order by 1`)
  return rows.map(({ line }) => line)
}

async function filled(t: TestContext, { migrations, fill }: Generation): Promise<Database> {
  const db = await testDatabase(t, { migrations })
  const client = await db.pool.connect()
  await client.query(fill).finally(() => client.release())
  return db
}

async function countsOf(db: Database): Promise<Record<string, number>> {
  const { rows } = await db.pool.query<{ name: string; count: number }>(`
    select format('%I.%I', schemaname, tablename) as name,
      (xpath('/row/c/text()', query_to_xml(format('select count(*) as c from %I.%I', schemaname, tablename), false, true,
        '')))[1]::text::int as count
    from pg_tables where schemaname not in ('pg_catalog', 'information_schema') and tablename <> 'migrations'`)
  return Object.fromEntries(rows.filter(({ count }) => count > 0).map(({ name, count }) => [name, count]))
}

for (const generation of generations()) {
  test(`a full town of generation ${generation.name} comes to the newest schema with every row and all invariants`, async (t) => {
    const db = await filled(t, generation)
    const before = await countsOf(db)
    await migrate(db.url)
    const after = await countsOf(db)
    for (const [table, count] of Object.entries(before)) assert.equal(after[table], count, table)
    assert.deepEqual(await violations(db), [])
    assert.deepEqual((await verifyBooks(db)).differences, [])
    assert.deepEqual(await shapeOf(db), await shapeOf(await testDatabase(t)), 'the same as made from nothing')
  })
}

/** Migrates in a process of its own, as `lakeside migrate` does. */
function migrator(url: string): {
  isRunning: () => boolean
  kill: () => void
  exited: Promise<number | null>
  said: () => string
} {
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env
  const child = spawn(process.execPath, [path.join(cloneDir, 'src/app/cli.ts'), 'migrate'], {
    env: { ...inherited, DATABASE_URL: url },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null
  return { isRunning, kill: () => void child.kill('SIGKILL'), exited, said: () => said }
}

test('a migrator killed at any point is simply run again and comes to the same end', async (t) => {
  const [oldest] = generations()
  const whole = await shapeOf(await testDatabase(t))
  const db = await filled(t, oldest!)
  // Each try is killed as soon as one more migration than at its start is under way or done.
  for (let tries = 0; tries < 100; tries += 1) {
    const done = await appliedCount(db)
    const run = migrator(db.url)
    while (run.isRunning() && (await appliedCount(db)) === done) await new Promise((resolve) => setTimeout(resolve, 1))
    run.kill()
    const code = await run.exited
    if (code === 0) break
    assert.equal(code, null, run.said())
  }
  const last = migrator(db.url)
  assert.equal(await last.exited, 0, last.said())
  assert.deepEqual(await shapeOf(db), whole)
  assert.deepEqual(await violations(db), [])
})

async function appliedCount(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{ count: number }>('select count(*)::int as count from kernel.migrations')
  return rows[0]!.count
}

/** A source tree with two migrations of one module, the second of which waits for as long as `gate` has a row. */
function slowTree(t: TestContext, head: string): string {
  const source = mkdtempSync(path.join(os.tmpdir(), 'lakeside-slow-'))
  t.after(() => rmSync(source, { recursive: true }))
  const folder = path.join(source, 'modules/boats/migrations')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, '0001-gate.sql'), 'create table boats.gate as select 1 as shut;')
  const slow = [
    head,
    'create table if not exists boats.moored (id int);',
    'select pg_sleep(600) from boats.gate;',
    'create index if not exists moored_by_id on boats.moored (id);',
  ]
  writeFileSync(path.join(folder, '0002-moored.sql'), slow.join('\n'))
  return source
}

for (const [kind, head] of Object.entries({ 'in a transaction': '-- moored boats', without: '-- no transaction' })) {
  test(`a migrator killed inside a file that runs ${kind} does not keep the next one waiting`, async (t) => {
    const db = await testDatabase(t, { migrations: [] })
    const source = slowTree(t, head)
    const script = `import { findMigrations, migrate } from ${JSON.stringify(path.join(cloneDir, 'src/kernel/migrate.ts'))}
      console.log((await migrate(process.argv[2], findMigrations(process.argv[3]))).join())`
    const file = path.join(source, 'migrator.ts')
    writeFileSync(file, script)
    const first = spawn(process.execPath, [file, db.url, source])
    const isAsleep = async (): Promise<boolean> => {
      const { rows } = await db.pool.query(`select from pg_stat_activity where query like '%pg_sleep(600)%'
        and pid <> pg_backend_pid() and datname = current_database() and wait_event = 'PgSleep'`)
      return rows.length > 0
    }
    while (!(await isAsleep())) await new Promise((resolve) => setTimeout(resolve, 20))
    first.kill('SIGKILL')
    const watcher = createDatabase(db.url, { max: 1 })
    await watcher.pool.query('delete from boats.gate').finally(() => watcher.destroy())
    const applied = await migrate(db.url, findMigrations(source))
    assert.deepEqual(applied, ['boats/0002-moored'])
    const { rows } = await db.pool.query(`select from pg_indexes where indexname = 'moored_by_id'`)
    assert.equal(rows.length, 1)
  })
}

test('an index whose concurrent build was cut short is built anew', async (t) => {
  const db = await testDatabase(t, { migrations: [] })
  const source = slowTree(t, '-- no transaction')
  const [gate] = findMigrations(source)
  await migrate(db.url, [gate!])
  await db.pool.query('delete from boats.gate; create table boats.moored (id int)')
  await db.pool.query('create index moored_by_id on boats.moored (id)')
  await db.pool.query(`update pg_index set indisvalid = false where indexrelid = 'boats.moored_by_id'::regclass`)
  await migrate(db.url, findMigrations(source))
  const { rows } = await db.pool.query(
    `select indisvalid from pg_index where indexrelid = 'boats.moored_by_id'::regclass`,
  )
  assert.deepEqual(rows, [{ indisvalid: true }])
})

test('several migrators at once take turns, each migration runs once', async (t) => {
  const [oldest] = generations()
  const db = await filled(t, oldest!)
  const runs = [1, 2, 3, 4].map(() => migrator(db.url))
  const codes = await Promise.all(runs.map(({ exited }) => exited))
  assert.deepEqual(codes, [0, 0, 0, 0], runs.map(({ said }) => said()).join())
  const applied = runs.flatMap(({ said }) => said().match(/(?<=^applied ).*/gm) ?? [])
  assert.deepEqual(applied.toSorted(), [...new Set(applied)].toSorted())
  assert.deepEqual(await shapeOf(db), await shapeOf(await testDatabase(t)))
})

test('every migration adds before it takes away, and locks what every order touches only for a moment', () => {
  const files = execFileSync('git', ['ls-files', 'src/*.sql'], { cwd: cloneDir, encoding: 'utf8' }).split('\n')
  const texts = files.filter(Boolean).map((file) => ({ file, text: readFileSync(path.join(cloneDir, file), 'utf8') }))
  assert.ok(texts.length > 5)
  assert.deepEqual(migrationComplaints(texts), [])
})

test('the rule for migrations fires on each thing it forbids, and not on what is right', () => {
  const found = (text: string): number =>
    migrationComplaints([{ file: 'src/modules/m/migrations/0002-x.sql', text }]).length
  const bad = [
    'drop table m.boats;',
    'alter table m.boats drop column name;',
    'alter table m.boats rename column name to title;',
    'alter table m.boats alter column id type bigint;',
    'alter table m.boats alter column name set not null;',
    'create index by_type on kernel.events (town, type);',
    'alter table orders.orders add constraint c check (version > 0);',
    '-- no transaction\ncreate index concurrently by_type on kernel.events (town, type);',
  ]
  assert.deepEqual(
    bad.map(found),
    bad.map(() => 1),
  )
  const good = [
    '-- contract: nobody reads it since version 0.3\nalter table m.boats drop column name;',
    'create table m.boats (id int); create index by_id on m.boats (id);',
    '-- no transaction\ncreate index concurrently if not exists by_type on kernel.events (town, type);',
    'alter table orders.orders add constraint c check (version > 0) not valid;',
    'alter table m.boats add column name text; -- drop column nothing',
  ]
  assert.deepEqual(
    good.map(found),
    good.map(() => 0),
  )
})
