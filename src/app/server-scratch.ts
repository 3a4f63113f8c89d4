import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { readConfig } from '../kernel/config.ts'
import type { Database } from '../kernel/db.ts'
import type { App } from '../kernel/http.ts'
import { migrateJobs } from '../kernel/jobs.ts'
import { createTown } from '../kernel/towns.ts'
import { publishBuiltins } from '../modules/orders/index.ts'
import { type TownProcess, createTownProcess, discoverManifests } from './context.ts'
import { createServer } from './server.ts'

/** A whole town's process with its server, to be closed after use. */
export type ScratchServer = { app: App; town: TownProcess; close: () => Promise<void> }

/** What differs from a sandbox without any variable of the environment. */
export type ScratchOptions = { isSandbox?: boolean; environment?: Readonly<Record<string, string>> }

/** Over a migrated database without a town; not listening, not seeded. For tests and what is written from routes. */
export async function openScratchServer(
  db: Database,
  { isSandbox = true, environment = {} }: ScratchOptions = {},
): Promise<ScratchServer> {
  await migrateJobs(db.url)
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'lakeside-server-'))
  const row = await createTown(db, { id: 1, name: 'Lakeside', timeZone: 'UTC', currency: 'EUR', isSandbox })
  await publishBuiltins(db, 1, await discoverManifests())
  const town = await createTownProcess({ config: { ...readConfig(environment), dataDir }, db, town: row })
  town.start()
  const app = await createServer(town, { isStrict: true })
  const close = async (): Promise<void> => {
    await app.close()
    await town.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { app, town, close }
}
