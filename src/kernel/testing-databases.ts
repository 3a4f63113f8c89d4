/**
 * Migrated databases on the shared test server, for tests (through testing.ts) and for benches:
 *
 *   const scratch = await scratchDatabase()
 *   …scratch.db
 *   const leak = await scratch.drop()         // undefined, or who is still connected
 *
 * A database is a copy of a template made once per set of migrations, which takes a tenth of a second.
 */
import pg from 'pg'
import { type Database, createDatabase, sqlState } from './db.ts'
import { type Migration, findMigrations, hashOf, migrate } from './migrate.ts'
import { useTestServer } from './testing-server.ts'

/** A database of one's own. */
export interface Scratch {
  readonly db: Database
  /** Closes the pool and drops the database; answers who is still connected when it cannot be dropped. */
  readonly drop: () => Promise<string | undefined>
}

/** What a database starts from. */
export interface ScratchOptions {
  /** Instead of all migrations of the source tree. */
  readonly migrations?: readonly Migration[]
}

let made = 0

/** A copy of the template; nobody else knows it. */
export async function scratchDatabase(options: ScratchOptions = {}): Promise<Scratch> {
  const { url } = await useTestServer()
  const template = await templateFor(url, options.migrations ?? findMigrations())
  const name = `test_${process.pid}_${(made += 1)}`
  await asAdmin(url, (admin) => admin.query(`create database ${name} template ${template}`))
  const db = createDatabase(urlOf(url, name), { applicationName: 'the test database itself', max: 5 })
  return { db, drop: () => drop(url, name, db) }
}

async function drop(serverUrl: string, name: string, db: Database): Promise<string | undefined> {
  await db.destroy()
  return asAdmin(serverUrl, async (admin) => {
    try {
      await admin.query(`drop database ${name}`) // waits up to 5 s for sessions on their way out
      return undefined
    } catch (error) {
      if (sqlState(error) !== '55006') throw error // object_in_use
      const leak = await connectionsTo(admin, name)
      await admin.query(`drop database ${name} with (force)`) // an open connection would keep its process alive
      return leak
    }
  })
}

async function connectionsTo(admin: pg.Client, name: string): Promise<string> {
  const { rows } = await admin.query<{ who: string }>(
    `select format('%s: %s', application_name, left(query, 80)) as who from pg_stat_activity where datname = $1`,
    [name],
  )
  return `${rows.length} connection(s) left open: ${rows.map(({ who }) => who).join('; ')}`
}

const templates = new Map<string, Promise<string>>()

function templateFor(serverUrl: string, migrations: readonly Migration[]): Promise<string> {
  const name = `template_${hashOf(migrations)}`
  const known = templates.get(name) ?? buildTemplate(serverUrl, name, migrations)
  templates.set(name, known)
  return known
}

/** Built under another name and renamed, one process at a time, so that nobody copies half a template. */
function buildTemplate(serverUrl: string, name: string, migrations: readonly Migration[]): Promise<string> {
  return asAdmin(serverUrl, async (admin) => {
    await admin.query('select pg_advisory_lock(1)')
    const found = await admin.query('select from pg_database where datname = $1', [name])
    if (found.rowCount !== 0) return name
    await admin.query('drop database if exists building with (force)')
    await admin.query('create database building')
    await migrate(urlOf(serverUrl, 'building'), migrations)
    await admin.query('alter database building with allow_connections false')
    await admin.query(`alter database building rename to ${name}`)
    return name
  })
}

async function asAdmin<R>(serverUrl: string, work: (admin: pg.Client) => Promise<R>): Promise<R> {
  const admin = new pg.Client({ connectionString: serverUrl, application_name: 'testing' })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

function urlOf(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}
