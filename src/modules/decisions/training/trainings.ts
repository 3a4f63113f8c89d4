/** Trainings as rows: asked for, running, done. One at a time for each policy. */
import { machineNow } from '#kernel/clock'
import type { Actor, Json } from '#kernel/commands'
import { type Executor, sql, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { addJobs } from '#kernel/jobs'

export type TrainingState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

/** A training as it is read. Times are ms of machine time, but for the window. */
export type Training = {
  id: string
  point: string
  policy: string
  /** The version that learns. */
  version: number
  /** The version that came of it. */
  made: number | null
  state: TrainingState
  progress: number
  lessons: number
  askedBy: string | null
  askedAt: number
  endedAt: number | null
  /** Town time: decisions from here on. */
  since: number
  /** Town time of the newest decision that it looked at. */
  until: number | null
  error: string | null
  metrics: Json
}

/** The job that runs one. */
export const trainTask = 'decisions.train'

type Wanted = { point: string; policy: string; version: number; since: number; by: Actor | null }

/** Asks for a training; the one that is under way already is found. */
export async function askForTraining(
  tx: Tx,
  town: number,
  { point, policy, version, since, by }: Wanted,
): Promise<{ id: string; isNew: boolean }> {
  const now = new Date(machineNow())
  const id = newId()
  const { rows } = await sql`
    insert into decisions.trainings (town, version, id, asked_by, asked_at, beat_at, since, point, policy, state)
    values (${town}, ${version}, ${id}, ${by?.party ?? null}, ${now}, ${now}, ${new Date(since)}, ${point}, ${policy},
      'waiting')
    on conflict (town, point, policy) where state in ('waiting', 'running') do nothing returning 1`.execute(tx)
  if (rows.length > 0) {
    await enqueue(tx, id)
    return { id, isNew: true }
  }
  const { rows: under } = await sql<{ id: string }>`
    select id from decisions.trainings
    where town = ${town} and point = ${point} and policy = ${policy} and state in ('waiting', 'running')`.execute(tx)
  // It may have ended between the two statements: then the next request makes one.
  return { id: under[0]?.id ?? id, isNew: false }
}

/** A try of its own each: what is left of a job whose process was killed must not hold it up. */
async function enqueue(tx: Executor, training: string): Promise<void> {
  const key = `${trainTask}/${training}/${newId()}`
  await addJobs(tx, [{ task: trainTask, payload: { training }, key, attemptsMax: 1 }])
}

const shown = sql`id, point, policy, version, made, state, progress, lessons, asked_by, asked_at, ended_at, since,
  until, error, metrics`

/** A training, or undefined. */
export async function findTraining(db: Executor, town: number, id: string): Promise<Training | undefined> {
  const { rows } = await sql<Training>`
    select ${shown} from decisions.trainings where town = ${town} and id = ${id}`.execute(db)
  return rows[0]
}

/** Trainings of a point, the newest first. */
export async function listTrainings(
  db: Executor,
  town: number,
  { point, before, limit }: { point: string; before?: { askedAt: number; id: string } | undefined; limit: number },
): Promise<Training[]> {
  const asked = before === undefined ? null : new Date(before.askedAt)
  const { rows } = await sql<Training>`
    select ${shown} from decisions.trainings
    where town = ${town} and point = ${point} and (${before?.id ?? null}::uuid is null
      or (asked_at, id) < (${asked}::timestamptz, ${before?.id ?? null}::uuid))
    order by asked_at desc, id desc limit ${limit}`.execute(db)
  return rows
}

/** Takes the turn of a training that waits; undefined when somebody has it, or it has ended. */
export async function beginTraining(db: Executor, town: number, id: string): Promise<Training | undefined> {
  const { rows } = await sql<Training>`
    update decisions.trainings set state = 'running', progress = 0, beat_at = ${new Date(machineNow())}
    where town = ${town} and id = ${id} and state = 'waiting' returning ${shown}`.execute(db)
  return rows[0]
}

/** Tells how far it is; false when it has been cancelled meanwhile. */
export async function beat(
  db: Executor,
  town: number,
  { id, progress }: { id: string; progress: number },
): Promise<boolean> {
  const { rows } = await sql`
    update decisions.trainings set progress = ${progress}, beat_at = ${new Date(machineNow())}
    where town = ${town} and id = ${id} and state = 'running' returning 1`.execute(db)
  return rows.length > 0
}

type End = { made: number; lessons: number; until: number | null; metrics: Json }

/** Ends it well, in the transaction that stores what it made; false when it has been cancelled meanwhile. */
export async function finishTraining(
  tx: Tx,
  town: number,
  { id, made, lessons, until, metrics }: End & { id: string },
): Promise<boolean> {
  const { rows } = await sql`
    update decisions.trainings set state = 'done', progress = 1, made = ${made}, lessons = ${lessons},
      until = ${until === null ? null : new Date(until)}, metrics = ${JSON.stringify(metrics)}::json,
      ended_at = ${new Date(machineNow())}
    where town = ${town} and id = ${id} and state = 'running' returning 1`.execute(tx)
  return rows.length > 0
}

/** Ends it without anything made. */
export async function endTraining(
  db: Executor,
  town: number,
  { id, state, error = null }: { id: string; state: 'failed' | 'cancelled'; error?: string | null },
): Promise<void> {
  await sql`
    update decisions.trainings set state = ${state}, error = ${error}, ended_at = ${new Date(machineNow())}
    where town = ${town} and id = ${id} and state in ('waiting', 'running')`.execute(db)
}

/** A process that says nothing for so long is gone. */
const silenceMs = 30_000

/** Lets trainings whose process is gone begin anew. @returns how many */
export async function reviveTrainings(tx: Tx, town: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update decisions.trainings set state = 'waiting', beat_at = ${new Date(machineNow())}
    where town = ${town} and state in ('waiting', 'running') and beat_at < ${new Date(machineNow() - silenceMs)}
    returning id`.execute(tx)
  for (const { id } of rows) await enqueue(tx, id)
  return rows.length
}
