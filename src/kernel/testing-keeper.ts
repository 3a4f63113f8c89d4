/** The process that keeps the test server (see testing-server.ts): run by it, detached, one at a time per clone. */
import { rmSync, rmdirSync } from 'node:fs'
import { type Socket, createServer } from 'node:net'
import path from 'node:path'
import { LockTaken, hasCode, holdLock } from './lifecycle.ts'
import { startPostgres } from './postgres.ts'
import { clusterOf } from './postgres-cluster.ts'
import { clearLeftover } from './postgres-leftovers.ts'
import { testServerPlace } from './testing-server.ts'

/** Long enough for the next of several test files run one by one, short enough to leave nothing lying about. */
const lingerMs = 5_000

/** Speed over durability; room for test files in parallel, each with a few pools. */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: 200,
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  autovacuum_naptime: '10s',
}

async function keep(): Promise<void> {
  const place = testServerPlace()
  const lock = holdLock(place.lock, '')
  const silent = (): void => undefined
  await clearLeftover(clusterOf(place.server), silent)
  for (const rest of [place.server, place.socket]) rmSync(rest, { recursive: true, force: true })
  const refugeDir = path.join('/tmp', path.basename(place.folder), 'server')
  const postgres = await startPostgres({ dataDir: place.server, refugeDir, settings, onProgress: silent })
  const url = new URL(postgres.url)
  url.pathname = '/postgres'

  const clients = new Set<Socket>()
  const listener = createServer((client) => {
    clients.add(client)
    client.on('error', silent) // a killed process resets its connection; `close` follows
    client.on('close', () => {
      clients.delete(client)
      closeSoon.refresh()
    })
    client.resume()
    client.write(`${JSON.stringify({ url: url.href })}\n`)
  })
  const closeSoon = setTimeout(() => {
    if (clients.size === 0) void close()
  }, lingerMs)
  const close = async (): Promise<void> => {
    listener.close()
    await postgres.stop()
    for (const rest of [place.server, refugeDir]) rmSync(rest, { recursive: true, force: true })
    lock.release()
    // Not by force: the next keeper may have moved in already.
    for (const folder of [path.dirname(place.lock), place.folder, path.dirname(refugeDir)]) removeIfEmpty(folder)
  }
  listener.listen(place.socket)
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(name, () => void close())
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch (error) {
    if (!hasCode(error, 'ENOTEMPTY', 'ENOENT')) throw error
  }
}

try {
  await keep()
} catch (error) {
  if (!(error instanceof LockTaken)) throw error // another keeper was faster
}
