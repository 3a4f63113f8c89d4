import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { bearer, newParty, serve } from './fixtures.ts'

const [ada, bob] = [newParty({ slug: 'ada' }), newParty({ slug: 'bob' })]
const home = { label: 'home', name: 'Ada', street: '1 Lakeside Walk', city: 'Lakeside', countryCode: 'AT' }

test('addresses are kept sealed, seen by their party alone, and lie nowhere in clear', async (t) => {
  const { app, db } = await serve(t, [ada, bob])
  const [adas, bobs] = [(await bearer(db, ada.id)).headers, (await bearer(db, bob.id)).headers]
  const id = newId()
  const put = (payload: object, headers = adas, at = id) =>
    app.inject({ method: 'PUT', url: `/v1/addresses/${at}`, headers, payload }) // prettier-ignore
  assert.equal((await put(home)).statusCode, 204)
  assert.equal((await put({ ...home, city: 'Elsewhere' })).statusCode, 204)
  assert.equal((await put({ ...home, city: 'Bobville' }, bobs)).statusCode, 204, 'an id is apart for every party')
  const list = async (headers = adas) => (await app.inject({ url: '/v1/addresses', headers })).json().items
  assert.deepEqual(await list(), [{ ...home, city: 'Elsewhere', id, isDefault: true }])
  const { rows } = await sql<{ text: string }>`select row_to_json(a)::text as text from identity.addresses a`.execute(
    db,
  )
  assert.ok(rows.length === 2 && rows.every(({ text }) => !text.includes('Lakeside Walk')))
  const remove = () => app.inject({ method: 'DELETE', url: `/v1/addresses/${id}`, headers: adas })
  assert.deepEqual([(await remove()).statusCode, (await remove()).statusCode], [204, 404])
  assert.deepEqual([(await list()).length, (await list(bobs)).length], [0, 1])
  for (const wrong of [{ ...home, countryCode: 'at' }, { ...home, phone: '0123' }, { name: 'Ada' }]) {
    assert.equal((await put(wrong)).statusCode, 422)
  }
})

test('an address book is full at twenty', async (t) => {
  const { app, db } = await serve(t, [ada])
  const { headers } = await bearer(db, ada.id)
  const statuses: number[] = []
  for (let index = 0; index < 21; index += 1) {
    const url = `/v1/addresses/${newId()}`
    statuses.push((await app.inject({ method: 'PUT', url, headers, payload: home })).statusCode)
  }
  assert.deepEqual([statuses.filter((status) => status === 204).length, statuses.at(-1)], [20, 409])
})

test('one address is the one to begin with: the oldest until another is chosen, and again when that is gone', async (t) => {
  const { app, db } = await serve(t, [ada])
  const { headers } = await bearer(db, ada.id)
  const [first, second] = [newId(), newId()]
  const put = (id: string, more: object = {}) =>
    app.inject({ method: 'PUT', url: `/v1/addresses/${id}`, headers, payload: { ...home, ...more } })
  const chosen = async (): Promise<string[]> => {
    const { items } = (await app.inject({ url: '/v1/addresses', headers })).json()
    return items.flatMap((one: { id: string; isDefault: boolean }) => (one.isDefault ? [one.id] : []))
  }
  await put(first)
  await put(second)
  assert.deepEqual(await chosen(), [first])
  await Promise.all([
    put(second, { isDefault: true }),
    put(first, { isDefault: true }),
    put(second, { isDefault: true }),
  ])
  assert.equal((await chosen()).length, 1)
  await put(second, { isDefault: true })
  await put(second, { city: 'Elsewhere' })
  assert.deepEqual(await chosen(), [second])
  await app.inject({ method: 'DELETE', url: `/v1/addresses/${second}`, headers })
  assert.deepEqual(await chosen(), [first])
})
