/**
 * New events as they are committed, for listeners in this process.
 *
 * The engine's process announces each batch right after its commit. Every other process looks at the newest position
 * of the lease row, one read by primary key every 100 ms while anybody listens: LISTEN/NOTIFY would be a little
 * faster, but PostgreSQL takes a lock on the whole server at each commit that notifies, and towns share servers.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from './db.ts'
import { newestPos, readEvents, type StoredEvent } from './events.ts'
import { log } from './log.ts'

const pollMs = 100
/** Positions read at once by a process that has fallen behind. */
const pageSize = 500

/** Hears of events in order, each once; it must not throw and does not hold up the others. */
export type Listener = (events: readonly StoredEvent[]) => void

export type Feed = {
  /** Hears of everything committed from now on. Returns how to stop. */
  subscribe: (listener: Listener) => () => void
  /** Engine only: a batch was committed. `first` is its first position. */
  announce: (batch: { first: number; last: number; events: readonly StoredEvent[] }) => void
  /** True while this process is the engine, which announces by itself. */
  setAnnouncing: (isAnnouncing: boolean) => void
  /** Looks for new events now instead of at the next tick. */
  poll: () => Promise<void>
  close: () => Promise<void>
}

/** A feed of one town. It reads nothing as long as nobody listens. */
export function createFeed(db: Database, town: number): Feed {
  const listeners = new Set<Listener>()
  const closing = new AbortController()
  let known: number | undefined
  let isAnnouncing = false
  let loop: Promise<void> | undefined
  let reading: Promise<void> = Promise.resolve()

  function subscribe(listener: Listener): () => void {
    listeners.add(listener)
    loop ??= follow()
    return () => void listeners.delete(listener)
  }

  function deliver(events: readonly StoredEvent[], last: number): void {
    known = last
    if (events.length === 0) return
    for (const listener of listeners) {
      try {
        listener(events)
      } catch (error) {
        // One listener's fault must not keep the news from the others.
        log.error({ err: error }, 'a listener of the feed failed')
      }
    }
  }

  function announce(batch: { first: number; last: number; events: readonly StoredEvent[] }): void {
    if (known === undefined && listeners.size === 0) return
    if (known === batch.first - 1) deliver(batch.events, batch.last)
    else if (known === undefined || known < batch.last) void poll()
  }

  function poll(): Promise<void> {
    reading = reading.then(readOn, readOn)
    return reading
  }

  async function readOn(): Promise<void> {
    const newest = await newestPos(db, town)
    known ??= newest
    while (known < newest && !closing.signal.aborted) {
      const from: number = known
      const upTo = Math.min(newest, from + pageSize)
      const events = await readEvents(db, town, { after: from, limit: pageSize, upTo })
      // The engine may have announced the same positions while the read was under way.
      if (known === from) deliver(events, upTo)
    }
  }

  async function follow(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        if (!isAnnouncing || known === undefined) await poll()
        await sleep(pollMs, undefined, { signal: closing.signal })
      } catch (error) {
        if (closing.signal.aborted) return
        log.warn({ err: error }, 'the feed could not read new events')
        await sleep(pollMs, undefined, { signal: closing.signal }).catch(() => undefined) // aborted: the loop ends
      }
    }
  }

  return {
    subscribe,
    announce,
    poll,
    setAnnouncing: (is) => {
      isAnnouncing = is
    },
    close: async () => {
      closing.abort()
      listeners.clear()
      await loop
      await reading.catch(() => undefined) // reported by the loop
    },
  }
}
