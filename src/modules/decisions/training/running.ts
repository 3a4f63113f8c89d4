import { setTimeout as sleep } from 'node:timers/promises'
import { machineNow } from '#kernel/clock'
import type { Json, JsonObject } from '#kernel/commands'
import { type Database, transaction } from '#kernel/db'
import { rfc3339 } from '#kernel/http-pages'
import type { Attempt } from '#kernel/jobs'
import { log } from '#kernel/log'
import { Problem } from '#kernel/problem'
import type { Vault } from '#kernel/vault'
import { getPoint, getPolicy, insertPolicy } from '../books/declaring.ts'
import { bumpRevision } from '../books/registry.ts'
import { readLog } from '../learning/log.ts'
import { advance } from '../loops/climbing.ts'
import { notLearnt } from '../problems.ts'
import { teacherOf } from './teachers.ts'
import { trainApart, type TrainingOutput } from './training-run.ts'
import { beat, beginTraining, endTraining, finishTraining, type Training } from './trainings.ts'

/** What trainings work on. `now`: town time, ms. */
export type TrainingPlace = { db: Database; town: number; vault: Vault; now: () => number }

/** How often progress is written, and a wish to stop is heard. */
const beatMs = 500

/**
 * Runs a training to its end: the new version and the end of the training are one transaction, so whatever ends the
 * thread or the process leaves either both or a training that begins anew.
 */
export async function runTraining(place: TrainingPlace, id: string, attempt: Pick<Attempt, 'signal'>): Promise<void> {
  const { db, town } = place
  const training = await beginTraining(db, town, id)
  if (training === undefined) return
  const stopping = new AbortController()
  const signal = AbortSignal.any([stopping.signal, attempt.signal])
  const progress = { share: 0 }
  const beating = keepBeating(place, { id, progress, stopping, signal })
  try {
    const learnt = await learnFrom(place, training, { signal, progress })
    const version = await transaction(db, async (tx) => {
      const made = await store(tx, place, { training, ...learnt })
      if (!(await finishTraining(tx, town, { id, ...made }))) throw new Cancelled('it was cancelled')
      return made.made
    })
    await climbAlone(place, training, version)
  } catch (error) {
    // A process that stops leaves it to the next one: it will be found silent.
    if (attempt.signal.aborted || stopping.signal.aborted || error instanceof Cancelled) return
    log.warn({ err: error, training: id }, 'a training failed')
    const words = error instanceof Error ? error.message : String(error)
    await endTraining(db, town, { id, state: 'failed', error: words.slice(0, 500) })
  } finally {
    stopping.abort()
    await beating
  }
}

/** What was learnt from lessons of its owner goes as far up the ladder as machines may; that it fails ends nothing. */
async function climbAlone({ db, town, vault, now }: TrainingPlace, training: Training, version: number): Promise<void> {
  const { point, policy: name } = training
  if (teacherOf(point) === undefined) return
  await advance({ db, town, vault, now: now() }, { point, name, version }).catch((error: unknown) => {
    log.warn({ err: error, training: training.id }, 'what was learnt could not be judged')
  })
}

class Cancelled extends Error {
  override name = 'Cancelled'
}

type Beating = { id: string; progress: { share: number }; stopping: AbortController; signal: AbortSignal }

async function keepBeating({ db, town }: TrainingPlace, { id, progress, stopping, signal }: Beating): Promise<void> {
  for (;;) {
    await sleep(beatMs, undefined, { signal }).catch(() => undefined) // ended
    if (signal.aborted) return
    // A database that is away for a moment is no reason to stop learning.
    const isWanted = await beat(db, town, { id, progress: progress.share }).catch(() => true)
    if (!isWanted) stopping.abort()
  }
}

type Learnt = { output: TrainingOutput; until: number | null }

async function learnFrom(
  { db, town, vault, now }: TrainingPlace,
  { point: pointName, policy: name, version, since }: Training,
  { signal, progress }: { signal: AbortSignal; progress: { share: number } },
): Promise<Learnt> {
  const point = await getPoint(db, town, pointName)
  const { spec } = await getPolicy(db, town, { point, name, version })
  const onProgress = (share: number): void => void (progress.share = share)
  const teacher = teacherOf(pointName)
  if (teacher !== undefined) {
    return teacher.learn({ db, town, now: now() }, { point, spec, since }, { signal, onProgress })
  }
  const { rows, until } = await readLog({ db, town, vault, now: now() }, { point, since })
  if (rows.length === 0) throw new Problem(notLearnt, { detail: 'No decision of this point has its outcomes yet.' })
  const input = { declaration: point.declaration, pointVersion: point.version, spec, log: rows }
  return { output: await trainApart(input, { signal, onProgress }), until }
}

/** The new version, with all there is to know of how it came to be. */
async function store(
  tx: Parameters<typeof insertPolicy>[0],
  { town }: TrainingPlace,
  { training, output, until }: Learnt & { training: Training },
) {
  const { point: pointName, policy: name, version: parent, since } = training
  await bumpRevision(tx, town)
  const point = await getPoint(tx, town, pointName)
  const { spec, lessons, overrides, heldOut } = output
  const learnt: JsonObject = {
    lessons, overrides, parent, training: training.id, heldOut, at: rfc3339(machineNow()),
    since: rfc3339(since), until: until === null ? null : rfc3339(until),
    model: 'model' in spec ? spec.model.checksum : null,
  } // prettier-ignore
  const by = training.askedBy === null ? null : { party: training.askedBy, kind: 'person' as const, grants: [] }
  const { version } = await insertPolicy(tx, { town, by }, { point, name, spec, learnt })
  return { made: version, lessons, until, metrics: heldOut as Json }
}
