import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#kernel/ids'
import { bearer, newParty, serve, town } from './fixtures.ts'
import { hasConsent, loadConsents } from './index.ts'

const [ada, shop] = [newParty(), newParty({ kind: 'firm' })]

test('consent is what was last said about a purpose, also for a set of parties at once', async (t) => {
  const { app, db } = await serve(t, [shop, { ...ada, actsFor: [shop.id] }])
  const { headers } = await bearer(db, ada.id)
  const say = async (purpose: string, isGiven: boolean, more: object = {}) => {
    const options = { method: 'PUT', url: `/v1/consents/${purpose}`, headers: { ...headers, ...more } } as const
    const reply = await app.inject({ ...options, payload: { isGiven, version: '2026-11' } })
    assert.equal(reply.statusCode, 204, reply.body)
  }
  await say('analytics', true)
  await say('marketing', true)
  await say('marketing', false)
  await say('research', false)
  await say('research', true, { 'lakeside-party': shop.id })
  assert.deepEqual(
    await loadConsents(db, town, [ada.id, shop.id, newId()]),
    new Map([[ada.id, new Set(['analytics', 'research'])]]),
  )
  assert.equal(await hasConsent(db, { town, party: ada.id, purpose: 'marketing' }), false)
  const { items } = (await app.inject({ url: '/v1/consents', headers })).json()
  assert.deepEqual(
    items.map(({ purpose, isGiven }: { purpose: string; isGiven: boolean }) => [purpose, isGiven]),
    [
      ['analytics', true],
      ['marketing', false],
      ['research', true],
    ],
  )
})
