/**
 * The embedded PostgreSQL: real server processes as our direct child, kept alive for as long as we live.
 *
 *   const postgres = await startPostgres({ dataDir: 'data/postgres' })
 *   postgres.url                       stays the same over restarts: pools simply reconnect
 *   postgres.onExit((how) => …)        the server died by itself; it is being started again
 *   await postgres.stop()
 *
 *   const opened = await openPostgres({ dataDir })     for commands: uses the running app's server, or starts one
 *
 * It listens on 127.0.0.1 only, on a port kept over restarts, with a password that only our user can read.
 */
import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Lock, LockTaken, holdLock, lockHolder } from './lifecycle.ts'
import { log } from './log.ts'
import { type Placement, cloneKey, placeServer } from './postgres-binaries.ts'
import { clusterOf, createCluster, keptPassword, passwordOf, superuser } from './postgres-cluster.ts'
import { clearLeftover, runningServer } from './postgres-leftovers.ts'
import { freePort, supervise } from './postgres-supervisor.ts'

/** How a server is started. */
export interface PostgresOptions {
  /** Holds the cluster, its password, log and lock; made when missing. */
  readonly dataDir: string
  /** Where all that goes when we are root and the server's user cannot enter `dataDir`. */
  readonly refugeDir?: string
  /** Over and above the defaults below. */
  readonly settings?: ServerSettings
  /** Told to the operator while something takes its time. */
  readonly onProgress?: (message: string) => void
}

/** As in postgresql.conf. */
export type ServerSettings = Readonly<Record<string, string | number>>

/** A server that answers. */
export interface Postgres {
  /** Of the database `lakeside`, as its superuser. */
  readonly url: string
  /** The postmaster's process; another one after a restart. */
  readonly pid: () => number | undefined
  /** Hears of every end that `stop` did not ask for; the server is started again after it. */
  readonly onExit: (listener: (how: string) => void) => void
  /** Ends sessions, writes a checkpoint, waits for the process to be gone. */
  readonly stop: () => Promise<void>
}

const databaseName = 'lakeside'

/**
 * Durable as delivered: an acknowledged commit survives a kill at any instant. A crashed session ends the server
 * (restart_after_crash off), because our supervisor decides about restarts. WAL may reach 4 GB before a checkpoint is
 * forced, which keeps checkpoints rare under load. Buffers are 512 MB, or an eighth of a smaller memory.
 */
function defaultSettings(): ServerSettings {
  const memoryMb = os.totalmem() / (1024 * 1024)
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 40,
    shared_buffers: `${Math.min(512, Math.max(64, Math.floor(memoryMb / 8)))}MB`,
    max_wal_size: '4GB',
    restart_after_crash: 'off',
    log_line_prefix: '%m [%p] %q%a ',
  }
}

/** @throws {LockTaken} when another live process runs a server on this folder */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const placement = placementOf(options)
  const tell = options.onProgress ?? ((message: string): void => log.info(message))
  if (placement.note !== undefined) tell(placement.note)
  const lock = holdLock(lockFile(placement), '')
  try {
    return await startUnderLock(placement, lock, { tell, settings: { ...defaultSettings(), ...options.settings } })
  } catch (error) {
    lock.release()
    throw error
  }
}

interface Start {
  readonly tell: (message: string) => void
  readonly settings: ServerSettings
}

async function startUnderLock(placement: Placement, lock: Lock, { tell, settings }: Start): Promise<Postgres> {
  const clusterDir = clusterOf(placement.homeDir)
  await clearLeftover(clusterDir, tell)
  if (!existsSync(clusterDir)) {
    tell('creating the database cluster')
    createCluster(placement, settings['fsync'] !== 'off')
  }
  const password = passwordOf(placement)
  const port = await freePort()
  const url = urlOf(port, password)
  const server = await supervise({ placement, clusterDir, settings: { ...settings, port }, url, tell })
  lock.describe(String(port))
  const stop = async (): Promise<void> => {
    await server.stop()
    lock.release()
  }
  return { ...server, url, stop }
}

/** Uses the server that another live process runs on this folder, or starts one. `stop` ends only what was started. */
export async function openPostgres(options: PostgresOptions): Promise<Postgres> {
  try {
    return await startPostgres(options)
  } catch (error) {
    if (!(error instanceof LockTaken)) throw error
    return adopted(placementOf(options), error)
  }
}

/** @throws {LockTaken} when the other process is still starting its server */
function adopted(placement: Placement, taken: LockTaken): Postgres {
  const port = Number(lockHolder(lockFile(placement))?.info)
  if (!(port > 0)) throw taken
  const url = urlOf(port, keptPassword(placement.homeDir))
  return {
    url,
    pid: () => runningServer(clusterOf(placement.homeDir)),
    onExit: () => undefined,
    stop: () => Promise.resolve(),
  }
}

function placementOf(options: PostgresOptions): Placement {
  return placeServer(path.resolve(options.dataDir), options.refugeDir ?? `/var/lib/lakeside/${cloneKey()}`)
}

function lockFile(placement: Placement): string {
  return path.join(placement.homeDir, 'lock')
}

function urlOf(port: number, password: string): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${databaseName}`
}
