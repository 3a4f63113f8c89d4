import { setTimeout as sleep } from 'node:timers/promises'
import type { Actor } from '#kernel/commands'
import type { Database } from '#kernel/db'
import { type StoredEvent, newestPos, readEvents } from '#kernel/events'
import type { Feed } from '#kernel/events-feed'
import { busy } from '#kernel/batcher'
import type { Logger } from '#kernel/log'
import { Problem } from '#kernel/problem'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { EventShown } from './contract-events.ts'
import {
  type Audience,
  type LogCursor,
  audienceOf,
  behind,
  cursorText,
  isAfter,
  shownEvent,
  sightOf,
} from './stream-audience.ts'
import type { Outlet } from './stream-outlets.ts'

/** Where events come from. */
export type HubSource = { db: Database; town: number; catalogue: Catalogue; feed: Feed; log: Logger }

/** Who joins, and where they left off. */
export type NewClient = {
  /** Takes the connection over from the server, which until then may still answer a problem. */
  begin: (cursor: string) => Outlet
  actor: Actor
  /** Undefined: from now on. */
  from: LogCursor | undefined
  isAdmitted: () => Promise<boolean>
}

type Client = { outlet: Outlet; actor: Actor; cursor: LogCursor; isLive: boolean }

/** Streams of one process; each costs a socket and some 20 kB. */
const clientsMax = 2_000
/** Bytes that may wait in a client's socket. */
const backlogMax = 256 * 1024
/** Often enough that no proxy takes the stream for dead; each says where the log stands. */
const heartbeatMs = 15_000
/** Positions read at once for a client that catches up. */
const pageSize = 500

/**
 * Events to many clients as they are committed. One reader of the feed serves all of them: whom a batch concerns is one
 * statement, however many listen. A client that falls behind its connection is dropped, never waited for; it comes back
 * with its cursor and misses nothing. Reads nothing as long as nobody listens.
 */
export class Hub {
  readonly #source: HubSource
  readonly #clients = new Set<Client>()
  /** Clients to be, who wait until the hub listens. */
  #joining = 0
  /** Position of the newest batch that is being told to live clients, and of the newest that has been. */
  #heard = 0
  #told = 0
  #chain: Promise<void> = Promise.resolve()
  #listening: Promise<void> | undefined
  #unsubscribe: (() => void) | undefined
  #isClosed = false

  constructor(source: HubSource) {
    this.#source = source
  }

  /**
   * Streams to a client from a cursor on, until it leaves, is dropped, or `isAdmitted` says no at a heartbeat.
   *
   * @throws {Problem} busy when there are too many
   */
  async join({ begin, actor, from, isAdmitted }: NewClient): Promise<void> {
    if (this.#isClosed || this.#clients.size >= clientsMax) throw new Problem(busy)
    this.#joining += 1
    await this.#listen().finally(() => (this.#joining -= 1))
    const cursor = from ?? behind(this.#heard)
    const client: Client = { outlet: begin(cursorText(cursor)), actor, cursor, isLive: false }
    this.#clients.add(client)
    const timer = setInterval(() => void this.#beat(client, isAdmitted), heartbeatMs)
    const leave = (): void => {
      clearInterval(timer)
      this.#clients.delete(client)
      if (this.#clients.size + this.#joining === 0) this.#pause()
    }
    client.outlet.onGone(leave)
    if (client.outlet.isGone()) return leave() // while the hub began to listen; nobody will say so again
    await this.#catchUp(client).catch((error: unknown) => {
      this.#source.log.warn({ reason: String(error) }, 'a stream could not catch up')
      client.outlet.end({ isRude: true })
    })
  }

  /** Ends every stream; clients come back to another process, or to the next start. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#pause()
    for (const { outlet } of this.#clients) outlet.end()
    await this.#chain
  }

  async #listen(): Promise<void> {
    const listening = (this.#listening ??= this.#subscribe())
    try {
      await listening
    } catch (error) {
      if (this.#listening === listening) this.#pause() // unless somebody has begun anew since
      throw error
    }
  }

  async #subscribe(): Promise<void> {
    const { db, town, feed } = this.#source
    this.#unsubscribe = feed.subscribe((events) => {
      this.#chain = this.#chain.then(() => this.#dispatch(events)).catch((error: unknown) => this.#dropAll(error))
    })
    await feed.poll() // from here on the feed knows where it stands, and delivers everything behind it
    const newest = await newestPos(db, town)
    // Looked at now and not before the read: batches are dispatched meanwhile, and none may be unheard again.
    this.#heard = Math.max(this.#heard, newest)
    this.#told = Math.max(this.#told, this.#heard)
  }

  #pause(): void {
    this.#unsubscribe?.()
    this.#listening = undefined
  }

  async #dispatch(events: readonly StoredEvent[]): Promise<void> {
    // First `heard`, then who is live: whoever becomes live later has seen `heard` and read up to it.
    const last = events.at(-1)?.pos ?? 0
    this.#heard = Math.max(this.#heard, last)
    const live = [...this.#clients].filter(({ isLive }) => isLive)
    const audience = live.length === 0 ? new Map() : await audienceOf(this.#source, events)
    for (const client of live) {
      tell(client, events, audience)
      if (client.outlet.backlog() > backlogMax) client.outlet.end({ isRude: true })
    }
    this.#told = Math.max(this.#told, last)
  }

  /** Whom a batch concerns could not be found out: everybody comes back and reads it from the log. */
  #dropAll(error: unknown): void {
    this.#source.log.warn({ reason: String(error) }, 'the event stream lost its database')
    for (const { outlet } of this.#clients) outlet.end({ isRude: true })
  }

  async #catchUp(client: Client): Promise<void> {
    const { db, town } = this.#source
    while (!client.outlet.isGone() && isAfter(behind(this.#heard), client.cursor)) {
      const after = firstMissing(client.cursor) - 1
      const upTo = Math.min(this.#heard, after + pageSize)
      const events = await readEvents(db, town, { after, limit: pageSize, upTo })
      tell(client, events, await audienceOf(this.#source, events))
      client.cursor = behind(upTo)
      await drained(client.outlet)
    }
    client.isLive = true // nothing is awaited between the look at `heard` and here
  }

  async #beat(client: Client, isAdmitted: () => Promise<boolean>): Promise<void> {
    // Away for a moment is no reason to send anybody away; not admitted is.
    const isWelcome = await isAdmitted().catch(() => true)
    if (isWelcome) client.outlet.beat(client.isLive ? cursorText(behind(this.#told)) : undefined)
    else client.outlet.end()
  }
}

/** The first position of which a reader may not have seen everything. */
function firstMissing(cursor: LogCursor): number {
  return isAfter(behind(cursor.pos), cursor) ? cursor.pos : cursor.pos + 1
}

function tell(client: Client, events: readonly StoredEvent[], audience: Audience): void {
  const shown: EventShown[] = []
  for (const event of events) {
    if (!isAfter(event, client.cursor)) continue
    client.cursor = { pos: event.pos, n: event.n }
    const sight = sightOf(event, client.actor, audience)
    if (sight !== undefined) shown.push(shownEvent(event, sight))
  }
  if (shown.length > 0) client.outlet.tell(shown)
}

/** Waits for a connection to take what was written, so that a long history fits through a short backlog. */
async function drained(outlet: Outlet): Promise<void> {
  while (!outlet.isGone() && outlet.isFull()) await sleep(5)
}
