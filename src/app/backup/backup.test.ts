import assert from 'node:assert/strict'
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { packTar, unpackTar } from 'modern-tar'
import type { Database } from '#kernel/db'
import { sql } from '#kernel/db'
import { violations } from '#kernel/invariants'
import { migrateJobs } from '#kernel/jobs'
import { MigrationError, migrate } from '#kernel/migrate'
import { testDatabase } from '#kernel/testing'
import { createDiskStore } from '#modules/files'
import { verifyBooks } from '#modules/orders'
import { accepted, buying, setStage } from '../../modules/orders/engine/fixtures.ts'
import { verifyArchive } from './archive-reader.ts'
import { backedUp, broughtBack, contentOf, emptyDatabase, runCommand, scratchFolder } from './fixtures.ts'
import { inOrderOfKeys, readTables } from './database-shape.ts'
import { DamagedBackup } from './manifest.ts'

/** Says what differs between a town and its copy, but for what a restore changes on purpose. */
async function differences(original: Database, copy: Database): Promise<string[]> {
  const [one, other] = [await contentOf(original), await contentOf(copy)]
  const onPurpose = ['kernel.lease', 'kernel.migrations', 'graphile_worker.migrations']
  const names = [...one].filter(([name, sum]) => !onPurpose.includes(name) && other.get(name) !== sum)
  return names.map(([name]) => name)
}

test('a backup taken under load is the town at one instant: every table agrees, and the copy goes on', async (t) => {
  const db = await testDatabase(t)
  const stage = await setStage(t, db)
  const [seller, ...buyers] = await stage.people(9, 10_000_000)
  const offerId = await stage.offer(seller!, { priceMinor: 100, stock: 1_000_000 })
  const loading = new AbortController()
  const load = buyers.map(async (buyer) => {
    while (!loading.signal.aborted) accepted(await stage.engine.submit([buying(buyer, offerId, { priceMinor: 100 })]))
  })
  const folder = scratchFolder(t)
  const { file, manifest } = await backedUp(db, folder)
  loading.abort()
  await Promise.all(load)

  const copy = await emptyDatabase(t)
  await broughtBack(file, copy.url, path.join(folder, 'copy'))
  assert.deepEqual((await verifyBooks(copy)).differences, [])
  assert.deepEqual(await violations(copy), [])
  for (const { name, rows } of manifest.tables) {
    const { rows: found } = await copy.pool.query<{ count: number }>(`select count(*)::int as count from ${name}`)
    assert.equal(found[0]!.count, rows, name)
  }
  const receipts = await sql<{ n: number }>`select count(*)::int as n from kernel.events where n = 0`.execute(copy)
  assert.equal(receipts.rows[0]!.n, manifest.towns[0]!.newestPos)
  const { rows } = await sql<{ epoch: number; isAlive: boolean }>`
    select epoch, heartbeat_at > clock_timestamp() - interval '1 minute' as is_alive from kernel.lease`.execute(copy)
  assert.deepEqual(rows, [{ epoch: 2, isAlive: false }], 'nobody holds the lease of a copy')
})

test('what comes back is what was there, rows, sequences and files, and a second backup is the same', async (t) => {
  const db = await testDatabase(t)
  await migrateJobs(db.url)
  await setStage(t, db)
  const nasty = 'tab\t line\n back\\slash \\N "quote" \u{1f300} é'
  await db.pool.query(
    `insert into identity.parties (town, id, kind, slug, name, about, joined_at)
     values (1, gen_random_uuid(), 'person', 'nasty', $1, $2, '1500-01-01 00:00:00.123456+00')`,
    [nasty, `${nasty}\r\n`],
  )
  const folder = scratchFolder(t)
  const store = createDiskStore(path.join(folder, 'files'))
  const ids = await Promise.all([new Uint8Array(0), Buffer.alloc(700_000, 'ab')].map((content) => store.put(content)))
  const { file, manifest } = await backedUp(db, folder)
  assert.equal(manifest.files.count, 2)
  const copy = await emptyDatabase(t)
  await broughtBack(file, copy.url, path.join(folder, 'copy'))
  assert.deepEqual(await differences(db, copy), [])
  const copied = createDiskStore(path.join(folder, 'copy', 'files'))
  assert.deepEqual(await Promise.all(ids.map((id) => copied.find(id))), [0, 700_000])
  const again = await backedUp(copy, path.join(folder, 'copy'))
  const sums = (tables: typeof manifest.tables) =>
    tables.filter(({ name }) => name !== 'kernel.lease').map(({ name, rows, parts }) => ({ name, rows, parts }))
  assert.deepEqual(sums(again.manifest.tables), sums(manifest.tables))
  assert.deepEqual(again.manifest.sequences, manifest.sequences)
})

test('a backup is whole under its name or not there, is read by its owner alone, and replaces nothing', async (t) => {
  const db = await testDatabase(t)
  await setStage(t, db)
  const folder = scratchFolder(t)
  const { file } = await backedUp(db, folder)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const before = readFileSync(file)
  await assert.rejects(backedUp(db, folder), /exists already/)
  assert.deepEqual(readFileSync(file), before)
  const nobody = await emptyDatabase(t)
  await assert.rejects(backedUp(nobody, folder, { target: path.join(folder, 'none.tar.gz') }), /no town/)
  assert.deepEqual(readdirSync(folder), ['backup.tar.gz'], 'nothing half written stays')
})

test('a backup that was cut short or altered anywhere is refused before anything is written', async (t) => {
  const db = await testDatabase(t)
  await setStage(t, db)
  const folder = scratchFolder(t)
  const { file } = await backedUp(db, folder)
  const whole = readFileSync(file)
  const bad = path.join(folder, 'bad.tar.gz')
  const refused = async (bytes: Uint8Array): Promise<void> => {
    writeFileSync(bad, bytes)
    await assert.rejects(verifyArchive(bad), DamagedBackup)
  }
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), (length) => refused(whole.subarray(0, length))),
    { numRuns: 40 },
  )
  // The first ten bytes are gzip's own header, whose time and system mean nothing; and a bit of a code that stands for
  // no symbol of the text may flip without any effect.
  const content = gunzipSync(whole)
  const isSame = (bytes: Uint8Array): boolean => {
    try {
      return gunzipSync(bytes).equals(content)
    } catch {
      return false
    }
  }
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 10, max: whole.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      async (at, mask) => {
        const bytes = whole.map((byte, index) => (index === at ? byte ^ mask : byte))
        if (!isSame(bytes)) await refused(bytes)
      },
    ),
    { numRuns: 60 },
  )
  const entries = await unpackTar(gunzipSync(whole))
  const repacked = async (change: (name: string, data: Uint8Array) => Uint8Array | undefined): Promise<Uint8Array> => {
    const kept = entries.flatMap(({ header, data = new Uint8Array() }) => {
      const body = change(header.name, data)
      return body === undefined ? [] : [{ header: { ...header, size: body.length }, body }]
    })
    return gzipSync(await packTar(kept))
  }
  await verifyArchive((writeFileSync(bad, await repacked((_name, data) => data)), bad))
  const isEvents = (name: string): boolean => name.startsWith('tables/kernel.towns')
  await refused(await repacked((name, data) => (isEvents(name) ? Buffer.from(data).fill('9', 0, 1) : data)))
  await refused(await repacked((name, data) => (isEvents(name) ? undefined : data)))
  await refused(await repacked((name, data) => (name === 'manifest.json' ? undefined : data)))
})

test('a database that is not empty is refused, and stays as it is', async (t) => {
  const db = await testDatabase(t)
  await setStage(t, db)
  const folder = scratchFolder(t)
  const { file } = await backedUp(db, folder)
  const before = await contentOf(db)
  await assert.rejects(broughtBack(file, db.url, folder), /not empty/)
  const theirs = await emptyDatabase(t)
  await theirs.pool.query('create table public.notes (id int)')
  await assert.rejects(broughtBack(file, theirs.url, folder), /not empty \(it has public.notes\)/)
  assert.deepEqual(await contentOf(db), before)
})

test('a restore that was killed half-way leaves a database that no town starts on, and is simply run again', async (t) => {
  const db = await testDatabase(t)
  await setStage(t, db)
  const folder = scratchFolder(t)
  const { file } = await backedUp(db, folder)
  const copy = await emptyDatabase(t)
  const args = ['restore', file, '--database', copy.url, '--data-dir', path.join(folder, 'copy')]
  const first = runCommand(args)
  const isBegun = async (): Promise<boolean> => {
    const { rows } = await copy.pool.query<{ yes: boolean }>(`select to_regclass('kernel.towns') is not null as yes`)
    return rows[0]?.yes === true
  }
  // The first of some thirty migrations: the others and every row are still to come.
  while (!(await isBegun())) assert.ok(first.isRunning(), first.said())
  first.kill()
  await first.exited
  await assert.rejects(migrate(copy.url), (error) => error instanceof MigrationError && /restore/.test(error.message))
  const second = runCommand(args)
  assert.equal(await second.exited, 0, second.said())
  assert.match(second.said(), /cut short/)
  assert.deepEqual(await differences(db, copy), [])
})

test('keys are in a backup only when asked for, and never replace other keys', async (t) => {
  const db = await testDatabase(t)
  await setStage(t, db)
  const folder = scratchFolder(t)
  writeFileSync(path.join(folder, 'master.key'), 'secret\n')
  const without = await backedUp(db, folder)
  assert.deepEqual(without.manifest.keys, {})
  const { file, manifest } = await backedUp(db, folder, { withKeys: true, target: path.join(folder, 'keys.tar.gz') })
  assert.deepEqual(Object.keys(manifest.keys), ['master.key'])
  const copy = await emptyDatabase(t)
  const there = path.join(folder, 'copy')
  await broughtBack(file, copy.url, there)
  assert.equal(readFileSync(path.join(there, 'master.key'), 'utf8'), 'secret\n')
  assert.equal(statSync(path.join(there, 'master.key')).mode & 0o777, 0o600)
  const another = await emptyDatabase(t)
  writeFileSync(path.join(there, 'master.key'), 'other\n')
  await assert.rejects(broughtBack(file, another.url, there), /is another key/)
  assert.equal(readFileSync(path.join(there, 'master.key'), 'utf8'), 'other\n')
})

test('foreign keys of all modules leave an order in which tables can be filled', async (t) => {
  const db = await testDatabase(t)
  const client = await db.pool.connect()
  const tables = await readTables(client).finally(() => client.release())
  const ordered = inOrderOfKeys(tables).map(({ name }) => name)
  assert.equal(ordered.length, tables.length)
  assert.ok(ordered.indexOf('identity.parties') < ordered.indexOf('identity.grants'))
  assert.throws(
    () =>
      inOrderOfKeys([
        { name: 'a', needs: ['b'] },
        { name: 'b', needs: ['a'] },
      ]),
    /circle/,
  )
})
