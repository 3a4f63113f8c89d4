import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor, Command, Verdict } from '#kernel/commands'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { migrateJobs } from '#kernel/jobs'
import { testDatabase } from '#kernel/testing'
import { announce, announcementCommands, enterAnnouncement } from './announce.ts'

const [enter] = announcementCommands
const input = { type: 'cases.ruled', subject: newId(), data: { ruling: 'keep' } }

function commandBy(actor: Actor): Command {
  return { id: newId(), actor, business: 'announcements', type: 'enter', input }
}

test('only the town itself announces', () => {
  const person: Actor = { party: newId(), kind: 'person', grants: ['operator'] }
  const refused = enter!.decide(undefined, commandBy(person))
  assert.equal(refused.ok, false)
  const accepted = enter!.decide(undefined, commandBy({ ...person, kind: 'clock', grants: [] }))
  assert.deepEqual(accepted.ok && accepted.changes.event, input)
})

test('an announcement is submitted under the same id however often its job runs', async (t) => {
  const db = await testDatabase(t)
  await migrateJobs(db.url)
  const by = { party: newId() }
  await announce(db, 1, [{ id: newId(), type: 'cases.ruled', subject: null, by, data: {} }])
  const { rows } = await sql<{ payload: object }>`select payload from graphile_worker._private_jobs`.execute(db)
  const seen: Command[] = []
  const task = enterAnnouncement(async ([command]) => {
    seen.push(command!)
    return [{ status: 'accepted', id: command!.id, at: 0, pos: 1, result: {} } satisfies Verdict]
  })
  const attempt = { number: 1, isLast: false, signal: new AbortController().signal }
  for (let n = 0; n < 2; n += 1) await task({ ...rows[0]!.payload }, attempt)
  assert.equal(seen[0]!.id, seen[1]!.id)
  assert.deepEqual(seen[0]!.actor, { ...by, kind: 'clock', grants: [] })
})

test('a transaction that is rolled back announces nothing', async (t) => {
  const db = await testDatabase(t)
  await migrateJobs(db.url)
  await assert.rejects(
    db.transaction().execute(async (tx) => {
      await announce(tx, 1, [{ id: newId(), type: 'cases.ruled', subject: null, by: null, data: {} }])
      throw new Error('no')
    }),
  )
  const { rows } = await sql`select 1 from graphile_worker._private_jobs`.execute(db)
  assert.equal(rows.length, 0)
})
