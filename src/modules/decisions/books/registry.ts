/**
 * What this process knows of points, policies and switches. Every process looks at one small row several times a second
 * and reads the rest again when it has moved; a switch is felt everywhere well within a second.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, type Executor, sql, type Tx } from '#kernel/db'
import { log } from '#kernel/log'
import { createPoint, type Point, type PointDeclaration } from '../core/point.ts'
import { createPolicy, type Policy, type PolicySpec } from '../core/policy.ts'
import { wholeSpec } from './models.ts'

export type Stage = 'draft' | 'shadow' | 'canary' | 'live' | 'retired'

/** A point with the policies that take part in its decisions. */
export type Known = {
  point: Point
  live?: Policy
  shadow?: Policy
  canary?: { policy: Policy; bps: number }
  isOff: boolean
}

export type Registry = {
  find: (point: string) => Known | undefined
  all: () => readonly Known[]
  isOff: (point: string) => boolean
  /** Reads again when anything has changed. */
  refresh: () => Promise<void>
  start: () => void
  stop: () => Promise<void>
}

const lookMs = 200
/** Stands for every point. */
export const everyPoint = 'all'

export type PolicyRow = {
  point: string
  name: string
  version: number
  stage: Stage
  canaryBps: number
  spec: PolicySpec
}

/** Compiles policies; a test puts one in that throws. */
export type Compile = typeof createPolicy

export function createRegistry(
  { db, town }: { db: Database; town: number },
  compile: Compile = createPolicy,
  onChange: (all: readonly Known[]) => void = () => undefined,
): Registry {
  let known = new Map<string, Known>()
  let off = new Set<string>()
  let revision = -1
  const stopping = new AbortController()
  let running: Promise<void> | undefined

  async function refresh(): Promise<void> {
    const newest = await readRevision(db, town)
    if (newest === revision) return
    const [points, policies, switches] = await Promise.all([
      newestPoints(db, town),
      activePolicies(db, town),
      switchedOff(db, town),
    ])
    if (newest < revision) return // somebody who looked later was answered sooner
    off = new Set(switches)
    known = new Map(points.map((point) => [point.declaration.name, assembled(point, policies, compile)]))
    for (const one of known.values()) one.isOff = isOff(one.point.declaration.name)
    revision = newest
    onChange([...known.values()])
  }

  function isOff(point: string): boolean {
    return off.has(everyPoint) || off.has(point)
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await refresh().catch((error: unknown) => log.warn({ err: error }, 'decision points could not be read'))
      await sleep(lookMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined) // stopped
    }
  }

  return {
    find: (point) => known.get(point),
    all: () => [...known.values()],
    isOff,
    refresh,
    start: () => void (running ??= run()),
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

/** A policy that does not compile is left out and said; the point falls back to its safe default. */
function assembled(point: Point, policies: readonly PolicyRow[], compile: Compile): Known {
  const known: Known = { point, isOff: false }
  for (const row of policies.filter((one) => one.point === point.declaration.name)) {
    try {
      const policy = compile(point, row)
      if (row.stage === 'canary') known.canary = { policy, bps: row.canaryBps }
      else if (row.stage === 'shadow') known.shadow = policy
      else known.live = policy
    } catch (error) {
      log.error({ err: error, point: row.point, policy: row.name, version: row.version }, 'a policy does not compile')
    }
  }
  return known
}

/** Tells every process that something has changed. */
export async function bumpRevision(tx: Tx, town: number): Promise<void> {
  await sql`
    insert into decisions.revisions as r (town, revision) values (${town}, 1)
    on conflict on constraint revisions_pk do update set revision = r.revision + 1`.execute(tx)
}

async function readRevision(db: Executor, town: number): Promise<number> {
  const { rows } = await sql<{ revision: number }>`
    select revision from decisions.revisions where town = ${town}`.execute(db)
  return rows[0]?.revision ?? 0
}

async function newestPoints(db: Executor, town: number): Promise<Point[]> {
  const { rows } = await sql<{ version: number; declaration: PointDeclaration }>`
    select distinct on (name) version, declaration from decisions.points where town = ${town}
    order by name, version desc`.execute(db)
  return rows.map(({ version, declaration }) => createPoint(declaration, version))
}

async function activePolicies(db: Executor, town: number): Promise<PolicyRow[]> {
  const { rows } = await sql<PolicyRow>`
    select point, name, version, stage, canary_bps, ${wholeSpec} as spec from decisions.policies
    where town = ${town} and stage in ('shadow', 'canary', 'live')`.execute(db)
  return rows
}

async function switchedOff(db: Executor, town: number): Promise<string[]> {
  const { rows } = await sql<{ point: string }>`
    select point from decisions.switches where town = ${town} and is_off`.execute(db)
  return rows.map(({ point }) => point)
}
