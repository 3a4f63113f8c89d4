/** Looks at an experiment: reads what is counted, keeps what was seen, and does what is due. */
import { type Database, type Executor, sql } from '#kernel/db'
import { log } from '#kernel/log'
import { analyse, type Analysis, type Counted } from '../core/analysis.ts'
import { activeStates, type Declaration } from '../core/experiment.ts'
import { type Act, actDue } from '../core/steering.ts'
import type { Cell } from '../core/sums.ts'
import { rampExperiment, shiftWeights, stopExperiment } from './lifecycle.ts'
import { type ExperimentRow, getExperiment, liveOf, openExperiments } from './rows.ts'

/** What an experiment says now; nothing is written. */
export async function analysisOf(db: Executor, town: number, declaration: Declaration): Promise<Analysis> {
  return analyse(declaration, await readCounted(db, town, declaration.name))
}

async function readCounted(db: Executor, town: number, name: string): Promise<Counted> {
  const [counts, sums, lowest] = await Promise.all([
    sql<Counted['counts'][number]>`
      select e.arm, e.epoch, e.p, coalesce(c.units, 0) as units, coalesce(c.crossed, 0) as crossed
      from experiments.epochs e left join experiments.arm_counts c
        on c.town = e.town and c.experiment = e.experiment and c.epoch = e.epoch and c.arm = e.arm
      where e.town = ${town} and e.experiment = ${name}`.execute(db),
    sql<Cell & { metric: string }>`
      select metric, arm, epoch, n, y, yy, x, xx, xy from experiments.arm_sums
      where town = ${town} and experiment = ${name}`.execute(db),
    sql<{ metric: string; arm: string; p: number }>`
      select metric, arm, min(p_value) as p from experiments.looks
      where town = ${town} and experiment = ${name} group by metric, arm`.execute(db),
  ])
  return {
    counts: counts.rows,
    cells: Object.fromEntries(Map.groupBy(sums.rows, ({ metric }) => metric)),
    lowest: Object.fromEntries(lowest.rows.map(({ metric, arm, p }) => [`${metric}/${arm}`, p])),
  }
}

/** One look at one arm of one metric. */
export type Look = {
  metric: string
  arm: string
  /** Town time, ms. */
  at: number
  units: number
  difference: number
  low: number
  high: number
}

/** Looks are kept at most this close together: a minute, or a fortieth of the experiment's age. Town time, ms. */
function pauseAt(age: number): number {
  return Math.max(60_000, age / 40)
}

/** Looks of an experiment, the oldest first. */
export async function listLooks(db: Executor, town: number, name: string): Promise<Look[]> {
  const { rows } = await sql<Look>`
    select metric, arm, at, units, difference, low, high from experiments.looks
    where town = ${town} and experiment = ${name} order by at desc, metric, arm limit 20000`.execute(db)
  return rows.toReversed()
}

async function keepLook({ db, town, now }: Place, row: ExperimentRow, analysis: Analysis): Promise<void> {
  const seen = analysis.metrics.flatMap(({ metric, comparisons }) =>
    comparisons.map(({ arm, difference, low, high, pValue }) => ({ metric, arm, difference, low, high, p: pValue })),
  )
  if (seen.length === 0) return
  const pause = pauseAt(now - (row.startedAt ?? now))
  await sql`
    insert into experiments.looks (town, at, units, difference, low, high, p_value, experiment, metric, arm)
    select ${town}, ${new Date(now)}, ${analysis.units}, l.difference, l.low, l.high, l.p, ${row.name}, l.metric, l.arm
    from json_to_recordset(${JSON.stringify(seen)}::json)
      as l (metric text, arm text, difference float8, low float8, high float8, p float8)
    where not exists (
      select 1 from experiments.looks k
      where k.town = ${town} and k.experiment = ${row.name} and k.metric = l.metric and k.arm = l.arm
        and k.at > ${new Date(now - pause)})
    on conflict do nothing`.execute(db)
}

type Place = { db: Database; town: number; now: number }

/** Looks, and does by itself what is due. */
export async function look(place: Place, name: string): Promise<{ analysis: Analysis; act: Act | undefined }> {
  const { db, town, now } = place
  const row = await getExperiment(db, town, name)
  const analysis = await analysisOf(db, town, row.declaration)
  await keepLook(place, row, analysis)
  if (!activeStates.includes(row.state)) return { analysis, act: undefined }
  const { declaration, salt, step, epoch, unitsAtShift } = row
  const { shares } = liveOf(row)
  const steppedAt = row.steppedAt ?? now
  const act = actDue({ declaration, salt, step, steppedAt, epoch, unitsAtShift, shares, now }, analysis)
  if (act !== undefined) await carryOut({ ...place, by: null }, row, { act, units: analysis.units })
  return { analysis, act }
}

async function carryOut(
  place: Place & { by: null },
  row: ExperimentRow,
  { act, units }: { act: Act; units: number },
): Promise<void> {
  const { name } = row
  if (act.kind === 'step') await rampExperiment(place, name, act.to)
  else if (act.kind === 'shift') await shiftWeights(place, row, { shares: act.shares, units })
  else {
    const reason = `${act.metric} of ${act.arm} lies between ${act.low.toPrecision(3)} and ${act.high.toPrecision(3)}`
    await stopExperiment(place, name, { reason, guard: act.metric })
  }
}

/** Looks at everything that takes units; one that fails does not keep the others from being looked at. */
export async function lookAtAll(place: Place): Promise<void> {
  for (const { name, state } of await openExperiments(place.db, place.town)) {
    if (!activeStates.includes(state)) continue
    await look(place, name).catch((error: unknown) => log.error({ err: error, experiment: name }, 'a look failed'))
  }
}
