/** Who is told that something happened, and how much of it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonObject } from '#kernel/commands'
import { sql } from '#kernel/db'
import { clockActor } from '#modules/orders'
import { type AttackTown, openTown } from './attack-town.ts'

/** Enters what modules have announced so far, as the job of a whole town does. */
async function entered({ town, settled }: AttackTown): Promise<void> {
  const { db, submit } = town.context
  const { rows } = await sql<{ payload: Announced }>`
    delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
    where t.id = j.task_id and t.identifier = 'announcements.enter' returning j.payload`.execute(db)
  for (const { payload } of rows.toSorted((one, other) => (one.payload.id < other.payload.id ? -1 : 1))) {
    const { town: _, id, actor, ...input } = payload
    const by = { ...actor, kind: 'clock' as const, grants: [] }
    await submit([{ id, actor: by, business: 'announcements', type: 'enter', input }], { isDerived: true })
  }
  await settled()
}
type Announced = { town: number; id: string; actor: { party: string } } & JsonObject

test('that a case moved is told to its parties and those who rule, and to the parties not by whom', async (t) => {
  const town = await openTown(t)
  const { send, must, ids, offer } = town
  const about = { type: 'listing', id: await offer() }
  const { id } = await must('buyer', '/v1/cases', { kind: 'listing-report', about, reason: 'other', words: 'Look.' })
  const seen = async (who: Parameters<typeof send>[0]): Promise<[string, string][]> => {
    const { body } = await send(who, { method: 'GET', url: '/v1/events?limit=200' })
    const items: { type: string; subject: string; actor: string; user: string | null; data: object }[] = body.items
    const theirs = items.filter(({ subject }) => subject === id)
    const told = theirs.filter(({ actor }) => actor === clockActor.party)
    assert.ok(told.every(({ data }) => Object.keys(data).length === 0))
    return theirs.map(({ type, actor, user }) => [type, user ?? actor])
  }
  await entered(town)
  assert.deepEqual(await seen('buyer'), [['cases.opened', ids.buyer]])
  assert.deepEqual(await seen('arbiter'), [['cases.opened', clockActor.party]])
  assert.deepEqual(await seen('operator'), [['cases.opened', ids.buyer]])
  assert.deepEqual(await seen('seller'), [], 'whose thing it is has not been told')
  await must('operator', `/v1/cases/${id}/ruling`, { ruling: 'warn', words: 'Mind the words.' })
  await must('buyer', `/v1/cases/${id}/reopening`, { words: 'It is worse.' })
  await must('buyer', `/v1/cases/${id}/withdrawal`, {})
  await entered(town)
  const moves = ['cases.ruled', 'cases.reopened', 'cases.withdrawn'].map((type) => [type, clockActor.party])
  assert.deepEqual(await seen('seller'), moves)
  assert.deepEqual((await seen('buyer')).map(([, by]) => by), [ids.buyer, clockActor.party, ids.buyer, ids.buyer]) // prettier-ignore
  for (const who of ['otherBuyer', 'otherSeller', 'courier', 'owner', 'manager'] as const) {
    assert.deepEqual(await seen(who), [], who)
  }
})
