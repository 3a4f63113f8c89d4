/**
 * Resident memory of a whole town: the app process and all processes of its PostgreSQL, at rest and under load.
 *
 *   node bench/memory.bench.ts
 *
 * PostgreSQL is counted by proportional set size, for its processes share the buffers. At rest: the demo town, ten
 * seconds after its first page. Under load: 64 clients place orders and look at lists for ten seconds; the most seen.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '#kernel/ids'
import { launchTown } from '../simulator/town.ts'
import { type HttpStage, check, openHttpStage, orderOf, request } from './http-stage.ts'
import { report } from './machine.ts'

const restMs = 10_000
const loadMs = 10_000
const clients = 64

type Memory = { appMb: number; appPeakMb: number; postgresMb: number }

function memoryOf(app: number, postmaster: number): Memory {
  const status = readFileSync(`/proc/${app}/status`, 'utf8')
  const kb = (text: string, name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)
  const mb = (value: number): number => Math.round(value / 1024)
  const server = processesOf(postmaster).reduce((sum, pid) => sum + proportionalKb(pid), 0)
  return { appMb: mb(kb(status, 'VmRSS')), appPeakMb: mb(kb(status, 'VmHWM')), postgresMb: mb(server) }
}

function processesOf(postmaster: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).filter((pid) => pid === postmaster || parentOf(pid) === postmaster)
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0 // it ended while it was looked at
  }
}

function proportionalKb(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0 // as above
  }
}

async function atRest(): Promise<void> {
  await using town = await launchTown({ environment: { LOG_LEVEL: 'error' } })
  await fetch(`${town.baseUrl}/`, { headers: { accept: 'text/html' } })
  await sleep(restMs)
  report({ bench: 'memory-at-rest', ...memoryOf(town.pid(), town.postgresPid()) })
}

async function work(stage: HttpStage, client: number, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const id = newId()
    const headers = { 'content-type': 'application/json', authorization: stage.buyers[client]!, 'idempotency-key': id }
    await request(stage, {
      method: 'POST',
      path: '/v1/orders',
      headers,
      body: JSON.stringify(orderOf(stage)),
      status: 201,
    })
    stage.placed.push(id)
    await request(stage, { method: 'GET', path: '/v1/offers?limit=20', status: 200 })
  }
}

async function underLoad(): Promise<void> {
  const stage = await openHttpStage({ buyers: clients, offers: 10_000 })
  try {
    const until = performance.now() + loadMs
    const isOver = (): boolean => performance.now() > until
    const working = Array.from({ length: clients }, (_, client) => work(stage, client, isOver))
    const most: Memory = { appMb: 0, appPeakMb: 0, postgresMb: 0 }
    while (!isOver()) {
      await sleep(500)
      const now = memoryOf(stage.town.pid(), stage.town.postgresPid())
      for (const name of ['appMb', 'appPeakMb', 'postgresMb'] as const) most[name] = Math.max(most[name], now[name])
    }
    await Promise.all(working)
    report({ bench: 'memory-under-load', clients, orders: stage.placed.length, ...most })
    await stage.pool.close()
    await check(stage)
  } finally {
    await stage.town[Symbol.asyncDispose]()
  }
}

await atRest()
await underLoad()
