import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Actor } from '#kernel/commands'
import { createHttp } from '#kernel/http'
import { newId } from '#kernel/ids'
import { log } from '#kernel/log'
import { testDatabase } from '#kernel/testing'
import { hoursRoutes } from './routes.ts'

const shop: Actor = { party: newId(), kind: 'firm', grants: [] }
const monday = { day: 1, opens: '09:00', closes: '18:00' }

async function serve(t: TestContext) {
  const db = await testDatabase(t)
  const app = createHttp({ log, isStrict: true, authenticate: async () => shop })
  t.after(() => app.close())
  const clock = { now: () => Date.parse('2026-11-23T12:00:00Z') }
  hoursRoutes(app, { db, town: { id: 1, timeZone: 'Europe/Berlin' }, clock })
  const put = async (hours: object) => {
    const headers = { authorization: 'Bearer somebody' }
    const reply = await app.inject({ method: 'PUT', url: '/v1/profile/hours', headers, payload: hours })
    return reply.statusCode === 204 ? 204 : reply.json().errors[0].pointer
  }
  const get = async () => (await app.inject({ url: `/v1/hours/${shop.party}` })).json()
  return { put, get }
}

test('a shop says its hours, everybody sees whether it is open, and it takes them back', async (t) => {
  const { put, get } = await serve(t)
  assert.partialDeepStrictEqual(await get(), { week: [], isOpen: false, changesAt: null })
  const tuesday = { day: 2, opens: '10:00', closes: '12:00' }
  assert.equal(await put({ week: [tuesday, monday], exceptions: [{ date: '2026-12-25', spans: [] }] }), 204)
  const shown = { week: [monday, tuesday], isOpen: true, changesAt: '2026-11-23T17:00:00.000Z' }
  assert.partialDeepStrictEqual(await get(), shown)
  assert.equal(await put({ week: [], exceptions: [] }), 204)
  assert.partialDeepStrictEqual(await get(), { week: [], exceptions: [], isOpen: false })
})

test('hours that overlap or name a day twice are refused at their place', async (t) => {
  const { put } = await serve(t)
  const again = { day: 1, opens: '17:00', closes: '20:00' }
  assert.equal(await put({ week: [monday, again], exceptions: [] }), '/week/1')
  const day = { date: '2026-12-25', spans: [] }
  assert.equal(await put({ week: [], exceptions: [day, day] }), '/exceptions/1/date')
  const spans = [
    { opens: '09:00', closes: '12:00' },
    { opens: '11:00', closes: '13:00' },
  ]
  assert.equal(await put({ week: [], exceptions: [{ date: '2026-12-25', spans }] }), '/exceptions/0/spans/1')
  assert.equal(await put({ week: [{ ...monday, opens: '9' }], exceptions: [] }), '/week/0/opens')
})
