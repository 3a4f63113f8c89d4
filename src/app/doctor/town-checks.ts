/** The town's own state: who writes, who reads behind, what is stuck, what is missing. */
import path from 'node:path'
import type { Config } from '#kernel/config'
import { type Database, sql } from '#kernel/db'
import { findInvariants, violations } from '#kernel/invariants'
import { findLease } from '#kernel/lease'
import type { Town } from '#kernel/towns'
import { createDiskStore } from '#modules/files'
import { type Finding, graded } from './finding.ts'

/** Whether somebody writes the books. A town that is not running is no fault. */
export async function checkLease(db: Database, town: Town): Promise<Finding> {
  const holder = await findLease(db, town.id)
  if (holder?.isAlive === true)
    return { level: 'ok', name: 'lease', detail: `epoch ${holder.epoch}, written at ${holder.address}` }
  return { level: 'ok', name: 'lease', detail: 'nobody writes: the town is not running' }
}

/** Positions by which a reader may be behind while the town runs. */
const [behindWarn, behindBad] = [5_000, 100_000]

/** How far projections and handlers are behind the log. */
export async function checkReaders(db: Database, town: Town): Promise<Finding[]> {
  const { rows } = await sql<{ name: string; behind: number; isAlive: boolean }>`
    select c.name, greatest(0, l.pos - c.pos)::bigint as behind,
      l.heartbeat_at > clock_timestamp() - interval '3 seconds' as is_alive
    from kernel.cursors c join kernel.lease l on l.town = c.town
    where c.town = ${town.id} and c.name not like 'app.%' order by c.name`.execute(db)
  return rows.map(({ name, behind, isAlive }) => {
    const detail = behind === 0 ? 'is up to date' : `is ${behind} positions behind`
    // Without a running town nobody reads: they catch up at the next start.
    return graded(`reader.${name}`, isAlive ? behind : 0, { warn: behindWarn, bad: behindBad, detail })
  })
}

/** Orders that a refused timer left where they are, and jobs that have used up their attempts. */
export async function checkStuck(db: Database, town: Town): Promise<Finding[]> {
  const orders = await sql<{ count: number }>`
    select count(*) from orders.order_state where town = ${town.id} and stuck is not null`.execute(db)
  const there = await sql<{ there: boolean }>`
    select to_regclass('graphile_worker._private_jobs') is not null as there`.execute(db)
  const jobs = there.rows[0]!.there
    ? await sql<{ count: number }>`
        select count(*) from graphile_worker._private_jobs where attempts >= max_attempts`.execute(db)
    : { rows: [{ count: 0 }] }
  const [stuck, failed] = [orders.rows[0]!.count, jobs.rows[0]!.count]
  return [
    graded('orders.stuck', stuck, { warn: 1, bad: Infinity, detail: `${stuck} orders wait for somebody to look` }),
    graded('jobs.failed', failed, { warn: 1, bad: Infinity, detail: `${failed} jobs have used up their attempts` }),
  ]
}

/** Files looked up at once. */
const lookUps = 64

/** Pictures that offers and parties name and the store does not have. */
export async function checkFiles(db: Database, town: Town, { dataDir }: Config): Promise<Finding> {
  const { rows } = await sql<{ id: string }>`
    select picture as id from offers.offers, unnest(pictures) as picture where town = ${town.id}
    union select picture from identity.parties where town = ${town.id} and picture is not null`.execute(db)
  const ids = rows.map(({ id }) => id).filter((id) => /^[0-9a-f]{64}$/.test(id))
  const store = createDiskStore(path.join(dataDir, 'files'))
  const missing: string[] = []
  for (let from = 0; from < ids.length; from += lookUps) {
    const page = ids.slice(from, from + lookUps)
    const sizes = await Promise.all(page.map((id) => store.find(id)))
    missing.push(...page.filter((_id, index) => sizes[index] === undefined))
  }
  if (missing.length === 0) return { level: 'ok', name: 'files', detail: `${ids.length} files are there` }
  return { level: 'bad', name: 'files', detail: `${missing.length} of ${ids.length} files are missing`, rows: missing }
}

/** Every invariant of every module. */
export async function checkInvariants(db: Database): Promise<Finding[]> {
  const invariants = findInvariants()
  const broken = new Map((await violations(db, invariants)).map(({ name, rows }) => [name, rows]))
  return invariants.map(({ name }): Finding => {
    const rows = broken.get(name)
    return rows === undefined ? { level: 'ok', name, detail: 'holds' } : { level: 'bad', name, detail: 'BROKEN', rows }
  })
}
