import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from './db.ts'
import { beat, findLease, releaseLease, takeLease } from './lease.ts'
import { testDatabase } from './testing.ts'

test('one process holds the lease; another takes it over only after silence, and the first is told', async (t) => {
  const db = await testDatabase(t)
  assert.equal(await findLease(db, 1), undefined)
  const first = await takeLease(db, 1, 'http://one')
  assert.equal(first?.epoch, 1)
  assert.equal(await takeLease(db, 1, 'http://two'), undefined)
  assert.equal(await beat(db, first), true)
  await sql`update kernel.lease set heartbeat_at = heartbeat_at - interval '4 s'`.execute(db)
  assert.equal((await findLease(db, 1))?.isAlive, false)
  const second = await takeLease(db, 1, 'http://two')
  assert.equal(second?.epoch, 2)
  assert.notEqual(second?.secret, first.secret)
  assert.equal(await beat(db, first), false)
  assert.deepEqual(await findLease(db, 1), {
    address: 'http://two',
    secret: second.secret,
    epoch: 2,
    pos: 0,
    isAlive: true,
  })
})

test('of many who see a silent lease at the same moment one takes it', async (t) => {
  const db = await testDatabase(t)
  await takeLease(db, 1, 'http://dead')
  await sql`update kernel.lease set heartbeat_at = '-infinity'`.execute(db)
  const taken = await Promise.all(Array.from({ length: 10 }, (_, index) => takeLease(db, 1, `http://${index}`)))
  assert.equal(taken.filter((lease) => lease !== undefined).length, 1)
})

test('a lease that was given up is free at once, and a restart of the same process need not wait', async (t) => {
  const db = await testDatabase(t)
  const first = await takeLease(db, 1, 'http://one')
  const restarted = await takeLease(db, 1, 'http://one')
  assert.equal(restarted?.epoch, 2)
  await releaseLease(db, first!)
  assert.equal((await findLease(db, 1))?.isAlive, true, 'a deposed holder gives nothing up')
  await releaseLease(db, restarted)
  assert.equal((await takeLease(db, 1, 'http://two'))?.epoch, 3)
})

test('towns have leases of their own', async (t) => {
  const db = await testDatabase(t)
  assert.equal((await takeLease(db, 1, 'http://one'))?.epoch, 1)
  assert.equal((await takeLease(db, 2, 'http://two'))?.epoch, 1)
})
