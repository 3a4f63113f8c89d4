import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, globSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDatabase } from '#kernel/db'
import { violations } from '#kernel/invariants'
import { migrateJobs } from '#kernel/jobs'
import { startPostgres } from '#kernel/postgres'
import { freePort } from '#kernel/postgres-supervisor'
import { testDatabase } from '#kernel/testing'
import { verifyBooks } from '#modules/orders'
import { accepted, buying, setStage } from '../../modules/orders/engine/fixtures.ts'
import { backedUp, broughtBack, contentOf, emptyDatabase, runCommand, scratchFolder } from './fixtures.ts'

/** What a restore changes on purpose, and when it was done. */
const onPurpose = ['kernel.lease', 'kernel.migrations', 'graphile_worker.migrations']

async function traded(t: TestContext): Promise<{ file: string; folder: string; content: Map<string, string> }> {
  const db = await testDatabase(t)
  await migrateJobs(db.url)
  const stage = await setStage(t, db)
  const [seller, buyer] = await stage.people(2, 100_000)
  const offerId = await stage.offer(seller!, { priceMinor: 100, stock: 100 })
  for (let n = 0; n < 20; n += 1) accepted(await stage.engine.submit([buying(buyer!, offerId, { priceMinor: 100 })]))
  await stage.engine.stop()
  const folder = scratchFolder(t)
  chmodSync(folder, 0o711)
  const { file } = await backedUp(db, folder)
  return { file, folder, content: await contentOf(db) }
}

/** The town behind an address is the one that was backed up, and its books are right. */
async function assertSameTown(url: string, content: ReadonlyMap<string, string>): Promise<void> {
  const db = createDatabase(url, { max: 2 })
  try {
    const found = await contentOf(db)
    for (const [name, sum] of content) if (!onPurpose.includes(name)) assert.equal(found.get(name), sum, name)
    assert.deepEqual((await verifyBooks(db)).differences, [])
    assert.deepEqual(await violations(db), [])
  } finally {
    await db.destroy()
  }
}

test('a town moves into an external server, whose role owns one database and nothing else', async (t) => {
  const { file, folder, content } = await traded(t)
  const server = await startPostgres({ dataDir: path.join(folder, 'server'), settings: { fsync: 'off' } })
  t.after(() => server.stop())
  const admin = createDatabase(server.url, { max: 1 })
  await admin.pool.query(`create role town login password 'secret'`)
  await admin.pool.query(
    `create database town owner town encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' template template0`,
  )
  await admin.destroy()
  const url = server.url.replace(/\/\/.*@/, '//town:secret@').replace(/[^/]*$/, 'town')
  const environment = { DATA_DIR: path.join(folder, 'data') }
  const restored = runCommand(['restore', file, '--database', url], environment)
  assert.equal(await restored.exited, 0, restored.said())
  assert.match(restored.said(), /0 differ; 0 invariants broken/)
  await assertSameTown(url, content)
  const verified = runCommand(['verify-ledger'], { ...environment, DATABASE_URL: url })
  assert.equal(await verified.exited, 0, verified.said())
  const wrong = runCommand(['doctor'], { DATABASE_URL: url.replace('secret', 'wrong') })
  assert.equal(await wrong.exited, 1)
  assert.match(wrong.said(), /refuses this user or password/)
})

test('a restore into a folder makes the embedded server there, and a second one is refused', async (t) => {
  const { file, folder } = await traded(t)
  const dataDir = path.join(folder, 'new')
  const first = runCommand(['restore', file, '--data-dir', dataDir])
  assert.equal(await first.exited, 0, first.said())
  const second = runCommand(['restore', file, '--data-dir', dataDir])
  assert.equal(await second.exited, 1)
  assert.match(second.said(), /not empty/)
  const verified = runCommand(['verify-ledger', '--json'], { DATA_DIR: dataDir })
  assert.equal(await verified.exited, 0, verified.said())
  assert.deepEqual(JSON.parse(verified.said()).differences, [])
})

/** The program folders of other PostgreSQL servers on this machine, as Debian lays them out. */
const others = globSync('/usr/lib/postgresql/*/bin/postgres').map((file) => path.dirname(file))

for (const bin of others) {
  const major = /postgresql\/(\d+)\//.exec(bin)?.[1] ?? ''
  test(`a town moves to PostgreSQL ${major} and back, and is the same after both`, async (t) => {
    const { file, folder, content } = await traded(t)
    const url = await startOther(t, bin, path.join(folder, 'other'))
    await broughtBack(file, url, path.join(folder, 'data'))
    await assertSameTown(url, content)
    const there = createDatabase(url, { max: 1 })
    const again = await backedUp(there, path.join(folder, 'data'), {
      target: path.join(folder, 'again.tar.gz'),
    }).finally(() => there.destroy())
    assert.match(again.manifest.postgres, new RegExp(`^${major}\\b`))
    const back = await emptyDatabase(t)
    await broughtBack(again.file, back.url, path.join(folder, 'back'))
    await assertSameTown(back.url, content)
  })
}

/** A server of the machine's own package, on a folder of its own, for as long as the test. */
async function startOther(t: TestContext, bin: string, folder: string): Promise<string> {
  mkdirSync(folder)
  const runAs = process.getuid?.() === 0 ? userNamed('postgres') : undefined
  if (runAs !== undefined) chownSync(folder, runAs.uid, runAs.gid)
  const cluster = path.join(folder, 'cluster')
  const made = spawnSync(
    path.join(bin, 'initdb'),
    ['-D', cluster, '-U', 'lakeside', '-E', 'UTF8', '--locale=C.UTF-8', '--auth=trust', '--no-sync'],
    { ...runAs, cwd: '/', encoding: 'utf8' },
  )
  assert.equal(made.status, 0, made.stderr)
  const port = await freePort()
  const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off' }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(path.join(bin, 'postgres'), ['-D', cluster, ...flags], { ...runAs, cwd: '/', stdio: 'ignore' })
  const exited = new Promise((resolve) => server.once('exit', resolve))
  t.after(async () => {
    server.kill('SIGQUIT')
    await exited
  })
  const url = `postgres://lakeside@127.0.0.1:${port}/postgres`
  for (;;) {
    assert.equal(server.exitCode, null, 'the server is up')
    const db = createDatabase(url, { max: 1 })
    const isUp = await db.pool.query('select 1').then(
      () => true,
      () => false,
    )
    await db.destroy()
    if (isUp) return url
    await sleep(50)
  }
}

function userNamed(name: string): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((entry) => entry.startsWith(`${name}:`)) // prettier-ignore
  const [, , uid, gid] = line?.split(':') ?? []
  assert.ok(uid !== undefined && gid !== undefined, `there is no user ${name}`)
  return { uid: Number(uid), gid: Number(gid) }
}
