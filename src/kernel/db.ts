/**
 * The one door to PostgreSQL.
 *
 *   const db = createDatabase(url)                          a pool; a Kysely that names no table
 *   tables<LedgerTables>(db).selectFrom('ledger.accounts')  table names as in SQL, columns in camelCase
 *   await sql`select 1 as order_id`.execute(db)             rows have camelCase keys too: { orderId: 1 }
 *   await transaction(db, async (tx) => …)                  read committed; retried on 40001 and 40P01
 *   const client = await connectRaw(url)                    a pg.Client for the engine: pipelining, generic plans
 *   await db.destroy()                                      closes the pool
 *
 * Values: int8 is a number (asserted safe); timestamptz is epoch milliseconds, since rules calculate in ms (what
 * is finer is cut off, so a keyset cursor must not rely on a `now()` default); date and timestamp are text, and so is
 * numeric: write `sum(amount_minor)::bigint`; json is parsed. To write a timestamptz pass a `Date` (`at(ms)`).
 * Every session is in UTC. Nested transactions do not exist: pass `tx`.
 */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool, type Transaction } from 'kysely'
import pg from 'pg'
import { hasCode } from './lifecycle.ts'
import { log } from './log.ts'

export { type RawBuilder, sql } from 'kysely'

/** No table can be named until `tables()` says whose. */
export type NoTables = Record<never, never>
/** Runs statements: a database or a transaction. */
export type Executor = Kysely<NoTables>
/** An open transaction. */
export type Tx = Transaction<NoTables>
/** A pool of connections. `pool` is for what Kysely cannot say: values parsed alike, keys as the columns are named. */
export type Database = Executor & { readonly pool: pg.Pool; readonly url: string }

/** What tells one session from another in `pg_stat_activity`, and how many there may be. */
export interface DatabaseOptions {
  readonly applicationName?: string
  /** Most connections at once; further callers wait. Default 10. */
  readonly max?: number
  /** Gives up waiting for a free or new connection after this time. Default 10 s: a supervisor restarts in far less. */
  readonly connectTimeoutMs?: number
}

/** Opens nothing yet: the first statement connects. A lost connection is logged, never thrown outside a statement. */
export function createDatabase(url: string, options: DatabaseOptions = {}): Database {
  const pool = new pg.Pool({
    ...sessionOf(url, options.applicationName ?? 'lakeside'),
    max: options.max ?? 10,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    idleTimeoutMillis: 30_000,
  })
  // Without listeners Node ends the process when a server dies: the pool reports idle clients, each client itself.
  pool.on('error', logLostConnection)
  const open = new Set<pg.PoolClient>()
  pool.on('connect', (client) => {
    client.on('error', logLostConnection)
    open.add(client)
    client.once('end', () => open.delete(client))
  })
  const kysely = new Kysely<NoTables>({
    dialect: new PostgresDialect({ pool: patient(pool) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  // Kysely's own destroy() forgets a pool that was only ever used directly, and the pool's end() does not wait until
  // its sessions are gone: a server stopped right after it would find them there.
  const destroy = async (): Promise<void> => {
    const closed = Promise.all(
      [...open].map((client) => new Promise<void>((resolve) => void client.once('end', resolve))),
    )
    await pool.end()
    await Promise.race([closed, sleep(closeWithinMs, undefined, { ref: false })])
  }
  return Object.assign(kysely, { pool, url, destroy })
}

/** A session on a connection that is dead without anyone having been told is given up after this. */
const closeWithinMs = 2_000

/** A supervisor brings a killed server back in about a second, recovery after heavy writing included. */
const patienceMs = 15_000

/** Statements wait for a server that is being restarted, instead of failing: nothing has been sent to it yet. */
function patient(pool: pg.Pool): PostgresPool {
  const connect = async (): Promise<pg.PoolClient> => {
    for (const since = performance.now(); ; await sleep(50)) {
      try {
        return await pool.connect()
      } catch (error) {
        if (performance.now() - since > patienceMs || !isRestarting(error)) throw error
      }
    }
  }
  return { connect, end: () => pool.end(), options: pool.options, Client: pg.Client }
}

/** Nobody listens yet, or the server says that it is starting up or shutting down (cannot_connect_now). */
function isRestarting(error: unknown): boolean {
  return sqlState(error) === '57P03' || hasCode(error, 'ECONNREFUSED', 'ECONNRESET')
}

function logLostConnection(error: Error): void {
  log.warn({ reason: error.message }, 'lost a database connection')
}

function sessionOf(url: string, applicationName: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: applicationName,
    options: '-c TimeZone=UTC',
    types: { getTypeParser },
  }
}

/** Options of a raw connection. */
export interface RawOptions {
  readonly applicationName?: string
  /** Sends statements without waiting for the answers of earlier ones (`pg` ≥ 8.23). */
  readonly pipeline?: boolean
  /** The server ends a session that leaves a transaction open for so long, and frees what it has locked. */
  readonly idleInTransactionMs?: number
}

/** One connection outside the pool; the caller ends it. Its plans are generic: a prepared statement keeps its plan. */
export async function connectRaw(url: string, options: RawOptions = {}): Promise<pg.Client> {
  const client = new pg.Client({
    ...sessionOf(url, options.applicationName ?? 'lakeside-raw'),
    options: `-c TimeZone=UTC -c plan_cache_mode=force_generic_plan ${idleLimit(options)}`,
    pipeline: options.pipeline ?? false,
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', logLostConnection)
  await client.connect()
  return client
}

function idleLimit({ idleInTransactionMs }: RawOptions): string {
  return idleInTransactionMs === undefined ? '' : `-c idle_in_transaction_session_timeout=${idleInTransactionMs}`
}

/** The same connection, seen with one module's tables: `tables<LedgerTables>(tx)`. */
export function tables<T>(executor: Executor): Kysely<T> {
  return executor as unknown as Kysely<T> // a change of view: Kysely uses the type parameter at compile time only
}

/** How a transaction begins. */
export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable'
  readonly readOnly?: boolean
}

/** A transaction that loses against others may be tried again so often; more would hide a wrong lock order. */
const maxRetries = 3
const retriedStates: readonly string[] = ['40001', '40P01'] // serialization_failure, deadlock_detected

/**
 * Runs `work` in one transaction: committed when it returns, rolled back when it throws. It may run up to four times,
 * so it has no effects outside the transaction.
 */
export async function transaction<R>(
  db: Database,
  work: (tx: Tx) => Promise<R>,
  options: TransactionOptions = {},
): Promise<R> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      let begin = db.transaction()
      if (options.isolation) begin = begin.setIsolationLevel(options.isolation)
      if (options.readOnly) begin = begin.setAccessMode('read only')
      return await begin.execute(work)
    } catch (error) {
      if (attempt === maxRetries || !retriedStates.includes(sqlState(error))) throw error
      await sleep(Math.random() * 20 * 2 ** attempt) // spread, so that the same two do not meet again
    }
  }
}

/** The SQLSTATE of an error raised by PostgreSQL, or ''. */
export function sqlState(error: unknown): string {
  return error instanceof pg.DatabaseError ? (error.code ?? '') : ''
}

/** The name of the constraint that refused a row, or ''. */
export function constraintOf(error: unknown): string {
  return error instanceof pg.DatabaseError ? (error.constraint ?? '') : ''
}

/** A timestamptz parameter for an instant in epoch milliseconds. */
export function at(ms: number): Date {
  return new Date(ms)
}

/** PostgreSQL's bigint as a number. @throws AssertionError beyond ±(2^53 − 1), where a number would lie */
export function parseInt8(text: string): number {
  const value = Number(text)
  assert.ok(Number.isSafeInteger(value), `bigint ${text} is beyond the safe integers`)
  return value
}

/** `2026-01-31 12:30:00.123456+00` as epoch milliseconds; both infinities as themselves. */
export function parseTimestamptz(text: string): number {
  if (text === 'infinity') return Infinity
  if (text === '-infinity') return -Infinity
  assert.match(text, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/, `not a timestamptz of a UTC session: ${text}`)
  return Date.parse(`${text.slice(0, 10)}T${text.slice(11, -3).slice(0, 12)}Z`)
}

const asText = (text: string): string => text
const elementParsers: Readonly<Record<number, (text: string) => unknown>> = {
  20: parseInt8, // int8
  1082: asText, // date
  1114: asText, // timestamp
  1184: parseTimestamptz,
}
const arrayParsers: Readonly<Record<number, (text: string) => unknown>> = {
  1016: arrayOf(parseInt8),
  1182: arrayOf(asText),
  1115: arrayOf(asText),
  1185: arrayOf(parseTimestamptz),
}

function arrayOf(parse: (text: string) => unknown): (text: string) => unknown[] {
  const textArrayOid = 1009
  const parseTextArray: (text: string) => (string | null)[] = pg.types.getTypeParser(textArrayOid as number)
  return (text) => parseTextArray(text).map((element) => (element === null ? null : parse(element)))
}

/** Columns asked for in binary (the engine's arrays) are the asker's business and go to pg's own parsers. */
function getTypeParser(oid: number, format?: string): (value: string) => unknown {
  const own = format === 'binary' ? undefined : (elementParsers[oid] ?? arrayParsers[oid])
  return own ?? pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text')
}
