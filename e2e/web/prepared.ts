import assert from 'node:assert/strict'
import { type Stage, type Visitor, ask, visit } from './browser.ts'

/** Brings a town to where its screens have something to show: mugs on their way, returned, and argued about. */
export async function prepareTown(here: Stage): Promise<readonly string[]> {
  const mei = await visit(here, { persona: 'mei' })
  const anton = await visit(here, { persona: 'anton' })
  await Promise.all([mei, anton].map(async ({ page }) => page.goto('/health')))
  const orderId = await buyMug(mei)
  await act(anton, orderId, ['ship', { tracking: 'LS 1' }])
  await act(mei, orderId, ['confirm'])
  await act(mei, orderId, ['requestReturn', { qtys: [1], note: '颜色不合适' }])
  const second = await buyMug(mei)
  await act(anton, second, ['ship', { tracking: 'LS 2' }])
  const third = await buyMug(mei)
  await act(anton, third, ['ship', { tracking: 'LS 3' }])
  await act(mei, third, ['dispute', { reason: 'damaged' }])
  const known = await townTexts(mei)
  await Promise.all([mei, anton].map(async ({ context }) => context.close()))
  return known
}

/** Names and titles of the town, which nobody translates. */
async function townTexts(visitor: Visitor): Promise<string[]> {
  const texts: string[] = []
  let cursor: unknown = null
  do {
    const { body } = await ask(visitor, {
      path: `/v1/offers?limit=100${typeof cursor === 'string' ? `&cursor=${cursor}` : ''}`,
    })
    const items = body['items'] as unknown as { title: string; seller: { name: string } }[]
    texts.push(...items.flatMap(({ title, seller }) => [title, seller.name]))
    cursor = body['nextCursor']
  } while (typeof cursor === 'string')
  const { body } = await ask(visitor, { path: '/v1/sandbox/personas' })
  const people = body['items'] as unknown as { name: string; party: string }[]
  for (const { name, party } of people) {
    const profile = await ask(visitor, { path: `/v1/parties/${party}` })
    texts.push(name, String(profile.body['about']))
  }
  return texts
}

/** Buys the mug; answers the order. */
export async function buyMug(buyer: Visitor): Promise<string> {
  const { body } = await ask(buyer, { path: '/v1/offers?q=mug%20north%20wind&limit=1' })
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
