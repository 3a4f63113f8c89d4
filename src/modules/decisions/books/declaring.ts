import { machineNow } from '#kernel/clock'
import type { Actor, JsonObject } from '#kernel/commands'
import { type Database, type Executor, sql, transaction, type Tx } from '#kernel/db'
import { namedId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import { type ActName, recordAudit } from '#modules/audit'
import { createPoint, hashOf, type Point, type PointDeclaration } from '../core/point.ts'
import { createPolicy, type Policy, type PolicySpec } from '../core/policy.ts'
import { packedSpec, wholeSpec } from './models.ts'
import { pointNotFound, policyNotFound, policyUnfit } from '../problems.ts'
import { bumpRevision, type PolicyRow, type Stage } from './registry.ts'
import { noteChapter, townTime } from './story.ts'

type Place = { db: Database; town: number; by: Actor }
/** Within a transaction that holds the lock; null: the source tree, at a start. */
type Books = { town: number; by: Actor | null }

/** Stands in the books for the source tree. */
export const sourceTree = namedId('decisions/source')

/** The newest version of a point. @throws {Problem} decision-point-not-found */
export async function getPoint(db: Executor, town: number, name: string): Promise<Point> {
  return getPointVersion(db, town, { name, version: null })
}

/** A version of a point; null: the newest. @throws {Problem} decision-point-not-found */
export async function getPointVersion(
  db: Executor,
  town: number,
  { name, version }: { name: string; version: number | null },
): Promise<Point> {
  const { rows } = await sql<{ version: number; declaration: PointDeclaration }>`
    select version, declaration from decisions.points
    where town = ${town} and name = ${name} and (${version}::int is null or version = ${version}::int)
    order by version desc limit 1`.execute(db)
  if (rows[0] === undefined) throw new Problem(pointNotFound)
  return createPoint(rows[0].declaration, rows[0].version)
}

type PointVersion = { version: number; declaredAt: number; hash: string }

/** Versions of a point, the newest first. */
export async function listPointVersions(db: Executor, town: number, name: string): Promise<PointVersion[]> {
  const { rows } = await sql<PointVersion>`
    select version, declared_at, hash from decisions.points where town = ${town} and name = ${name}
    order by version desc limit 200`.execute(db)
  return rows
}

/**
 * Declares a point; the same again changes nothing. Policies that take part must still fit.
 *
 * @throws {Problem} policy-unfit
 */
export async function declarePoint(
  { db, town, by }: Place,
  declaration: PointDeclaration,
): Promise<{ version: number; isNew: boolean }> {
  const hash = hashOf(declaration)
  return transaction(db, async (tx) => {
    await lock(tx, town)
    const { rows } = await sql<{ version: number; hash: string }>`
      select version, hash from decisions.points where town = ${town} and name = ${declaration.name}
      order by version desc limit 1`.execute(tx)
    const [newest] = rows
    if (newest?.hash === hash) return { version: newest.version, isNew: false }
    const point = createPoint(declaration, (newest?.version ?? 0) + 1)
    for (const row of await listPolicies(tx, town, declaration.name)) {
      if (row.stage !== 'draft' && row.stage !== 'retired') compiled(point, row)
    }
    await insertPoint(tx, { town, by }, point)
    return { version: point.version, isNew: true }
  })
}

/** Stores a new version of a point. */
export async function insertPoint(tx: Tx, { town, by }: Books, { declaration, version, hash }: Point): Promise<void> {
  const { name } = declaration
  await sql`
    insert into decisions.points (town, version, declared_by, declared_at, name, hash, declaration)
    values (${town}, ${version}, ${by?.party ?? sourceTree}, ${new Date(machineNow())}, ${name}, ${hash},
      ${JSON.stringify(declaration)}::json)`.execute(tx)
  await noted(tx, { town, by, act: 'decisions.point-declared', subject: name, details: { version } })
}

/** A policy as it is listed. */
export type PolicyListed = PolicyRow & {
  madeAt: number
  learnt: JsonObject | null
  /** Town time: since when it stands on its stage, and since when it lived last. */
  stagedAt: number | null
  liveAt: number | null
  /** Why it was rolled back. */
  marked: JsonObject | null
}

/** Policies of a point, the newest first. */
export async function listPolicies(db: Executor, town: number, point: string): Promise<PolicyListed[]> {
  const { rows } = await sql<PolicyListed>`
    select point, name, version, stage, canary_bps, made_at, learnt, staged_at, live_at, marked,
      case when stage in ('draft', 'retired') then spec else ${wholeSpec} end as spec
    from decisions.policies
    where town = ${town} and point = ${point} order by made_at desc, name, version desc limit 500`.execute(db)
  return rows
}

/** A policy compiled for a point; the newest version unless given. @throws {Problem} policy-not-found, policy-unfit */
export async function getPolicy(
  db: Executor,
  town: number,
  { point, name, version }: { point: Point; name: string; version?: number | undefined },
): Promise<Policy> {
  const { rows } = await sql<PolicyRow>`
    select point, name, version, stage, canary_bps, ${wholeSpec} as spec from decisions.policies
    where town = ${town} and point = ${point.declaration.name} and name = ${name}
      and (${version ?? null}::int is null or version = ${version ?? null}::int)
    order by version desc limit 1`.execute(db)
  if (rows[0] === undefined) throw new Problem(policyNotFound)
  return compiled(point, rows[0])
}

/** @throws {Problem} policy-unfit */
export function compiled(point: Point, row: Pick<PolicyRow, 'name' | 'version' | 'spec'>): Policy {
  try {
    return createPolicy(point, row)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new Problem(policyUnfit, { detail: `${row.name} ${row.version}: ${error.message}` })
  }
}

/** A new version of a policy, as a draft. @throws {Problem} policy-unfit, decision-point-not-found */
export async function addPolicy(
  { db, town, by }: Place,
  { point: pointName, ...made }: { point: string } & NewPolicy,
): Promise<{ version: number; hash: string }> {
  const point = await getPoint(db, town, pointName)
  return transaction(db, async (tx) => {
    await lock(tx, town)
    return insertPolicy(tx, { town, by }, { point, ...made })
  })
}

/** A policy as it is made. */
type NewPolicy = { name: string; spec: PolicySpec; learnt?: JsonObject | null }

/** Stores a new version of a policy as a draft. @throws {Problem} policy-unfit */
export async function insertPolicy(
  tx: Tx,
  { town, by }: Books,
  { point, name, spec, learnt = null }: { point: Point } & NewPolicy,
): Promise<{ version: number; hash: string }> {
  const { rows } = await sql<{ version: number }>`
    select coalesce(max(version), 0) + 1 as version from decisions.policies
    where town = ${town} and point = ${point.declaration.name} and name = ${name}`.execute(tx)
  const { version } = rows[0]!
  const { hash } = compiled(point, { name, version, spec })
  await sql`
    insert into decisions.policies (town, version, canary_bps, made_by, made_at, point, name, stage, spec, learnt)
    values (${town}, ${version}, 0, ${by?.party ?? sourceTree}, ${new Date(machineNow())}, ${point.declaration.name},
      ${name}, 'draft', ${JSON.stringify(await packedSpec(tx, town, spec))}::json, ${learnt === null ? null : JSON.stringify(learnt)}::json)`.execute(
    tx,
  )
  return { version, hash }
}

/**
 * Puts a policy on a stage; whoever stood there is retired, and may be promoted again.
 *
 * @throws {Problem} policy-not-found, policy-unfit
 */
export async function promote(
  { db, town, by }: Place,
  { point: pointName, name, version, ...staging }: { point: string; name: string; version: number } & Staging,
): Promise<void> {
  const point = await getPoint(db, town, pointName)
  await getPolicy(db, town, { point, name, version })
  await transaction(db, async (tx) => {
    await lock(tx, town)
    await putOnStage(tx, { town, by }, { point: pointName, name, version, ...staging })
  })
}

type Staging = { stage: Exclude<Stage, 'draft'>; canaryBps: number }

/**
 * Puts a policy that fits on a stage, in the place of whoever stood there. One that was rolled back comes back by a
 * person's hand only.
 */
export async function putOnStage(
  tx: Tx,
  { town, by }: Books,
  { point, name, version, stage, canaryBps }: { point: string; name: string; version: number } & Staging,
): Promise<void> {
  if (by === null && (await isMarked(tx, town, { point, name, version }))) return
  const { rows: replaced } = await sql<{ name: string; version: number }>`
    update decisions.policies set stage = 'retired', canary_bps = 0
    where town = ${town} and point = ${point} and stage = ${stage}
      and (name, version) <> (${name}, ${version}::int)
    returning name, version`.execute(tx)
  const now = new Date(await townTime(tx, town))
  await sql`
    update decisions.policies set stage = ${stage}, canary_bps = ${stage === 'canary' ? canaryBps : 0}, marked = null,
      staged_at = case when stage = ${stage} then coalesce(staged_at, ${now}::timestamptz) else ${now}::timestamptz end,
      live_at = case when ${stage} = 'live' and stage <> 'live' then ${now}::timestamptz else live_at end
    where town = ${town} and point = ${point} and name = ${name} and version = ${version}`.execute(tx)
  const details = { policy: name, version, stage, canaryBps }
  await noted(tx, { town, by, act: 'decisions.policy-promoted', subject: point, details })
  const told = { stage, canaryBps, replaced: replaced[0] ?? null }
  await noteChapter(tx, { town, by, point, kind: 'promoted', policy: { name, version }, details: told })
}

type Named = { point: string; name: string; version: number }

async function isMarked(tx: Tx, town: number, { point, name, version }: Named): Promise<boolean> {
  const { rows } = await sql`
    select 1 from decisions.policies where town = ${town} and point = ${point} and name = ${name}
      and version = ${version} and marked is not null`.execute(tx)
  return rows.length > 0
}

/** Takes a policy off its stage, because it does not fit the point any more. */
export async function retireUnfit(tx: Tx, town: number, { point, name, version }: PolicyListed): Promise<void> {
  await sql`
    update decisions.policies set stage = 'retired', canary_bps = 0
    where town = ${town} and point = ${point} and name = ${name} and version = ${version}`.execute(tx)
  const details = { policy: name, version, why: 'it does not fit the new version of the point' }
  await noted(tx, { town, by: null, act: 'decisions.policy-retired', subject: point, details })
  const { why } = details
  await noteChapter(tx, { town, by: null, point, kind: 'retired', policy: { name, version }, details: { why } })
}

/** Switches a point, or `all`, off or on again. */
export async function setSwitch({ db, town, by }: Place, point: string, isOff: boolean): Promise<void> {
  await transaction(db, async (tx) => {
    await lock(tx, town)
    await sql`
      insert into decisions.switches (town, is_off, changed_by, changed_at, point)
      values (${town}, ${isOff}, ${by.party}, ${new Date(machineNow())}, ${point})
      on conflict on constraint switches_pk do update
        set is_off = excluded.is_off, changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(tx)
    await noted(tx, { town, by, act: 'decisions.switched', subject: point, details: { isOff } })
    await noteChapter(tx, { town, by, point, kind: 'switched', details: { isOff } })
  })
}

type Switch = { point: string; isOff: boolean; changedBy: string; changedAt: number }

/** The state of switches that were ever touched. */
export async function listSwitches(db: Executor, town: number): Promise<Switch[]> {
  const { rows } = await sql<Switch>`
    select point, is_off, changed_by, changed_at from decisions.switches where town = ${town} order by point`.execute(
    db,
  )
  return rows
}

/** Changes of declarations go one after another; the row is the one that processes look at. */
export async function lock(tx: Tx, town: number): Promise<void> {
  await bumpRevision(tx, town)
}

async function noted(
  tx: Tx,
  act: { town: number; by: Actor | null; act: ActName; subject: string; details: JsonObject },
): Promise<void> {
  await recordAudit(tx, { ...act, now: machineNow() })
}
