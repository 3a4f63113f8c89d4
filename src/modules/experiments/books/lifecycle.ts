/**
 * The life of an experiment: draft → ramping → running → stopped → shipped or binned. Each step happens once, is noted
 * in the audit, and asked for again changes nothing.
 */
import { randomBytes } from 'node:crypto'
import { machineNow } from '#kernel/clock'
import type { Actor, JsonObject } from '#kernel/commands'
import { type Database, sql, transaction, type Tx } from '#kernel/db'
import { Problem } from '#kernel/problem'
import { type ActName, recordAudit } from '#modules/audit'
import { activeStates, type Declaration, sharesOf, type State } from '../core/experiment.ts'
import { experimentNotRunning, experimentOver, experimentStarted } from '../problems.ts'
import { bumpRevision } from './revisions.ts'
import { type ExperimentRow, findExperiment, getExperiment } from './rows.ts'
import { slotsFor } from './slots.ts'

/** Who changes what, when. @property by null: the town by itself. @property now town time, ms */
export type Place = { db: Database; town: number; by: Actor | null; now: number }

/** An experiment, or a new wording of one that has not begun. @throws {Problem} experiment-started */
export async function declareExperiment(place: Place & { by: Actor }, declaration: Declaration): Promise<void> {
  const { town, by, now } = place
  const text = JSON.stringify(declaration)
  await changing(place, async (tx) => {
    const found = await findExperiment(tx, town, declaration.name)
    if (found !== undefined && JSON.stringify(found.declaration) === text) return
    if (found !== undefined && found.state !== 'draft') throw new Problem(experimentStarted)
    await sql`
      insert into experiments.experiments as x (town, step, epoch, units_at_shift, declared_by, declared_at, name,
        state, salt, layer, unit, slots, declaration)
      values (${town}, -1, 0, 0, ${by.party}, ${new Date(now)}, ${declaration.name}, 'draft',
        ${randomBytes(9).toString('base64url')}, ${declaration.layer}, ${declaration.unit}, '[]', ${text}::json)
      on conflict on constraint experiments_pk do update
        set layer = excluded.layer, unit = excluded.unit, declaration = excluded.declaration`.execute(tx)
    await noted(tx, place, { act: 'experiments.declared', name: declaration.name })
  })
}

/**
 * Takes the first units. @throws {Problem} experiment-not-found, experiment-over, layer-full, layer-of-other-units,
 * already-driven, drives-unfit
 */
export async function startExperiment(place: Place, name: string): Promise<void> {
  const { town, now } = place
  await changing(place, async (tx) => {
    const { state, declaration } = await getExperiment(tx, town, name)
    if (activeStates.includes(state)) return
    if (state !== 'draft') throw new Problem(experimentOver)
    const slots = await slotsFor(tx, town, declaration)
    const first = stateAt(declaration, 0)
    await sql`
      update experiments.experiments set state = ${first}, step = 0, started_at = ${new Date(now)},
        stepped_at = ${new Date(now)}, slots = ${JSON.stringify(slots)}::json
      where town = ${town} and name = ${name}`.execute(tx)
    await storeEpoch(tx, { town, name, epoch: 0, now }, sharesByArm(declaration, sharesOf(declaration.arms)))
    await noted(tx, place, { act: 'experiments.started', name, details: { bps: declaration.ramp.steps[0] ?? 0 } })
  })
}

/** `running` is full traffic. */
function stateAt({ ramp: { steps } }: Declaration, step: number): State {
  return step === steps.length - 1 ? 'running' : 'ramping'
}

/** Goes to a step of the ramp, up or down. @throws {Problem} experiment-not-found, experiment-not-running */
export async function rampExperiment(place: Place, name: string, step: number): Promise<void> {
  const { town, now } = place
  await changing(place, async (tx) => {
    const row = await getExperiment(tx, town, name)
    if (!activeStates.includes(row.state)) throw new Problem(experimentNotRunning)
    if (row.step === step) return
    await sql`
      update experiments.experiments
      set step = ${step}, state = ${stateAt(row.declaration, step)}, stepped_at = ${new Date(now)}
      where town = ${town} and name = ${name}`.execute(tx)
    await noted(tx, place, { act: 'experiments.ramped', name, details: { bps: row.declaration.ramp.steps[step] ?? 0 } })
  })
}

/** Assigns nobody any more. @throws {Problem} experiment-not-found, experiment-not-running, experiment-over */
export async function stopExperiment(
  place: Place,
  name: string,
  { reason, guard = null }: { reason: string; guard?: string | null },
): Promise<void> {
  const { town, now } = place
  await changing(place, async (tx) => {
    const { state } = await getExperiment(tx, town, name)
    if (state === 'stopped') return
    if (state === 'draft') throw new Problem(experimentNotRunning)
    if (!activeStates.includes(state)) throw new Problem(experimentOver)
    await sql`
      update experiments.experiments set state = 'stopped', ended_at = ${new Date(now)}, stop_reason = ${reason},
        stop_guard = ${guard}
      where town = ${town} and name = ${name}`.execute(tx)
    await noted(tx, place, { act: 'experiments.stopped', name, details: { reason, guard } })
  })
}

/** What became of an experiment, and what was learnt. */
export type Verdict = { decision: 'ship'; arm: string; lesson: string } | { decision: 'bin'; lesson: string }

/**
 * Whether this verdict was given before; the same again changes nothing.
 *
 * @throws {Problem} experiment-over, experiment-not-running
 */
export function isGiven({ state, lesson, shipped }: ExperimentRow, verdict: Verdict): boolean {
  if (state === 'draft') throw new Problem(experimentNotRunning)
  if (state !== 'shipped' && state !== 'binned') return false
  if (lesson === verdict.lesson && shipped === armOf(verdict)) return true
  throw new Problem(experimentOver)
}

function armOf(verdict: Verdict): string | null {
  return verdict.decision === 'ship' ? verdict.arm : null
}

/** Ends an experiment for good. @throws {Problem} experiment-not-found, experiment-not-running, experiment-over */
export async function giveVerdict(place: Place, name: string, verdict: Verdict): Promise<void> {
  const { town, now } = place
  const { lesson } = verdict
  const arm = armOf(verdict)
  await changing(place, async (tx) => {
    if (isGiven(await getExperiment(tx, town, name), verdict)) return
    await sql`
      update experiments.experiments set state = ${arm === null ? 'binned' : 'shipped'}, shipped = ${arm},
        lesson = ${lesson}, ended_at = coalesce(ended_at, ${new Date(now)})
      where town = ${town} and name = ${name}`.execute(tx)
    await noted(tx, place, {
      act: arm === null ? 'experiments.binned' : 'experiments.shipped',
      name,
      details: { lesson, arm },
    })
  })
}

/** New probabilities of the arms, for units that come from now on. */
export async function shiftWeights(
  place: Place,
  row: ExperimentRow,
  { shares, units }: { shares: readonly number[]; units: number },
): Promise<void> {
  const { town, now } = place
  const { name, declaration } = row
  await changing(place, async (tx) => {
    const { epoch, state } = await getExperiment(tx, town, name)
    if (epoch !== row.epoch || !activeStates.includes(state)) return // another process was quicker
    const byArm = sharesByArm(declaration, shares)
    await storeEpoch(tx, { town, name, epoch: epoch + 1, now }, byArm)
    await sql`
      update experiments.experiments set epoch = ${epoch + 1}, units_at_shift = ${units}
      where town = ${town} and name = ${name}`.execute(tx)
    await noted(tx, place, { act: 'experiments.shifted', name, details: byArm })
  })
}

function sharesByArm({ arms }: Declaration, shares: readonly number[]): Record<string, number> {
  return Object.fromEntries(arms.map(({ name }, index) => [name, shares[index]!]))
}

async function storeEpoch(
  tx: Tx,
  { town, name, epoch, now }: { town: number; name: string; epoch: number; now: number },
  shares: Readonly<Record<string, number>>,
): Promise<void> {
  await sql`
    insert into experiments.epochs (town, epoch, since, p, experiment, arm)
    select ${town}, ${epoch}, ${new Date(now)}, s.value::float8, ${name}, s.key
    from json_each_text(${JSON.stringify(shares)}::json) s`.execute(tx)
}

async function changing({ db, town }: Place, work: (tx: Tx) => Promise<void>): Promise<void> {
  await transaction(db, async (tx) => {
    await bumpRevision(tx, town)
    await work(tx)
  })
}

async function noted(
  tx: Tx,
  { town, by }: Place,
  { act, name, details }: { act: ActName; name: string; details?: JsonObject },
): Promise<void> {
  await recordAudit(tx, { town, by, act, subject: name, details: details ?? {}, now: machineNow() })
}
