import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '#kernel/db'
import { newestPos, readEvents, type StoredEvent } from '#kernel/events'
import type { Feed } from '#kernel/events-feed'
import { log } from '#kernel/log'
import type { Following } from '#modules/interactions'
import type { Fold } from '../fold/fold.ts'
import type { Gate } from './gate.ts'

/** Positions read at once: some milliseconds of this process. */
const pageSize = 2_000
/** A reader that fails tries again after this time. */
const retryMs = 1_000

/**
 * Folds the log as it grows. What the engine of this process announces is folded at once, without asking the database;
 * whatever does not follow on what is folded is read.
 */
export function followLog(place: { db: Database; town: number; feed: Feed }, fold: Fold, gate: Gate): Following {
  const stopping = new AbortController()
  let reading: Promise<void> | undefined
  let isBehind = false

  function hear(events: readonly StoredEvent[]): void {
    const isNext = reading === undefined && !gate.isShut && events[0]?.pos === fold.pos + 1
    if (isNext) fold.apply(events, events.at(-1)!.pos)
    else wake()
  }

  function wake(): void {
    isBehind = true
    reading ??= readOn().finally(() => {
      reading = undefined
      if (isBehind && !stopping.signal.aborted) wake()
    })
  }

  async function readOn(): Promise<void> {
    isBehind = false
    try {
      await foldLog(place, fold, { gate, signal: stopping.signal })
    } catch (error) {
      log.error({ err: error }, 'features could not read the log and will try again')
      isBehind = true
      await sleep(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined) // stopped
    }
  }

  const unsubscribe = place.feed.subscribe(hear)
  wake()
  return {
    stop: async () => {
      unsubscribe()
      stopping.abort()
      await reading
    },
  }
}

type Pace = { gate?: Gate; signal?: AbortSignal; upTo?: number }

/** Folds the log up to a position, or to its end. */
export async function foldLog(
  { db, town }: { db: Database; town: number },
  fold: Fold,
  { gate, signal, upTo }: Pace = {},
): Promise<void> {
  const newest = upTo ?? (await newestPos(db, town))
  while (fold.pos < newest) {
    if (signal?.aborted === true) return
    const last = Math.min(newest, fold.pos + pageSize)
    const events = await readEvents(db, town, { after: fold.pos, limit: pageSize, upTo: last })
    await gate?.passed()
    fold.apply(events, last)
  }
}
