import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { readConfig } from '../kernel/config.ts'
import type { App } from '../kernel/http.ts'
import { migrateJobs } from '../kernel/jobs.ts'
import { testDatabase } from '../kernel/testing.ts'
import { createTown } from '../kernel/towns.ts'
import { publishBuiltins } from '../modules/orders/index.ts'
import { type TownProcess, createTownProcess, discoverManifests } from './context.ts'
import { createServer } from './server.ts'

/** A whole town's process with its server, over a database of the test's own; not listening, not seeded. */
export async function served(
  t: TestContext,
  { isSandbox = true }: { isSandbox?: boolean } = {},
): Promise<{ app: App; town: TownProcess }> {
  const db = await testDatabase(t)
  await migrateJobs(db.url)
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'lakeside-server-'))
  const row = await createTown(db, { id: 1, name: 'Lakeside', timeZone: 'UTC', currency: 'EUR', isSandbox })
  await publishBuiltins(db, 1, await discoverManifests())
  const town = await createTownProcess({ config: { ...readConfig({}), dataDir }, db, town: row })
  town.start()
  const app = await createServer(town, { isStrict: true })
  t.after(async () => {
    await app.close()
    await town.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  return { app, town }
}
