/**
 * Databases for tests, on a real server that all test files share.
 *
 *   test('a batch that would overdraw a wallet posts nothing', async (t) => {
 *     const db = await testDatabase(t)      // a Database, as createDatabase gives; migrated, empty, this test's own
 *     …                                     // db.url serves engines and raw clients; do not destroy db
 *   })
 *
 *   const db = await testDatabase({ after })   // one for the whole file, with `after` of node:test
 *
 * The database is dropped by a plain `drop database`, so that a connection left open fails the file and is named. The
 * order of clean-ups does not matter: a finished test's database goes when the next one is asked for, or at the end of
 * the file.
 *
 * The server is started by whoever needs it first (testing-server.ts) and stops when the last test process has gone.
 * It does not sync to disk: a test that kills a server starts its own with startPostgres().
 */
import { after } from 'node:test'
import type { Database } from './db.ts'
import { type Scratch, type ScratchOptions, scratchDatabase } from './testing-databases.ts'

/** What node:test hands to a test or a suite, or its `after` alone. */
export interface TestScope {
  readonly name?: string
  after(work: () => void): void
}

interface Lease {
  readonly scratch: Scratch
  readonly test: string
  isOver: boolean
}

const leases = new Set<Lease>()

/** A migrated database that lives as long as the test. */
export async function testDatabase(scope: TestScope, options: ScratchOptions = {}): Promise<Database> {
  await dropFinished()
  const scratch = await scratchDatabase(options)
  const lease: Lease = { scratch, test: scope.name ?? 'the file', isOver: false }
  leases.add(lease)
  scope.after(() => {
    lease.isOver = true
  })
  return scratch.db
}

const leaks: string[] = []

async function dropFinished(): Promise<void> {
  for (const lease of leases) {
    if (!lease.isOver) continue
    leases.delete(lease)
    const leak = await lease.scratch.drop()
    if (leak !== undefined) leaks.push(`"${lease.test}": ${leak}`)
  }
}

after(async () => {
  for (const lease of leases) lease.isOver = true
  await dropFinished()
  if (leaks.length > 0) throw new Error(leaks.join('\n'))
})
