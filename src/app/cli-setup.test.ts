import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Database, sql, transaction } from '#kernel/db'
import { namedId } from '#kernel/ids'
import { testDatabase } from '#kernel/testing'
import { createParties } from '#modules/identity'
import { storeCategories } from '#modules/offers'
import { beginSetup } from '#modules/town'
import { setStage } from '../modules/orders/engine/fixtures.ts'
import { emptyDatabase, runCommand, scratchFolder } from './backup/fixtures.ts'

type Lakeside = (...args: string[]) => Promise<{ code: number | null; said: string }>

/** A sandbox with a shop, and how to run commands on it. */
async function townFor(t: TestContext): Promise<{ db: Database; folder: string; lakeside: Lakeside }> {
  const db = await testDatabase(t)
  const stage = await setStage(t, db)
  const ada = namedId('ada')
  await createParties(db, 1, [
    { id: ada, kind: 'person', slug: 'ada', name: 'Ada', joinedAt: 0, actsFor: [namedId('bakery')] },
    { id: namedId('bakery'), kind: 'firm', slug: 'bakery', name: 'Bakery', joinedAt: 0 },
  ])
  await transaction(db, (tx) => storeCategories(tx, 1, [{ slug: 'bread', parent: null, titles: { en: 'Bread' } }]))
  await stage.engine.stop()
  const folder = scratchFolder(t)
  const environment = { DATABASE_URL: db.url, DATA_DIR: path.join(folder, 'here'), LAKESIDE_CWD: folder }
  mkdirSync(environment.DATA_DIR)
  const lakeside: Lakeside = async (...args) => {
    const run = runCommand(args, environment)
    const code = await run.exited
    assert.doesNotMatch(run.said(), /\n {4}at /, 'no stack')
    return { code, said: run.said() }
  }
  return { db, folder, lakeside }
}

test('setup-link makes a link as long as the town is not open', async (t) => {
  const { db, lakeside } = await townFor(t)
  const early = await lakeside('setup-link')
  assert.deepEqual([early.code, /user link operator/.test(early.said)], [1, true])
  await beginSetup(db, 1, 0)
  const { code, said } = await lakeside('setup-link')
  assert.equal(code, 0)
  assert.match(said, /\/#\/setup\/[\w-]{20,}/)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from identity.links where label = 'setup' and used_at is null`.execute(db)
  await lakeside('setup-link')
  assert.deepEqual(rows, [{ count: 1 }])
})

test('go-live makes a live town in a place of its own, or says why not', async (t) => {
  const { lakeside } = await townFor(t)
  assert.equal((await lakeside('go-live')).code, 2)
  assert.match((await lakeside('go-live', '--data-dir', 'here')).said, /a folder of its own/)
  const target = await emptyDatabase(t)
  const into = ['go-live', '--data-dir', 'live', '--database', target.url]
  const unknown = await lakeside(...into, '--shop', 'nobody')
  assert.deepEqual([unknown.code, /nobody here is called "nobody"/.test(unknown.said)], [1, true])
  const { code, said } = await lakeside(...into, '--shop', 'bakery', '--name', 'Seeheim', '--json')
  assert.equal(code, 0, said)
  const made: { name: string; shops: number; links: { slug: string; link: string }[] } = JSON.parse(said)
  assert.deepEqual([made.name, made.shops, made.links.map(({ slug }) => slug)], ['Seeheim', 1, ['ada']])
  const { rows } = await sql<{ isSandbox: boolean }>`select is_sandbox from kernel.towns`.execute(target)
  assert.deepEqual(rows, [{ isSandbox: false }])
  assert.match((await lakeside(...into)).said, /there is a town in that database already/)
})
