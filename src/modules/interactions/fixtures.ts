import { randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import { createTownClock } from '#kernel/clock'
import type { Actor } from '#kernel/commands'
import type { Database } from '#kernel/db'
import { type App, createHttp } from '#kernel/http'
import { createCommandIds } from '#kernel/idempotency'
import { newId } from '#kernel/ids'
import { log } from '#kernel/log'
import type { Reply } from '#kernel/scenario'
import { testDatabase } from '#kernel/testing'
import type { Vault } from '#kernel/vault'
import { createVault } from '#modules/privacy'
import { countInteractions } from './counters.ts'
import { createEventTypes } from './event-types.ts'
import { createIntake, type Delivery, type Receipt } from './intake.ts'
import { createPseudonyms } from './pseudonyms.ts'
import { interactionRoutes } from './routes.ts'
import { countersName, projectInteractions } from './stream.ts'

/** The town of these tests. */
export const town = 1

type Answer = Omit<Reply, 'headers'>

/** The module over a database of the test's own; nobody has consented to anything until `agree`. */
export type Stage = {
  db: Database
  vault: Vault
  app: App
  clock: { passes: (ms: number) => void; now: () => number }
  takeIn: (delivery: Partial<Delivery> & Pick<Delivery, 'events'>) => Promise<Receipt>
  agree: (party: string, ...purposes: string[]) => void
  as: (actor: Actor) => {
    get: (url: string) => Promise<Answer>
    post: (url: string, body: unknown, key?: string) => Promise<Answer>
  }
  /** Lets the counters follow until the test ends. */
  count: () => void
  /** An intake with a memory of its own, as another process has. */
  another: () => (delivery: Partial<Delivery> & Pick<Delivery, 'events'>) => Promise<Receipt>
}

/** Who sends when a test does not say. */
export const sender = newId()

/** An event that is in order. */
export function impression(given: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { id: newId(), type: 'impression', data: { place: 'search' }, ...given }
}

/** Somebody with these grants. */
export function actorWith(...grants: string[]): Actor {
  return { party: newId(), kind: 'person', grants }
}

export async function setStage(t: TestContext): Promise<Stage> {
  const db = await testDatabase(t)
  let passedMs = 0
  const clock = createTownClock()
  const townClock = { ...clock, now: () => clock.now() + passedMs }
  const consents = new Map<string, ReadonlySet<string>>()
  const master = randomBytes(32)
  const open = () => {
    const vault = createVault({ db, town, master })
    const pseudonyms = createPseudonyms(vault)
    const types = createEventTypes(db, town)
    const options = { db, town, clock: townClock, vault, types, pseudonyms, consents: async () => consents }
    return { vault, types, takeIn: createIntake(options) }
  }
  const { vault, types, takeIn } = open()
  const actors = new Map<string, Actor>()
  const app = createHttp({ log, isStrict: true, authenticate: async (token) => actors.get(token) ?? null })
  t.after(() => app.close())
  const commandIdOf = createCommandIds(db, town)
  await interactionRoutes(app, { db, town, clock: townClock, vault, types, takeIn, commandIdOf })
  const filled = (take: typeof takeIn): Stage['takeIn'] => {
    return (delivery) => take({ sender, isCollector: false, mayBeUnstorable: true, ...delivery })
  }
  return {
    db, vault, app,
    clock: { passes: (ms) => void (passedMs += ms), now: townClock.now },
    takeIn: filled(takeIn),
    agree: (party, ...purposes) => void consents.set(party, new Set(purposes)),
    as: (actor) => requester(app, actors, actor),
    count: () => {
      const counting = projectInteractions({ db, town, name: countersName }, countInteractions(town))
      t.after(() => counting.stop())
    },
    another: () => filled(open().takeIn),
  } // prettier-ignore
}

function requester(app: App, actors: Map<string, Actor>, actor: Actor): ReturnType<Stage['as']> {
  actors.set(actor.party, actor)
  const authorization = `Bearer ${actor.party}`
  return {
    get: async (url) => {
      const reply = await app.inject({ url, headers: { authorization } })
      return { status: reply.statusCode, body: reply.json() }
    },
    post: async (url, body, key = newId()) => {
      const headers = { authorization, 'idempotency-key': key, 'content-type': 'application/json' }
      const payload = typeof body === 'string' ? body : JSON.stringify(body)
      const reply = await app.inject({ method: 'POST', url, payload, headers })
      return { status: reply.statusCode, body: reply.json() }
    },
  }
}
