import { newId } from '#kernel/ids'
import type { Caller, Check, Reply, Scenario, ScenarioClient } from '#kernel/scenario'
import { until } from '#kernel/until'
import { act, dayMs, money, ok, openStreet, put, putCoupon, see, type Street, wish } from './scenario-stores.ts'

/**
 * Orders of official stores that look like fraud are held for a look, each by itself: one of a basket may wait while
 * the others go on. Minor units: a clock costs 600.00, which is held when somebody who has come today buys it.
 */

const clockMinor = 60_000
const bowlMinor = 4_000
const richMinor = 300_000

async function decisionsOf(caller: Caller, orderId: string): Promise<Reply['body'][]> {
  return (await caller.get(`/v1/decisions?reference=${orderId}`)).body.items
}

/** The decision about an order, once it is recorded. */
async function decisionOf(caller: Caller, orderId: string): Promise<Reply['body']> {
  const [decision] = await until(
    () => decisionsOf(caller, orderId),
    ({ length }) => length > 0,
  )
  return decision
}

/** A basket of a bowl and a clock: the bowl goes on, the clock waits until a person has looked. */
async function basketHeldInPart({ check, town, stores }: Street): Promise<void> {
  const [buyer] = await town.newcomers(1, { walletMinor: richMinor })
  const groupId = newId()
  const commands = stores.map(({ offerId, priceMinor }) => ({ ...wish(offerId, { expectMinor: priceMinor }), groupId }))
  const { body } = ok(await buyer!.post('/v1/commands', { all: true, commands }))
  const [clock, bowl]: string[] = body.verdicts.map(({ result }: { result: { orderId: string } }) => result.orderId)
  const states = [(await see(buyer!, clock!)).state, (await see(buyer!, bowl!)).state]
  check.equal(states, ['held', 'paid'], 'the dear one is held, the other goes on')
  check.equal(await money(buyer!), richMinor - clockMinor - bowlMinor, 'both are paid')
  check.equal((await act(stores[0]!.store, clock!, ['ship', {}])).status, 409, 'nothing is sent before the look')
  const decision = await decisionOf(buyer!, clock!)
  check.equal([decision.point, decision.chosen], ['mall.hold', ['hold']], 'a decision of the mall’s own point')
  check.equal(await decisionsOf(town.operator, bowl!), [], 'nobody asked about the small one')
  const done = await town.operator.post(`/v1/decisions/${decision.id}/override`, { to: 'pass', why: 'Known to us' })
  check.equal([done.status, (await see(buyer!, clock!)).state], [200, 'paid'], 'one click, and it goes on')
  ok(await act(stores[0]!.store, clock!, ['ship', {}]))
  check.equal((await act(buyer!, clock!, ['confirm'])).body.state, 'completed', 'to its good end')
  const told = await until(async () => {
    const { outcomes } = await decisionOf(town.operator, clock!)
    return outcomes.length > 1 ? outcomes : undefined
  })
  const metrics = told.map(({ metric }: { metric: string }) => metric).toSorted()
  check.equal(metrics, ['completed', 'held'], 'what became of it comes back to the decision')
  check.figure('flagged', 1)
}

/** Stopped: buyer and sponsor have their own back, and the coupon may be used again. */
async function stopped({ check, town, stores }: Street): Promise<void> {
  const now = Date.parse(ok(await town.operator.get('/v1/sandbox/clock')).body.now)
  const [buyer, sponsor] = await town.newcomers(2, { walletMinor: richMinor })
  const mandate = { business: 'mall', name: 'campaign', currency: 'EUR', limitMinor: 50_000, isActive: true }
  ok(await sponsor!.post('/v1/wallet/mandates', mandate))
  const coupons = [await putCoupon(sponsor!, now, { discountMinor: 5_000, perBuyer: 1 })]
  const { offerId, store } = stores[0]!
  const order = wish(offerId, { coupons, expectMinor: clockMinor - 5_000 })
  const { body } = ok(await buyer!.post('/v1/orders', order))
  check.equal([body.state, await money(sponsor!)], ['held', richMinor - 5_000], 'a coupon does not go round the look')
  check.equal((await act(store, body.orderId, ['release'])).status, 403, 'a store does not release its own')
  check.equal((await act(town.operator, body.orderId, ['stop'])).body.state, 'stopped', 'a person stops it')
  check.equal([await money(buyer!), await money(sponsor!)], [richMinor, richMinor], 'everybody has their own')
  check.equal((await buyer!.post('/v1/orders', order)).body.state, 'held', 'the coupon is theirs again')
}

/** An arbiter for the store, after all was paid for: the log says so, and the order ends. */
async function ruledForStore({ check, town, stores }: Street): Promise<void> {
  const [buyer] = await town.newcomers(1, { walletMinor: richMinor })
  const [arbiter] = await town.newcomers(1, { grants: ['arbiter'] })
  const { offerId, store, priceMinor } = stores[1]!
  const buy = async (): Promise<string> => {
    const { body } = ok(await buyer!.post('/v1/orders', wish(offerId, { expectMinor: priceMinor })))
    ok(await act(store, body.orderId, ['ship', {}]))
    return body.orderId
  }
  const early = await buy()
  ok(await act(buyer!, early, ['dispute', { reason: 'damaged' }]))
  const rule = async (id: string, buyerBps: number): Promise<string> =>
    (await act(arbiter!, id, ['rule', { buyerBps }])).body.state
  check.equal(await rule(early, 0), 'completed', 'ruled before the store was paid: it goes on')
  const late = await buy()
  ok(await act(buyer!, late, ['confirm']))
  ok(await act(buyer!, late, ['dispute', { reason: 'damaged' }]))
  check.equal(await rule(late, 4_999), 'closed', 'ruled afterwards: it ends')
  const { body } = ok(await buyer!.get(`/v1/orders/${late}/events`))
  const types = JSON.stringify(body)
  check.equal(types.includes('mall.ruledForSeller'), true, 'and the log says whose it was')
}

/** The rule about official stores, told over HTTP. */
export const mallHold: Scenario = {
  name: 'mall-hold',
  run: async (town: ScenarioClient, check: Check) => {
    const street = await openStreet(town, check, { prices: [clockMinor, bowlMinor] })
    await basketHeldInPart(street)
    await stopped(street)
    await ruledForStore(street)
    const [last] = await town.newcomers(1, { walletMinor: richMinor })
    const { store } = street.stores[0]!
    const offerId = await put(store, { business: 'mall', title: 'Clock', priceMinor: clockMinor })
    const { body } = ok(await last!.post('/v1/orders', wish(offerId, { expectMinor: clockMinor })))
    await town.pass(dayMs / 2)
    check.equal((await see(last!, body.orderId)).state, 'paid', 'nobody looks: it goes on by itself')
    check.figure('hours', 12)
  },
}
