import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { until } from './until.ts'
import type { JsonObject } from './commands.ts'
import { type Database, sql, transaction } from './db.ts'
import { type Task, addJobs, migrateJobs, startJobs } from './jobs.ts'
import { log } from './log.ts'
import { testDatabase } from './testing.ts'

async function jobsDatabase(t: TestContext): Promise<Database> {
  const db = await testDatabase(t)
  await migrateJobs(db.url)
  return db
}

async function working<R>(db: Database, tasks: Record<string, Task>, work: () => Promise<R>): Promise<R> {
  const jobs = await startJobs({ url: db.url, tasks, log })
  try {
    return await work()
  } finally {
    await jobs.stop()
  }
}

test('jobs are done with their payloads, and migrating twice changes nothing', async (t) => {
  const db = await jobsDatabase(t)
  await migrateJobs(db.url)
  const done: JsonObject[] = []
  await working(db, { 'test.note': async (payload) => void done.push(payload) }, async () => {
    await addJobs(db, [
      { task: 'test.note', payload: { n: 1 } },
      { task: 'test.note', payload: { n: 2 } },
    ])
    await until(() => done.length === 2)
  })
  assert.deepEqual(new Set(done.map(({ n }) => n)), new Set([1, 2]))
})

test('a job enqueued by a transaction that rolls back never runs', async (t) => {
  const db = await jobsDatabase(t)
  const undone = transaction(db, async (tx) => {
    await addJobs(tx, [{ task: 'test.note', payload: {} }])
    throw new Error('no')
  })
  await assert.rejects(undone, /no/)
  const { rows } = await sql<{ jobs: number }>`select count(*) as jobs from graphile_worker.jobs`.execute(db)
  assert.equal(rows[0]?.jobs, 0)
})

test('a failing job is tried again, knows its attempt, and a key keeps one of a kind', async (t) => {
  const db = await jobsDatabase(t)
  const attempts: number[] = []
  const fails: Task = async (_payload, { number }) => {
    attempts.push(number)
    if (number === 1) throw new Error('the device does not answer')
  }
  await working(db, { 'test.call': fails, 'test.wake': async () => undefined }, async () => {
    await addJobs(db, [{ task: 'test.call', payload: {}, key: 'k', runAt: Date.now() + 60_000 }])
    await addJobs(db, [{ task: 'test.call', payload: {}, key: 'k' }])
    await until(() => attempts.length === 1)
    await until(async () => {
      const { rows } = await sql`
        update graphile_worker._private_jobs set run_at = now() where last_error is not null returning 1`.execute(db)
      return rows.length === 1
    })
    await addJobs(db, [{ task: 'test.wake', payload: {} }]) // makes the worker look now instead of in two seconds
    await until(() => attempts.length === 2)
  })
  assert.deepEqual(attempts, [1, 2])
})
