import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { clusterOf } from '../src/kernel/postgres-cluster.ts'
import { type Postgres, startPostgres } from '../src/kernel/postgres.ts'
import { launchTown } from '../simulator/town.ts'
import { buy, noNotes, setStage, stubborn } from '../tools/storm-buyers.ts'
import { compare, faultsOf } from '../tools/storm-compare.ts'
import { openProxy } from '../tools/storm-proxy.ts'

type Primary = { child: ChildProcess; url: string; postmaster: number }

async function startPrimary(folder: string): Promise<Primary> {
  const script = path.join(import.meta.dirname, 'standby-primary.ts')
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return { child, ...JSON.parse(String(line)) }
}

async function query(url: string, text: string): Promise<Record<string, string>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

/**
 * Copies the running primary and starts the copy as a standby that follows it (PostgreSQL 18, §26.3.3 "low-level
 * backup"): what the server's package lacks, pg_basebackup, is a copy between two calls.
 */
async function startStandby(primary: Primary, from: string, to: string): Promise<Postgres> {
  const client = new pg.Client({ connectionString: primary.url })
  await client.connect()
  await client.query(`select pg_backup_start('standby', true)`)
  mkdirSync(to, { mode: 0o711 })
  const [source, target] = [clusterOf(from), clusterOf(to)]
  execFileSync('cp', ['-a', source, target])
  execFileSync('cp', ['-a', path.join(from, 'password'), path.join(to, 'password')])
  const { rows } = await client.query('select labelfile from pg_backup_stop()')
  await client.end()
  for (const name of ['postmaster.pid', 'postmaster.opts', 'pg_wal'])
    rmSync(path.join(target, name), { recursive: true })
  const { uid, gid } = statSync(source)
  const own = (name: string): void => chownSync(path.join(target, name), uid, gid)
  for (const name of ['pg_wal', 'pg_wal/archive_status']) {
    mkdirSync(path.join(target, name), { mode: 0o700 })
    own(name)
  }
  for (const [name, text] of [
    ['backup_label', rows[0].labelfile],
    ['standby.signal', ''],
  ] as const) {
    writeFileSync(path.join(target, name), text, { mode: 0o600 })
    own(name)
  }
  const { port, password } = new URL(primary.url)
  const leads = `host=127.0.0.1 port=${port} user=lakeside password=${password} application_name=standby`
  appendFileSync(path.join(target, 'postgresql.auto.conf'), `primary_conninfo = '${leads}'\n`)
  return startPostgres({ dataDir: to })
}

/** From now on nothing is acknowledged that the standby does not have on its disk. */
async function makeSynchronous(url: string): Promise<void> {
  await query(url, `alter system set synchronous_standby_names = 'standby'`)
  await query(url, 'select pg_reload_conf()')
  for (;;) {
    const rows = await query(url, `select sync_state from pg_stat_replication where application_name = 'standby'`)
    if (rows[0]?.sync_state === 'sync') return
    await sleep(50)
  }
}

async function untilAnswers(count: () => number, wanted: number): Promise<void> {
  while (count() < wanted) await sleep(20)
}

test('when the primary is lost under load, its synchronous standby takes over with everything acknowledged', async (t) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lakeside-standby-'))
  chmodSync(folder, 0o711) // started by root, the database servers run as another user
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const homes = { primary: path.join(folder, 'primary'), standby: path.join(folder, 'standby') }
  const primary = await startPrimary(homes.primary)
  t.after(() => primary.child.kill('SIGKILL'))
  const standby = await startStandby(primary, homes.primary, homes.standby)
  t.after(() => standby.stop())
  await makeSynchronous(primary.url)

  const proxy = await openProxy(Number(new URL(primary.url).port))
  t.after(() => proxy.close())
  const address = new URL(primary.url)
  address.port = String(proxy.port)
  const environment = {
    DEMO: 'off', LOG_LEVEL: 'silent', DATABASE_URL: address.href,
    MASTER_KEY: randomBytes(32).toString('base64url'),
  } // prettier-ignore
  const town = await launchTown({ environment })
  const notes = noNotes()
  const scarceStock = 100
  const stage = await setStage([stubborn(town.baseUrl, notes)], { buyers: 32, scarceStock })
  const stopping = new AbortController()
  const buyers = Array.from({ length: 32 }, (_, seed) => buy(stage, notes, { seed, signal: stopping.signal }))
  await untilAnswers(() => notes.orders.size, 500)

  // The machine of the primary is gone: its keeper and the server, without a word.
  primary.child.kill('SIGKILL')
  process.kill(primary.postmaster, 'SIGKILL')
  await query(standby.url, 'select pg_promote(true, 60)')
  proxy.leadTo(Number(new URL(standby.url).port))
  await untilAnswers(() => notes.orders.size, notes.orders.size + 500)

  stopping.abort()
  await Promise.all(buyers)
  assert.equal(await town.stop(), 0)
  assert.deepEqual(await compare(standby.url, { notes, stage, scarceStock }), [])
  assert.deepEqual(faultsOf(notes), [])
})
