import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql, transaction } from './db.ts'
import type { StoredEvent } from './events.ts'
import { newId } from './ids.ts'
import { migrateJobs, startJobs } from './jobs.ts'
import { type Call, callTask, callsOf, callsProjection, deliverCall } from './jobs-calls.ts'
import { log } from './log.ts'
import { testDatabase } from './testing.ts'
import { until } from './until.ts'

function unlocking(lock: string): StoredEvent {
  const outgoing = [
    { kind: 'task', task: 'check', for: 'owner' },
    { kind: 'call', to: lock, op: 'unlock', body: { seconds: 5 } },
    { kind: 'call', to: lock, op: 'blink' },
  ]
  const shared = { id: newId(), n: 0, pos: 1, subject: newId(), actor: newId(), user: null, at: 0 }
  return { ...shared, type: 'bikes.unlocking', data: { from: 'new', outgoing } }
}

test('the calls of an event have ids of their own, the same whenever they are read', () => {
  const event = unlocking('lock-7')
  const calls = callsOf(event)
  assert.deepEqual(calls.map(({ op, to, business, body }) => [op, to, business, body]), [
    ['unlock', 'lock-7', 'bikes', { seconds: 5 }],
    ['blink', 'lock-7', 'bikes', null],
  ]) // prettier-ignore
  assert.deepEqual(callsOf(event), calls)
  assert.notEqual(calls[0]?.id, calls[1]?.id)
  assert.deepEqual(callsOf({ ...event, data: {} }), [])
})

test('a call reaches the adapter that accepts it, again after a failure, under the same id', async (t) => {
  const db = await testDatabase(t)
  await migrateJobs(db.url)
  const tries: Call[] = []
  const locks = {
    accepts: ({ to }: Call) => to.startsWith('lock'),
    send: async (call: Call) => {
      tries.push(call)
      if (tries.length === 1) throw new Error('the lock does not answer')
    },
  }
  const jobs = await startJobs({ url: db.url, tasks: { [callTask]: deliverCall([locks], log) }, log })
  try {
    const event = { ...unlocking('lock-7') }
    await transaction(db, (tx) => callsProjection.apply(tx, [event, unlocking('nobody')]))
    await until(async () => {
      await sql`update graphile_worker._private_jobs set run_at = now() where last_error is not null`.execute(db)
      return tries.length >= 3
    })
    const failed = tries[0]!
    assert.equal(tries.filter(({ id }) => id === failed.id).length, 2)
    assert.deepEqual(new Set(tries.map(({ op, to }) => `${op} ${to}`)), new Set(['unlock lock-7', 'blink lock-7']))
  } finally {
    await jobs.stop()
  }
})
