/**
 * The decision kernel alone: points, policies, decisions, outcomes, experiments and flags over HTTP, with API keys,
 * over any database. No engine, no lines of business, no web app.
 */
import { createTownClock, machineNow } from '../kernel/clock.ts'
import type { Submit } from '../kernel/commands.ts'
import type { Config } from '../kernel/config.ts'
import { type Database, sql, transaction } from '../kernel/db.ts'
import { createFeed } from '../kernel/events-feed.ts'
import { type App, createHttp, isLocal } from '../kernel/http.ts'
import { allowOrigins } from '../kernel/http-headers.ts'
import { reportHealth } from '../kernel/http-health.ts'
import { createCommandIds } from '../kernel/idempotency.ts'
import { newId } from '../kernel/ids.ts'
import { type Jobs, startJobs } from '../kernel/jobs.ts'
import { log } from '../kernel/log.ts'
import { createMetrics, measureHttp } from '../kernel/metrics.ts'
import type { Context, Module } from '../kernel/module.ts'
import { describeApi } from '../kernel/openapi.ts'
import type { Town } from '../kernel/towns.ts'
import { recordAudit } from '../modules/audit/index.ts'
import { createAuthenticator, createKey, listKeys } from '../modules/identity/index.ts'
import { createVault, readMasterKey } from '../modules/privacy/index.ts'
import { operatorId } from '../modules/town/index.ts'
import { discoverModules } from './discover.ts'
import { enterOperator } from './operator-link.ts'
import { serveReference } from './reference-page.ts'
import { version } from './version.ts'

/** What is served. */
const parts = ['audit', 'decisions', 'experiments'] as const

/** A process that only decides. */
export type Standalone = {
  context: Context
  modules: readonly Module[]
  app: App
  stop: () => Promise<void>
}

/** Puts it together over a migrated database. */
export async function createStandalone(
  { config, db, town }: { config: Config; db: Database; town: Town },
  { isStrict = false }: { isStrict?: boolean } = {},
): Promise<Standalone> {
  const clock = createTownClock(town.clockOffsetMs)
  const feed = createFeed(db, town.id)
  const vault = createVault({ db, town: town.id, master: await readMasterKey(config, db) })
  const { authenticate, forget, close } = createAuthenticator(db, town.id, { now: machineNow })
  const context: Context = {
    town, db, clock, config, log, feed, authenticate, vault,
    metrics: createMetrics(),
    submit: refuseAll(() => clock.now()),
    forgetCredentials: forget,
    commandIdOf: createCommandIds(db, town.id),
  } // prettier-ignore
  const modules = await discoverModules(undefined, parts)
  const app = await createApp(context, { modules, isStrict })
  return {
    context,
    modules,
    app,
    stop: async () => {
      await app.close()
      await close()
      await feed.close()
    },
  }
}

/** There is nobody to do what points declare as reversible: an override is refused as a whole. */
function refuseAll(now: () => number): Submit {
  const refusal = {
    slug: 'business-not-found',
    status: 404,
    detail: 'Decisions run alone: there are no orders.',
  } as const
  return async (commands) => commands.map(({ id }) => ({ status: 'refused', id, at: now(), pos: 0, refusal }))
}

type Serving = { modules: readonly Module[]; isStrict: boolean }

async function createApp(context: Context, { modules, isStrict }: Serving): Promise<App> {
  const { db, config, authenticate, metrics, town } = context
  const app = createHttp({
    log,
    authenticate,
    isStrict,
    isHttps: config.publicUrl.startsWith('https:'),
    limits: { perMinute: config.rateLimit, isExempt: (request) => town.isSandbox && isLocal(request) },
  })
  await allowOrigins(app, config.corsOrigins)
  measureHttp(app, metrics)
  await describeApi(app, { version: version() })
  for (const module of modules) await module.routes?.(app, context)
  const probes = Object.assign({}, ...modules.map((module) => module.probes?.(context) ?? {}))
  const database = async () => {
    await sql`select 1`.execute(db)
    return { isOk: true }
  }
  reportHealth(app, { version: version(), probes: { database, ...probes } })
  serveReference(app)
  return app
}

/** The jobs of what is served: training, tidying. */
export function startStandaloneJobs({ context, modules }: Standalone, url: string): Promise<Jobs> {
  const tasks = Object.assign({}, ...modules.map((module) => module.jobs?.(context) ?? {}))
  return startJobs({ url, tasks, log })
}

const yearMs = 365 * 86_400_000
const label = 'decisions'

/** A key for whoever starts it for the first time; undefined when there is one already. */
export async function firstKey({ db, town, config }: Context): Promise<string | undefined> {
  await enterOperator({ db, town, config })
  const keys = await listKeys(db, town.id, operatorId)
  if (keys.some((key) => key.label === label && key.revokedAt === null)) return undefined
  const now = machineNow()
  const id = newId(now)
  const scopes = ['decisions', 'experiments', 'ofrep'].flatMap((area) => [`${area}:read`, `${area}:write`])
  const key = { town: town.id, id, party: operatorId, label, scopes, ttlMs: yearMs, by: operatorId, now }
  return transaction(db, async (tx) => {
    const { secret } = await createKey(tx, key)
    await recordAudit(tx, { town: town.id, by: null, act: 'keys.made', subject: id, details: { label, scopes }, now })
    return secret
  })
}
