/** Experiments as they are kept. */
import { type Executor, type RawBuilder, sql } from '#kernel/db'
import { Problem } from '#kernel/problem'
import { type Declaration, type Live, sharesOf, type Slots, type State } from '../core/experiment.ts'
import { experimentNotFound } from '../problems.ts'

/** An experiment with where it stands. Instants are town time, ms. */
export type ExperimentRow = {
  name: string
  state: State
  step: number
  epoch: number
  unitsAtShift: number
  declaredAt: number
  startedAt: number | null
  steppedAt: number | null
  endedAt: number | null
  salt: string
  stopReason: string | null
  /** The guard that stopped it; null: a person did. */
  stopGuard: string | null
  shipped: string | null
  lesson: string | null
  slots: Slots
  declaration: Declaration
  /** Probabilities of this epoch by arm; null before the start. */
  shares: Readonly<Record<string, number>> | null
}

const columns: RawBuilder<unknown> = sql`
  x.name, x.state, x.step, x.epoch, x.units_at_shift, x.declared_at, x.started_at, x.stepped_at, x.ended_at, x.salt,
  x.stop_reason, x.stop_guard, x.shipped, x.lesson, x.slots, x.declaration,
  (select json_object_agg(e.arm, e.p) from experiments.epochs e
   where e.town = x.town and e.experiment = x.name and e.epoch = x.epoch) as shares`

export async function findExperiment(db: Executor, town: number, name: string): Promise<ExperimentRow | undefined> {
  const { rows } = await sql<ExperimentRow>`
    select ${columns} from experiments.experiments x where x.town = ${town} and x.name = ${name}`.execute(db)
  return rows[0]
}

/** @throws {Problem} experiment-not-found */
export async function getExperiment(db: Executor, town: number, name: string): Promise<ExperimentRow> {
  const row = await findExperiment(db, town, name)
  if (row === undefined) throw new Problem(experimentNotFound)
  return row
}

/** Those that take units, or may still hear of outcomes. */
export async function openExperiments(db: Executor, town: number): Promise<ExperimentRow[]> {
  const { rows } = await sql<ExperimentRow>`
    select ${columns} from experiments.experiments x
    where x.town = ${town} and x.state not in ('shipped', 'binned') order by x.name`.execute(db)
  return rows
}

export type ExperimentsQuery = {
  states: readonly State[] | undefined
  /** Found in title, hypothesis or lesson. */
  text: string | undefined
  before: { at: number; name: string } | undefined
  limit: number
}

/** The newest first. */
export async function listExperiments(
  db: Executor,
  town: number,
  { states, text, before, limit }: ExperimentsQuery,
): Promise<ExperimentRow[]> {
  const like = text === undefined ? null : `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
  const from = before === undefined ? null : new Date(before.at)
  const { rows } = await sql<ExperimentRow>`
    select ${columns} from experiments.experiments x
    where x.town = ${town}
      and (${states ?? null}::text[] is null or x.state = any(${states ?? null}::text[]))
      and (${like}::text is null or concat_ws(' ', x.name, x.declaration ->> 'title', x.declaration ->> 'hypothesis',
        x.lesson) ilike ${like}::text)
      and (${from}::timestamptz is null or (x.declared_at, x.name) < (${from}::timestamptz, ${before?.name ?? ''}))
    order by x.declared_at desc, x.name desc limit ${limit}`.execute(db)
  return rows
}

/** What assignment needs of a row. */
export function liveOf(row: ExperimentRow): Live {
  const { declaration, state, salt, slots, step, startedAt, epoch, shares } = row
  const declared = sharesOf(declaration.arms)
  return {
    declaration,
    state,
    salt,
    slots,
    rampBps: declaration.ramp.steps[step] ?? 0,
    startedAt: startedAt ?? 0,
    epoch,
    shares: declaration.arms.map(({ name }, index) => shares?.[name] ?? declared[index]!),
  }
}
