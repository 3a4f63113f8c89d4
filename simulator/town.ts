import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { send } from './client.ts'

/**
 * A town of one's own: the app as a child process on a free port, with a server and a folder that go with it.
 *
 *   await using town = await launchTown()
 *   town.baseUrl
 */
export type LaunchedTown = AsyncDisposable & {
  readonly baseUrl: string
  readonly dataDir: string
  /** Milliseconds from the start of the process to its first healthy answer. */
  readonly startedMs: number
  /** The process of the app; another one after a restart. */
  pid: () => number
  /** What the app has printed since its last start. */
  said: () => string
  /** The postmaster of its embedded server. */
  postgresPid: () => number
  /** Ends the app without a word, and starts it again. */
  killApp: () => Promise<void>
  /** Ends the database server without a word; the app starts it again. */
  killPostgres: () => void
  /** Asks it to stop, as Ctrl-C does; answers the exit code. */
  stop: () => Promise<number | null>
}

/** What a town is launched with. */
export type LaunchOptions = {
  /** Kept afterwards; default a temporary folder. */
  readonly dataDir?: string
  readonly environment?: Readonly<Record<string, string>>
  /** Shows what the app prints. */
  readonly isLoud?: boolean
}

const appFile = path.join(import.meta.dirname, '..', 'src', 'app', 'cli.ts')

/** Resolves when the town answers that it is healthy. */
export async function launchTown(options: LaunchOptions = {}): Promise<LaunchedTown> {
  const dataDir = options.dataDir ?? temporaryFolder()
  const port = await freePort()
  const baseUrl = `http://127.0.0.1:${port}`
  const environment = { PORT: String(port), DATA_DIR: dataDir, TZ: 'UTC', LOG_LEVEL: 'warn', ...options.environment }
  const start = (): App => startApp(environment, options.isLoud ?? false)
  const startedAt = performance.now()
  let app = start()
  await untilHealthy(baseUrl, app)
  const startedMs = Math.round(performance.now() - startedAt)
  const pid = (): number => app.child.pid ?? 0
  const postgresPid = (): number => postmasterOf(dataDir)
  return {
    baseUrl,
    dataDir,
    startedMs,
    pid,
    said: () => app.output(),
    postgresPid,
    killApp: async () => {
      app.child.kill('SIGKILL')
      await app.ended
      app = start()
    },
    killPostgres: () => void process.kill(postgresPid(), 'SIGKILL'),
    stop: async () => {
      app.child.kill('SIGTERM')
      return app.ended
    },
    [Symbol.asyncDispose]: async () => {
      app.child.kill('SIGTERM')
      await Promise.race([app.ended, sleep(15_000, undefined, { ref: false }).then(() => app.child.kill('SIGKILL'))])
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

type App = { child: ChildProcess; ended: Promise<number | null>; output: () => string }

/** The open pipe on descriptor 3 tells the app that we live: when we end in whatever way, it stops too. */
function startApp(environment: Readonly<Record<string, string>>, isLoud: boolean): App {
  const { NODE_TEST_CONTEXT: _context, NODE_OPTIONS: _options, ...inherited } = process.env
  const child = spawn(process.execPath, [appFile, 'start'], {
    stdio: ['ignore', isLoud ? 'inherit' : 'pipe', isLoud ? 'inherit' : 'pipe', 'pipe'],
    env: { ...inherited, ...environment, LAKESIDE_PARENT_FD: '3' },
  })
  let output = ''
  const note = (text: string): void => {
    output = (output + text).slice(-20_000)
  }
  child.stdout?.setEncoding('utf8').on('data', note)
  child.stderr?.setEncoding('utf8').on('data', note)
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  return { child, ended, output: () => output }
}

/** The first start makes a cluster and a demo town, on a machine that may be busy with other things. */
const patienceMs = 120_000

async function untilHealthy(baseUrl: string, app: App): Promise<void> {
  const until = performance.now() + patienceMs
  while (performance.now() < until) {
    if (app.child.exitCode !== null) throw new Error(`the town ended while it started:\n${app.output()}`)
    const reply = await send({ baseUrl }, { method: 'GET', path: '/health' }).catch(() => undefined) // too early
    if (reply?.status === 200) return
    await sleep(20)
  }
  throw new Error(`the town is not healthy after ${patienceMs / 1000} s:\n${app.output()}`)
}

/** Others may pass through: started by root, the database server runs as another user. */
function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lakeside-town-'))
  chmodSync(folder, 0o711)
  return folder
}

function postmasterOf(dataDir: string): number {
  const file = path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid')
  return Number(readFileSync(file, 'utf8').split('\n', 1)[0])
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
