import { randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import { createTownClock } from '#kernel/clock'
import type { Actor, Command, Submit } from '#kernel/commands'
import type { Database } from '#kernel/db'
import { type App, createHttp } from '#kernel/http'
import { createCommandIds } from '#kernel/idempotency'
import { newId } from '#kernel/ids'
import { log } from '#kernel/log'
import { testDatabase } from '#kernel/testing'
import type { Vault } from '#kernel/vault'
import { createVault } from '#modules/privacy'
import { addPolicy, declarePoint, promote } from './books/declaring.ts'
import type { Compile } from './books/registry.ts'
import type { PointDeclaration } from './core/point.ts'
import type { PolicySpec } from './core/policy.ts'
import { createDecider, type Decider } from './decider.ts'
import { decisionRoutes } from './http/routes.ts'

/** The town of these tests. */
export const town = 1

export const operator: Actor = { party: newId(), kind: 'person', grants: ['operator'] }

/** A hold at checkout: three ways to go, an amount and a channel to look at. */
export function checkout(more: Partial<PointDeclaration> = {}): PointDeclaration {
  return {
    name: 'checkout.fraud',
    title: 'Whether an order is held back',
    context: {
      amount: { kind: 'number', min: 0, max: 100_000, scale: 1000 },
      channel: { kind: 'category', values: ['web', 'kiosk'] },
      isNew: { kind: 'flag' },
    },
    options: { features: {}, ids: ['pass', 'ask', 'hold'] },
    isCrossed: true,
    guards: [],
    safeDefault: 'ask',
    metrics: [
      { name: 'paid', weight: 1, windowMs: 3_600_000, counts: 'first' },
      { name: 'lost', weight: -2, windowMs: 7_200_000, counts: 'every' },
    ],
    reverse: null,
    question: null,
    retentionDays: 90,
    budgetMs: 1000,
    mode: 'auto',
    ...more,
  }
}

/** Prefers holding large amounts of newcomers. */
export const softmaxSpec: PolicySpec = {
  kind: 'linear',
  weights: { '@pass': 1, '@hold*amount': 0.8, '@hold*isNew': 0.7, '@ask*channel=kiosk': 0.5 },
  temperature: 0.7,
}

type Answer = { status: number; body: any; text: string } // oxlint-disable-line typescript/no-explicit-any -- as a client

/** The module over a database of the test's own. */
export type Stage = {
  db: Database
  vault: Vault
  app: App
  decider: Decider
  clock: { now: () => number; passes: (ms: number) => void }
  submit: Submit
  /** Commands that were submitted. */
  commands: Command[]
  /** Declares a point with a live policy. */
  open: (declaration: PointDeclaration, spec: PolicySpec, name?: string) => Promise<void>
  as: (actor: Actor) => {
    get: (url: string) => Promise<Answer>
    post: (url: string, body: unknown, key?: string) => Promise<Answer>
    put: (url: string, body: unknown) => Promise<Answer>
  }
}

export async function setStage(t: TestContext, compile?: Compile): Promise<Stage> {
  const db = await testDatabase(t)
  const machine = createTownClock()
  let passedMs = 0
  const clock = { now: () => machine.now() + passedMs, passes: (ms: number) => void (passedMs += ms) }
  const vault = createVault({ db, town, master: randomBytes(32) })
  const decider = createDecider({ db, town, clock, vault }, compile)
  t.after(() => decider.stop())
  const commands: Command[] = []
  const submit: Submit = async (given) => {
    commands.push(...given)
    return given.map(({ id }) => ({ status: 'accepted', id, at: clock.now(), pos: 1, result: {} }))
  }
  const actors = new Map<string, Actor>()
  const app = createHttp({ log, isStrict: true, authenticate: async (token) => actors.get(token) ?? null })
  t.after(() => app.close())
  decisionRoutes(app, { db, town, clock, vault, submit, decider, commandIdOf: createCommandIds(db, town) })
  const place = { db, town, by: operator }
  return {
    db, vault, app, decider, clock, submit, commands,
    open: async (declaration, spec, name = 'first') => {
      await declarePoint(place, declaration)
      const { version } = await addPolicy(place, { point: declaration.name, name, spec })
      await promote(place, { point: declaration.name, name, version, stage: 'live', canaryBps: 0 })
      await decider.registry.refresh()
    },
    as: (actor) => {
      actors.set(actor.party, actor)
      const ask = async (method: 'GET' | 'POST' | 'PUT', url: string, sent: { payload?: object; key?: string }) => {
        const headers = { authorization: `Bearer ${actor.party}`, 'idempotency-key': sent.key ?? newId() }
        const reply = await app.inject({ method, url, headers, ...(sent.payload && { payload: sent.payload }) })
        const isJson = /json;|json$/.test(String(reply.headers['content-type']))
        return { status: reply.statusCode, body: isJson ? JSON.parse(reply.body) : null, text: reply.body }
      }
      return {
        get: (url) => ask('GET', url, {}),
        post: (url, body, key = newId()) => ask('POST', url, { payload: body as object, key }),
        put: (url, body) => ask('PUT', url, { payload: body as object }),
      }
    },
  } // prettier-ignore
}
