/**
 * How long a town needs from the start of its process to its first page: the first time, which makes the cluster, the
 * schema and the demo town, and the second time. Packages are there already.
 *
 *   node bench/start.bench.ts
 */
import { mkdtempSync, rmSync, chmodSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type LaunchedTown, launchTown } from '../simulator/town.ts'
import { report } from './machine.ts'

const rounds = 3

/** To the first page, not only to the first healthy answer. */
async function started(dataDir: string): Promise<{ town: LaunchedTown; ms: number }> {
  const town = await launchTown({ dataDir, environment: { LOG_LEVEL: 'error' } })
  const asked = performance.now()
  const page = await fetch(`${town.baseUrl}/`, { headers: { accept: 'text/html' } })
  if (!page.ok) throw new Error(`the first page answered ${page.status}`)
  await page.text()
  return { town, ms: Math.round(town.startedMs + performance.now() - asked) }
}

const times = { first: [] as number[], second: [] as number[] }
for (let round = 0; round < rounds; round += 1) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'lakeside-start-'))
  chmodSync(dataDir, 0o711) // started by root, the database server runs as another user
  for (const which of ['first', 'second'] as const) {
    const { town, ms } = await started(dataDir)
    times[which].push(ms)
    await town[Symbol.asyncDispose]()
  }
  rmSync(dataDir, { recursive: true, force: true })
}
for (const [which, values] of Object.entries(times)) {
  const sorted = values.toSorted((one, other) => one - other)
  report({ bench: `start-${which}`, medianMs: sorted[1]!, leastMs: sorted[0]!, mostMs: sorted.at(-1)!, rounds })
}
