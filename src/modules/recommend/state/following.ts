/**
 * Keeps knowledge up to date: things by the positions of their listings, people's doings by the positions of stream and
 * log. A reader that fails tries again; nothing waits for it but what is shown being older.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '#kernel/db'
import { newestPos, readEvents } from '#kernel/events'
import type { Feed } from '#kernel/events-feed'
import { log } from '#kernel/log'
import { type Following, newestInteraction, subscribeInteractions } from '#modules/interactions'
import type { Source } from '#modules/search'
import type { Knowledge } from './knowledge.ts'
import { loadSnapshot, saveSnapshot, type Snapshots } from './snapshots.ts'

/** Things read at once, and positions of the log. */
const [thingsAtOnce, positionsAtOnce] = [500, 2_000]
/** It is looked for changes so often, unless somebody says that there are some. */
const tickMs = 500
/** A snapshot is written so often when something has changed, and at the end. */
const snapshotMs = 30 * 60_000

export type Follower = {
  /** Resolves when what there was at the start is known. */
  begun: Promise<void>
  stop: () => Promise<void>
}

/** What is followed. */
export type FollowOptions = {
  db: Database
  town: number
  feed: Feed
  source: Source
  /** Null: none are kept. */
  snapshots: Snapshots | null
}

export function follow(knowledge: Knowledge, options: FollowOptions): Follower {
  const { db, town, feed } = options
  const stopping = new AbortController()
  let nudge = new AbortController()
  let stream: Following | undefined
  const unsubscribe = feed.subscribe(() => nudge.abort())
  const things = { pos: 0 }

  async function begin(): Promise<void> {
    if (options.snapshots !== null) await loadSnapshot(options.snapshots, knowledge)
    things.pos = await readAllThings(knowledge, options.source)
    await readLog(knowledge, options)
    const newest = await newestInteraction(db, town)
    let caughtUp = (): void => undefined
    const level = new Promise<void>((resolve) => (caughtUp = resolve))
    if (knowledge.streamPos > newest) knowledge.streamPos = 0 // a stream that was restored begins again
    if (knowledge.streamPos === newest) caughtUp()
    const place = { db, town, name: 'recommend', after: knowledge.streamPos }
    stream = subscribeInteractions(place, (events, upTo) => {
      knowledge.applyInteractions(events, upTo)
      if (upTo >= newest) caughtUp()
    })
    stopping.signal.addEventListener('abort', caughtUp)
    await level
  }

  async function run(): Promise<void> {
    let savedAt = performance.now()
    while (!stopping.signal.aborted) {
      try {
        await readLog(knowledge, options)
        things.pos = await readChangedThings(knowledge, options.source, things.pos)
        if (options.snapshots !== null && performance.now() - savedAt > snapshotMs) {
          savedAt = performance.now()
          await saveSnapshot(options.snapshots, knowledge)
        }
      } catch (error) {
        log.warn({ err: error }, 'what is recommended could not follow the town and will try again')
      }
      await sleep(tickMs, undefined, { signal: nudge.signal }).catch(() => undefined) // woken
      nudge = new AbortController()
      if (stopping.signal.aborted) return
      await sleep(paceMs, undefined, { ref: false })
    }
  }

  const begun = untilBegun(begin, stopping.signal)
  const running = begun.then(run)
  return {
    begun,
    stop: async () => {
      unsubscribe()
      stopping.abort()
      nudge.abort()
      await stream?.stop()
      await running
      if (options.snapshots !== null) await saveSnapshot(options.snapshots, knowledge)
    },
  }
}

/** Under load every commit would wake it: news wait so long for company. */
const paceMs = 50
const retryMs = 1_000

async function untilBegun(begin: () => Promise<void>, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    try {
      await begin()
      return
    } catch (error) {
      log.warn({ err: error }, 'what is recommended could not be read and will be tried again')
      await sleep(retryMs, undefined, { signal: stopping }).catch(() => undefined) // stopped
    }
  }
}

async function readAllThings(knowledge: Knowledge, source: Source): Promise<number> {
  const pos = await source.position()
  for (let after: string | undefined; ;) {
    const entries = await source.page(after, thingsAtOnce)
    knowledge.applyThings(entries)
    after = entries.at(-1)?.id
    if (entries.length < thingsAtOnce || after === undefined) return pos
  }
}

async function readChangedThings(knowledge: Knowledge, source: Source, pos: number): Promise<number> {
  const newest = await source.position()
  for (let from = pos; from < newest;) {
    const upTo = Math.min(newest, from + positionsAtOnce)
    const ids = await source.changed(from, upTo)
    if (ids.length > 0) knowledge.applyThings(await source.read(ids))
    from = upTo
  }
  return Math.max(pos, newest)
}

async function readLog(knowledge: Knowledge, { db, town }: FollowOptions): Promise<void> {
  const newest = await newestPos(db, town)
  if (knowledge.logPos > newest) knowledge.logPos = 0 // a log that was restored begins again
  while (knowledge.logPos < newest) {
    const after = knowledge.logPos
    const upTo = Math.min(newest, after + positionsAtOnce)
    knowledge.applyLog(await readEvents(db, town, { after, limit: positionsAtOnce, upTo }))
    knowledge.logPos = upTo
  }
}
