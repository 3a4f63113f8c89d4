import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bearer, newParty, serve, town } from './fixtures.ts'
import { setSuspended } from './parties.ts'
import { setVerified } from './standing.ts'

test('shops are found by name, and of people those who are verified or have agreed; nobody who is suspended', async (t) => {
  const [mia, max, mona, shop, gone] = [
    newParty({ slug: 'mia', name: 'Mia Meadow' }),
    newParty({ slug: 'max', name: 'Max Meadow' }),
    newParty({ slug: 'mona', name: 'Mona Meadow' }),
    newParty({ slug: 'meadow-shop', name: 'Green Meadow', kind: 'firm' }),
    newParty({ slug: 'gone', name: 'Meadow & Sons', kind: 'firm' }),
  ]
  const { app, db } = await serve(t, [mia, max, mona, shop, gone])
  await setVerified(db, { town, party: mia.id, by: shop.id, note: 'passport', now: 1 })
  await setSuspended(db, { town, party: gone.id, isSuspended: true })
  const { headers } = await bearer(db, max.id)
  const found = async (query: string) =>
    (await app.inject({ url: `/v1/directory?${query}`, headers }))
      .json()
      .items.map(({ name }: { name: string }) => name)
  assert.deepEqual(await found('q=meadow'), ['Green Meadow', 'Mia Meadow'])
  const agree = (isGiven: boolean) =>
    app.inject({ method: 'PUT', url: '/v1/consents/directory', headers, payload: { isGiven, version: '1' } })
  await agree(true)
  assert.deepEqual(await found('q=meadow&kind=person'), ['Max Meadow', 'Mia Meadow'])
  await agree(false)
  assert.deepEqual(await found('q=max'), [])
  assert.deepEqual(await found('q=%25%25'), [], 'a wildcard is a letter like others')
  assert.equal((await app.inject({ url: '/v1/directory?q=meadow' })).statusCode, 401)
})
