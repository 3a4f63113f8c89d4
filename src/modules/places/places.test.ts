import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { sql, transaction } from '#kernel/db'
import { createHttp } from '#kernel/http'
import type { Context } from '#kernel/module'
import { newId } from '#kernel/ids'
import { migrateJobs } from '#kernel/jobs'
import { log } from '#kernel/log'
import { testDatabase } from '#kernel/testing'
import { placesPersonalData } from './personal-data.ts'
import { placesRoutes } from './routes.ts'

const lake = { address: 'Seestrasse 4', latitude: 47.366_123, longitude: 8.541_987, isShown: true, isRough: true }

async function server(t: TestContext) {
  const db = await testDatabase(t)
  await migrateJobs(db.url)
  const anton = { party: newId(), kind: 'person' as const, grants: [] }
  const app = createHttp({ log, authenticate: async () => anton, isStrict: true })
  t.after(() => app.close())
  placesRoutes(app, { db, town: 1 })
  const headers = { authorization: 'Bearer anton' }
  const ask = async (method: 'GET' | 'PUT' | 'DELETE', url: string, payload?: object) => {
    const key = method === 'GET' ? {} : { 'idempotency-key': newId() }
    const reply = await app.inject({ method, url, headers: { ...headers, ...key }, ...(payload && { payload }) })
    return { status: reply.statusCode, body: reply.body === '' ? undefined : reply.json() }
  }
  const jobs = async (): Promise<number> => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from graphile_worker._private_jobs`.execute(db)
    return rows[0]!.count
  }
  return { db, anton, ask, jobs }
}

test('a shop is known as exactly as it wishes, and what it hides nobody else reads', async (t) => {
  const { anton, ask } = await server(t)
  assert.deepEqual((await ask('GET', '/v1/profile/place')).body, { place: null })
  const { body } = await ask('PUT', '/v1/profile/place', lake)
  assert.deepEqual(body.place, { ...lake, latitude: 47.366, longitude: 8.542 })
  const { isShown: _, isRough: _rough, ...shown } = body.place
  assert.deepEqual((await ask('GET', `/v1/places/${anton.party}`)).body, { place: shown })
  await ask('PUT', '/v1/profile/place', { ...lake, isRough: false, isShown: false })
  assert.deepEqual((await ask('GET', `/v1/places/${anton.party}`)).body, { place: null })
  assert.equal((await ask('GET', '/v1/profile/place')).body.place.latitude, 47.366_12)
  assert.equal((await ask('DELETE', '/v1/profile/place')).status, 204)
  assert.deepEqual((await ask('GET', '/v1/profile/place')).body, { place: null })
})

test('whatever shows a place hears of each change; taking back what is not there is none', async (t) => {
  const { ask, jobs } = await server(t)
  const before = await jobs()
  await ask('PUT', '/v1/profile/place', lake)
  await ask('DELETE', '/v1/profile/place')
  await ask('DELETE', '/v1/profile/place')
  assert.equal((await jobs()) - before, 2)
})

test('a place beyond the earth is refused by name', async (t) => {
  const { ask } = await server(t)
  const { status, body } = await ask('PUT', '/v1/profile/place', { ...lake, latitude: 91 })
  assert.deepEqual([status, body.errors[0].pointer], [422, '/latitude'])
})

test('who is erased is nowhere, and whatever showed the place hears of it', async (t) => {
  const { db, anton, ask, jobs } = await server(t)
  await ask('PUT', '/v1/profile/place', lake)
  const before = await jobs()
  const { erase, sections } = placesPersonalData({ db, town: { id: 1 } } as Context)
  const kept = []
  for await (const one of sections['place']!(anton.party)) kept.push(one)
  assert.equal(kept.length, 1)
  await transaction(db, (tx) => erase!(tx, anton.party))
  assert.deepEqual((await ask('GET', '/v1/profile/place')).body, { place: null })
  assert.equal((await jobs()) - before, 1)
})
