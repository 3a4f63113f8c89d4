import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandLineOf, identityOf, lockHolder } from '../src/kernel/lifecycle.ts'
import { freePort } from '../src/kernel/postgres-supervisor.ts'

const cloneDir = path.join(import.meta.dirname, '..')

interface Place {
  readonly port: number
  readonly dataDir: string
}

async function place(t: TestContext): Promise<Place> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lakeside-start-'))
  chmodSync(folder, 0o711)
  t.signal.addEventListener('abort', () => rmSync(folder, { recursive: true, force: true }))
  return { port: await freePort(), dataDir: path.join(folder, 'data') }
}

interface Started {
  /** npm itself. */
  readonly child: ChildProcess
  readonly output: () => string
  /** Exit code and signal of npm. */
  readonly ended: Promise<unknown[]>
  /** The process of the app, once it is ready. */
  readonly app: number
}

/** `npm start`, until it says that it is ready; in a process group of its own, as a terminal would start it. */
async function npmStart(t: TestContext, { port, dataDir }: Place): Promise<Started> {
  const { NODE_TEST_CONTEXT: _, LAKESIDE_PARENT_FD: __, ...inherited } = process.env
  const env = { ...inherited, PORT: String(port), DATA_DIR: dataDir }
  const child = spawn('npm', ['start'], { cwd: cloneDir, detached: true, env, stdio: ['ignore', 'pipe', 'pipe'] })
  t.after(() => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL')
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)))
  const ended = once(child, 'close')
  const isOver = { value: false }
  void ended.then(() => (isOver.value = true))
  while (!output.includes('Ready in') && !isOver.value) await sleep(20)
  const app = lockHolder(path.join(dataDir, 'postgres', 'lock'))?.pid ?? 0
  return { child, output: () => output, ended, app }
}

async function gone(pid: number): Promise<void> {
  while (identityOf(pid) !== undefined) await sleep(20)
}

function postmasterOf({ dataDir }: Place): number {
  return Number(readFileSync(path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
}

/** The launcher's process: the parent of the app. */
function launcherOf(app: number): number {
  const stat = readFileSync(`/proc/${app}/stat`, 'utf8')
  const launcher = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  assert.match(commandLineOf(launcher), /bin\/lakeside\.mjs start/)
  return launcher
}

test('npm start serves the town it prints, ends on Ctrl-C without a trace of an error, and keeps its data', async (t) => {
  const at = await place(t)
  const first = await npmStart(t, at)
  assert.match(first.output(), new RegExp(`http://localhost:${at.port}`))
  assert.match(first.output(), /Operator +http\S+/)
  const answer = await fetch(`http://127.0.0.1:${at.port}/openapi.json`)
  assert.equal(answer.status, 200)
  process.kill(-(first.child.pid ?? 0), 'SIGINT') // what a terminal does: everyone of the group gets it
  const [, signal] = await first.ended
  assert.ok(signal === null || signal === 'SIGINT', 'npm itself ends by the signal when its shell does')
  assert.doesNotMatch(first.output(), /npm error|"level":[4-6]0/)
  await gone(first.app)
  const second = await npmStart(t, at)
  assert.doesNotMatch(second.output(), /Making a database|Filling/)
  second.child.kill('SIGTERM')
  await second.ended
  await gone(second.app)
})

test('a second start on the same folder or port says who is in the way', async (t) => {
  const at = await place(t)
  const first = await npmStart(t, at)
  const samePort = await npmStart(t, at)
  assert.match(samePort.output(), new RegExp(`[Pp]ort ${at.port} is (in use|taken)`))
  const sameFolder = await npmStart(t, { ...at, port: await freePort() })
  assert.match(sameFolder.output(), new RegExp(`already runs.*process ${first.app}`, 's'))
  process.kill(-(first.child.pid ?? 0), 'SIGINT')
  await first.ended
  await gone(first.app)
})

if (process.platform === 'linux') {
  for (const victim of ['npm', 'the launcher', 'the app', 'all of them'] as const) {
    test(`when ${victim} is killed nothing is left behind, and the next start goes on with the data`, async (t) => {
      const at = await place(t)
      const { child, app, ended } = await npmStart(t, at)
      const victims = { npm: [child.pid ?? 0], 'the launcher': [launcherOf(app)], 'the app': [app] }
      const postmaster = postmasterOf(at)
      const all = [...new Set(Object.values(victims).flat()), postmaster]
      for (const pid of victim === 'all of them' ? all : victims[victim]) process.kill(pid, 'SIGKILL')
      await Promise.all([ended, gone(app), gone(postmaster)])
      const next = await npmStart(t, at)
      assert.match(next.output(), /Ready in/)
      assert.doesNotMatch(next.output(), /Making a database/)
      process.kill(-(next.child.pid ?? 0), 'SIGINT')
      await next.ended
      await gone(next.app)
    })
  }
}
