import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, createDatabase, sql } from './db.ts'
import { LockTaken, boundToUs, identityOf, readIfThere, signal } from './lifecycle.ts'
import { placeServer } from './postgres-binaries.ts'
import { freePort } from './postgres-supervisor.ts'
import { type Postgres, type PostgresOptions, openPostgres, startPostgres } from './postgres.ts'

/** Small and silent. A killed process needs no sync to disk, only a power cut would. */
function options(dataDir: string): PostgresOptions {
  const refugeDir = path.join(os.tmpdir(), `lakeside-refuge-${path.basename(path.dirname(dataDir))}`)
  return { dataDir, refugeDir, settings: { shared_buffers: '32MB', fsync: 'off' }, onProgress: () => undefined }
}

/** mkdtemp makes folders that only their owner can enter; the server's user must pass through. */
function dataFolder(t: TestContext, mode = 0o711): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lakeside-postgres-'))
  chmodSync(folder, mode)
  const dataDir = path.join(folder, 'data')
  // The signal comes when all hooks have run, so after the server was stopped.
  t.signal.addEventListener('abort', () => {
    for (const made of [folder, options(dataDir).refugeDir ?? '']) rmSync(made, { recursive: true, force: true })
  })
  return dataDir
}

async function started(
  t: TestContext,
  dataDir: string,
  settings: PostgresOptions['settings'] = options(dataDir).settings ?? {},
): Promise<{ server: Postgres; db: Database }> {
  const server = await startPostgres({ ...options(dataDir), settings })
  const db = createDatabase(server.url)
  t.after(async () => {
    await db.destroy().catch(() => undefined) // a test may have closed it
    await server.stop()
  })
  return { server, db }
}

test('the server speaks every script, listens to this machine only and lets nobody in without the password', async (t) => {
  const { server, db } = await started(t, dataFolder(t), { shared_buffers: '32MB' })
  const { rows } = await sql`select lower('ÅÄÖ ΣΊΣ') as low, to_tsvector('english', 'the running bikes')::text as words,
    current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync`.execute(db)
  assert.deepEqual(rows, [{ low: 'åäö σίσ', words: `'bike':3 'run':2`, addresses: '127.0.0.1', fsync: 'on' }])
  const stranger = new URL(server.url)
  stranger.password = 'guess'
  const guessing = createDatabase(stranger.href)
  await assert.rejects(sql`select 1`.execute(guessing), { code: '28P01' })
  await guessing.destroy()
})

test('data survive a stop and a start, and the password file is ours alone', async (t) => {
  const dataDir = dataFolder(t)
  const { server, db } = await started(t, dataDir)
  await sql`create table kept as select 7 as answer`.execute(db)
  await db.destroy()
  await server.stop()
  assert.equal(identityOf(server.pid() ?? 0), undefined)
  const again = await started(t, dataDir)
  assert.deepEqual((await sql`select * from kept`.execute(again.db)).rows, [{ answer: 7 }])
  assert.equal(statSync(path.join(dataDir, 'password')).mode & 0o777, 0o600)
})

test('every acknowledged row survives kills of the server under load, and the pool reconnects by itself', async (t) => {
  const { server, db } = await started(t, dataFolder(t), { shared_buffers: '32MB' })
  await sql`create table acknowledged (n int primary key)`.execute(db)
  const ends: string[] = []
  server.onExit((how) => ends.push(how))
  const acknowledged: number[] = []
  let next = 0
  const over = new AbortController()
  t.after(() => over.abort())
  const writer = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const n = (next += 1)
      try {
        await sql`insert into acknowledged values (${n})`.execute(db)
        acknowledged.push(n)
      } catch {
        await sleep(5) // unknown to the writer, so not counted: it may or may not be there
      }
    }
  }
  const writers = Array.from({ length: 8 }, writer)
  for (let kill = 1; kill <= 3; kill += 1) {
    const before = acknowledged.length
    while (acknowledged.length < before + 200) await sleep(5)
    // Sessions of a killed server may go on for a moment, so that the next one has to try more than once.
    while (!signal(server.pid() ?? 0, 'SIGKILL')) await sleep(5)
    while (ends.filter((how) => how === 'SIGKILL').length < kill) await sleep(5)
  }
  const before = acknowledged.length
  while (acknowledged.length < before + 200) await sleep(5)
  over.abort()
  await Promise.all(writers)
  const { rows } = await sql<{ n: number }>`select n from acknowledged`.execute(db)
  const stored = new Set(rows.map(({ n }) => n))
  assert.deepEqual(
    acknowledged.filter((n) => !stored.has(n)),
    [],
  )
  assert.equal(ends.filter((how) => how === 'SIGKILL').length, 3)
})

test('the crash of one session ends and restarts the server; the address stays', async (t) => {
  const { server, db } = await started(t, dataFolder(t))
  const ended = new Promise<string>((resolve) => server.onExit(resolve))
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
  process.kill(rows[0]?.pid ?? 0, 'SIGKILL')
  assert.match(await ended, /exit code/)
  // The first statement may meet the dying connection; from then on statements wait for the new server.
  const answer = await sql`select 1 as one`.execute(db).catch(() => sql`select 1 as one`.execute(db))
  assert.deepEqual(answer.rows, [{ one: 1 }])
})

/** Starts a server in another process, which prints its pid and address and then waits to be killed. */
async function startedElsewhere(
  t: TestContext,
  dataDir: string,
): Promise<{ pid: number; url: string; kill: () => Promise<void> }> {
  const { onProgress: _, ...plain } = options(dataDir)
  const code = `import { startPostgres } from ${JSON.stringify(path.join(import.meta.dirname, 'postgres.ts'))}
    const server = await startPostgres({ ...${JSON.stringify(plain)}, onProgress() {} })
    console.log(JSON.stringify({ pid: server.pid(), url: server.url })); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  const [line] = await once(child.stdout, 'data')
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return { ...JSON.parse(String(line)), kill }
}

test('a server left over without its supervisor is stopped, and its data are there', async (t) => {
  const dataDir = dataFolder(t)
  const first = await started(t, dataDir)
  await sql`create table kept as select 7 as answer`.execute(first.db)
  await first.db.destroy()
  await first.server.stop()
  const { nativeDir, runAs } = placeServer(dataDir, '/nowhere')
  const settings = ['-c', `port=${await freePort()}`, '-c', 'unix_socket_directories=']
  const leftOver = spawn(
    path.join(nativeDir, 'bin', 'postgres'),
    ['-D', path.join(dataDir, 'cluster'), ...settings],
    runAs,
  )
  const ended = once(leftOver, 'exit')
  const pidFile = path.join(dataDir, 'cluster', 'postmaster.pid')
  while (!(readIfThere(pidFile) ?? '').includes('ready')) await sleep(5)
  const { db } = await started(t, dataDir)
  assert.deepEqual((await sql`select * from kept`.execute(db)).rows, [{ answer: 7 }])
  assert.deepEqual(await ended, [0, null], 'it should have been stopped in order')
})

if (boundToUs('postgres', [], 'INT').command !== 'postgres') {
  test('a server does not outlive a killed supervisor', async (t) => {
    const other = await startedElsewhere(t, dataFolder(t))
    await other.kill()
    while (identityOf(other.pid) !== undefined) await sleep(20)
  })
}

test('a folder in use by a live process is refused to a second server and lent to a command', async (t) => {
  const dataDir = dataFolder(t)
  const other = await startedElsewhere(t, dataDir)
  await assert.rejects(startPostgres(options(dataDir)), LockTaken)
  const opened = await openPostgres(options(dataDir))
  assert.equal(opened.url, other.url)
  assert.equal(opened.pid(), other.pid)
  await opened.stop()
  assert.notEqual(identityOf(other.pid), undefined, 'a borrowed server must not be stopped')
  await other.kill()
  await (await startPostgres(options(dataDir))).stop()
})

test('a pid file that names a stranger neither stops the start nor the stranger', async (t) => {
  const dataDir = dataFolder(t)
  const first = await startPostgres(options(dataDir))
  await first.stop()
  // Of the same user, or PostgreSQL itself would see that it is none of its own.
  const stranger = spawn('sleep', ['60'], { ...placeServer(dataDir, '/nowhere').runAs })
  t.after(() => stranger.kill())
  writeFileSync(path.join(dataDir, 'cluster', 'postmaster.pid'), `${stranger.pid}\n/elsewhere\n`)
  const { db } = await started(t, dataDir)
  assert.equal((await sql`select 1`.execute(db)).rows.length, 1)
  assert.notEqual(identityOf(stranger.pid ?? 0), undefined)
})

test('a cluster whose creation was cut short is made anew', async (t) => {
  const dataDir = dataFolder(t)
  mkdirSync(path.join(dataDir, 'cluster.new', 'base'), { recursive: true })
  const { db } = await started(t, dataDir)
  assert.equal((await sql`select 1`.execute(db)).rows.length, 1)
  assert.ok(!existsSync(path.join(dataDir, 'cluster.new')))
})

test('a lost password is replaced without losing data', async (t) => {
  const dataDir = dataFolder(t)
  const { server, db } = await started(t, dataDir)
  await sql`create table kept as select 7 as answer`.execute(db)
  await db.destroy()
  await server.stop()
  const lost = readFileSync(path.join(dataDir, 'password'), 'utf8')
  rmSync(path.join(dataDir, 'password'))
  const again = await started(t, dataDir)
  assert.deepEqual((await sql`select * from kept`.execute(again.db)).rows, [{ answer: 7 }])
  assert.notEqual(readFileSync(path.join(dataDir, 'password'), 'utf8'), lost)
})

test('a server that cannot start says why', async (t) => {
  const dataDir = dataFolder(t)
  const wrong = { ...options(dataDir), settings: { shared_buffers: 'plenty', fsync: 'off' } }
  await assert.rejects(startPostgres(wrong), /invalid value for parameter "shared_buffers"/)
})

if (process.getuid?.() === 0) {
  test('started by root in a folder only root can enter, it keeps its data elsewhere and says so', async (t) => {
    const dataDir = dataFolder(t, 0o700)
    const told: string[] = []
    const server = await startPostgres({ ...options(dataDir), onProgress: (message) => told.push(message) })
    t.after(() => server.stop())
    assert.match(told[0] ?? '', /only root can enter .* keeps its data in .*lakeside-refuge-/)
    assert.notEqual(statSync(`/proc/${server.pid()}`).uid, 0)
  })
}

test('the port is below those given to outgoing connections, or a client could meet itself on it', async (t) => {
  const { server } = await started(t, dataFolder(t))
  const port = Number(new URL(server.url).port)
  assert.ok(port >= 20_000 && port < 32_000)
  const socket = net.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.destroy()
})
