import { type Batcher, createBatcher } from '#kernel/batcher'
import type { Submit } from '#kernel/commands'
import type { Config } from '#kernel/config'
import type { Feed } from '#kernel/events-feed'
import type { App, Authenticate } from '#kernel/http'
import type { CommandIdOf } from '#kernel/idempotency'
import type { Logger } from '#kernel/log'
import { sql } from '#kernel/db'
import { createPageReader, type PageSource } from '../books/page-reader.ts'
import { actionRoutes } from './routes-actions.ts'
import { bulkRoutes } from './routes-bulk.ts'
import { businessRoutes } from './routes-businesses.ts'
import { exceptionRoutes } from './routes-exceptions.ts'
import { publishingRoutes } from './routes-publishing.ts'
import { eventRoutes } from './routes-events.ts'
import { socketRoute } from './routes-socket.ts'
import { readRoutes } from './routes-reads.ts'
import type { Reading } from '../books/looking.ts'
import { Hub } from './stream.ts'

/** What the routes of orders work on. */
export type OrderRoutes = Omit<Reading, 'read'> &
  PageSource & {
    submit: Submit
    feed: Feed
    commandIdOf: CommandIdOf
    authenticate: Authenticate
    log: Logger
    /** The town's address, which is the source of its events. */
    config: Pick<Config, 'publicUrl'>
    /** Position of the newest event when the process started: what lies before it is a replay. */
    startedAtPos: number
  }

/** What the routes share beside that. */
export type OrderApi = OrderRoutes &
  Reading & {
    /** The line of business of an order, which never changes; undefined when there is no such order. */
    businessOf: (orderId: string) => Promise<string | undefined>
    /** `submit`, and whether the verdict is older than the request. */
    submitNoting: (...args: Parameters<Submit>) => Promise<NotedVerdict[]>
  }

/** A verdict, and whether it was there before it was asked for. */
export type NotedVerdict = { verdict: Awaited<ReturnType<Submit>>[number]; isReplayed: boolean }

/** Orders over HTTP: placing, acting, reading, and the events of it all. */
export function orderRoutes(app: App, options: OrderRoutes): void {
  const api: OrderApi = {
    ...options,
    read: createPageReader(options),
    businessOf: createBusinessOf(options),
    submitNoting: notingReplays(options),
  }
  actionRoutes(app, api)
  bulkRoutes(app, api)
  readRoutes(app, api)
  exceptionRoutes(app, api)
  businessRoutes(app, api)
  publishingRoutes(app, api)
  const hub = new Hub({ ...options, town: options.town.id })
  // Before the server waits for its connections to end: streams never end by themselves.
  app.addHook('preClose', () => hub.close())
  eventRoutes(app, api, hub)
  socketRoute(app, api, hub)
}

/**
 * Positions ascend with commits, so a verdict whose position is not above every one seen before its command was
 * submitted was there already. A replay may be missed (right after another process wrote); a first answer never is
 * called one.
 */
function notingReplays({ submit, startedAtPos }: OrderRoutes): OrderApi['submitNoting'] {
  let newest = startedAtPos
  return async (commands, submitOptions) => {
    const before = newest
    const verdicts = await submit(commands, submitOptions)
    for (const { pos } of verdicts) newest = Math.max(newest, pos)
    return verdicts.map((verdict) => ({ verdict, isReplayed: verdict.pos <= before }))
  }
}

/** Orders whose line of business is kept in memory: a few megabytes. */
const knownMax = 20_000

function createBusinessOf({ db, town }: OrderRoutes): OrderApi['businessOf'] {
  const known = new Map<string, string>()
  const batcher: Batcher<string, string | undefined> = createBatcher({
    run: async (ids) => {
      const wanted = [...new Set(ids)]
      const { rows } = await sql<{ id: string; business: string }>`
        select id, business from orders.orders where town = ${town.id} and id = any(${wanted}::uuid[])`.execute(db)
      if (known.size > knownMax) known.clear()
      for (const { id, business } of rows) known.set(id, business)
      return ids.map((id) => ({ value: known.get(id) }))
    },
  })
  return (orderId) => {
    const business = known.get(orderId)
    return business === undefined ? batcher.add(orderId) : Promise.resolve(business)
  }
}
