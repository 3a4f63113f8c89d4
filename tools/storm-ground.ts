/** Where it storms: processes of one town, its database server, and a wire between them that can be cut. */
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { connectScenario } from '../simulator/scenario-client.ts'
import { type LaunchedTown, launchTown } from '../simulator/town.ts'
import { type Postgres, type ServerSettings, startPostgres } from '../src/kernel/postgres.ts'
import type { Caller } from '../src/kernel/scenario.ts'
import { compare, faultsOf, type Told } from './storm-compare.ts'
import { openProxy, type Proxy } from './storm-proxy.ts'

/** What is struck. */
export type Ground = {
  readonly processes: readonly LaunchedTown[]
  readonly postgres: Postgres
  readonly proxy: Proxy
  readonly operator: Caller
}

/** What the ground is made of. */
export type GroundOptions = {
  /** Which of the engine's two paths is tried. */
  readonly enginePath: 'cached' | 'locked'
  readonly processes: number
  /** Where the server keeps its files; default a folder of its own. */
  readonly postgresDir?: string
  readonly settings?: ServerSettings
}

/** A ground that is cleared away when it goes out of scope. */
export type OpenGround = Ground &
  AsyncDisposable & {
    /** Stops the town and holds its books against what was told. @returns faults; empty when all is well */
    close: (told: Told) => Promise<string[]>
  }

/** Starts server and town; the town reaches its server by the proxy alone. */
export async function openGround({ enginePath, processes: count, ...options }: GroundOptions): Promise<OpenGround> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lakeside-storm-'))
  chmodSync(folder, 0o711) // started by root, the database server runs as another user
  const clearing = new AsyncDisposableStack()
  clearing.defer(() => rmSync(folder, { recursive: true, force: true }))
  const dataDir = options.postgresDir ?? path.join(folder, 'postgres')
  const postgres = await startPostgres({ dataDir, settings: options.settings ?? {} })
  clearing.defer(() => postgres.stop())
  const proxy = await openProxy(Number(new URL(postgres.url).port))
  clearing.defer(() => proxy.close())
  const proxied = new URL(postgres.url)
  proxied.port = String(proxy.port)
  const environment = {
    DEMO: 'off',
    LOG_LEVEL: 'silent',
    DATABASE_URL: proxied.href,
    ENGINE_PATH: enginePath,
    MASTER_KEY: randomBytes(32).toString('base64url'),
  }
  const processes: LaunchedTown[] = []
  for (let index = 0; index < count; index += 1) processes.push(clearing.use(await launchTown({ environment })))
  const { operator } = await connectScenario({ baseUrl: processes[0]!.baseUrl, retryMs: 120_000 })
  return {
    processes,
    postgres,
    proxy,
    operator,
    close: async (told) => {
      const exits = await Promise.all(processes.map((town) => town.stop()))
      const found = await compare(postgres.url, told)
      return [
        ...found,
        ...faultsOf(told.notes),
        ...exits.filter((code) => code !== 0).map((code) => `ended with ${code}`),
      ]
    },
    [Symbol.asyncDispose]: () => clearing.disposeAsync(),
  }
}
