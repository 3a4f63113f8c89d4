/**
 * Brings a database to the state the code expects: plain SQL files, forward only.
 *
 *   src/kernel/migrations/0001-events.sql              kernel first,
 *   src/modules/ledger/migrations/0001-accounts.sql    then modules by name: no foreign key crosses schemas
 *
 * A file runs once, in one transaction, with an empty search path (every name says its schema; the module's schema
 * exists) and a lock timeout of 2 s. A file whose first line is `-- no transaction` runs statement by statement, each
 * ending in `;` at the end of a line, and must bear being run again after it failed half-way (`create index
 * concurrently if not exists`). An applied file must never change.
 */
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { connectRaw, sqlState } from './db.ts'
import { cloneDir } from './postgres-binaries.ts'

/** One migration file. */
export interface Migration {
  /** `ledger/0001-accounts` */
  readonly name: string
  readonly schema: string
  readonly file: string
  readonly text: string
  readonly hash: string
}

/** A migration that cannot be run; the message names its file. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}

/** Any number; the same for every Lakeside, so that two starts on one server take turns. */
const advisoryLock = 4_725_339_101

/**
 * Comment on the schema `kernel` while a backup is being restored: such a database holds half a town, and only another
 * try of the restore may touch it.
 */
export const restoreMark = 'lakeside: a restore is under way'

/** All migrations of a source folder, in the order they run. */
export function findMigrations(sourceDir: string = path.join(cloneDir, 'src')): Migration[] {
  const kernel = globSync('kernel/migrations/*.sql', { cwd: sourceDir }).sort()
  const modules = globSync('modules/*/migrations/*.sql', { cwd: sourceDir }).sort()
  return [...kernel, ...modules].map((file) => {
    const schema = schemaOf(path.basename(path.dirname(path.dirname(file))))
    const text = readFileSync(path.join(sourceDir, file), 'utf8')
    const hash = createHash('sha256').update(text).digest('hex')
    return { name: `${schema}/${path.basename(file, '.sql')}`, schema, file: path.join('src', file), text, hash }
  })
}

/** A module's schema is its folder's name with underscores. */
export function schemaOf(moduleName: string): string {
  return moduleName.replaceAll('-', '_')
}

/** What tells one set of migrations from another. */
export function hashOf(migrations: readonly Migration[]): string {
  const hash = createHash('sha256')
  for (const { name, hash: content } of migrations) hash.update(`${name} ${content}\n`)
  return hash.digest('hex').slice(0, 16)
}

/**
 * Applies what is missing and answers the names of what it applied. Two at once take turns.
 *
 * @throws {MigrationError} for an applied file that changed or vanished, and for SQL that fails
 */
export async function migrate(
  url: string,
  migrations: readonly Migration[] = findMigrations(),
  { isRestoring = false }: { isRestoring?: boolean } = {},
): Promise<string[]> {
  const client = await connectRaw(url, { applicationName: 'lakeside-migrate' })
  try {
    await noticeOurEnd(client)
    await takeTurn(client, advisoryLock)
    if (!isRestoring) await refuseHalfATown(client)
    await client.query(`create schema if not exists kernel;
      create table if not exists kernel.migrations (
        name text primary key, hash text not null, applied_at timestamptz not null default now())`)
    const applied = await appliedHashes(client)
    refuseHistoryThatChanged(applied, migrations)
    const missing = migrations.filter(({ name }) => !applied.has(name))
    for (const migration of missing) await apply(client, migration)
    return missing.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

/** How often somebody who waits for a turn asks. */
const againMs = 50

/**
 * Takes an advisory lock of the session. Asked again and again instead of waited for: a waiting statement holds a
 * snapshot, for whose end `create index concurrently` of the one whose turn it is would wait in turn.
 */
export async function takeTurn(client: pg.Client, lock: number): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [lock])
    if (rows[0]?.taken === true) return
    await sleep(againMs)
  }
}

/** A killed migrator's session would hold the lock until its statement ends; so the server looks whether we live. */
async function noticeOurEnd(client: pg.Client): Promise<void> {
  try {
    await client.query(`set client_connection_check_interval = '1s'`)
  } catch (error) {
    if (sqlState(error) !== '22023') throw error // invalid_parameter_value: a system without the means for it
  }
}

async function refuseHalfATown(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ mark: string | null }>(
    `select obj_description(to_regnamespace('kernel')::oid, 'pg_namespace') as mark`,
  )
  if (rows[0]?.mark !== restoreMark) return
  throw new MigrationError('a restore into this database was cut short or is under way: run lakeside restore again')
}

async function appliedHashes(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from kernel.migrations')
  return new Map(rows.map(({ name, hash }) => [name, hash]))
}

/** A schema without any file belongs to a module that was removed: its data may stay. */
function refuseHistoryThatChanged(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const byName = new Map(migrations.map((migration) => [migration.name, migration]))
  const schemas = new Set(migrations.map(({ schema }) => schema))
  for (const [name, hash] of applied) {
    const migration = byName.get(name)
    if (migration !== undefined && migration.hash !== hash) {
      throw new MigrationError(`${migration.file} was changed after it was applied: put it back and write a new file`)
    }
    if (migration === undefined && schemas.has(name.split('/')[0] ?? '')) {
      throw new MigrationError(
        `${name} was applied to this database, but its file is gone: the database is newer than the code`,
      )
    }
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const record = {
    text: 'insert into kernel.migrations (name, hash) values ($1, $2)',
    values: [migration.name, migration.hash],
  }
  try {
    await client.query(`create schema if not exists ${pg.escapeIdentifier(migration.schema)}`)
    await client.query(`set search_path = ''; set lock_timeout = '2s'`)
    if (/^-- no transaction\b/.test(migration.text)) {
      await dropHalfBuilt(client, migration.schema)
      for (const statement of statementsOf(migration.text)) await client.query(statement)
      await client.query(record)
      return
    }
    await client.query('begin')
    await client.query(migration.text)
    await client.query(record)
    await client.query('commit')
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error
    throw new MigrationError(`${migration.file}${placeOf(error, migration.text)}: ${error.message}`, { cause: error })
  }
}

/** A concurrent build that was cut short leaves a useless index, which `if not exists` would take for a real one. */
async function dropHalfBuilt(client: pg.Client, schema: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_catalog.pg_index i
     join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where not i.indisvalid and n.nspname = $1 and c.relkind = 'i'`,
    [schema],
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
}

function statementsOf(text: string): string[] {
  const statements = text.split(/;[ \t]*$/m).map((statement) => statement.trim())
  return statements.filter((statement) => statement.replace(/^\s*--.*$/gm, '').trim() !== '')
}

/** `:12`, the line PostgreSQL points at, when the whole file was one query. */
function placeOf(error: pg.DatabaseError, text: string): string {
  if (error.position === undefined || /^-- no transaction\b/.test(text)) return ''
  return `:${text.slice(0, Number(error.position)).split('\n').length}`
}
