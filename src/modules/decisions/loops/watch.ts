/**
 * Watches the loops: adds up what was counted, and rolls back what has turned bad. Every process watches; what is done
 * is done once, because it is done under the lock that changes of declarations take.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { machineNow } from '#kernel/clock'
import { type Database, sql } from '#kernel/db'
import { newestPos } from '#kernel/events'
import { log } from '#kernel/log'
import { interactionsBehind } from '#modules/interactions'
import type { Known } from '../books/registry.ts'
import { foldDeltas } from '../counting/deltas.ts'
import { type Watching, watchPoint } from './findings.ts'

export type Watch = {
  /** Looks once, at what was known `settleMs` ago. */
  look: () => Promise<void>
  start: () => void
  stop: () => Promise<void>
}

/** From one look to the next, machine time. */
const lookMs = 1_000
/**
 * What came of decisions is on its way for a moment: outcomes wait to be joined, and a sandbox jumps hours ahead. A
 * look judges what lay behind it so long ago, machine time.
 */
const settleMs = 1_500
/** Counts that were corrected late are looked at again after this time, machine time. */
const lateMs = 30_000
/** Fresh counts are looked at once a minute of town time. */
const minuteMs = 60_000

/** @param settle machine time, ms; a test need not wait */
export function createWatch(watching: Watching, settle = settleMs): Watch {
  const { db, town, clock, registry } = watching
  const stopping = new AbortController()
  const settled = createSettling(settle)
  const turns = createTurns()
  let running: Promise<void> | undefined

  async function look(): Promise<void> {
    turns.touch(await foldDeltas(db, town))
    const now = settled(clock.now())
    if (now === undefined || !(await isCaughtUp(db, town))) return
    await registry.refresh()
    for (const { point } of registry.all().filter(isWatched)) {
      if (turns.isDue(point.declaration.name, now)) await watchPoint(watching, point, now)
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await look().catch((error: unknown) => log.warn({ err: error }, 'the loops could not be watched'))
      await sleep(lookMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined) // stopped
    }
  }

  return {
    look,
    start: () => void (running ??= run()),
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

/** Town time as it was so long ago by the machine's clock; undefined until so long has passed. */
function createSettling(settle: number): (now: number) => number | undefined {
  let seen: { machine: number; town: number }[] = []
  return (town) => {
    const machine = machineNow()
    seen.push({ machine, town })
    const old = seen.filter((one) => one.machine <= machine - settle)
    seen = seen.slice(Math.max(0, old.length - 1))
    return old.at(-1)?.town
  }
}

/** When it is a point's turn: each minute of town time, and a while after its counts were corrected. */
function createTurns(): { touch: (points: Iterable<string>) => void; isDue: (point: string, now: number) => boolean } {
  const last = new Map<string, { minute: number; machine: number }>()
  const late = new Set<string>()
  return {
    touch: (points) => {
      for (const point of points) late.add(point)
    },
    isDue: (point, now) => {
      const before = last.get(point)
      const [minute, machine] = [Math.floor(now / minuteMs), machineNow()]
      const isLate = late.has(point) && machine - (before?.machine ?? 0) > lateMs
      if (before?.minute === minute && !isLate) return false
      last.set(point, { minute, machine })
      late.delete(point)
      return true
    },
  }
}

function isWatched({ point, live, canary }: Known): boolean {
  return (point.declaration.guardMetrics ?? []).length > 0 && (live !== undefined || canary !== undefined)
}

/** Name of the readers that join outcomes, of the log and of the stream. */
export const outcomesName = 'decisions.outcomes'

/** Outcomes that wait to be joined would look like none. */
async function isCaughtUp(db: Database, town: number): Promise<boolean> {
  const { rows } = await sql<{ pos: number }>`
    select pos from kernel.cursors where town = ${town} and name = ${outcomesName}`.execute(db)
  const newest = rows[0] === undefined ? 0 : await newestPos(db, town)
  return (rows[0]?.pos ?? 0) >= newest - behindMax && (await interactionsBehind(db, town, outcomesName)) <= behindMax
}

/** Positions; a busy town is always a little behind. */
const behindMax = 500
