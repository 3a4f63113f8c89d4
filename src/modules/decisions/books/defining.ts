/**
 * Points that come with the source: declared beside the code that asks them, found by the composition, and brought into
 * the books at every start. A declaration that has changed since the last start is a new version; what operators have
 * made of a point stays as they left it.
 */
import { machineNow } from '#kernel/clock'
import { type Database, type Executor, sql, transaction, type Tx } from '#kernel/db'
import type { PointOf } from '#kernel/module'
import { Problem } from '#kernel/problem'
import { createPoint, hashOf, type Point, type PointDeclaration } from '../core/point.ts'
import { createPolicy, type PolicySpec } from '../core/policy.ts'
import { nonsenseOf } from '../core/sense.ts'
import { teachBy, type Teacher } from '../training/teachers.ts'
import {
  compiled,
  insertPoint,
  insertPolicy,
  listPolicies,
  lock,
  type PolicyListed,
  putOnStage,
  retireUnfit,
  sourceTree,
} from './declaring.ts'

const usual = {
  isCrossed: false,
  guards: [],
  reverse: null,
  question: null,
  retentionDays: 365,
  budgetMs: 50,
  mode: 'auto',
} as const

type Usual = keyof typeof usual

/** What a module or a line of business says of a point of its own. */
export type PointDefinition = Omit<PointDeclaration, Usual> &
  Partial<Pick<PointDeclaration, Usual>> & {
    /** Lives from the first start on, and again where nothing else does. */
    baseline: PolicySpec
    /** Further policies by name, as drafts for learning and trying; told how many columns a model has. */
    others?: (columns: number) => Readonly<Record<string, PolicySpec>>
    /** Who keeps lessons of its own for the point, learns from them and judges by them. */
    teacher?: Teacher
    /** Of these, the ones that learn every so many hours, until an operator says otherwise. */
    everyHours?: Readonly<Record<string, number>>
  }

/** A point as the composition hands it on. */
export type DefinedPoint = PointOf & {
  readonly declaration: PointDeclaration
  /** By name; `baseline` is the first. */
  readonly policies: readonly (readonly [name: string, spec: PolicySpec])[]
  readonly everyHours: Readonly<Record<string, number>>
}

/** The policy that every defined point begins with. */
export const baselineName = 'baseline'

const defined = new WeakSet<object>()

/**
 * A point of a module or a line of business, for its `points`; its name begins with theirs: `market.hold`.
 *
 * @throws {Error} where it makes no sense, so that no town starts with it
 */
export function definePoint({ baseline, others, teacher, everyHours = {}, ...rest }: PointDefinition): DefinedPoint {
  const declaration: PointDeclaration = { ...usual, ...rest }
  const wrong = nonsenseOf(declaration)
  if (wrong !== undefined) throw new Error(`${declaration.name}: ${wrong.pointer} ${wrong.detail}`)
  const point = createPoint(declaration, 1)
  const policies = Object.entries({ [baselineName]: baseline, ...others?.(point.columns.length) })
  for (const [name, spec] of policies) createPolicy(point, { name, version: 1, spec })
  const made = { name: declaration.name, declaration, policies, everyHours }
  defined.add(made)
  if (teacher !== undefined) teachBy(made.name, teacher)
  return made
}

function isDefined(point: PointOf): point is DefinedPoint {
  return defined.has(point)
}

/** The points of these modules. @throws {Error} for one that is not of `definePoint`, or has the name of another's */
export function pointsOf(modules: readonly { name: string; points?: readonly PointOf[] }[]): DefinedPoint[] {
  const found = new Map<string, DefinedPoint>()
  for (const { name: owner, points = [] } of modules) {
    for (const point of points) {
      if (!isDefined(point)) throw new Error(`${owner}: ${point.name} was not made by definePoint`)
      if (!point.name.startsWith(`${owner}.`)) throw new Error(`${owner}: ${point.name} must begin with ${owner}.`)
      if (found.has(point.name)) throw new Error(`${owner}: ${point.name} is declared twice`)
      found.set(point.name, point)
    }
  }
  return [...found.values()]
}

/**
 * Brings points into the books. Starting again changes nothing, and of several processes that start at once one does
 * the work; answers the names of the points that were new or different.
 */
export async function declarePoints(
  { db, town }: { db: Database; town: number },
  points: readonly DefinedPoint[],
): Promise<string[]> {
  const known = await knownOf(db, town)
  const changed = points.filter((point) => !isKnown(known, point))
  if (changed.length === 0) return []
  return transaction(db, async (tx) => {
    await lock(tx, town)
    // Another process may have done it while this one waited.
    const now = await knownOf(tx, town)
    const left = changed.filter((point) => !isKnown(now, point))
    for (const point of left) await declareOne(tx, town, { point, known: now })
    return left.map(({ name }) => name)
  })
}

/** Hashes of what the source tree said last, by point and by point and policy. */
type KnownHashes = { points: ReadonlyMap<string, string>; policies: ReadonlyMap<string, string> }

async function knownOf(db: Executor, town: number): Promise<KnownHashes> {
  const points = await sql<{ name: string; hash: string }>`
    select distinct on (name) name, hash from decisions.points where town = ${town} and declared_by = ${sourceTree}
    order by name, version desc`.execute(db)
  const policies = await sql<{ point: string; name: string; spec: PolicySpec }>`
    select distinct on (point, name) point, name, spec from decisions.policies
    where town = ${town} and made_by = ${sourceTree} order by point, name, version desc`.execute(db)
  return {
    points: new Map(points.rows.map(({ name, hash }) => [name, hash])),
    policies: new Map(policies.rows.map(({ point, name, spec }) => [`${point}/${name}`, hashOf(spec)])),
  }
}

function isKnown(known: KnownHashes, { name, declaration, policies }: DefinedPoint): boolean {
  return known.points.get(name) === hashOf(declaration) && policies.every((policy) => isMade(known, name, policy))
}

function isMade({ policies }: KnownHashes, point: string, [name, spec]: DefinedPoint['policies'][number]): boolean {
  return policies.get(`${point}/${name}`) === hashOf(spec)
}

type Declaring = { point: DefinedPoint; known: KnownHashes }

async function declareOne(tx: Tx, town: number, { point: defined, known }: Declaring): Promise<void> {
  const { name, declaration, policies, everyHours } = defined
  const isNew = known.points.get(name) !== hashOf(declaration)
  const point = isNew
    ? await newVersion(tx, town, declaration)
    : createPoint(declaration, await versionOf(tx, town, name))
  for (const policy of policies) {
    const [policyName, spec] = policy
    if (isMade(known, name, policy)) continue
    const { version } = await insertPolicy(tx, { town, by: null }, { point, name: policyName, spec })
    if (policyName === baselineName) await replaceBaseline(tx, town, { point: name, version })
    await scheduleFirst(tx, town, { point: name, policy: policyName, everyHours: everyHours[policyName] })
  }
  await fillLive(tx, town, name)
}

type Scheduled = { point: string; policy: string; everyHours: number | undefined }

/** What an operator has said of it stays. */
async function scheduleFirst(tx: Tx, town: number, { point, policy, everyHours }: Scheduled): Promise<void> {
  if (everyHours === undefined) return
  await sql`
    insert into decisions.schedules (town, every_hours, after_outcomes, changed_by, changed_at, point, policy)
    values (${town}, ${everyHours}, null, ${sourceTree}, ${new Date(machineNow())}, ${point}, ${policy})
    on conflict on constraint schedules_pk do nothing`.execute(tx)
}

/** Stores the declaration; a policy that takes part and does not fit it any more makes room for the baseline. */
async function newVersion(tx: Tx, town: number, declaration: PointDeclaration): Promise<Point> {
  const point = createPoint(declaration, (await versionOf(tx, town, declaration.name)) + 1)
  for (const row of await listPolicies(tx, town, declaration.name)) {
    if (row.stage !== 'draft' && row.stage !== 'retired' && !fits(point, row)) await retireUnfit(tx, town, row)
  }
  await insertPoint(tx, { town, by: null }, point)
  return point
}

function fits(point: Point, row: PolicyListed): boolean {
  try {
    compiled(point, row)
    return true
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return false
  }
}

async function versionOf(tx: Tx, town: number, name: string): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    select coalesce(max(version), 0) as version from decisions.points
    where town = ${town} and name = ${name}`.execute(tx)
  return rows[0]!.version
}

/** The new baseline takes the place of the old one; whatever else lives there is an operator's choice. */
async function replaceBaseline(tx: Tx, town: number, { point, version }: { point: string; version: number }) {
  const { rows } = await sql`
    select 1 from decisions.policies where town = ${town} and point = ${point} and name = ${baselineName}
      and stage = 'live' and made_by = ${sourceTree}`.execute(tx)
  if (rows.length > 0) await putOnStage(tx, { town, by: null }, { point, name: baselineName, version, ...live })
}

const live = { stage: 'live', canaryBps: 0 } as const

/** Where nothing lives, the newest baseline of the source does. */
async function fillLive(tx: Tx, town: number, point: string): Promise<void> {
  const { rows } = await sql<{ version: number; isFilled: boolean }>`
    select max(version) filter (where name = ${baselineName} and made_by = ${sourceTree}) as version,
      bool_or(stage = 'live') as is_filled
    from decisions.policies where town = ${town} and point = ${point}`.execute(tx)
  const { version, isFilled } = rows[0]!
  if (!isFilled) await putOnStage(tx, { town, by: null }, { point, name: baselineName, version, ...live })
}
