import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../kernel/ids.ts'
import { until } from '../kernel/until.ts'
import { storeCategories } from '../modules/offers/index.ts'
import { served } from './server.fixtures.ts'

type Reply = { status: number; body: any } // oxlint-disable-line typescript/no-explicit-any -- as a client sees it

const priceMinor = 60_000

test('a question of a manifest goes to its point and back through submit; a policy that fails never fails the act', async (t) => {
  const { app, town } = await served(t)
  await storeCategories(town.context.db, 1, [{ slug: 'home', parent: null, titles: { en: 'Home' } }])
  const ask = async (
    token: string,
    [method, url]: readonly ['GET' | 'POST' | 'PUT', string],
    payload?: object,
  ): Promise<Reply> => {
    const headers = { ...(token && { authorization: `Bearer ${token}` }), 'idempotency-key': newId() }
    const reply = await app.inject({ method, url, headers, ...(payload && { payload }) })
    return { status: reply.statusCode, body: reply.json() }
  }
  const come = async (wanted: object) => (await ask('', ['POST', '/v1/sandbox/newcomers'], wanted)).body.items[0]
  const operator = (await come({ count: 1, grants: ['operator'] })).token
  const seller = (await come({ count: 1 })).token
  const buyer = await come({ count: 1, walletMinor: 10 * priceMinor })
  const { body: offer } = await ask(seller, ['POST', '/v1/offers'], {
    business: 'market', title: 'Camera', category: 'home', currency: 'EUR', priceMinor, stock: 9, taxCode: 'exempt',
    attributes: { shippingMinor: 0 },
  }) // prettier-ignore
  const place = async (): Promise<Reply> =>
    ask(buyer.token, ['POST', '/v1/orders'], {
      business: 'market', type: 'place', lines: [{ offerId: offer.offerId, qty: 1 }], input: { delivery: 'pickup' },
      expectMinor: priceMinor,
    }) // prettier-ignore
  const url = '/v1/decisions/points/market.hold/policies'
  const live = async (name: string, spec: object): Promise<void> => {
    const made = await ask(operator, ['POST', url], { name, spec })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const staged = await ask(operator, ['PUT', `${url}/${name}/stage`], { version: made.body.version, stage: 'live' })
    assert.equal(staged.status, 200, JSON.stringify(staged.body))
  }
  const decisionAbout = async (orderId: string) => {
    const url = `/v1/decisions?point=market.hold&subject=${buyer.party}`
    return until(async () => {
      const { items } = (await ask(operator, ['GET', url])).body
      return items.find((one: { reference: string }) => one.reference === orderId)
    })
  }
  await live('always', { kind: 'rule', rules: [], otherwise: 'hold' })
  const held = await place()
  assert.deepEqual([held.status, held.body.state], [201, 'held'])
  const decision = await decisionAbout(held.body.orderId)
  assert.deepEqual([decision.chosen, decision.policy.name, decision.context.amountMinor.value], [
    ['hold'], 'always', priceMinor,
  ]) // prettier-ignore
  await live('broken', { kind: 'rule', rules: [], otherwise: 'fly' })
  const passed = await place()
  assert.deepEqual([passed.status, passed.body.state], [201, 'paid'])
  const failed = await decisionAbout(passed.body.orderId)
  assert.deepEqual([failed.chosen, failed.fallback, failed.policy], [['pass'], 'policy-failed', null])
  await live('again', { kind: 'rule', rules: [], otherwise: 'hold' })
  await ask(operator, ['PUT', '/v1/decisions/switches/market.hold'], { isOff: true })
  assert.equal((await place()).body.state, 'paid')
})
