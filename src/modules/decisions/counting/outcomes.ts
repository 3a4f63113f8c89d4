/** What outcomes and overrides add to the bucket of their decision, however late they come. */
import { type Executor, sql, type Tx } from '#kernel/db'
import type { GuardMetric, Metric, PointDeclaration } from '../core/point.ts'
import { spanBin } from './bins.ts'
import { addDeltas } from './deltas.ts'
import { createCounting, type Sums, type Tally } from './tally.ts'

/** A decision as it was before an outcome came; the transaction has locked it. */
export type Valued = {
  id: string
  at: number
  point: string
  pointVersion: number
  policy: string | null
  policyVersion: number | null
  value: number | null
}

/** An outcome that was not known before. */
export type NewOutcome = { decision: string; at: number; value: number }

type Told = { town: number; now: number; metric: Metric; decisions: readonly Valued[] }

/** Under which name a bucket holds the sums of a guard metric. */
export function guardKey({ metric, windowMs }: Pick<GuardMetric, 'metric' | 'windowMs'>): string {
  return `${metric}/${windowMs}`
}

/** Counts new outcomes of one metric. */
export async function countOutcomes(tx: Tx, told: Told, outcomes: readonly NewOutcome[]): Promise<void> {
  if (outcomes.length === 0) return
  const { town, now, metric, decisions } = told
  const byDecision = Map.groupBy(outcomes, ({ decision }) => decision)
  const touched = decisions.filter(({ id }) => byDecision.has(id))
  const guards = await guardsOf(tx, town, { metric, touched })
  const histories = guards.size === 0 ? undefined : await historiesOf(tx, town, [...byDecision.keys()])
  const counting = createCounting()
  for (const decision of touched) {
    const news = byDecision.get(decision.id)!
    const before = decision.value ?? 0
    const after = before + metric.weight * totalOf(news)
    const sums: Record<string, Sums> = { value: changeOf(before, after) }
    for (const guard of guards.get(keyOf(decision)) ?? []) {
      sums[guardKey(guard)] = guardChange(guard, { decision, news, metric, history: histories?.get(decision.id) ?? [] })
    }
    counting.add(placeOf(decision), {
      valued: decision.value === null ? 1 : 0,
      delays: { [spanBin(now - decision.at)]: news.length },
      sums,
    })
  }
  await addDeltas(tx, town, counting.buckets())
}

/** Counts one override. */
export async function countOverride(tx: Executor, town: number, decision: Omit<Valued, 'value'>): Promise<void> {
  const tally: Tally = { overrides: 1 }
  await addDeltas(tx, town, bucketsOf(decision, tally))
}

function bucketsOf(decision: Omit<Valued, 'value'>, tally: Tally) {
  const counting = createCounting()
  counting.add(placeOf(decision), tally)
  return counting.buckets()
}

function placeOf({ point, at, policy, policyVersion }: Omit<Valued, 'value'>) {
  return { point, at, policy: policy ?? '', version: policyVersion ?? 0 }
}

function totalOf(outcomes: readonly { value: number }[]): number {
  return outcomes.reduce((sum, { value }) => sum + value, 0)
}

function changeOf(before: number, after: number): Sums {
  return { sum: after - before, squares: after ** 2 - before ** 2 }
}

type Weighted = GuardMetric & { weights: ReadonlyMap<string, number> }

function keyOf({ point, pointVersion }: Valued): string {
  return `${point}\n${pointVersion}`
}

/** Guard metrics that the metric is part of, by point and version. */
async function guardsOf(
  tx: Tx,
  town: number,
  { metric, touched }: { metric: Metric; touched: readonly Valued[] },
): Promise<Map<string, Weighted[]>> {
  const versions = [...new Map(touched.map((one) => [keyOf(one), one])).values()]
  const wanted = versions.map(({ point, pointVersion }) => ({ point, version: pointVersion }))
  const { rows } = await sql<{ name: string; version: number; guards: GuardMetric[] | null; metrics: Metric[] }>`
    select p.name, p.version, p.declaration -> 'guardMetrics' as guards, p.declaration -> 'metrics' as metrics
    from json_to_recordset(${JSON.stringify(wanted)}::json) as w (point text, version int4)
    join decisions.points p on p.town = ${town} and p.name = w.point and p.version = w.version`.execute(tx)
  const found = rows.flatMap(({ name, version, guards, metrics }) => {
    const concerned = (guards ?? []).filter((guard) => guard.metric === metric.name || guard.metric === 'value')
    const weighted = concerned.map((guard) => ({ ...guard, weights: weightsOf(guard, metrics) }))
    return weighted.length === 0 ? [] : [[`${name}\n${version}`, weighted] as const]
  })
  return new Map(found)
}

function weightsOf({ metric }: GuardMetric, metrics: PointDeclaration['metrics']): Map<string, number> {
  if (metric !== 'value') return new Map([[metric, 1]])
  return new Map(metrics.map(({ name, weight }) => [name, weight]))
}

type Past = { decision: string; metric: string; at: number; value: number }

/** All that has come of these decisions, the new outcomes included. */
async function historiesOf(tx: Tx, town: number, ids: readonly string[]): Promise<Map<string, Past[]>> {
  const { rows } = await sql<Past>`
    select decision, metric, at, value from decisions.outcomes
    where town = ${town} and decision = any(${ids}::uuid[])`.execute(tx)
  return Map.groupBy(rows, ({ decision }) => decision)
}

type Change = { decision: Valued; news: readonly NewOutcome[]; metric: Metric; history: readonly Past[] }

/** What a guard metric says of the decision now, beside what it said before. */
function guardChange({ windowMs, weights }: Weighted, { decision, news, metric, history }: Change): Sums {
  const isWithin = ({ at }: { at: number }): boolean => at <= decision.at + windowMs
  const after = history.filter(isWithin).reduce((sum, { metric: of, value }) => sum + (weights.get(of) ?? 0) * value, 0)
  const added = totalOf(news.filter(isWithin)) * (weights.get(metric.name) ?? 0)
  return changeOf(after - added, after)
}
