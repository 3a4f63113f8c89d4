import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDatabase, sql } from './db.ts'
import { createCommandIds, forgetOldKeys } from './idempotency.ts'
import { isId7, newId } from './ids.ts'
import { testDatabase } from './testing.ts'

const ann = newId()
const ben = newId()

test('a UUIDv7 is the command id itself', async (t) => {
  const commandIdOf = createCommandIds(await testDatabase(t), 1)
  const id = newId()
  assert.equal(await commandIdOf(ann, '/v1/orders', id.toUpperCase()), id)
})

test('another text is mapped once, apart for every identity and route', async (t) => {
  const db = await testDatabase(t)
  const commandIdOf = createCommandIds(db, 1)
  const id = await commandIdOf(ann, '/v1/orders', 'PO-17')
  assert.ok(isId7(id))
  assert.equal(await commandIdOf(ann, '/v1/orders', 'PO-17'), id)
  assert.equal(await createCommandIds(db, 1)(ann, '/v1/orders', 'PO-17'), id)
  const others = [
    await commandIdOf(ben, '/v1/orders', 'PO-17'),
    await commandIdOf(ann, '/v1/commands', 'PO-17'),
    await commandIdOf(ann, '/v1/orders', 'PO-18'),
    await createCommandIds(db, 2)(ann, '/v1/orders', 'PO-17'),
  ]
  assert.equal(new Set([id, ...others]).size, 5)
})

test('a key sent many times at once, to two processes, gets one id', async (t) => {
  const db = await testDatabase(t)
  const other = createDatabase(db.url)
  try {
    const processes = [createCommandIds(db, 1), createCommandIds(other, 1)]
    for (let round = 0; round < 20; round += 1) {
      const keys = Array.from({ length: 40 }, (_, index) => `${round}-${index % 4}`)
      const ids = await Promise.all(keys.map((key, index) => processes[index % 2]!(ann, '/v1/orders', key)))
      for (let index = 0; index < 40; index += 1) assert.equal(ids[index], ids[index % 4])
    }
  } finally {
    await other.destroy()
  }
})

test('keys are forgotten after two days, not before', async (t) => {
  const db = await testDatabase(t)
  const commandIdOf = createCommandIds(db, 1)
  const [old, young] = [await commandIdOf(ann, '/r', 'old'), await commandIdOf(ann, '/r', 'young')]
  await sql`update kernel.idempotency_keys set created_at = now() - interval '49 hours' where key = 'old'`.execute(db)
  await sql`update kernel.idempotency_keys set created_at = now() - interval '47 hours' where key = 'young'`.execute(db)
  await forgetOldKeys(db, 1)
  assert.notEqual(await commandIdOf(ann, '/r', 'old'), old)
  assert.equal(await commandIdOf(ann, '/r', 'young'), young)
})
