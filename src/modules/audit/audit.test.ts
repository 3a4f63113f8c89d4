import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '#kernel/commands'
import { sql, transaction } from '#kernel/db'
import { createHttp } from '#kernel/http'
import { newId } from '#kernel/ids'
import { log } from '#kernel/log'
import { testDatabase } from '#kernel/testing'
import { recordAudit } from './index.ts'
import { auditRoutes } from './routes.ts'

const operator: Actor = { party: newId(), kind: 'person', grants: ['operator'] }
const start = 1_700_000_000_000

test('an act that is rolled back leaves no entry, and an entry is never changed', async (t) => {
  const db = await testDatabase(t)
  const note = { town: 1, by: operator, act: 'grants.given', subject: 'x', now: start } as const
  const failing = transaction(db, async (tx) => {
    await recordAudit(tx, note)
    throw new Error('the act itself failed')
  })
  await assert.rejects(failing, /the act itself/)
  await recordAudit(db, note)
  assert.equal((await sql`select 1 from audit.entries`.execute(db)).rows.length, 1)
  for (const change of [sql`update audit.entries set act = 'x.y'`, sql`delete from audit.entries`]) {
    await assert.rejects(change.execute(db), /append-only/)
  }
})

test('the operator reads the acts page by page, and nobody else reads them', async (t) => {
  const db = await testDatabase(t)
  const actors: Record<string, Actor> = { op: operator, ada: { party: newId(), kind: 'person', grants: [] } }
  const app = createHttp({ log, isStrict: true, authenticate: async (token) => actors[token] ?? null })
  t.after(() => app.close())
  auditRoutes(app, { db, town: 1 })
  for (let index = 0; index < 5; index += 1) {
    await recordAudit(db, { town: 1, by: operator, act: 'keys.made', subject: `${index}`, now: start + index })
  }
  await recordAudit(db, { town: 2, by: null, act: 'keys.made', subject: 'elsewhere', now: start })
  const get = (url: string, token = 'op') => app.inject({ url, headers: { authorization: `Bearer ${token}` } })
  const seen: string[] = []
  let cursor = ''
  do {
    const page = (await get(`/v1/audit?limit=2${cursor}`)).json()
    seen.push(...page.items.map(({ subject }: { subject: string }) => subject))
    cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`
  } while (cursor !== '')
  assert.deepEqual(seen, ['4', '3', '2', '1', '0'])
  assert.equal((await get('/v1/audit?subject=3')).json().items.length, 1)
  assert.equal((await get('/v1/audit', 'ada')).statusCode, 403)
})
