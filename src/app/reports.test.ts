import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { newId } from '../kernel/ids.ts'
import { until } from '../kernel/until.ts'
import { createParties, issueToken } from '../modules/identity/index.ts'
import { storeCategories } from '../modules/offers/index.ts'
import { served } from './server.fixtures.ts'

const [seller, buyer, operator] = [newId(), newId(), newId()]

type Body = Record<string, unknown> & { id?: string }
type Ask = (who: string, url: string, payload?: object) => Promise<{ status: number; body: Body }>

/** A town in which a seller, a buyer and an operator are signed in. */
async function signedIn(t: TestContext): Promise<Ask> {
  const { app, town } = await served(t)
  const { db } = town.context
  const joinedAt = Date.now()
  await createParties(db, 1, [
    { id: seller, kind: 'person', slug: 'seller', name: 'Anton', joinedAt },
    { id: buyer, kind: 'person', slug: 'buyer', name: 'Mia', joinedAt },
    { id: operator, kind: 'person', slug: 'operator', name: 'Olga', joinedAt, grants: ['operator'] },
  ])
  await storeCategories(db, 1, [{ slug: 'ceramics', parent: null, titles: { en: 'Ceramics' } }])
  const tokens = new Map<string, string>()
  for (const party of [seller, buyer, operator]) {
    tokens.set(party, (await issueToken(db, { town: 1, party, label: 'test', now: joinedAt })).token)
  }
  return async (who, url, payload) => {
    const headers = { authorization: `Bearer ${tokens.get(who)}`, 'idempotency-key': newId() }
    const reply = await app.inject({
      method: payload === undefined ? 'GET' : 'POST',
      url,
      headers,
      ...(payload && { payload }),
    })
    return { status: reply.statusCode, body: reply.body === '' ? {} : reply.json() }
  }
}

async function offer(ask: Ask): Promise<string> {
  const wanted = {
    business: 'market', title: 'Mug', category: 'ceramics', currency: 'EUR', priceMinor: 4000, stock: 3,
    attributes: { shippingMinor: 600 },
  } // prettier-ignore
  const { status, body } = await ask(seller, '/v1/offers', wanted)
  assert.equal(status, 201, JSON.stringify(body))
  return String(body['offerId'])
}

/** The listings follow the log within a moment. */
async function listedBecomes(ask: Ask, expected: number): Promise<void> {
  await until(
    async () => ((await ask(buyer, '/v1/offers')).body['items'] as unknown[]).length,
    (length) => length === expected,
  )
}

test('a reported listing is taken down for all, its seller answers, and it comes back as it was', async (t) => {
  const ask = await signedIn(t)
  const offerId = await offer(ask)
  await listedBecomes(ask, 1)
  const report = { kind: 'listing-report', about: { type: 'listing', id: offerId }, reason: 'fake', words: 'No stamp.' }
  const { body: opened } = await ask(buyer, '/v1/cases', report)
  const ruling = `/v1/cases/${opened.id}/ruling`
  assert.equal((await ask(seller, ruling, { ruling: 'keep' })).status, 403)
  assert.equal((await ask(operator, ruling, { ruling: 'take-down', words: 'It bears a false stamp.' })).status, 200)
  await listedBecomes(ask, 0)
  assert.equal((await ask(buyer, `/v1/offers/${offerId}`)).status, 404)
  assert.equal((await ask(seller, `/v1/offers/${offerId}`)).status, 200)
  const order = { business: 'market', lines: [{ offerId, qty: 1 }], input: {} }
  assert.equal((await ask(buyer, '/v1/orders', order)).body['type'], '/problems/offer-archived')
  const { body: seen } = await ask(seller, `/v1/cases/${opened.id}`)
  assert.equal(seen['side'], 'respondent')
  assert.equal((await ask(seller, `/v1/cases/${opened.id}/reopening`, { words: 'Here is the stamp.' })).status, 204)
  assert.equal((await ask(operator, ruling, { ruling: 'keep' })).status, 200)
  await listedBecomes(ask, 1)
})
