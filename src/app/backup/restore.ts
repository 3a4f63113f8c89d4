import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { connectRaw } from '#kernel/db'
import { migrateJobs } from '#kernel/jobs'
import { hasCode } from '#kernel/lifecycle'
import { type Migration, findMigrations, migrate, restoreMark } from '#kernel/migrate'
import { type FileStore, createDiskStore } from '#modules/files'
import { CommandError } from '../cli-usage.ts'
import { type ArchiveEntry, readArchive } from './archive-reader.ts'
import { newestJobsMigration } from './back-up.ts'
import { quoted, quotedColumns, readTables, sessionSettings } from './database-shape.ts'
import { DamagedBackup, type Manifest, type TableContent, fileIdOf, keyNameOf, partOf } from './manifest.ts'

/** What is brought back, and where to. */
export type RestoreOptions = {
  readonly file: string
  /** What `verifyArchive` answered for it. */
  readonly manifest: Manifest
  /** An empty database. */
  readonly url: string
  readonly dataDir: string
  readonly tell: (message: string) => void
}

/** Any number, the same for every Lakeside: one restore into a database at a time. */
const advisoryLock = 4_725_339_102

/**
 * Brings a backup into an empty database: first the schema as it was, by the same migrations; then all rows in one
 * transaction; then the migrations that are newer. A database in which a restore was cut short says so by a mark; it
 * has never held anything else, so the next try clears it and begins again.
 *
 * @throws {CommandError} when the database is not empty, or the backup is of a newer Lakeside
 */
export async function restore(options: RestoreOptions): Promise<void> {
  const { manifest, url, tell } = options
  const migrations = migrationsOf(manifest)
  const client = await connectRaw(url, { applicationName: 'lakeside-restore' })
  try {
    await client.query(sessionSettings)
    const { rows } = await client.query<{ taken: boolean }>('select pg_catalog.pg_try_advisory_lock($1) as taken', [
      advisoryLock,
    ])
    if (rows[0]?.taken !== true) throw new CommandError('another restore into this database is under way')
    await clear(client, tell)
    tell('making the tables')
    await migrate(url, migrations, { isRestoring: true })
    await migrateJobs(url)
    if ((await newestJobsMigration(client)) < manifest.jobsMigration)
      throw new CommandError(`the backup was made by a newer Lakeside (${manifest.lakeside})`)
    await fill(client, options)
    const newer = await migrate(url)
    for (const name of newer) tell(`applied ${name}`)
    await client.query('analyze')
  } finally {
    await client.end()
  }
}

/** The migrations that made the tables of the backup. @throws {CommandError} when this version does not know them */
function migrationsOf({ migrations, lakeside }: Manifest): Migration[] {
  const known = findMigrations()
  const wanted = new Map(migrations.map(({ name, hash }) => [name, hash]))
  const schemas = new Set(known.map(({ schema }) => schema))
  for (const [name, hash] of wanted) {
    const found = known.find((migration) => migration.name === name)
    if (found?.hash === hash) continue
    // A module that was removed here: nothing could hold its rows.
    const isRemoved = !schemas.has(name.split('/')[0] ?? '')
    throw new CommandError(
      isRemoved
        ? `the backup has tables of ${name.split('/')[0]}, a module that this version does not have`
        : `the backup was made by another version (${lakeside}), which had ${name}: use that version or a newer one`,
    )
  }
  return known.filter(({ name }) => wanted.has(name))
}

type Found = { tables: string[]; mark: string | null }

/** Refuses a database that holds anything but what a restore before left. */
async function clear(client: pg.Client, tell: (message: string) => void): Promise<void> {
  const { tables, mark } = await look(client)
  if (tables.length > 0 && mark !== restoreMark) {
    const some = tables.slice(0, 3).join(', ')
    throw new CommandError(
      `the database is not empty (it has ${some}${tables.length > 3 ? ', …' : ''}): ` +
        'a backup is restored into an empty one only',
    )
  }
  if (mark === restoreMark) {
    tell('a restore before was cut short: clearing what it left')
    const schemas = [...new Set([...tables.map((name) => name.slice(0, name.indexOf('.'))), 'kernel'])]
    for (const schema of schemas) await client.query(`drop schema if exists "${schema.replaceAll('"', '""')}" cascade`)
  }
  await client.query(`begin; create schema kernel; comment on schema kernel is '${restoreMark}'; commit`)
}

async function look(client: pg.Client): Promise<Found> {
  const { rows } = await client.query<Found>(`
    select pg_catalog.obj_description(pg_catalog.to_regnamespace('kernel')::oid, 'pg_namespace') as mark,
      array(select n.nspname || '.' || c.relname from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and n.nspname not like 'pg\\_%'
          and n.nspname <> 'information_schema'
          and not exists (select from pg_catalog.pg_depend d
            where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e')
        order by 1) as tables`)
  return rows[0]!
}

/** All rows and files, in one transaction: the mark goes with the commit. */
async function fill(client: pg.Client, options: RestoreOptions): Promise<void> {
  const { manifest, tell } = options
  await client.query('begin')
  const triggered = await prepare(client, manifest)
  const counts = await readAll(client, options)
  for (const { name, rows } of manifest.tables) {
    if (rows > 0) tell(`  ${name}: ${rows} rows`)
    if ((counts.get(name) ?? 0) !== rows)
      throw new DamagedBackup(`${name} got ${counts.get(name) ?? 0} of ${rows} rows`)
  }
  for (const name of triggered) await client.query(`alter table ${quoted(name)} enable trigger user`)
  for (const { name, value } of manifest.sequences)
    await client.query('select pg_catalog.setval($1::text::pg_catalog.regclass, $2)', [quoted(name), value])
  await takeBackOwnership(client, manifest)
  await client.query('comment on schema kernel is null')
  await client.query('commit')
}

/**
 * Rows come in as they were: no trigger of ours may change or refuse them, and what migrations put in is in the backup
 * as well. Answers the tables whose triggers rest.
 */
async function prepare(client: pg.Client, { tables }: Manifest): Promise<string[]> {
  const here = new Map((await readTables(client)).map((table) => [table.name, table]))
  for (const { name, columns, rows } of tables) {
    const known = here.get(name)
    const missing = columns.filter((column) => !(known?.columns.includes(column) ?? false))
    if (rows > 0 && missing.length > 0)
      throw new CommandError(`this version has no place for ${missing.map((column) => `${name}.${column}`).join(', ')}`)
  }
  const { rows } = await client.query<{ name: string }>(`
    select distinct n.nspname || '.' || c.relname as name from pg_catalog.pg_trigger t
    join pg_catalog.pg_class c on c.oid = t.tgrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and c.relkind in ('r', 'p')`)
  const triggered = rows.map(({ name }) => name)
  for (const name of triggered) await client.query(`alter table ${quoted(name)} disable trigger user`)
  for (const { name } of tables.toReversed()) if (here.has(name)) await client.query(`delete from ${quoted(name)}`)
  return triggered
}

/** Passes through the archive once; answers the rows of each table. */
async function readAll(client: pg.Client, options: RestoreOptions): Promise<Map<string, number>> {
  const { file, manifest, dataDir } = options
  const tables = new Map(manifest.tables.map((table) => [table.name, table]))
  const store = createDiskStore(path.join(dataDir, 'files'))
  const counts = new Map<string, number>()
  const entries = readArchive(file)
  let next = await entries.next()
  while (next.done !== true) {
    const part = partOf(next.value.name)
    const table = part === undefined ? undefined : tables.get(part.table)
    if (table === undefined) {
      await keep(next.value, { store, dataDir })
      next = await entries.next()
      continue
    }
    const rows = partsOf({ table, first: next.value, entries })
    const loading = client.query(copyFrom(`copy ${quoted(table.name)} (${quotedColumns(table.columns)}) from stdin`))
    await pipeline(Readable.from(rows.chunks()), loading)
    counts.set(table.name, loading.rowCount)
    next = rows.next()
  }
  return counts
}

type Parts = { table: TableContent; first: ArchiveEntry; entries: AsyncGenerator<ArchiveEntry> }

/** The bytes of one table, whose parts follow each other; `next` is the entry behind them. */
function partsOf({ table, first, entries }: Parts) {
  let current: IteratorResult<ArchiveEntry, undefined> = { done: false, value: first }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    while (current.done !== true && partOf(current.value.name)?.table === table.name) {
      yield* current.value.body
      current = await entries.next()
    }
  }
  return { chunks, next: () => current }
}

type Place = { store: FileStore; dataDir: string }

/** A file goes under its hash, a key beside the data; the rest has been read already. */
async function keep({ name, body }: ArchiveEntry, { store, dataDir }: Place): Promise<void> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  const content = Buffer.concat(chunks)
  const id = fileIdOf(name)
  const key = keyNameOf(name)
  if (id !== undefined && (await store.put(content)) !== id) throw new DamagedBackup(`${name} is not what it was`)
  if (key !== undefined) await writeKey(path.join(dataDir, key), content)
}

/** A key that is there already is never replaced by another. */
async function writeKey(target: string, content: Buffer): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true })
  const there = await readIfThere(target)
  if (there?.equals(content) === true) return
  if (there !== undefined) throw new CommandError(`${target} is there already and is another key: move it away first`)
  const beside = `${target}.${randomBytes(6).toString('hex')}`
  const file = await open(beside, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, target)
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/**
 * Whoever wrote the books in the original does not write these: the epoch rises, the secret changes, nobody holds the
 * lease. Jobs that were under way there are free to be done here.
 */
async function takeBackOwnership(client: pg.Client, { jobsMigration }: Manifest): Promise<void> {
  await client.query(
    `update kernel.lease set epoch = epoch + 1, heartbeat_at = '-infinity', address = 'restored', secret = $1`,
    [randomBytes(24).toString('base64url')],
  )
  if (jobsMigration === 0) return
  for (const table of ['_private_jobs', '_private_job_queues'])
    await client.query(
      `update graphile_worker.${table} set locked_at = null, locked_by = null where locked_at is not null`,
    )
}
