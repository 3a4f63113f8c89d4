import { setTimeout as sleep } from 'node:timers/promises'
import { log } from '#kernel/log'
import type { Entry } from './entries.ts'
import type { Host } from './hosts.ts'
import { type Snapshots, loadSnapshot, saveSnapshot } from './snapshots.ts'
import type { Source } from './source.ts'

/**
 * Keeps an index true to its source: fills it, follows the changes, and begins again when its place is gone. While
 * there is none, `ready` is undefined and the database answers.
 */

/** Entries read at once: some milliseconds of this process, so that requests get in between. */
const pageSize = 500
/**
 * Positions of the log looked through at once. Orders change nothing here: a burst of a hundred thousand is passed over
 * by a few statements, each of which waits its turn at a database that is busy with those orders.
 */
const positionsAtOnce = 25_000
/** How often it is looked for changes that nobody announced, and for other synonyms. */
const tickMs = 1_000
/** Listings follow the log within a tenth of a second: after news it is looked so often, for so long. */
const [newsTickMs, newsMs] = [50, 1_000]
/** Waits before a new try: first, and at most. */
const [retryMs, retryMaxMs] = [500, 60_000]
/** A changed index is written to disk at most so often. */
const saveEveryMs = 5 * 60_000

/** An index that has not been level with its source for so long is not asked. */
const behindMaxMs = 5_000

export type KeeperOptions = {
  source: Source
  snapshots: Snapshots
  /** Sets of synonyms with the number of their change. */
  synonyms: () => Promise<{ rev: number; sets: readonly (readonly string[])[] }>
  /** Makes an empty index in the place that fits so many things. */
  place: (documents: number) => Promise<Host>
  /** True when an index of this size has outgrown its place. */
  hasOutgrown: (host: Host, documents: number) => boolean
  /** An index that has not been level with its source for so long is not asked. */
  behindMaxMs?: number
}

/** What a keeper says of itself. */
export type KeeperFigures = { place: Host['place'] | 'none'; documents: number; pos: number; starts: number }

export type Keeper = {
  /** The index, once it is complete and as long as it lives. */
  ready: () => Host | undefined
  figures: () => KeeperFigures
  /** Resolves once the first index is ready, or could not be made. */
  begun: Promise<void>
  /** Something may have changed. */
  wake: () => void
  stop: () => Promise<void>
}

/** Sleeps until there may be news. */
function createAlarm(stopped: AbortSignal): { wake: () => void; arm: () => void; sleep: () => Promise<void> } {
  let waking = new AbortController()
  let newsAt = Number.NEGATIVE_INFINITY
  return {
    wake: () => {
      if (performance.now() - newsAt > newsTickMs) waking.abort()
      newsAt = performance.now()
    },
    arm: () => {
      waking = new AbortController()
    },
    sleep: () => pause(performance.now() - newsAt < newsMs ? newsTickMs : tickMs, [stopped, waking.signal]),
  }
}

async function pause(ms: number, signals: AbortSignal[]): Promise<void> {
  await sleep(ms, undefined, { signal: AbortSignal.any(signals) }).catch(() => undefined) // woken or stopped
}

/** Starts to fill an index and to follow its source. */
export function startKeeper(options: KeeperOptions): Keeper {
  const stopping = new AbortController()
  const alarm = createAlarm(stopping.signal)
  const state = stateAfter(0)
  const first = Promise.withResolvers<void>()
  const running = run()

  async function run(): Promise<void> {
    for (let waitMs = retryMs; !stopping.signal.aborted; waitMs = Math.min(2 * waitMs, retryMaxMs)) {
      try {
        await begin(state, options, stopping.signal)
        first.resolve()
        waitMs = retryMs
        await follow(state, options, { alarm, signal: stopping.signal })
      } catch (error) {
        if (!stopping.signal.aborted) log.warn({ err: error }, 'the search index is away; the database answers')
      }
      first.resolve()
      state.isReady = false
      await state.host?.close()
      state.host = undefined
      await pause(waitMs, [stopping.signal])
    }
  }

  return {
    ready: () => (isServing(state, options) ? state.host : undefined),
    figures: () => {
      const { host, documents, pos, starts } = state
      return { place: isServing(state, options) && host !== undefined ? host.place : 'none', documents, pos, starts }
    },
    begun: first.promise,
    wake: alarm.wake,
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

type Following = { alarm: ReturnType<typeof createAlarm>; signal: AbortSignal }

/** Rounds until it is stopped or the place is gone. */
async function follow(state: State, options: KeeperOptions, { alarm, signal }: Following): Promise<void> {
  const move = createMove(state, options, signal)
  let savedAt = performance.now()
  try {
    while (!signal.aborted) {
      state.host!.gone.throwIfAborted()
      alarm.arm()
      await catchUpOrWait(state, options)
      await state.host!.maintain()
      if (options.hasOutgrown(state.host!, state.documents)) await move.goOn()
      if (performance.now() - savedAt > saveEveryMs) {
        await saveIfChanged(state, options)
        savedAt = performance.now()
      }
      await alarm.sleep()
    }
    await saveIfChanged(state, options)
  } finally {
    await move.giveUp()
  }
}

type State = {
  host: Host | undefined
  isReady: boolean
  documents: number
  /** Everything up to here is in the index. */
  pos: number
  /** Synonyms that the index has. */
  rev: number
  starts: number
  savedPos: number
  /** When the index was last level with its source, ms of `performance.now`. */
  trueAt: number
}

function stateAfter(starts: number): State {
  return { host: undefined, isReady: false, documents: 0, pos: 0, rev: -1, starts, savedPos: 0, trueAt: 0 }
}

/** The way into a larger place. The old one is followed and asked until the new one is complete. */
type Move = { goOn: () => Promise<void>; giveUp: () => Promise<void> }

function createMove(state: State, options: KeeperOptions, signal: AbortSignal): Move {
  let coming: State | undefined
  let filling: Promise<unknown> | undefined

  async function fillNew(next: State): Promise<void> {
    try {
      await begin(next, options, signal)
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'the search index could not move and will try again')
      await next.host?.close()
      await pause(retryMs, [signal])
      coming = undefined
    }
  }

  return {
    goOn: async () => {
      if (coming === undefined) {
        coming = stateAfter(state.starts)
        filling = fillNew(coming)
      } else if (coming.isReady) {
        const old = state.host
        Object.assign(state, coming)
        coming = undefined
        await old?.close()
      }
    },
    giveUp: async () => {
      await filling
      await coming?.host?.close()
    },
  }
}

function isServing({ isReady, host, trueAt }: State, options: Pick<KeeperOptions, 'behindMaxMs'>): boolean {
  return isReady && host?.gone.aborted === false && performance.now() - trueAt < (options.behindMaxMs ?? behindMaxMs)
}

/** Fills a new index: from the snapshot when there is one that fits and tells the truth, else from the source. */
async function begin(state: State, options: KeeperOptions, signal: AbortSignal): Promise<void> {
  const { source, snapshots, place } = options
  const expected = await source.count()
  state.host = await place(expected)
  state.rev = -1
  state.starts += 1
  const startedAt = performance.now()
  signal.throwIfAborted()
  const loaded = state.host.place === 'thread' ? await loadSnapshot(snapshots, state.host) : undefined
  if (loaded !== undefined) {
    state.pos = loaded
    await catchUp(state, options)
  }
  const isTrue = loaded !== undefined && (await state.host.figures()).documents === (await source.count())
  if (!isTrue) await fill(state, options, signal)
  signal.throwIfAborted()
  state.savedPos = isTrue ? (loaded ?? 0) : 0
  await catchUp(state, options)
  state.documents = (await state.host.figures()).documents
  state.isReady = true
  const { pos, documents } = state
  const ms = Math.round(performance.now() - startedAt)
  log.info({ place: state.host.place, documents, pos, ms, isFromSnapshot: isTrue }, 'the search index is ready')
}

async function fill(state: State, { source, place }: KeeperOptions, signal: AbortSignal): Promise<void> {
  if ((await state.host!.figures()).documents > 0) {
    await state.host!.close()
    state.host = await place(await source.count())
    state.rev = -1
  }
  // The position comes first: what changes meanwhile is read once more.
  state.pos = await source.position()
  for (let after: string | undefined; !signal.aborted;) {
    const entries = await source.page(after, pageSize)
    await state.host!.apply(entries)
    if (entries.length < pageSize) return
    after = entries.at(-1)!.id
  }
}

/** Brings synonyms and things up to date. */
async function catchUp(state: State, { source, synonyms }: KeeperOptions): Promise<void> {
  const host = state.host!
  const { rev, sets } = await synonyms()
  if (rev !== state.rev) {
    await host.useSynonyms(sets)
    state.rev = rev
  }
  const lookedAt = performance.now()
  const newest = await source.position()
  if (newest < state.pos) throw new Rewound('the listings are being made anew, and so is the index')
  while (state.pos < newest) {
    const upTo = Math.min(newest, state.pos + positionsAtOnce)
    const ids = await source.changed(state.pos, upTo)
    for (let from = 0; from < ids.length; from += pageSize) {
      const entries: Entry[] = await source.read(ids.slice(from, from + pageSize))
      await host.apply(entries)
    }
    if (ids.length > 0) state.documents = (await host.figures()).documents
    state.pos = upTo
  }
  state.trueAt = lookedAt
}

/** The source stands before what the index has seen. */
class Rewound extends Error {
  override name = 'Rewound'
}

/** A database that is away for a moment is no reason to begin again: every step may be repeated. */
async function catchUpOrWait(state: State, options: KeeperOptions): Promise<void> {
  try {
    await catchUp(state, options)
  } catch (error) {
    if (error instanceof Rewound || state.host!.gone.aborted) throw error
    log.warn({ err: error }, 'the search index could not follow the listings and will try again')
  }
}

async function saveIfChanged(state: State, { snapshots }: KeeperOptions): Promise<void> {
  const { host, pos } = state
  if (host?.place !== 'thread' || pos === state.savedPos) return
  await saveSnapshot(snapshots, host, pos)
  state.savedPos = pos
}
