/**
 * Counts each unit and each outcome once, in whatever order they come: sums move by what a row changed, and nothing is
 * ever counted again from the beginning. Whoever counts holds the experiment's row, so that an exposure and an outcome
 * that come at once both see each other.
 */
import { type RawBuilder, sql, type Tx } from '#kernel/db'
import type { Declaration, Metric } from '../core/experiment.ts'

/** The first use of a variant on a unit. */
export type Exposure = {
  unit: string
  arm: string
  epoch: number
  /** Town time, ms. */
  at: number
  /** Covariates that the caller knows, by metric. */
  before?: Readonly<Record<string, number>>
  /** The unit met another arm in the same breath. */
  crossed?: boolean
}

/** What an exposure was: the unit's first, one more, or one with another arm than the first. */
export type Exposed = 'new' | 'known' | 'crossed'

/** An outcome of a unit; `part` 1 is what a ratio is taken over. */
export type Observation = { unit: string; event: string; n: number; at: number; value: number }

/** One experiment of a town. */
export type Counting = { town: number; declaration: Declaration }

/** Takes the turn of an experiment until the transaction ends; names in order, so that nobody waits in a circle. */
export async function lockExperiments(tx: Tx, town: number, names: readonly string[]): Promise<void> {
  await sql`
    select 1 from experiments.experiments where town = ${town} and name = any(${[...new Set(names)]}::text[])
    order by name for no key update`.execute(tx)
}

/** Stores exposures of different units; answers those that were new, and those that met another arm before. */
export async function storeExposures(
  tx: Tx,
  { town, declaration }: Counting,
  { exposures, now }: { exposures: readonly Exposure[]; now: number },
): Promise<ReadonlyMap<string, Exposed>> {
  const { name, unit } = declaration
  const { rows } = await sql<{
    unit: string
    arm: string
    epoch: number
    at: number
    crossed: boolean
    isNew: boolean
  }>`
    insert into experiments.exposures as e (town, epoch, is_crossed, at, told_at, p, experiment, unit, arm)
    select ${town}, u.epoch, coalesce(u.crossed, false), to_timestamp(u.at / 1000), ${new Date(now)}, p.p, ${name},
      u.unit, u.arm
    from json_to_recordset(${JSON.stringify(exposures)}::json)
      as u (unit text, arm text, epoch int, at float8, crossed boolean)
    join experiments.epochs p
      on p.town = ${town} and p.experiment = ${name} and p.epoch = u.epoch and p.arm = u.arm
    order by u.unit
    on conflict on constraint exposures_pk do update set is_crossed = true
      where not e.is_crossed and (excluded.is_crossed or excluded.arm <> e.arm)
    returning e.unit, e.arm, e.epoch, e.at, e.is_crossed as crossed, old.unit is null as is_new`.execute(tx)
  if (rows.length === 0) return new Map()
  await countUnits(tx, { town, name }, rows)
  const fresh = rows.filter(({ isNew }) => isNew)
  const told = new Map(exposures.map((exposure) => [exposure.unit, exposure.before ?? {}]))
  for (const metric of declaration.metrics) {
    const units = fresh.map((row) => ({ ...row, before: told.get(row.unit)?.[metric.name] ?? null }))
    if (units.length > 0) await beginUnits(tx, { town, declaration }, { metric, units })
  }
  if (unit === 'person') await keepUnits(tx, town, fresh)
  return new Map(rows.map((row) => [row.unit, row.isNew ? 'new' : 'crossed']))
}

type Stored = { arm: string; epoch: number; crossed: boolean; isNew: boolean }

async function countUnits(
  tx: Tx,
  { town, name }: { town: number; name: string },
  rows: readonly Stored[],
): Promise<void> {
  const told = JSON.stringify(rows.map(({ arm, epoch, crossed, isNew }) => ({ arm, epoch, crossed, fresh: isNew })))
  const counted = sql`
    select arm, epoch, count(*) filter (where fresh) as units, count(*) filter (where crossed) as crossed
    from json_to_recordset(${told}::json) as u (arm text, epoch int, crossed boolean, fresh boolean)
    group by epoch, arm`
  await sql`
    insert into experiments.arm_counts as c (town, epoch, units, crossed, experiment, arm)
    select ${town}, u.epoch, u.units, 0, ${name}, u.arm from (${counted}) u
    on conflict on constraint arm_counts_pk do update set units = c.units + excluded.units`.execute(tx)
  if (rows.every(({ crossed }) => !crossed)) return
  await sql`
    update experiments.arm_counts c set crossed = c.crossed + u.crossed from (${counted}) u
    where c.town = ${town} and c.experiment = ${name} and c.arm = u.arm and c.epoch = u.epoch`.execute(tx)
}

/** Who was exposed under a name of their own stays that unit, whatever session they come from later. */
async function keepUnits(tx: Tx, town: number, fresh: readonly { unit: string }[]): Promise<void> {
  await sql`
    insert into experiments.identities (town, alias, unit)
    select ${town}, u, u from unnest(${fresh.map(({ unit }) => unit).toSorted()}::text[]) u
    on conflict do nothing`.execute(tx)
}

/** How long after an exposure outcomes count; a block counts what happens in it. */
function windowOf({ block }: Declaration, { windowMs }: Metric): number {
  return block?.lengthMs ?? windowMs
}

/** A rate only asks whether there was anything. */
function amount({ kind }: Metric, sum: RawBuilder<unknown>): RawBuilder<unknown> {
  return kind === 'rate' ? sql`(coalesce(${sum}, 0) > 0)::int::float8` : sql`coalesce(${sum}, 0)`
}

type Fresh = { unit: string; arm: string; epoch: number; at: number; before: number | null }

/** Sums of new units begin with what is known of them already. */
async function beginUnits(
  tx: Tx,
  { town, declaration }: Counting,
  { metric, units }: { metric: Metric; units: readonly Fresh[] },
): Promise<void> {
  const { name } = declaration
  const span = windowOf(declaration, metric)
  const within = (part: number) =>
    sql`sum(o.value) filter (where o.part = ${part} and o.at >= to_timestamp(f.at / 1000)
      and o.at <= to_timestamp((f.at + ${span}::float8) / 1000))`
  const earlier = sql`coalesce(max(f.before), sum(o.value) filter (where o.part = 0
    and o.at < to_timestamp(f.at / 1000)
    and o.at >= to_timestamp((f.at - ${metric.covariateMs ?? 0}::float8) / 1000)))`
  const x = metric.kind === 'ratio' ? amount(metric, within(1)) : amount(metric, earlier)
  await sql`
    with mine as (
      select f.unit, f.arm, f.epoch, ${amount(metric, within(0))} as y,
        ${metric.kind === 'ratio' || metric.covariateMs !== undefined ? x : sql`0::float8`} as x
      from json_to_recordset(${JSON.stringify(units)}::json)
        as f (unit text, arm text, epoch int, at float8, before float8)
      left join experiments.observations o
        on o.town = ${town} and o.experiment = ${name} and o.metric = ${metric.name} and o.unit = f.unit
      group by f.unit, f.arm, f.epoch, f.at),
    stored as (
      insert into experiments.unit_sums (town, epoch, y, x, experiment, metric, unit, arm)
      select ${town}, epoch, y, x, ${name}, ${metric.name}, unit, arm from mine)
    insert into experiments.arm_sums as s (town, epoch, n, y, yy, x, xx, xy, experiment, metric, arm)
    select ${town}, epoch, count(*), sum(y), sum(y * y), sum(x), sum(x * x), sum(x * y), ${name}, ${metric.name}, arm
    from mine group by epoch, arm
    on conflict on constraint arm_sums_pk do update set n = s.n + excluded.n, y = s.y + excluded.y,
      yy = s.yy + excluded.yy, x = s.x + excluded.x, xx = s.xx + excluded.xx, xy = s.xy + excluded.xy`.execute(tx)
}

/** Stores outcomes of one metric and adds them to the sums of their units; answers those that were new. */
export async function storeObservations(
  tx: Tx,
  { town, declaration }: Counting,
  { metric, part, observations }: { metric: Metric; part: 0 | 1; observations: readonly Observation[] },
): Promise<Pick<Observation, 'unit' | 'event' | 'n'>[]> {
  if (observations.length === 0) return []
  const { name } = declaration
  const grown = (column: 'x' | 'y', by: RawBuilder<unknown>) =>
    metric.kind === 'rate'
      ? sql`greatest(u.${sql.ref(column)}, (${by} > 0)::int::float8)`
      : sql`u.${sql.ref(column)} + ${by}`
  const [y, x] =
    part === 1 ? [sql`u.y`, grown('x', sql`m.after`)] : [grown('y', sql`m.after`), grown('x', sql`m.before`)]
  const { rows } = await sql<Pick<Observation, 'unit' | 'event' | 'n'>>`
    with told as (
      insert into experiments.observations (town, part, n, event, at, value, experiment, metric, unit)
      select ${town}, ${part}, o.n, o.event, to_timestamp(o.at / 1000), o.value, ${name}, ${metric.name}, o.unit
      from json_to_recordset(${JSON.stringify(observations)}::json)
        as o (unit text, event uuid, n int2, at float8, value float8)
      order by o.unit, o.event, o.n
      on conflict do nothing returning unit, event, n, at, value),
    moved as (
      select e.unit,
        coalesce(sum(t.value) filter (where t.at >= e.at
          and t.at <= e.at + ${windowOf(declaration, metric)}::float8 * interval '1 ms'), 0) as after,
        coalesce(sum(t.value) filter (where t.at < e.at
          and t.at >= e.at - ${metric.covariateMs ?? 0}::float8 * interval '1 ms'), 0) as before
      from told t join experiments.exposures e
        on e.town = ${town} and e.experiment = ${name} and e.unit = t.unit
      group by e.unit),
    changed as (
      update experiments.unit_sums u set y = ${y}, x = ${x} from moved m
      where u.town = ${town} and u.experiment = ${name} and u.metric = ${metric.name} and u.unit = m.unit
      returning u.arm, u.epoch, old.y as y0, new.y as y1, old.x as x0, new.x as x1),
    grown as (
      update experiments.arm_sums s set y = s.y + d.y, yy = s.yy + d.yy, x = s.x + d.x, xx = s.xx + d.xx,
        xy = s.xy + d.xy
      from (select arm, epoch, sum(y1 - y0) as y, sum(y1 * y1 - y0 * y0) as yy, sum(x1 - x0) as x,
              sum(x1 * x1 - x0 * x0) as xx, sum(x1 * y1 - x0 * y0) as xy
            from changed group by arm, epoch) d
      where s.town = ${town} and s.experiment = ${name} and s.metric = ${metric.name} and s.arm = d.arm
        and s.epoch = d.epoch)
    select unit, event, n from told`.execute(tx)
  return rows
}
