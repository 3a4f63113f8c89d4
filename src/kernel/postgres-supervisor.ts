/** Keeps one PostgreSQL server alive: starts it, waits until it answers, starts it again when it dies. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { closeSync, openSync, renameSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { boundToUs, readIfThere } from './lifecycle.ts'
import { log } from './log.ts'
import type { Placement } from './postgres-binaries.ts'
import { clearLeftover } from './postgres-leftovers.ts'

/** What to run and where it will answer. */
export interface Supervision {
  readonly placement: Placement
  readonly clusterDir: string
  readonly settings: Readonly<Record<string, string | number>>
  readonly url: string
  readonly tell: (message: string) => void
}

/** A server under supervision. */
export interface Supervised {
  readonly pid: () => number | undefined
  readonly onExit: (listener: (how: string) => void) => void
  readonly stop: () => Promise<void>
}

/** A server that dies again at once is not started without end: it waits ever longer, up to this. */
const maxRestartDelayMs = 5_000
/** A server that ran this long was healthy: the next restart is immediate again. */
const healthyAfterMs = 30_000

/** @throws Error with the end of the server's log, when it does not come up at first */
export async function supervise(what: Supervision): Promise<Supervised> {
  const listeners: ((how: string) => void)[] = []
  let stopping = false
  let run = launch(what)
  const killWithUs = (): void => void run.child.kill('SIGINT')
  process.on('exit', killWithUs)
  try {
    await answering(what, run)
    await ensureDatabase(what.url)
  } catch (error) {
    stopping = true
    await halt(run)
    process.off('exit', killWithUs)
    throw error
  }
  const keepAlive = async (): Promise<void> => {
    for (let delayMs = 0; ; delayMs = Math.min(maxRestartDelayMs, delayMs * 2 + 100)) {
      const startedAt = performance.now()
      const how = await run.exited
      if (stopping) return
      log.error({ how }, 'the database server died; starting it again')
      for (const listener of listeners) listener(how)
      if (performance.now() - startedAt > healthyAfterMs) delayMs = 0
      await sleep(delayMs)
      if (stopping) return
      await clearLeftover(what.clusterDir, what.tell)
      run = launch(what)
    }
  }
  const kept = keepAlive()
  return {
    pid: () => run.child.pid,
    onExit: (listener) => void listeners.push(listener),
    stop: async () => {
      stopping = true
      await halt(run)
      await kept
      process.off('exit', killWithUs)
    },
  }
}

interface Run {
  readonly child: ChildProcess
  /** How it ended. */
  readonly exited: Promise<string>
}

/** In a process group of its own, so that Ctrl-C in a terminal reaches the app alone, which then stops it in order. */
function launch({ placement, clusterDir, settings }: Supervision): Run {
  const args = ['-D', clusterDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const output = openSync(rotatedLog(placement.homeDir), 'a', 0o600)
  const bound = boundToUs(path.join(placement.nativeDir, 'bin', 'postgres'), args, 'INT')
  const child = spawn(bound.command, bound.args, {
    ...placement.runAs,
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  return { child, exited }
}

/** At most two files of about this size. */
const maxLogBytes = 10 * 1024 * 1024

function logFile(homeDir: string): string {
  return path.join(homeDir, 'postgres.log')
}

function rotatedLog(homeDir: string): string {
  const file = logFile(homeDir)
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > maxLogBytes) renameSync(file, `${file}.1`)
  return file
}

/** Asks until the server answers: its log would say "ready" a moment too early. Recovery may take minutes. */
async function answering({ placement, url, tell }: Supervision, run: Run): Promise<void> {
  let ended: string | undefined
  void run.exited.then((how) => (ended = how))
  const startedAt = performance.now()
  let toldAt = startedAt
  while (!(await answers(adminUrl(url)))) {
    if (ended !== undefined) throw new Error(`PostgreSQL did not start (${ended}):\n${endOfLog(placement.homeDir)}`)
    if (performance.now() - toldAt > 5_000) {
      toldAt = performance.now()
      tell('the database is recovering …')
    }
    await sleep(20)
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined) // a refusal rejects `connect` below, which is where it is handled
  try {
    await client.connect()
    return true
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code !== '57P03') throw error // cannot_connect_now: starting up
    return false
  } finally {
    await client.end()
  }
}

function endOfLog(homeDir: string): string {
  return (readIfThere(logFile(homeDir)) ?? '').trimEnd().split('\n').slice(-8).join('\n')
}

function adminUrl(url: string): string {
  const admin = new URL(url)
  admin.pathname = '/postgres'
  return admin.href
}

async function ensureDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1)
  const client = new pg.Client({ connectionString: adminUrl(url) })
  await client.connect()
  try {
    const found = await client.query('select from pg_database where datname = $1', [name])
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}

/** INT ends sessions and writes a checkpoint; a server that takes too long is ended at once, and recovers next time. */
async function halt(run: Run): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    run.child.kill(signal)
    const ended = await Promise.race([run.exited.then(() => true), sleep(waitMs, false, { ref: false })])
    if (ended) return
  }
}

/** Below the ports that systems give to outgoing connections (32768 … on Linux): a reconnecting client must never
 * find itself on the port of its dead server. */
const [firstPort, lastPort] = [20_000, 32_000]

/** A free port on loopback. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(firstPort, lastPort)
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!isFree) continue
    await new Promise((resolve) => server.close(resolve))
    return port
  }
}
