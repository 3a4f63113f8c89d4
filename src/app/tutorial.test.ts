import { strict as assert } from 'node:assert'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { readConfig } from '../kernel/config.ts'
import { transaction } from '../kernel/db.ts'
import type { App } from '../kernel/http.ts'
import { newId } from '../kernel/ids.ts'
import { migrateJobs } from '../kernel/jobs.ts'
import { testDatabase } from '../kernel/testing.ts'
import { createTown } from '../kernel/towns.ts'
import { createKey, createParties } from '../modules/identity/index.ts'
import { served } from './server.fixtures.ts'
import { createStandalone, firstKey } from './standalone.ts'

const file = path.join(import.meta.dirname, '..', '..', 'docs', 'decisions.md')

type Place = { app: App; key: string }

/** The kernel alone, over a database in which there is nothing but tables. */
async function alone(t: TestContext): Promise<Place> {
  const db = await testDatabase(t)
  await migrateJobs(db.url)
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'lakeside-alone-'))
  const town = await createTown(db, { id: 1, name: 'Alone', timeZone: 'UTC', currency: 'EUR', isSandbox: true })
  const { app, context, stop } = await createStandalone(
    { config: { ...readConfig({}), dataDir }, db, town },
    { isStrict: true },
  )
  t.after(async () => {
    await stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const key = await firstKey(context)
  assert.equal(await firstKey(context), undefined, 'a key is shown once')
  return { app, key: key! }
}

/** A whole town, with a key as the tutorial asks for it. */
async function inTown(t: TestContext): Promise<Place> {
  const { app, town } = await served(t)
  const [party, id, now] = [newId(), newId(), Date.now()]
  const { db } = town.context
  const { secret } = await transaction(db, async (tx) => {
    await createParties(tx, 1, [
      { id: party, kind: 'person', slug: 'data-team', name: 'Data', joinedAt: now, grants: ['operator'] },
    ])
    const scopes = ['decisions:read', 'decisions:write']
    return createKey(tx, { town: 1, id, party, label: 'data', scopes, ttlMs: 3_600_000, by: party, now })
  })
  return { app, key: secret }
}

for (const [where, open] of [
  ['alone', alone],
  ['in a town', inTown],
] as const) {
  test(`every request of the tutorial succeeds in the order in which it stands, ${where}`, async (t) => {
    const { app, key } = await open(t)
    let [id, other] = ['', '']
    const blocks = [...readFileSync(file, 'utf8').matchAll(/^```http\n(GET|POST|PUT) (\S+)\n(.*?)^```$/gms)]
    assert.ok(blocks.length > 10)
    for (const [, method, url = '', text = ''] of blocks) {
      const at = url.replace('ID', id)
      const payload = JSON.parse(text === '' ? '{}' : text.replace('OTHER', other)) as object
      const headers = { authorization: `Bearer ${key}`, 'idempotency-key': newId() }
      const sent = method === 'GET' ? {} : { payload }
      const answer = await app.inject({ method: method as 'GET', url: at, headers, ...sent })
      assert.ok(answer.statusCode < 300, `${method} ${at}: ${answer.statusCode} ${answer.body}`)
      if (url !== '/v1/decisions') continue
      const decided = answer.json()
      id = decided.id
      other = decided.chosen[0] === 'offer' ? 'story' : 'offer'
    }
  })
}

test('alone there is no marketplace, nobody is let in without a key, and nobody rules cases', async (t) => {
  const { app, key } = await alone(t)
  const headers = { authorization: `Bearer ${key}`, 'idempotency-key': newId() }
  assert.equal((await app.inject('/v1/offers')).statusCode, 404)
  assert.equal((await app.inject('/v1/decisions/points')).statusCode, 401)
  assert.equal((await app.inject({ url: '/v1/decisions/points', headers })).statusCode, 200)
  assert.equal((await app.inject('/health')).json().status, 'ok')
  const contest = {
    method: 'POST',
    url: `/v1/decisions/${newId()}/contest`,
    headers,
    payload: { words: 'Why?' },
  } as const
  assert.equal((await app.inject(contest)).statusCode, 404)
})
