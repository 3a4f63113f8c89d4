import { globSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { createTownClock, machineNow } from '../kernel/clock.ts'
import type { Config } from '../kernel/config.ts'
import type { Database } from '../kernel/db.ts'
import { newestPos } from '../kernel/events.ts'
import { createFeed } from '../kernel/events-feed.ts'
import { type Reader, createHandler, createProjection } from '../kernel/events-projection.ts'
import { createCommandIds } from '../kernel/idempotency.ts'
import { callsProjection } from '../kernel/jobs-calls.ts'
import { log } from '../kernel/log.ts'
import { createMetrics } from '../kernel/metrics.ts'
import type { Context, FactLoader, Module } from '../kernel/module.ts'
import type { Town } from '../kernel/towns.ts'
import { announcementCommands } from '../modules/announcements/index.ts'
import { declareCaseKinds } from '../modules/cases/index.ts'
import { deciderOf, declarePoints, pointsOf } from '../modules/decisions/index.ts'
import type { Manifest } from '../modules/flows/index.ts'
import { createAuthenticator } from '../modules/identity/index.ts'
import {
  type Engine,
  catalogueAuditProjection,
  createEngine,
  openRolesProjection,
  orderPartyProjection,
} from '../modules/orders/index.ts'
import { createVault, readMasterKey } from '../modules/privacy/index.ts'
import { discoverBusinesses, discoverModules } from './discover.ts'

/** One process of a town, without its HTTP server. */
export type TownProcess = {
  context: Context
  engine: Engine
  modules: readonly Module[]
  facts: ReadonlyMap<string, FactLoader>
  readers: readonly Reader[]
  /** Position of the newest event when the process started. */
  startedAtPos: number
  /** Starts to read the log. */
  start: () => void
  /** Ends what `start` began, finishes what is queued and gives the lease up. */
  stop: () => Promise<void>
}

/** Puts the parts of a town together over a migrated database. */
export async function createTownProcess({
  config,
  db,
  town,
}: {
  config: Config
  db: Database
  town: Town
}): Promise<TownProcess> {
  const modules = [...(await discoverModules()), ...(await discoverBusinesses())]
  const facts = new Map(modules.flatMap((module) => Object.entries(module.facts ?? {})))
  const clock = createTownClock(town.clockOffsetMs)
  const feed = createFeed(db, town.id)
  const startedAtPos = await newestPos(db, town.id)
  const address = internalAddress(config)
  const vault = createVault({ db, town: town.id, master: await readMasterKey(config, db) })
  await declarePoints({ db, town: town.id }, pointsOf(modules))
  const decider = deciderOf({ db, town, clock, vault })
  const engine = await createEngine({
    db,
    town,
    clock,
    feed,
    address,
    vault,
    facts: Object.fromEntries(facts),
    isCached: config.enginePath === 'cached',
    commands: announcementCommands,
    answerers: decider.answerers,
    isKilled: decider.isKilled,
  })
  const { authenticate, forget, close } = createAuthenticator(db, town.id, { now: machineNow })
  const metrics = createMetrics()
  const context: Context = {
    town, db, clock, config, log, metrics, feed, authenticate, vault,
    submit: engine.submit,
    forgetCredentials: forget,
    commandIdOf: createCommandIds(db, town.id),
  } // prettier-ignore
  declareKinds(context, modules)
  const readers = readersOf({ context, engine, modules })
  return {
    context,
    engine,
    modules,
    facts,
    readers,
    startedAtPos,
    start: () => {
      for (const reader of readers) reader.start()
    },
    stop: async () => {
      await Promise.all(readers.map((reader) => reader.stop()))
      await engine.stop()
      await decider.stop()
      await close()
      await feed.close()
    },
  }
}

/** What people may bring before a person of the town. */
function declareKinds(context: Context, modules: readonly Module[]): void {
  const kinds = modules.flatMap((module) => module.caseKinds?.(context) ?? [])
  declareCaseKinds(context.db, kinds)
}

type Parts = { context: Context; engine: Engine; modules: readonly Module[] }

function readersOf({ context, engine, modules }: Parts): Reader[] {
  const { db, feed, submit } = context
  const shared = { db, town: context.town.id, feed }
  const businesses = (): string[] => engine.catalogue.businesses().map(({ business }) => business)
  const projections = [
    orderPartyProjection(shared.town, businesses),
    openRolesProjection(shared.town, engine.catalogue),
    catalogueAuditProjection(shared.town),
    callsProjection,
    ...modules.flatMap((module) => module.projections?.(context) ?? []),
  ]
  const handlers = modules.flatMap((module) => module.handlers?.(context) ?? [])
  return [
    ...projections.map((projection) => createProjection({ ...shared, ...projection })),
    ...handlers.map((handler) => createHandler({ ...shared, submit, ...handler })),
  ]
}

/** Where other processes of the town reach this one. */
function internalAddress({ host, port }: Config): string {
  const isEverywhere = host === '0.0.0.0' || host === '::'
  const named = isEverywhere ? (ownAddress() ?? '127.0.0.1') : host
  return `http://${named.includes(':') ? `[${named}]` : named}:${port}`
}

/** An address of this machine that others may know. */
function ownAddress(): string | undefined {
  const addresses = Object.values(os.networkInterfaces()).flatMap((list) => list ?? [])
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address
}

/** Every `src/businesses/NAME/manifest.ts`: the lines of business that come with the source. */
export async function discoverManifests(): Promise<Manifest[]> {
  const folder = path.join(import.meta.dirname, '..', 'businesses')
  const files = globSync('*/manifest.ts', { cwd: folder }).toSorted()
  return Promise.all(
    files.map(async (file) => {
      const exports: { manifest?: Manifest } = await import(pathToFileURL(path.join(folder, file)).href)
      if (exports.manifest === undefined) throw new Error(`src/businesses/${file} must export const manifest`)
      return exports.manifest
    }),
  )
}
