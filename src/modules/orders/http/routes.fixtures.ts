import type { TestContext } from 'node:test'
import type { Actor } from '#kernel/commands'
import { createProjection } from '#kernel/events-projection'
import { type App, createHttp } from '#kernel/http'
import { createCommandIds } from '#kernel/idempotency'
import { newId } from '#kernel/ids'
import { log } from '#kernel/log'
import type { Reply } from '#kernel/scenario'
import { testDatabase } from '#kernel/testing'
import { type Stage, setStage } from '../engine/fixtures.ts'
import { orderPartyProjection } from '../order-party.ts'
import { orderRoutes } from './routes.ts'
import { openRolesProjection } from './routes-open.ts'

type World = Stage & {
  app: App
  /** Requests as a party; its token is its id. */
  as: (actor: Actor | null) => Requester
  /** Waits until lists know what has been committed. */
  caughtUp: () => Promise<void>
}
type Answer = Omit<Reply, 'headers'> & { headers: Record<string, unknown> }
type Requester = {
  get: (url: string) => Promise<Answer>
  post: (url: string, body: unknown, key?: string) => Promise<Answer>
}

async function world(t: TestContext): Promise<World> {
  const db = await testDatabase(t)
  const stage = await setStage(t, db)
  const { engine, town, clock, vault } = stage
  const actors = new Map<string, Actor>([[stage.operator.party, stage.operator]])
  const app = createHttp({ log, isStrict: true, authenticate: async (token) => actors.get(token) ?? null })
  t.after(() => app.close())
  const authenticate = async (token: string): Promise<Actor | null> => actors.get(token) ?? null
  orderRoutes(app, {
    db, town, clock, vault, log, authenticate, catalogue: engine.catalogue, feed: engine.feed, facts: new Map(),
    config: { publicUrl: 'https://town.example' }, submit: engine.submit, commandIdOf: createCommandIds(db, town.id), startedAtPos: 0,
  }) // prettier-ignore
  const shared = { db, town: town.id, feed: engine.feed }
  const businesses = (): string[] => engine.catalogue.businesses().map(({ business }) => business)
  const readers = [orderPartyProjection(town.id, businesses), openRolesProjection(town.id, engine.catalogue)].map(
    (projection) => createProjection({ ...shared, ...projection }),
  )
  const as = (actor: Actor | null): Requester => {
    if (actor !== null) actors.set(actor.party, actor)
    const credential: Record<string, string> = actor === null ? {} : { authorization: `Bearer ${actor.party}` }
    const inject = async (options: {
      method: 'GET' | 'POST'
      url: string
      payload?: object
      headers?: Record<string, string>
    }): Promise<Answer> => {
      const reply = await app.inject({ ...options, headers: { ...credential, ...options.headers } })
      return { status: reply.statusCode, body: reply.body === '' ? null : reply.json(), headers: reply.headers }
    }
    return {
      get: (url) => inject({ method: 'GET', url }),
      post: (url, body, key = newId()) =>
        inject({ method: 'POST', url, payload: body as object, headers: { 'idempotency-key': key } }),
    }
  }
  return {
    ...stage,
    app,
    as,
    caughtUp: async () => void (await Promise.all(readers.map((reader) => reader.catchUp()))),
  }
}

/** A world with somebody to buy from and somebody who buys. */
type Shop = World & {
  seller: Actor
  buyer: Actor
  stranger: Actor
  operatorActor: Actor
  offerId: string
  /** Body of `POST /v1/orders` for so many of the offer. */
  placing: (qty?: number) => { business: string; lines: object[]; expectMinor: number }
}

/** A seller with an offer of 10.00, a buyer with 100.00. */
export async function shop(t: TestContext, { stock = 5 }: { stock?: number } = {}): Promise<Shop> {
  const it = await world(t)
  const [seller, buyer, stranger] = (await it.people(3, 10_000)) as [Actor, Actor, Actor]
  for (const actor of [seller, buyer, stranger]) it.as(actor)
  const offerId = await it.offer(seller, { priceMinor: 1_000, stock })
  const placing = (qty = 1) => ({ business: 'stall', lines: [{ offerId, qty }], expectMinor: 1_000 * qty })
  return { ...it, seller, buyer, stranger, offerId, placing, operatorActor: it.operator }
}
