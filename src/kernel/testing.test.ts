import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { sql } from './db.ts'
import { testDatabase } from './testing.ts'

/** Runs a test file of its own, as a developer would, and answers its output and exit code. */
function runTestFile(t: TestContext, body: string): { output: string; status: number | null } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lakeside-testing-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const imports = ['testing', 'db'].map(
    (name) => `import * as ${name} from '${path.join(import.meta.dirname, name)}.ts'\n`,
  )
  const file = path.join(folder, 'some.test.mjs')
  writeFileSync(file, `import { test, after } from 'node:test'\n${imports.join('')}${body}`)
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const result = spawnSync(process.execPath, ['--test', file], { env, encoding: 'utf8' })
  return { output: result.stdout, status: result.status }
}

test('each test has a migrated database of its own', async (t) => {
  const [one, other] = await Promise.all([testDatabase(t), testDatabase(t)])
  await sql`create table mine (id int)`.execute(one)
  const { rows } =
    await sql`select to_regclass('mine') as mine, to_regclass('kernel.migrations') is not null as migrated`.execute(
      other,
    )
  assert.deepEqual(rows, [{ mine: null, migrated: true }])
})

test('a connection left open fails the file and names the test and the session', (t) => {
  const { output, status } = runTestFile(
    t,
    `test('forgets to close', async (t) => {
      const { url } = await testing.testDatabase(t)
      const client = await db.connectRaw(url, { applicationName: 'forgotten' })
      await client.query('select 42')
    })`,
  )
  assert.equal(status, 1, output)
  assert.match(output, /"forgets to close": 1 connection\(s\) left open: forgotten: select 42/)
})

test('clean-ups of a test may come in any order and still use the database', (t) => {
  const { output, status } = runTestFile(
    t,
    `test('closes late', async (t) => {
      const database = await testing.testDatabase(t)
      const client = await db.connectRaw(database.url)
      t.after(() => client.end())
      t.after(() => db.sql\`select 1\`.execute(database))
    })
    test('asks for the next', async (t) => { await testing.testDatabase(t) })`,
  )
  assert.equal(status, 0, output)
})

test('a database may belong to a whole file', (t) => {
  const { output, status } = runTestFile(
    t,
    `const database = await testing.testDatabase({ after })
    test('one', () => db.sql\`create table shared (id int)\`.execute(database))
    test('two', () => db.sql\`select from shared\`.execute(database))`,
  )
  assert.equal(status, 0, output)
})
