/**
 * The server that tests share: found, or started by a keeper process that outlives the test that needed it first.
 *
 * Each process that uses it keeps a connection to the keeper, so that the keeper knows when nobody is left, however the
 * processes ended; then it stops the server and removes everything. It lives in the system's folder for temporary
 * files, one per clone, and leaves nothing else behind.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync } from 'node:fs'
import { type Socket, connect } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { hasCode } from './lifecycle.ts'
import { cloneDir } from './postgres-binaries.ts'

/** Where the keeper and its server live. */
export interface TestServerPlace {
  readonly folder: string
  /** The keeper listens here; only our user can reach it. */
  readonly socket: string
  readonly lock: string
  readonly server: string
}

/**
 * The name holds the user, because the folder for temporary files is everyone's. Names are short, because the path of
 * a socket may have about a hundred characters.
 */
export function testServerPlace(temporary: string = os.tmpdir()): TestServerPlace {
  const key = createHash('sha256').update(cloneDir).digest('hex').slice(0, 8)
  const folder = path.join(temporary, `lakeside-test-${process.getuid?.() ?? 0}-${key}`)
  const keeper = path.join(folder, 'k')
  return {
    folder,
    socket: path.join(keeper, 's'),
    lock: path.join(keeper, 'lock'),
    server: path.join(folder, 'server'),
  }
}

/** Makes the folders; others may pass through the outer one and not enter the one with the socket. */
function makePlace({ folder, socket }: TestServerPlace): void {
  const keeper = path.dirname(socket)
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== process.getuid?.()) throw new Error(`${folder} is not ours: remove it`)
  mkdirSync(keeper, { recursive: true, mode: 0o700 })
}

/** What the keeper tells each process that connects. */
export interface TestServer {
  /** Of the server's maintenance database, as superuser. */
  readonly url: string
}

let used: Promise<TestServer> | undefined

/** The shared server; it stays at least as long as this process. */
export function useTestServer(): Promise<TestServer> {
  used ??= findOrStart()
  return used
}

/** Making the first cluster takes a second or two; a machine under load gets its time. */
const patienceMs = 90_000

async function findOrStart(): Promise<TestServer> {
  const place = testServerPlace()
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 50) {
    makePlace(place) // again each time: a keeper that leaves removes it
    const server = await askKeeper(place.socket)
    if (server !== undefined) return server
    if (waitedMs % 2_000 === 0) startKeeper() // a second keeper leaves at once; the first may be on its way out
    await sleep(50)
  }
  throw new Error(`no test server within ${patienceMs / 1000} s: see ${place.folder}/server/postgres.log`)
}

/** Undefined when no keeper listens, or the one that did is closing down. */
function askKeeper(socketFile: string): Promise<TestServer | undefined> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(socketFile)
    let answer = ''
    socket.setEncoding('utf8')
    socket.on('error', (error) => {
      if (hasCode(error, 'ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE')) resolve(undefined)
      else reject(error)
    })
    socket.on('close', () => resolve(undefined))
    socket.on('data', (text: string) => {
      answer += text
      if (!answer.endsWith('\n')) return
      socket.unref() // held until this process ends, without keeping it alive
      resolve(JSON.parse(answer))
    })
  })
}

function startKeeper(): void {
  const script = fileURLToPath(new URL('testing-keeper.ts', import.meta.url))
  const { NODE_TEST_CONTEXT: _, NODE_OPTIONS: __, ...environment } = process.env
  const keeper = spawn(process.execPath, [script], { detached: true, stdio: 'ignore', cwd: '/', env: environment })
  keeper.unref()
}
