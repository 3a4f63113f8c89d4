import { sql } from '../kernel/db.ts'
import { newestPos } from '../kernel/events.ts'
import { type App, createHttp, isLocal } from '../kernel/http.ts'
import { allowOrigins } from '../kernel/http-headers.ts'
import { type Health, reportHealth } from '../kernel/http-health.ts'
import { findLease } from '../kernel/lease.ts'
import { measureHttp } from '../kernel/metrics.ts'
import { describeApi } from '../kernel/openapi.ts'
import type { PersonalData } from '../kernel/personal-data.ts'
import { findProfile } from '../modules/identity/index.ts'
import { orderRoutes, ordersPersonalData } from '../modules/orders/index.ts'
import { privacyRoutes } from '../modules/privacy/index.ts'
import type { TownProcess } from './context.ts'
import { type PageFallback, servePages } from './pages.ts'
import { serveReference } from './reference-page.ts'
import { backupRoutes } from './server-backups.ts'
import { figureRoutes } from './server-figures.ts'
import { sandboxRoutes } from './server-sandbox.ts'
import { version } from './version.ts'

/** The HTTP server of a town's process, ready to listen. */
export async function createServer(town: TownProcess, { isStrict = false }: { isStrict?: boolean } = {}): Promise<App> {
  const { context, engine, modules, facts, startedAtPos } = town
  const { db, log, metrics, authenticate, config } = context
  const pages: { fallback?: PageFallback | undefined } = {}
  const app = createHttp({
    log,
    authenticate,
    isStrict,
    isHttps: config.publicUrl.startsWith('https:'),
    // A sandbox is there to be tried, at full speed too.
    limits: { perMinute: config.rateLimit, isExempt: (request) => context.town.isSandbox && isLocal(request) },
    fallback: (request, reply) => pages.fallback?.(request, reply),
  })
  await allowOrigins(app, config.corsOrigins)
  measureHttp(app, metrics)
  guardSignIn(app)
  await describeApi(app, { version: version() })
  orderRoutes(app, { ...context, catalogue: engine.catalogue, facts, startedAtPos })
  engine.routes(app)
  sandboxRoutes(app, town)
  figureRoutes(app, town)
  backupRoutes(app, context)
  privacyRoutes(app, { ...context, sources: personalDataOf(town), handleOf: handleIn(town) })
  for (const module of modules) await module.routes?.(app, context)
  const probes = {
    database: () => probeDatabase(town),
    engine: () => probeEngine(town),
    projections: () => probeReaders(town),
    ...Object.assign({}, ...modules.map((module) => module.probes?.(context) ?? {})),
  }
  reportHealth(app, { version: version(), probes })
  measureEngine(town)
  serveReference(app)
  pages.fallback = await servePages(app, town)
  // Every connection of the pool is opened lazily; the first visitor should not wait for one.
  await sql`select 1`.execute(db)
  return app
}

/** What every part of the town holds of a person. */
function personalDataOf({ context, modules }: TownProcess): PersonalData[] {
  const orders = ordersPersonalData({ ...context, town: context.town.id })
  return [...modules.flatMap((module) => module.personalData?.(context) ?? []), orders]
}

function handleIn({ context: { db, town } }: TownProcess): (party: string) => Promise<string | undefined> {
  return async (party) => (await findProfile(db, town.id, party))?.slug
}

/** Whoever guesses passwords, links or invitations gets few tries. */
function guardSignIn(app: App): void {
  app.addHook('onRoute', (route) => {
    const isGuess = route.method !== 'GET' && /^\/v1\/(auth\/|tokens\/exchange|invitations\/)/.test(route.url)
    if (isGuess) route.config = { ...route.config, rate: 'guarded' }
  })
}

async function probeDatabase({ context: { db } }: TownProcess): Promise<Health> {
  const startedAt = performance.now()
  await sql`select 1`.execute(db)
  return { isOk: true, ms: Math.round(performance.now() - startedAt) }
}

/** Well when somebody writes the books, here or elsewhere. */
async function probeEngine({ context: { db, town }, engine }: TownProcess): Promise<Health> {
  const { isWriter, waiting, bisections } = engine.stats()
  const holder = await findLease(db, town.id)
  return { isOk: holder?.isAlive === true, isWriter, waiting, bisections }
}

async function probeReaders({ context: { db, town }, readers }: TownProcess): Promise<Health> {
  const newest = await newestPos(db, town.id)
  const { rows } = await sql<{ name: string; pos: number }>`
    select name, pos from kernel.cursors where town = ${town.id}`.execute(db)
  const positions = new Map(rows.map(({ name, pos }) => [name, pos]))
  const behind = Object.fromEntries(readers.map(({ name }) => [name, newest - (positions.get(name) ?? 0)]))
  return { isOk: true, newest, behind }
}

function measureEngine({ context: { metrics }, engine }: TownProcess): void {
  const figures = {
    stored: 'Commands stored since the start, accepted or refused',
    replayed: 'Commands answered from the log since the start',
    waiting: 'Commands that wait or are being decided',
    bisections: 'Batches cut in halves because they could not be stored; above 0 is an alarm',
    reconnects: 'Batches that waited for the database to come back',
    failed: 'Commands that failed by a fault of ours',
  } as const
  for (const [name, help] of Object.entries(figures)) {
    metrics.gauge(`lakeside_engine_${name}`, help, () => engine.stats()[name as keyof typeof figures])
  }
  metrics.gauge('lakeside_engine_is_writer', '1 in the process that writes the books', () => Number(engine.isWriter()))
}
