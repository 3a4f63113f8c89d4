/**
 * New events as they are committed, for listeners in this process.
 *
 * The engine's process announces each batch right after its commit. Every other process looks at the newest position
 * of the lease row, one read by primary key every 100 ms while anybody listens: LISTEN/NOTIFY would be a little
 * faster, but PostgreSQL takes a lock on the whole server at each commit that notifies, and towns share servers.
 */
import type { Database } from './db.ts'
import { newestPos, readEvents, type StoredEvent } from './events.ts'
import { log } from './log.ts'
import { repeat, type Repeated } from './repeat.ts'

const pollMs = 100
/** How often the engine's process looks for itself: a commit whose answer was lost is announced by nobody. */
const doubtMs = 1_000
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
  let known: number | undefined
  let isAnnouncing = false
  let lookedAt = Number.NEGATIVE_INFINITY
  const closing = new AbortController()
  let following: Repeated | undefined
  let reading: Promise<void> = Promise.resolve()

  function deliver(events: readonly StoredEvent[], last: number): void {
    known = last
    if (events.length > 0) for (const listener of listeners) tell(listener, events)
  }

  function announce(batch: { first: number; last: number; events: readonly StoredEvent[] }): void {
    if (known === undefined && listeners.size === 0) return
    if (known === batch.first - 1) deliver(batch.events, batch.last)
    else if (known === undefined || known < batch.last) poll().catch(reportUnread)
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
    const now = performance.now()
    if (isAnnouncing && known !== undefined && now - lookedAt < doubtMs) return
    lookedAt = now
    await poll()
  }

  return {
    subscribe: (listener) => {
      listeners.add(listener)
      following ??= repeat(pollMs, unread, follow)
      return () => void listeners.delete(listener)
    },
    announce,
    poll,
    setAnnouncing: (is) => void (isAnnouncing = is),
    close: async () => {
      closing.abort()
      listeners.clear()
      await following?.stop()
      await reading.catch(() => undefined) // reported by whoever asked for it
    },
  }
}

const unread = 'the feed could not read new events'

function reportUnread(error: unknown): void {
  log.warn({ err: error }, unread)
}

/** One listener's fault must not keep the news from the others. */
function tell(listener: Listener, events: readonly StoredEvent[]): void {
  try {
    listener(events)
  } catch (error) {
    log.error({ err: error }, 'a listener of the feed failed')
  }
}
