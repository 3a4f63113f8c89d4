import type { TestContext } from 'node:test'
import { createTownClock } from '#kernel/clock'
import type { Actor } from '#kernel/commands'
import type { Database } from '#kernel/db'
import { type App, createHttp } from '#kernel/http'
import { newId } from '#kernel/ids'
import { log } from '#kernel/log'
import { testDatabase } from '#kernel/testing'
import type { Declaration } from './core/experiment.ts'
import { createExperiments, type Experiments } from './experiments.ts'
import { experimentRoutes } from './http/routes.ts'

/** The town of these tests. */
export const town = 1

export const operator: Actor = { party: newId(), kind: 'person', grants: ['operator'] }

const dayMs = 86_400_000

/** A test of a button, as it is sent; half the people meet each of two. */
export function button(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    title: 'A green button',
    hypothesis: 'A green button is pressed by more of those who see it',
    layer: 'shop',
    shareBps: 10_000,
    unit: 'person',
    arms: [
      { name: 'grey', weight: 1 },
      { name: 'green', weight: 1 },
    ],
    metrics: [{ name: 'pressed', role: 'primary', better: 'up', kind: 'rate', windowMs: 7 * dayMs, effect: 0.05 }],
    plannedDays: 14,
    ...more,
  }
}

/** The same, as the pure parts take it. */
export function declared(more: Partial<Declaration> = {}): Declaration {
  return {
    ...(button() as unknown as Declaration),
    name: 'button',
    eligibility: [],
    ramp: { steps: [10_000], stepMs: dayMs, isAutomatic: false },
    allocation: { kind: 'fixed' },
    drives: null,
    ...more,
  }
}

type Answer = { status: number; body: any; headers: Record<string, unknown> } // oxlint-disable-line typescript/no-explicit-any -- as a client

/** The module over a database of the test's own. */
export type Stage = {
  db: Database
  app: App
  experiments: Experiments
  clock: { now: () => number; passes: (ms: number) => void }
  as: (actor: Actor) => {
    get: (url: string) => Promise<Answer>
    post: (url: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
    put: (url: string, body: unknown) => Promise<Answer>
    delete: (url: string) => Promise<Answer>
  }
  /** Declares and starts an experiment. */
  open: (name: string, body: Readonly<Record<string, unknown>>) => Promise<void>
}

export async function setStage(t: TestContext): Promise<Stage> {
  const db = await testDatabase(t)
  const machine = createTownClock()
  let passedMs = 0
  const clock = { now: () => machine.now() + passedMs, passes: (ms: number) => void (passedMs += ms) }
  const experiments = createExperiments({ db, town, clock })
  t.after(() => experiments.stop())
  const actors = new Map<string, Actor>()
  const app = createHttp({ log, isStrict: true, authenticate: async (token) => actors.get(token) ?? null })
  t.after(() => app.close())
  await experimentRoutes(app, { db, town, clock, experiments })
  await experiments.registry.refresh()
  const as = (actor: Actor): ReturnType<Stage['as']> => {
    actors.set(actor.party, actor)
    const ask = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, sent: Sent = {}): Promise<Answer> => {
      const headers = { authorization: `Bearer ${actor.party}`, ...sent.headers }
      const reply = await app.inject({ method, url, headers, ...(sent.payload && { payload: sent.payload }) })
      const isJson = /json;|json$/.test(String(reply.headers['content-type']))
      return { status: reply.statusCode, body: isJson ? reply.json() : null, headers: reply.headers }
    }
    return {
      get: (url) => ask('GET', url),
      post: (url, body = {}, headers = {}) => ask('POST', url, { payload: body as object, headers }),
      put: (url, body) => ask('PUT', url, { payload: body as object }),
      delete: (url) => ask('DELETE', url),
    }
  }
  return { db, app, experiments, clock, as, open: opener(as) }
}

type Sent = { payload?: object | string; headers?: Record<string, string> }

function opener(as: Stage['as']): Stage['open'] {
  return async (name, body) => {
    const asked = as(operator)
    for (const answer of [
      await asked.put(`/v1/experiments/${name}`, body),
      await asked.post(`/v1/experiments/${name}/start`),
    ]) {
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
    }
  }
}

export { seeded } from './scenario-world.ts'
