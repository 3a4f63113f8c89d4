import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#kernel/db'
import { testDatabase } from '#kernel/testing'
import { createConnection } from './connection.ts'

test('a writer that falls silent in the middle of a batch does not hold its locks for ever', async (t) => {
  const db = await testDatabase(t)
  await sql`create table held (id integer primary key)`.execute(db)
  await sql`insert into held values (1)`.execute(db)
  const connection = createConnection(db.url, 'lakeside-frozen')
  t.after(() => connection.close())
  const client = await connection.open()
  const lost = new Promise((resolve) => client.once('end', resolve))
  await client.query('begin')
  await client.query('select id from held for update')
  await assert.rejects(sql`select id from held for update nowait`.execute(db), /could not obtain lock/)
  await lost
  const { rows } = await sql`select id from held for update nowait`.execute(db)
  assert.deepEqual(rows, [{ id: 1 }])
  assert.equal(connection.current(), undefined)
})
