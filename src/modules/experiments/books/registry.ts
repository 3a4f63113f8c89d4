/**
 * What this process knows of experiments and flags. It looks at one small row several times a second and reads the rest
 * again when that has moved, so assigning and evaluating wait for nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database, Executor } from '#kernel/db'
import { log } from '#kernel/log'
import { Problem } from '#kernel/problem'
import { getPoint, getPolicy, type Policy } from '#modules/decisions'
import { activeStates, type Live } from '../core/experiment.ts'
import type { Flag } from '../core/flag.ts'
import { listFlags } from './flags.ts'
import { readRevision } from './revisions.ts'
import { liveOf, openExperiments } from './rows.ts'

/** An experiment over the policies of a decision point. */
export type PointTrial = { live: Live; pointVersion: number; policies: ReadonlyMap<string, Policy> }

export type Registry = {
  experiment: (name: string) => Live | undefined
  all: () => readonly Live[]
  flag: (key: string) => Flag | undefined
  flags: () => readonly Flag[]
  /** The experiment that drives a flag now. */
  driving: (flag: string) => Live | undefined
  trial: (point: string) => PointTrial | undefined
  /** Counts the changes that were taken over. */
  revision: () => number
  /** Reads again when anything has changed. A transaction passes itself, so that it waits for no other connection. */
  refresh: (executor?: Executor) => Promise<void>
  /** Reads again in any case, the next time. */
  forget: () => void
  start: () => void
  stop: () => Promise<void>
}

const lookMs = 200

export function createRegistry({ db, town }: { db: Database; town: number }): Registry {
  let experiments = new Map<string, Live>()
  let flags = new Map<string, Flag>()
  let driving = new Map<string, Live>()
  let trials = new Map<string, PointTrial>()
  let revision = -1
  const stopping = new AbortController()
  let running: Promise<void> | undefined

  async function refresh(executor: Executor = db): Promise<void> {
    const newest = await readRevision(executor, town)
    if (newest === revision) return
    const rows = await openExperiments(executor, town)
    const known = await listFlags(executor, town)
    const lives = rows.map(liveOf)
    const active = lives.filter(({ state }) => activeStates.includes(state))
    const found = await trialsOf(executor, town, active)
    if (newest < revision) return // somebody who looked later was answered sooner
    trials = new Map(found)
    experiments = new Map(lives.map((live) => [live.declaration.name, live]))
    flags = new Map(known.map((flag) => [flag.key, flag]))
    driving = new Map(
      active.flatMap((live) => {
        const { drives } = live.declaration
        return drives?.kind === 'flag' ? [[drives.flag, live]] : []
      }),
    )
    revision = newest
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await refresh().catch((error: unknown) => log.warn({ err: error }, 'experiments could not be read'))
      await sleep(lookMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined) // stopped
    }
  }

  return {
    experiment: (name) => experiments.get(name),
    all: () => [...experiments.values()],
    flag: (key) => flags.get(key),
    flags: () => [...flags.values()],
    driving: (flag) => driving.get(flag),
    trial: (point) => trials.get(point),
    revision: () => revision,
    refresh,
    forget: () => void (revision = -1),
    start: () => void (running ??= run()),
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

async function trialsOf(db: Executor, town: number, active: readonly Live[]): Promise<[string, PointTrial][]> {
  const found: [string, PointTrial][] = []
  for (const live of active) {
    const { drives, name } = live.declaration
    if (drives?.kind !== 'point') continue
    try {
      const point = await getPoint(db, town, drives.point)
      const policies = new Map<string, Policy>()
      for (const [arm, { policy, version }] of Object.entries(drives.policies)) {
        policies.set(arm, await getPolicy(db, town, { point, name: policy, version }))
      }
      found.push([drives.point, { live, pointVersion: point.version, policies }])
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      log.error({ err: error, experiment: name }, 'an experiment names a policy that does not fit any more')
    }
  }
  return found
}
