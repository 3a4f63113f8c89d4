import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { connectRaw } from '#kernel/db'
import { hasCode } from '#kernel/lifecycle'
import { createDiskStore, isFileId } from '#modules/files'
import { CommandError } from '../cli-usage.ts'
import { type ArchiveWriter, createArchive } from './archive-writer.ts'
import {
  type Table,
  inOrderOfKeys,
  quoted,
  quotedColumns,
  readSequences,
  readTables,
  serverVersion,
  sessionSettings,
} from './database-shape.ts'
import {
  type Manifest,
  type TableContent,
  backupFormat,
  fileEntryName,
  headName,
  keyEntryName,
  manifestName,
  partName,
} from './manifest.ts'

/** What is backed up, and where to. */
export type BackupOptions = {
  readonly url: string
  readonly dataDir: string
  /** The archive; must not exist. */
  readonly target: string
  /** Whether the town's keys go into the archive. */
  readonly withKeys: boolean
  /** Version of Lakeside. */
  readonly version: string
  /** Machine time, ms. */
  readonly now: number
  readonly tell: (message: string) => void
}

/** Files of DATA_DIR without which encrypted fields cannot be read. */
const keyFiles = ['master.key', 'erased-parties']
/** Rows go into the archive in pieces of about this size. */
const partBytes = 4 * 1024 * 1024
/** A long table says how far it is this often. */
const tellEveryMs = 5_000

/**
 * Writes everything of a town into one archive, as it was at one instant, while the town goes on. The database is read
 * in a single repeatable-read snapshot; files are read after it, and since a file is stored before anything names it
 * and never changes, all that the rows name is there.
 */
export async function backUp(options: BackupOptions): Promise<{ manifest: Manifest; bytes: number }> {
  const { url, target, version, now } = options
  const archive = createArchive(target)
  try {
    const head = { format: backupFormat, lakeside: version, madeAt: new Date(now).toISOString() }
    await archive.add(headName, jsonBytes(head))
    const client = await connectRaw(url, { applicationName: 'lakeside-backup' })
    try {
      await client.query(sessionSettings)
      const database = await readDatabase(client, archive, options.tell)
      const manifest: Manifest = {
        ...head,
        ...database,
        files: await addFiles(archive, path.join(options.dataDir, 'files'), options.tell),
        keys: options.withKeys ? await addKeys(archive, options.dataDir) : {},
      }
      await archive.add(manifestName, jsonBytes(manifest))
      return { manifest, ...(await archive.finish()) }
    } finally {
      await client.end()
    }
  } catch (error) {
    await archive.discard()
    throw error
  }
}

function jsonBytes(value: object): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 1)}\n`)
}

type DatabaseContent = Omit<Manifest, 'format' | 'lakeside' | 'madeAt' | 'files' | 'keys'>

async function readDatabase(
  client: pg.Client,
  archive: ArchiveWriter,
  tell: (message: string) => void,
): Promise<DatabaseContent> {
  const { rows } = await client.query<{ there: boolean }>(
    `select pg_catalog.to_regclass('kernel.migrations') is not null and pg_catalog.to_regclass('kernel.towns')
       is not null as there`,
  )
  if (rows[0]?.there !== true) throw new CommandError('there is no town in this database to back up')
  const seen = await readTables(client)
  await client.query('begin isolation level repeatable read read only')
  // Before the first look at data: a migration then waits, or gives up after two seconds, instead of pulling a table
  // from under us.
  const names = seen.map(({ name }) => quoted(name)).join(', ')
  await client.query(`lock table ${names} in access share mode`)
  const described = await describe(client)
  const owned = new Set(described.schemas)
  const tables = inOrderOfKeys((await readTables(client)).filter(({ schema }) => owned.has(schema)))
  const leftOut = seen.filter(({ schema }) => !owned.has(schema)).map(({ name }) => name)
  if (leftOut.length > 0) tell(`left out, because no migration of this version made them: ${leftOut.join(', ')}`)
  const content: TableContent[] = []
  for (const table of tables) content.push(await addTable(client, table, { archive, tell }))
  // Sequences stand outside the snapshot: read last, they are never behind the rows.
  const sequences = (await readSequences(client)).filter(({ schema }) => owned.has(schema))
  await client.query('commit')
  const { schemas: _, ...database } = described
  return { ...database, tables: content, sequences: sequences.map(({ name, value }) => ({ name, value })), leftOut }
}

type Described = Pick<Manifest, 'postgres' | 'towns' | 'migrations' | 'jobsMigration'> & { schemas: string[] }

async function describe(client: pg.Client): Promise<Described> {
  const migrations = await client.query<{ name: string; hash: string }>(
    'select name, hash from kernel.migrations order by name',
  )
  const towns = await client.query<{ id: number; name: string; newestPos: number }>(
    `select t.id, t.name, coalesce(l.pos, 0)::bigint as "newestPos"
     from kernel.towns t left join kernel.lease l on l.town = t.id order by t.id`,
  )
  const schemas = migrations.rows.map(({ name }) => name.slice(0, name.indexOf('/')))
  return {
    postgres: await serverVersion(client),
    towns: towns.rows,
    migrations: migrations.rows,
    jobsMigration: await newestJobsMigration(client),
    schemas: [...new Set(['kernel', 'graphile_worker', ...schemas])],
  }
}

/** The newest migration of graphile-worker, 0 when there is none. */
export async function newestJobsMigration(client: pg.Client): Promise<number> {
  const there = await client.query<{ there: boolean }>(
    `select pg_catalog.to_regclass('graphile_worker.migrations') is not null as there`,
  )
  if (there.rows[0]?.there !== true) return 0
  const newest = await client.query<{ id: number }>(
    'select coalesce(max(id), 0)::int as id from graphile_worker.migrations',
  )
  return newest.rows[0]!.id
}

type Output = { archive: ArchiveWriter; tell: (message: string) => void }

async function addTable(client: pg.Client, table: Table, { archive, tell }: Output): Promise<TableContent> {
  const { name, columns, isPartitioned } = table
  const source = isPartitioned
    ? `(select ${quotedColumns(columns)} from ${quoted(name)})`
    : `${quoted(name)} (${quotedColumns(columns)})`
  const parts: string[] = []
  let rows = 0
  let toldAt = performance.now()
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  const flush = async (): Promise<void> => {
    parts.push(await archive.add(partName(name, parts.length), Buffer.concat(waiting)))
    ;[waiting, waitingBytes] = [[], 0]
  }
  const stream = client.query(copyTo(`copy ${source} to stdout`))
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    rows += linesIn(chunk)
    waiting.push(chunk)
    waitingBytes += chunk.length
    if (waitingBytes >= partBytes) await flush()
    if (performance.now() - toldAt < tellEveryMs) continue
    toldAt = performance.now()
    tell(`  ${name}: ${rows} rows …`)
  }
  if (waitingBytes > 0) await flush()
  if (rows > 0) tell(`  ${name}: ${rows} rows`)
  return { name, columns, rows, parts }
}

/** COPY's text form writes a row as a line and a line feed within a value as two characters. */
function linesIn(chunk: Buffer): number {
  let lines = 0
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1
  return lines
}

async function addFiles(
  archive: ArchiveWriter,
  folder: string,
  tell: (message: string) => void,
): Promise<Manifest['files']> {
  const store = createDiskStore(folder)
  let [count, bytes] = [0, 0]
  for (const shelf of (await entriesOf(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    for (const id of (await entriesOf(path.join(folder, shelf))).filter(isFileId)) {
      const size = await store.find(id)
      if (size === undefined) continue
      const hash = await archive.addFile(fileEntryName(id), path.join(folder, shelf, id), size)
      if (hash !== id) throw new CommandError(`the file ${id} is damaged: its content is not what its name says`)
      count += 1
      bytes += size
    }
  }
  tell(`  files: ${count}`)
  return { count, bytes }
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  }
}

async function addKeys(archive: ArchiveWriter, dataDir: string): Promise<Record<string, string>> {
  const keys: Record<string, string> = {}
  for (const name of keyFiles) {
    try {
      keys[name] = await archive.add(keyEntryName(name), await readFile(path.join(dataDir, name)))
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error
    }
  }
  return keys
}
