import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Database, sql } from './db.ts'
import { type Migration, MigrationError, findMigrations, hashOf, migrate } from './migrate.ts'
import { testDatabase } from './testing.ts'

/** A source tree of nothing but these migration files. */
function sourceTree(t: TestContext, files: Readonly<Record<string, string>>): Migration[] {
  const source = mkdtempSync(path.join(os.tmpdir(), 'lakeside-migrate-'))
  t.after(() => rmSync(source, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(source, name)), { recursive: true })
    writeFileSync(path.join(source, name), text)
  }
  return findMigrations(source)
}

async function emptyDatabase(t: TestContext): Promise<Database> {
  return testDatabase(t, { migrations: [] })
}

const boats = 'create table moor_ings.boats (id int primary key);'

test('kernel runs first, then modules by name, each file once and in its own schema', async (t) => {
  const db = await emptyDatabase(t)
  const migrations = sourceTree(t, {
    'modules/zoo/migrations/0001-cages.sql': 'create table zoo.cages (id int);',
    'modules/moor-ings/migrations/0002-index.sql': 'create index boats_by_id on moor_ings.boats (id);',
    'modules/moor-ings/migrations/0001-boats.sql': boats,
    'kernel/migrations/0001-base.sql': 'create function kernel.one() returns int language sql return 1;',
  })
  const applied = await migrate(db.url, migrations)
  assert.deepEqual(applied, ['kernel/0001-base', 'moor_ings/0001-boats', 'moor_ings/0002-index', 'zoo/0001-cages'])
  assert.deepEqual(await migrate(db.url, migrations), [])
})

test('a changed migration that was applied is refused by the name of its file', async (t) => {
  const db = await emptyDatabase(t)
  await migrate(db.url, sourceTree(t, { 'modules/moor-ings/migrations/0001-boats.sql': boats }))
  const changed = sourceTree(t, { 'modules/moor-ings/migrations/0001-boats.sql': `${boats} -- wider` })
  await assert.rejects(migrate(db.url, changed), {
    name: 'MigrationError',
    message: /^src\/modules\/moor-ings\/migrations\/0001-boats\.sql was changed after it was applied/,
  })
})

test('a database newer than the code is refused, but a removed module leaves its data behind', async (t) => {
  const db = await emptyDatabase(t)
  const first = { 'modules/moor-ings/migrations/0001-boats.sql': boats }
  const later = { 'modules/moor-ings/migrations/0002-index.sql': 'create index on moor_ings.boats (id);' }
  await migrate(db.url, sourceTree(t, { ...first, ...later }))
  await assert.rejects(migrate(db.url, sourceTree(t, first)), /database is newer than the code/)
  assert.deepEqual(await migrate(db.url, sourceTree(t, {})), [])
})

test('a file that fails leaves nothing of itself and says in which line', async (t) => {
  const db = await emptyDatabase(t)
  const migrations = sourceTree(t, {
    'modules/moor-ings/migrations/0001-boats.sql': `${boats}\n\nselect nonsense;\n`,
  })
  await assert.rejects(migrate(db.url, migrations), (error) => {
    assert.ok(error instanceof MigrationError)
    assert.equal(error.message, 'src/modules/moor-ings/migrations/0001-boats.sql:3: column "nonsense" does not exist')
    return true
  })
  const { rows } = await sql`select to_regclass('moor_ings.boats') as boats`.execute(db)
  assert.deepEqual(rows, [{ boats: null }])
})

test('a name without its schema is refused', async (t) => {
  const db = await emptyDatabase(t)
  const migrations = sourceTree(t, { 'modules/zoo/migrations/0001-cages.sql': 'create table cages (id int);' })
  await assert.rejects(migrate(db.url, migrations), /no schema has been selected to create in/)
})

test('a file that asks for no transaction may build an index concurrently', async (t) => {
  const db = await emptyDatabase(t)
  const concurrently = `-- no transaction
create index concurrently if not exists boats_again on moor_ings.boats (id);
-- the last statement needs no newline
analyze moor_ings.boats;`
  const migrations = sourceTree(t, {
    'modules/moor-ings/migrations/0001-boats.sql': boats,
    'modules/moor-ings/migrations/0002-again.sql': concurrently,
  })
  assert.equal((await migrate(db.url, migrations)).length, 2)
})

test('of four starts at once, one applies and the others find the work done', async (t) => {
  const db = await emptyDatabase(t)
  const migrations = sourceTree(t, { 'modules/moor-ings/migrations/0001-boats.sql': boats })
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(db.url, migrations)))
  assert.deepEqual(applied.flat(), ['moor_ings/0001-boats'])
})

test('a migration gives up on a lock rather than stop everyone behind it', async (t) => {
  const db = await emptyDatabase(t)
  const first = { 'modules/moor-ings/migrations/0001-boats.sql': boats }
  await migrate(db.url, sourceTree(t, first))
  const wider = 'alter table moor_ings.boats add column name text;'
  const migrations = sourceTree(t, { ...first, 'modules/moor-ings/migrations/0002-name.sql': wider })
  await db.transaction().execute(async (tx) => {
    await sql`lock table moor_ings.boats in access share mode`.execute(tx)
    await assert.rejects(migrate(db.url, migrations), /lock timeout/)
  })
  assert.deepEqual(await migrate(db.url, migrations), ['moor_ings/0002-name'])
})

test('the hash of a set changes with any file', (t) => {
  const before = sourceTree(t, { 'modules/moor-ings/migrations/0001-boats.sql': boats })
  const after = sourceTree(t, { 'modules/moor-ings/migrations/0001-boats.sql': `${boats}\n` })
  assert.notEqual(hashOf(before), hashOf(after))
  assert.notEqual(hashOf(before), hashOf([]))
})
