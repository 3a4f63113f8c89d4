import { existsSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { machineNow } from '../kernel/clock.ts'
import { type Config, ConfigError, readConfig, withoutPassword } from '../kernel/config.ts'
import { type Database, createDatabase, sql, transaction } from '../kernel/db.ts'
import { newestPos } from '../kernel/events.ts'
import type { App } from '../kernel/http.ts'
import { migrateJobs } from '../kernel/jobs.ts'
import { findLease, releaseLease } from '../kernel/lease.ts'
import { LockTaken, hasCode } from '../kernel/lifecycle.ts'
import { log } from '../kernel/log.ts'
import { MigrationError, migrate } from '../kernel/migrate.ts'
import { type Postgres, startPostgres } from '../kernel/postgres.ts'
import { type Town, createTown, findTown } from '../kernel/towns.ts'
import { listPersonas } from '../modules/identity/index.ts'
import { ManifestChanged, publishBuiltins } from '../modules/orders/index.ts'
import { MasterKeyError } from '../modules/privacy/index.ts'
import { beginSetup } from '../modules/town/index.ts'
import { type TownProcess, createTownProcess, discoverManifests } from './context.ts'
import { seedExperiments } from './demo/experiments.ts'
import { seedDemo } from './demo/seed.ts'
import { giveMemoryBack } from './memory.ts'
import { operatorLines } from './operator-link.ts'
import { buildPagesApart } from './pages-build.ts'
import { createServer } from './server.ts'
import { CannotStart, listen, refuseTakenPort, whenToldToStop } from './serving.ts'
import { version } from './version.ts'
import { type Worker, startWorker } from './worker.ts'

/**
 * `lakeside start`: brings up what is missing and serves the town until it is told to stop.
 *
 *   database → migrations → town → engine → lines of business → demo town → jobs → HTTP
 */

/** One database holds one town so far; its number stands in every key. */
const townId = 1

/** What runs, in the order it was started. */
type Running = { postgres?: Postgres; db?: Database; town?: TownProcess; worker?: Worker; app?: App }

/** Serves until a signal; answers the exit code. */
export async function run(): Promise<number> {
  const running: Running = {}
  const stopped = whenToldToStop()
  try {
    await start(running, stopped.signal)
    await stopped.promise
    return 0
  } catch (error) {
    if (stopped.signal.aborted) return 0
    console.error(`\n${explained(error)}\n`)
    return 1
  } finally {
    await stopAll(running)
  }
}

async function start(running: Running, signal: AbortSignal): Promise<void> {
  const startedAt = performance.now()
  const config = readConfig()
  await refuseTakenPort(config)
  const pages = preparePages()
  const url = config.databaseUrl ?? (await embeddedUrl(running, config))
  await migrateAll(url)
  const db = createDatabase(url, { max: config.databasePool })
  running.db = db
  const town = (await findTown(db, townId)) ?? (await foundTown(db, config))
  if (running.postgres !== undefined) await freeLease(db)
  await publishBuiltins(db, town.id, await discoverManifests())
  signal.throwIfAborted()
  running.town = await createTownProcess({ config, db, town })
  await fillDemo(running.town)
  signal.throwIfAborted()
  running.worker = await startWorker(running.town, url)
  running.town.start()
  await untilRead(running.town)
  await pages
  running.app = await createServer(running.town)
  await listen(running.app, config)
  await greet(running.town, performance.now() - startedAt)
  giveMemoryBack()
}

/** A new town. One that begins without the demo is set up in the browser before anybody sees it. */
async function foundTown(db: Database, { town, hasDemo: isDemo }: Config): Promise<Town> {
  return transaction(db, async (tx) => {
    if (!isDemo) await beginSetup(tx, townId, machineNow())
    return createTown(tx, { id: townId, isSandbox: true, ...town })
  })
}

/** A first visitor should find what the demo town was just filled with; but no start waits longer for its readers. */
const readMs = 10_000

/** Waits until lists and the like have read the log as it is now. */
async function untilRead({ context: { db, town }, readers }: TownProcess): Promise<void> {
  const newest = await newestPos(db, town.id)
  const giveUpAt = performance.now() + readMs
  while (performance.now() < giveUpAt) {
    const { rows } = await sql<{ name: string }>`
      select name from kernel.cursors where town = ${town.id} and pos >= ${newest}`.execute(db)
    const done = new Set(rows.map(({ name }) => name))
    if (readers.every(({ name }) => done.has(name))) return
    await sleep(20)
  }
}

/** The last started stops first: no request finds a part of the town gone. */
async function stopAll({ app, worker, town, db, postgres }: Running): Promise<void> {
  await app?.close()
  await worker?.stop()
  await town?.stop()
  await db?.destroy()
  await postgres?.stop()
}

/** Runs beside the start of the database. A town whose pages cannot be built still serves its API, and says why. */
async function preparePages(): Promise<void> {
  try {
    await buildPagesApart(() => say('Building the web app …'))
  } catch (error) {
    log.error({ err: error }, 'the web app could not be built; an older build is served, if there is one')
  }
}

/** The embedded server. It survives its own crashes: the supervisor starts it again and the pools reconnect. */
async function embeddedUrl(running: Running, { dataDir }: Config): Promise<string> {
  const isFirst = !existsSync(path.join(dataDir, 'postgres'))
  if (isFirst) say('Making a database …')
  const postgres = await startPostgres({
    dataDir: path.join(dataDir, 'postgres'),
    onProgress: (message) => log.info(message),
  })
  running.postgres = postgres
  return postgres.url
}

async function migrateAll(url: string): Promise<void> {
  const [applied] = await Promise.all([migrate(url), migrateJobs(url)])
  if (applied.length > 0) log.info({ count: applied.length }, 'brought the database up to date')
}

/**
 * The server has just been started by this process, so whoever held the lease is gone: without this a start after a
 * crash would wait three seconds for a heartbeat that cannot come.
 */
async function freeLease(db: Database): Promise<void> {
  const holder = await findLease(db, townId)
  if (holder !== undefined) await releaseLease(db, { town: townId, epoch: holder.epoch, secret: holder.secret })
}

/** Notes in the table of readers that the demo town is complete, so that a start cut short goes on with it. */
const demoMark = 'app.demo'

async function fillDemo({ context, engine }: TownProcess): Promise<void> {
  const { db, town, config, submit } = context
  if (!town.isSandbox || !config.hasDemo || !engine.isWriter() || (await hasDemo(db, town))) return
  say('Filling the demo town …')
  await seedDemo({ db, town, submit, config }, (done, total, what) => {
    if (process.stdout.isTTY) process.stdout.write(`\r  ${what}: ${done} of ${total}   ${done === total ? '\n' : ''}`)
  })
  await seedExperiments(context)
  await sql`insert into kernel.cursors (town, name, pos) values (${town.id}, ${demoMark}, 1)`.execute(db)
}

async function hasDemo(db: Database, town: Town): Promise<boolean> {
  const { rows } = await sql`select 1 from kernel.cursors where town = ${town.id} and name = ${demoMark}`.execute(db)
  return rows.length > 0
}

async function greet({ context, engine, readers }: TownProcess, tookMs: number): Promise<void> {
  const { db, town, config } = context
  const personas = town.isSandbox ? await listPersonas(db, town.id) : []
  say('')
  say(`Lakeside ${version()} · ${town.name}${town.isSandbox ? ' · SANDBOX (play money)' : ''}`)
  say(`  Open        ${config.publicUrl}`)
  if (personas.length > 0) say(`  Be          ${personas.map(({ name }) => name).join(', ')}`)
  for (const line of await operatorLines(context)) say(line)
  say(`  API         ${config.publicUrl}/docs`)
  say(`  Database    ${placeOf(config)}`)
  if (!engine.isWriter())
    say('  Another process writes the books; this one reads, and takes over when that one is gone.')
  say(`  Ready in ${(tookMs / 1000).toFixed(1)} s with ${readers.length} readers. Ctrl-C stops it.`)
}

function placeOf({ databaseUrl, dataDir }: Config): string {
  return databaseUrl === undefined ? `embedded, in ${dataDir}` : withoutPassword(databaseUrl)
}

function explained(error: unknown): string {
  const isTold = [CannotStart, ConfigError, ManifestChanged, MasterKeyError].some((kind) => error instanceof kind)
  if (isTold && error instanceof Error) return error.message
  if (error instanceof MigrationError) return `The database could not be brought up to date.\n${error.message}`
  if (error instanceof LockTaken) return `Lakeside already runs on this folder: ${error.message}`
  if (hasCode(error, 'ECONNREFUSED', 'ENOTFOUND')) return `The database does not answer: ${String(error)}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function say(text: string): void {
  console.log(text)
}
