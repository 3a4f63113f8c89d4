import type { Caller, Check, Reply, Scenario, ScenarioClient } from '#kernel/scenario'
import { until } from '#kernel/until'

/** What waits for a person of the town stands in an order that says why, and learns whether it was settled in time. */

const priceMinor = 60_000

const body = (offerId: string, amountMinor: number): object => ({
  business: 'market', lines: [{ offerId, qty: 1 }], input: { delivery: 'shipping', address: '1 Lakeside Walk' },
  expectMinor: amountMinor,
}) // prettier-ignore

async function offer(seller: Caller, amountMinor: number): Promise<string> {
  const input = {
    business: 'market', title: `Thing at ${amountMinor}`, category: 'things', currency: 'EUR', priceMinor: amountMinor,
    taxCode: 'exempt', attributes: { shippingMinor: 0 }, stock: 9,
  } // prettier-ignore
  const made = await seller.post('/v1/commands', { commands: [{ business: 'offers', type: 'put', input }] })
  return made.body.verdicts[0].result.offerId
}

/** Two orders that look like fraud, and one about which the parties disagree: what is due in half a day comes first. */
async function order(town: ScenarioClient, check: Check): Promise<void> {
  const { operator } = town
  const [seller, one, other, third] = await town.newcomers(4, { walletMinor: 4 * priceMinor })
  const [arbiter] = await town.newcomers(1, { grants: ['arbiter'] })
  const small = await third!.post('/v1/orders', body(await offer(seller!, 4_000), 4_000))
  const disputed: string = small.body.orderId
  await seller!.post(`/v1/orders/${disputed}/actions/ship`, { input: {} })
  await third!.post(`/v1/orders/${disputed}/actions/dispute`, { input: { reason: 'damaged' } })
  const camera = await offer(seller!, priceMinor)
  const held: string[] = []
  for (const buyer of [one!, other!]) held.push((await buyer.post('/v1/orders', body(camera, priceMinor))).body.orderId)
  const mine = new Set([disputed, ...held])
  const shown = await until(
    async () => (await operator.get('/v1/inbox')).body.items.filter(({ id }: { id: string }) => mine.has(id)),
    (items) => items.length === 3,
  )
  const kinds = shown.map(({ kind, place }: Reply['body']) => [kind, place.isUrgent])
  check.equal(kinds, [['held', true], ['held', true], ['ruling', false]], 'what is due within a day stands first') // prettier-ignore
  const newest = (await operator.get('/v1/inbox?sort=amount')).body.items.filter((item: Reply['body']) => mine.has(item.id)) // prettier-ignore
  check.equal(newest.at(-1).id, disputed, 'sorted otherwise, the smallest comes last')
  const { items } = (await arbiter!.get('/v1/inbox')).body
  check.equal(items.some(({ id }: { id: string }) => held.includes(id)), false, 'an arbiter sees what is to be ruled') // prettier-ignore
  check.equal((await one!.get('/v1/inbox')).status, 403, 'nobody else sees any of it')
  const [first] = shown
  const press = first.actions.find(({ type }: { type: string }) => type === 'release')
  const done = await operator.post(`/v1/orders/${first.id}/actions/${press.type}`, {})
  check.equal(done.body.state, 'paid', 'one press')
  const decision = await until(
    async () => (await operator.get(`/v1/decisions/${first.place.decision}`)).body,
    ({ value }) => value !== null,
  )
  check.equal([decision.point, decision.value], ['inbox.order', 1], 'settled in time, which the order is judged by')
  check.figure('places', decision.chosen.length)
}

export const scenarios: readonly Scenario[] = [{ name: 'inbox-order', run: order }]
