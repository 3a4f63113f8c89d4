import { Logger as WorkerLogger, type Runner, type TaskList, run, runMigrations } from 'graphile-worker'
import pg from 'pg'
import type { JsonObject } from './commands.ts'
import { type Executor, connectRaw, sql } from './db.ts'
import { type Logger, log as rootLog } from './log.ts'
import { takeTurn } from './migrate.ts'

/**
 * Work outside a transaction, kept until it has succeeded: webhooks, calls to devices and providers, training.
 * graphile-worker keeps the jobs in its own schema, retries with exponential back-off and hands them to any process.
 *
 *   await addJobs(tx, [{ task: 'calls.send', key: id, payload }])     enqueued with the writes of `tx`, or not at all
 *   const jobs = await startJobs({ url, tasks, log })                 runs them
 */

/** One run of a job. */
export type Attempt = {
  /** 1 for the first. */
  readonly number: number
  readonly isLast: boolean
  /** Aborts when the process is about to stop. */
  readonly signal: AbortSignal
}

/** Does the work of one job. Throwing means: again later. It may run twice, so what it does outside carries a key. */
export type Task = (payload: JsonObject, attempt: Attempt) => Promise<void>

/** A job to be kept. */
export type NewJob = {
  task: string
  payload: JsonObject
  /** While a job of this key waits, another with the same key replaces it. */
  key?: string
  /** Machine time, ms; default now. */
  runAt?: number
  /** Default 12: with graphile-worker's back-off of e^n seconds that is about three days. */
  attemptsMax?: number
}

const attemptsMaxDefault = 12

/** Enqueues jobs in one statement, inside the caller's transaction. */
export async function addJobs(executor: Executor, jobs: readonly NewJob[]): Promise<void> {
  if (jobs.length === 0) return
  const specs = jobs.map(({ task, payload, key, runAt, attemptsMax }) => ({
    identifier: task,
    payload,
    job_key: key ?? null,
    run_at: runAt === undefined ? null : new Date(runAt).toISOString(),
    max_attempts: attemptsMax ?? attemptsMaxDefault,
  }))
  await sql`
    select count(*) from graphile_worker.add_jobs(array(
      select json_populate_recordset(null::graphile_worker.job_spec, ${JSON.stringify(specs)}::json)))
  `.execute(executor)
}

/**
 * A pool for graphile-worker, whose own listener goes when it stops while sessions may outlive it: without another, a
 * server that stops at that moment would end this process.
 */
function createPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max, application_name: 'lakeside-jobs' })
  const listen = (error: Error): void =>
    rootLog.debug({ module: 'jobs', reason: error.message }, 'lost a database connection')
  pool.on('error', listen)
  pool.on('connect', (client) => client.on('error', listen))
  return pool
}

/** Any number; the same for every Lakeside. */
const advisoryLock = 4_725_339_103

/** Creates or upgrades graphile-worker's schema. Part of migrating. Two at once take turns: its own would deadlock. */
export async function migrateJobs(url: string): Promise<void> {
  const client = await connectRaw(url, { applicationName: 'lakeside-migrate-jobs' })
  const pgPool = createPool(url, 1)
  try {
    await takeTurn(client, advisoryLock)
    await runMigrations({ pgPool, logger: silentLogger })
  } finally {
    await Promise.all([client.end(), pgPool.end()])
  }
}

/** A running worker. */
export type Jobs = {
  /** Lets running jobs finish, up to five seconds. */
  stop: () => Promise<void>
}

/** Jobs at a time in one process: they wait for others most of the time, but each may hold a connection. */
const concurrency = 6
/** New jobs are announced; this is how exactly a job that waits for its time begins. */
const pollInterval = 500

/** The worker says several times that a server went away; the pools of the app have said so already. */
const connectionTalk = /client generated error|notify listener|UNLISTEN|Connection terminated/

/** Starts to run jobs. A task that nobody knows any more stays in the table until someone does. */
export async function startJobs({
  url,
  tasks,
  log,
}: {
  url: string
  tasks: Readonly<Record<string, Task>>
  log: Logger
}): Promise<Jobs> {
  const pgPool = createPool(url, concurrency + 1)
  const runner: Runner = await run({
    pgPool,
    concurrency,
    pollInterval,
    noHandleSignals: true,
    logger: new WorkerLogger(() => (level, message) => {
      const isNews = (level === 'error' || level === 'warning') && !connectionTalk.test(message)
      log[isNews ? 'warn' : 'debug']({ module: 'jobs' }, message)
    }),
    gracefulShutdownAbortTimeout: 5_000,
    taskList: taskListOf(tasks),
  })
  // Without a listener an end of the worker that nobody asked for would be an unhandled rejection.
  runner.promise.catch((error: unknown) => log.error({ err: error, module: 'jobs' }, 'the job worker ended'))
  return {
    stop: async () => {
      await runner.stop()
      await pgPool.end()
    },
  }
}

function taskListOf(tasks: Readonly<Record<string, Task>>): TaskList {
  const entries = Object.entries(tasks).map(([name, task]) => [
    name,
    async (payload: unknown, { job, abortSignal }: { job: JobFigures; abortSignal: AbortSignal }): Promise<void> => {
      const attempt = { number: job.attempts, isLast: job.attempts >= job.max_attempts, signal: abortSignal }
      await task(payload as JsonObject, attempt) // written by `addJobs`, which takes objects only
    },
  ])
  return Object.fromEntries(entries)
}

type JobFigures = { attempts: number; max_attempts: number }

const silentLogger = new WorkerLogger(() => () => undefined)
