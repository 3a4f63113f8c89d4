/**
 * What came of decisions. An outcome counts when it lies within its metric's window, whenever it is told; told twice it
 * counts once.
 */
import { type Database, sql, transaction, type Tx } from '#kernel/db'
import { invalidAt } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import type { Metric, PointDeclaration } from '../core/point.ts'
import { countOutcomes, type NewOutcome, type Valued } from '../counting/outcomes.ts'
import { decisionNotFound, outcomeOutsideWindow } from '../problems.ts'

/** An outcome of a known decision; `n` tells events of one command apart. */
export type Outcome = { decision: string; event: string; n: number; at: number; value: number }

/**
 * Stores outcomes of one metric and adds them to their decisions; answers how many were new. The decisions are locked
 * first, in order of id, so that two who tell at once wait for each other.
 */
export async function storeOutcomes(
  tx: Tx,
  { town, now, metric }: { town: number; now: number; metric: Metric },
  outcomes: readonly Outcome[],
): Promise<number> {
  if (outcomes.length === 0) return 0
  const ids = [...new Set(outcomes.map(({ decision }) => decision))]
  const { rows: decisions } = await sql<Valued>`
    select id, at, point, point_version, policy, policy_version, value from decisions.records
    where town = ${town} and id = any(${ids}::uuid[]) order by id for update`.execute(tx)
  const { rows } = await sql<NewOutcome>`
    insert into decisions.outcomes (town, n, is_only, decision, event, at, told_at, value, metric)
    select ${town}, u.n, ${metric.counts === 'first'}, u.decision, u.event, to_timestamp(u.at::float8 / 1000),
      ${new Date(now)}, u.value, ${metric.name}
    from json_to_recordset(${JSON.stringify(outcomes)}::json)
      as u (n int2, decision uuid, event uuid, at float8, value float8)
    order by u.decision, u.at, u.event, u.n
    on conflict do nothing returning decision, at, value`.execute(tx)
  await sql`
    update decisions.records r set value = coalesce(r.value, 0) + s.value
    from (select decision, sum(value) * ${metric.weight}::float8 as value
          from json_to_recordset(${JSON.stringify(rows)}::json) as u (decision uuid, value float8)
          group by decision) s
    where r.town = ${town} and r.id = s.decision`.execute(tx)
  await countOutcomes(tx, { town, now, metric, decisions }, rows)
  return rows.length
}

/** An outcome of one place of a decision, as another module finds it. */
export type PlaceOutcome = Outcome & { option: string }

/**
 * Stores outcomes that modules find in events of their own, under a metric that the points declare: those of decisions
 * that chose the option and whose window was open. What belongs to no decision is nothing to us.
 */
export async function tellOutcomes(
  tx: Tx,
  { town, now }: { town: number; now: number },
  { metric: name, outcomes }: { metric: string; outcomes: readonly PlaceOutcome[] },
): Promise<number> {
  const { rows } = await sql<Outcome & { metric: Metric }>`
    select u.decision, u.event, u.n, u.at, u.value, m.metric
    from json_to_recordset(${JSON.stringify(outcomes)}::json)
      as u (decision uuid, event uuid, n int2, at float8, value float8, option text)
    join decisions.records r on r.town = ${town} and r.id = u.decision and u.option = any(r.chosen)
    join decisions.points p on p.town = r.town and p.name = r.point and p.version = r.point_version
    cross join lateral json_array_elements(p.declaration -> 'metrics') m (metric)
    where m.metric ->> 'name' = ${name} and to_timestamp(u.at / 1000)
      between r.at and r.at + make_interval(secs => (m.metric ->> 'windowMs')::float8 / 1000)`.execute(tx)
  let stored = 0
  for (const own of Map.groupBy(rows, ({ metric }) => JSON.stringify(metric)).values()) {
    stored += await storeOutcomes(tx, { town, now, metric: own[0]!.metric }, own)
  }
  return stored
}

/** An outcome as somebody tells it. */
export type Telling = { decision: string; metric: string; value: number; at: number; event: string }

/** What became of it: `already` when the same was told before, or when the metric counts once and has. */
export type Told = { status: 'joined' | 'already'; isLate: boolean; value: number }

/** @throws {Problem} decision-not-found, outcome-outside-window, invalid-input */
export async function tellOutcome(
  { db, town, now }: { db: Database; town: number; now: number },
  { decision, metric: name, value, at, event }: Telling,
): Promise<Told> {
  return transaction(db, async (tx) => {
    const { rows } = await sql<{ at: number; declaration: PointDeclaration }>`
      select r.at, p.declaration from decisions.records r
      join decisions.points p on p.town = r.town and p.name = r.point and p.version = r.point_version
      where r.town = ${town} and r.id = ${decision} for update of r`.execute(tx)
    const [found] = rows
    if (found === undefined) throw new Problem(decisionNotFound)
    const metric = found.declaration.metrics.find((one) => one.name === name)
    if (metric === undefined) throw invalidAt('/metric', `is not a metric of ${found.declaration.name}`)
    const endsAt = found.at + metric.windowMs
    if (at < found.at) throw invalidAt('/at', 'lies before the decision')
    if (at > now) throw invalidAt('/at', 'lies in the future')
    if (at > endsAt) {
      throw new Problem(outcomeOutsideWindow, { detail: `It counts until ${new Date(endsAt).toISOString()}.` })
    }
    const stored = await storeOutcomes(tx, { town, now, metric }, [{ decision, event, n: 0, at, value }])
    const { rows: after } = await sql<{ value: number | null }>`
      select value from decisions.records where town = ${town} and id = ${decision}`.execute(tx)
    return { status: stored === 1 ? 'joined' : 'already', isLate: now > endsAt, value: after[0]?.value ?? 0 }
  })
}
