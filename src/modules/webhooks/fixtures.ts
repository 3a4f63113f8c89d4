import { randomBytes } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { TestContext } from 'node:test'
import type { Actor } from '#kernel/commands'
import { connectRaw, type Database, sql } from '#kernel/db'
import { insertEvents, type StoredEvent } from '#kernel/events'
import { createFeed } from '#kernel/events-feed'
import { createProjection } from '#kernel/events-projection'
import { type App, createHttp } from '#kernel/http'
import { createCommandIds } from '#kernel/idempotency'
import { newId } from '#kernel/ids'
import { migrateJobs } from '#kernel/jobs'
import { log } from '#kernel/log'
import type { Reply } from '#kernel/scenario'
import { testDatabase } from '#kernel/testing'
import { createTown } from '#kernel/towns'
import { createParties } from '#modules/identity'
import { createCatalogue } from '#modules/orders'
import { createVault } from '#modules/privacy'
import type { Resolve } from './addresses.ts'
import { type Deliveries, sendTaskOf } from './deliveries.ts'
import { fanOutProjection } from './fan-out.ts'
import { webhookRoutes } from './routes.ts'

/** The town of these tests. */
export const town = 1

/** A message as a partner's server received it. */
export type Received = { headers: IncomingHttpHeaders; body: string }
/** A partner's server on this machine; `answer` says what it answers next. */
export type Partner = { url: string; received: Received[]; answer: (status: number, body?: string) => void }

export async function openPartner(t: TestContext): Promise<Partner> {
  const received: Received[] = []
  let reply = { status: 204, body: '' }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(reply.status, { location: '/elsewhere' }).end(reply.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const answer = (status: number, body = ''): void => void (reply = { status, body })
  return { url: `http://127.0.0.1:${port}/hook`, received, answer }
}

type Answer = Omit<Reply, 'headers'>
type Requester = {
  get: (url: string) => Promise<Answer>
  post: (url: string, body?: unknown, key?: string) => Promise<Answer>
  put: (url: string, body: unknown) => Promise<Answer>
  remove: (url: string) => Promise<Answer>
}

/** The module over a database of the test's own, with machine time in the test's hand. */
export type Stage = {
  db: Database
  app: App
  clock: { ms: number }
  /** A party of the town. */
  party: (...grants: string[]) => Promise<Actor>
  as: (actor: Actor) => Requester
  /** Writes events into the log, one position each, and lets the module read them. */
  happen: (...events: Partial<StoredEvent>[]) => Promise<void>
  /** Makes the attempts that are due, as the workers would; answers how many. */
  work: () => Promise<number>
  resolveTo: (...addresses: string[]) => void
}

export async function setStage(t: TestContext, given: Partial<Deliveries['reach']> = {}): Promise<Stage> {
  const db = await testDatabase(t)
  await migrateJobs(db.url)
  const row = await createTown(db, { id: town, name: 'Lakeside', timeZone: 'UTC', currency: 'EUR', isSandbox: true })
  const clock = { ms: Date.now() }
  let addresses: string[] = ['127.0.0.1']
  const resolve: Resolve = async () => addresses.map((address) => ({ address, family: 4 }))
  const context: Deliveries = {
    db, town, log, resolve,
    vault: createVault({ db, town, master: randomBytes(32) }),
    now: () => clock.ms,
    reach: { isSandbox: true, allowedHosts: ['127.0.0.1'], ...given },
    retryMs: [1_000, 2_000, 4_000, 8_000, 16_000],
  } // prettier-ignore
  const actors = new Map<string, Actor>()
  const app = createHttp({ log, isStrict: true, authenticate: async (token) => actors.get(token) ?? null })
  t.after(() => app.close())
  webhookRoutes(app, { ...context, commandIdOf: createCommandIds(db, town) })
  const catalogue = createCatalogue({ db, town: row })
  const projection = fanOutProjection({ db, town, catalogue, source: 'https://town.example', now: context.now })
  await sql`
    insert into kernel.lease (town, epoch, seq, pos, address, secret, heartbeat_at)
    values (${town}, 1, 0, 0, '', '', now())`.execute(db)
  const feed = createFeed(db, town)
  t.after(() => feed.close())
  const reader = createProjection({ db, town, feed, ...projection })
  let pos = 0
  return {
    db, app, clock,
    party: async (...grants) => {
      const id = newId()
      await createParties(db, town, [
        { id, kind: 'person', slug: `p-${id}`, name: 'Ada', joinedAt: clock.ms, grants },
      ])
      return { party: id, kind: 'person', grants }
    },
    as: (actor) => requester(app, actors, actor),
    happen: async (...given) => {
      await write(db, given.map((event) => eventOf((pos += 1), event)))
      await sql`update kernel.lease set pos = ${pos} where town = ${town}`.execute(db)
      await reader.catchUp()
    },
    work: () => workOn(context),
    resolveTo: (...given) => void (addresses = given),
  } // prettier-ignore
}

function eventOf(pos: number, given: Partial<StoredEvent>): StoredEvent {
  const about = { subject: null, actor: newId(), user: null, at: 1_800_000_000_000, data: {} }
  return { id: newId(), n: 0, pos, type: 'market.paid', ...about, ...given }
}

async function write(db: Database, events: readonly StoredEvent[]): Promise<void> {
  const client = await connectRaw(db.url)
  const rows = events.map((event) => ({ ...event, hash: event.n === 0 ? Buffer.alloc(16) : null }))
  await client.query(insertEvents(town, 1_800_000_000_000, rows))
  await client.end()
}

async function workOn(context: Deliveries): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from webhooks.deliveries where state = 'pending' and next_at <= ${new Date(context.now())}
    order by id`.execute(context.db)
  const send = sendTaskOf(context)
  const signal = new AbortController().signal
  for (const { id } of rows) await send({ id }, { number: 1, isLast: false, signal })
  return rows.length
}

function requester(app: App, actors: Map<string, Actor>, actor: Actor): Requester {
  actors.set(actor.party, actor)
  const authorization = `Bearer ${actor.party}`
  const inject = async (asked: {
    method: 'GET' | 'POST' | 'PUT' | 'DELETE'
    url: string
    payload?: object
    key?: string
  }) => {
    const { key = newId(), ...request } = asked
    const reply = await app.inject({ ...request, headers: { authorization, 'idempotency-key': key } })
    return { status: reply.statusCode, body: reply.body === '' ? null : reply.json() }
  }
  return {
    get: (url) => inject({ method: 'GET', url }),
    post: (url, body = {}, key = newId()) => inject({ method: 'POST', url, payload: body as object, key }),
    put: (url, body) => inject({ method: 'PUT', url, payload: body as object }),
    remove: (url) => inject({ method: 'DELETE', url }),
  }
}
