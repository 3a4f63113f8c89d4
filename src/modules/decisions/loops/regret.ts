/**
 * **Regret**: what a decision would have earned more under the best other version of the policy, estimated from the log
 * of the last week by the doubly robust estimator. Nothing is regretted while the estimate lies below what was earned.
 */
import { type Database, type Executor, sql } from '#kernel/db'
import { rfc3339 } from '#kernel/http-pages'
import { Problem } from '#kernel/problem'
import type { Vault } from '#kernel/vault'
import { compiled, listPolicies, type PolicyListed } from '../books/declaring.ts'
import type { Point } from '../core/point.ts'
import { type Logged, readLog } from '../learning/log.ts'
import { type Estimate, estimate } from '../learning/replay.ts'
import { policyUnfit, tooFewDecisions } from '../problems.ts'

/** A value a decision, with the interval of the estimate. */
export type Regret = {
  policy: string
  version: number
  /** At least 0; the interval may lie below. */
  value: number
  low: number
  high: number
  decisions: number
  /** Town time it was estimated at. */
  at: string
}

const weekMs = 7 * 86_400_000
/** Decisions that are looked at: an estimate from more is hardly sharper, and holds up the process longer. */
const decisionsMax = 2_000
/** Other versions that are tried: those made last. */
const versionsMax = 5

type Place = { db: Database; town: number; vault: Vault; now: number }

/** Estimates and keeps the regret of a point. */
export async function lookAtRegret(place: Place, point: Point): Promise<Regret | null> {
  const { name } = point.declaration
  const others = (await listPolicies(place.db, place.town, name)).filter(({ stage }) => stage !== 'live')
  const candidates = others.slice(0, versionsMax)
  const { rows } = candidates.length === 0 ? { rows: [] } : await readLog(place, wantedOf(place, point))
  const found = candidates.flatMap((row) => estimated(point, row, rows))
  const best = found.toSorted((one, other) => other.estimate.value - one.estimate.value)[0]
  const regret = best === undefined ? null : regretOf(best, place.now)
  await keep(place, name, regret)
  return regret
}

function wantedOf({ now }: Place, point: Point) {
  return { point, since: now - weekMs, most: decisionsMax }
}

type Estimated = { row: PolicyListed; estimate: Estimate }

/** Nothing where the version does not fit any more, or where the log does not say enough of it. */
function estimated(point: Point, row: PolicyListed, log: readonly Logged[]): Estimated[] {
  try {
    const found = estimate(point, compiled(point, row), log)
    return found.warnings.length > 0 ? [] : [{ row, estimate: found }]
  } catch (error) {
    if (error instanceof Problem && (error.kind === policyUnfit || error.kind === tooFewDecisions)) return []
    throw error
  }
}

function regretOf({ row, estimate: { value, low, high, loggedValue, decisions } }: Estimated, now: number): Regret {
  return {
    policy: row.name,
    version: row.version,
    value: Math.max(0, value - loggedValue),
    low: low - loggedValue,
    high: high - loggedValue,
    decisions,
    at: rfc3339(now),
  }
}

async function keep({ db, town, now }: Place, point: string, regret: Regret | null): Promise<void> {
  await sql`
    insert into decisions.regrets (town, at, point, found)
    values (${town}, ${new Date(now)}, ${point}, ${JSON.stringify(regret)}::json)
    on conflict on constraint regrets_pk do update set at = excluded.at, found = excluded.found`.execute(db)
}

/** The newest look at each point. */
export async function readRegrets(db: Executor, town: number): Promise<Map<string, Regret | null>> {
  const { rows } = await sql<{ point: string; found: Regret | null }>`
    select point, found from decisions.regrets where town = ${town}`.execute(db)
  return new Map(rows.map(({ point, found }) => [point, found]))
}

/** Points that have decided since they were looked at, and whose last look is an hour old; the oldest first. */
export async function dueForRegret(db: Executor, town: number, now: number): Promise<string[]> {
  const { rows } = await sql<{ point: string }>`
    select b.point from decisions.buckets b left join decisions.regrets g on g.town = b.town and g.point = b.point
    where b.town = ${town} and b.at >= ${new Date(now - weekMs)} and b.at >= coalesce(g.at, '-infinity') - interval '1 hour'
      and coalesce(g.at, '-infinity') <= ${new Date(now - 3_600_000)}
    group by b.point, g.at order by g.at nulls first, b.point`.execute(db)
  return rows.map(({ point }) => point)
}
