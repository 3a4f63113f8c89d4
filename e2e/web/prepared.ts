import assert from 'node:assert/strict'
import { type Stage, type Visitor, ask, visit } from './browser.ts'

/** Brings a town to where its screens have something to show: a mug that is on its way, and one that was returned. */
export async function prepareTown(here: Stage): Promise<void> {
  const mei = await visit(here, { persona: 'mei' })
  const anton = await visit(here, { persona: 'anton' })
  await Promise.all([mei, anton].map(async ({ page }) => page.goto('/health')))
  const orderId = await buyMug(mei)
  await act(anton, orderId, ['ship', { tracking: 'LS 1' }])
  await act(mei, orderId, ['confirm'])
  await act(mei, orderId, ['requestReturn', { qtys: [1], note: '颜色不合适' }])
  const second = await buyMug(mei)
  await act(anton, second, ['ship', { tracking: 'LS 2' }])
  await Promise.all([mei, anton].map(async ({ context }) => context.close()))
}

/** Buys the mug; answers the order. */
export async function buyMug(buyer: Visitor): Promise<string> {
  const { body } = await ask(buyer, { path: '/v1/offers?q=mug&limit=1' })
  const [mug] = body['items'] as unknown as { id: string }[]
  const order = {
    business: 'market',
    lines: [{ offerId: mug?.id, qty: 1 }],
    input: { delivery: 'shipping', address: '湖边路1号' },
    expectMinor: 4_490,
  }
  const placed = await ask(buyer, { method: 'POST', path: '/v1/orders', body: order })
  assert.equal(placed.status, 201, JSON.stringify(placed.body))
  return String(placed.body['orderId'])
}

/** Acts on an order. */
export async function act(
  actor: Visitor,
  orderId: string,
  [type, input = {}, expectMinor]: readonly [type: string, input?: object, expectMinor?: number],
): Promise<void> {
  const body = { input, ...(expectMinor === undefined ? {} : { expectMinor }) }
  const reply = await ask(actor, { method: 'POST', path: `/v1/orders/${orderId}/actions/${type}`, body })
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
}
