import type { Caller, Check, Reply, Scenario, ScenarioClient } from '#kernel/scenario'
import { until } from '#kernel/until'
import { act, money, see } from './scenario-stall.ts'

/**
 * Orders that look like fraud are held for a look. Minor units: a camera costs 600.00, a strap 40.00; a buyer who has
 * come today and never bought anything is held from 500.00 on.
 */

const cameraMinor = 60_000
const strapMinor = 4_000
const richMinor = 200_000
const hourMs = 3_600_000

type Shop = { town: ScenarioClient; check: Check; seller: Caller; buyer: Caller; camera: string; strap: string }

async function openShop(town: ScenarioClient, check: Check): Promise<Shop> {
  const [seller] = await town.newcomers(1)
  const [buyer] = await town.newcomers(1, { walletMinor: richMinor })
  const { body } = await town.stranger.get('/v1/categories')
  const put = (title: string, priceMinor: number, stock: number) => ({
    business: 'offers',
    type: 'put',
    input: {
      business: 'market', title, category: body.items[0]?.slug ?? 'things', currency: 'EUR', priceMinor,
      taxCode: 'exempt', attributes: { shippingMinor: 0 }, stock,
    }, // prettier-ignore
  })
  const commands = [put('Camera', cameraMinor, 9), put('Strap', strapMinor, 99)]
  const made = await seller!.post('/v1/commands', { commands })
  const [camera, strap] = made.body.verdicts.map((one: { result: { offerId: string } }) => one.result.offerId)
  return { town, check, seller: seller!, buyer: buyer!, camera, strap }
}

const wish = (offerId: string, amountMinor: number, type = 'place'): object => ({
  business: 'market',
  type,
  lines: [{ offerId, qty: 1 }],
  input: { delivery: 'pickup' },
  ...(type === 'place' ? { expectMinor: amountMinor } : {}),
})

/** A camera of a buyer's own who has come today. */
async function buyCamera({ check, buyer, camera }: Shop): Promise<string> {
  const reply = await buyer.post('/v1/orders', wish(camera, cameraMinor))
  check.equal([reply.status, reply.body.state], [201, 'held'], 'paid, and held for a look')
  return reply.body.orderId
}

/** The decision about an order. */
async function decisionOf(caller: Caller, orderId: string): Promise<Reply['body']> {
  return until(async () => (await caller.get(`/v1/decisions?reference=${orderId}`)).body.items[0])
}

/** What is held is paid, reserved, explained, and goes on by a person's word. */
async function released(shop: Shop): Promise<void> {
  const { check, buyer, seller, town } = shop
  const { operator } = town
  const orderId = await buyCamera(shop)
  const held = await see(buyer, orderId)
  check.equal([await money(buyer), held.money.heldMinor], [richMinor - cameraMinor, cameraMinor], 'in escrow')
  check.equal((await act(seller, orderId, ['ship', {}])).status, 409, 'nothing is sent before somebody has looked')
  check.equal((await act(buyer, orderId, ['release'])).status, 403, 'not by the buyer')
  const waits = await until(async () => {
    const { items } = (await operator.get('/v1/exceptions')).body
    return items.find(({ id }: { id: string }) => id === orderId)
  })
  check.equal([waits.state, waits.waitsFor], ['held', 'operator'], 'it stands in the inbox')
  const decision = await decisionOf(buyer, orderId)
  check.equal([decision.point, decision.chosen, decision.pChosen], ['market.hold', ['hold'], 1], 'as a decision')
  const why = await buyer.get(`/v1/decisions/${decision.id}/why`)
  check.equal([why.status, why.body.flip.chosen], [200, 'pass'], 'the buyer hears why, and what would change it')
  const done = await operator.post(`/v1/decisions/${decision.id}/override`, { to: 'pass', why: 'Known to us' })
  check.equal(done.status, 200, `one click (${JSON.stringify(done.body)})`)
  check.equal((await see(buyer, orderId)).state, 'paid', 'and it goes on')
  check.figure('flip', `${why.body.flip.feature}:${why.body.flip.from}>${why.body.flip.to}`)
}

/** Stopped: everything goes back; nobody looks: it goes on by itself. */
async function otherwise(shop: Shop): Promise<void> {
  const { check, town } = shop
  const [one, other] = await town.newcomers(2, { walletMinor: richMinor })
  const stopped = await buyCamera({ ...shop, buyer: one! })
  check.equal((await act(town.operator, stopped, ['stop'])).body.state, 'stopped', 'a person stops it')
  check.equal(await money(one!), richMinor, 'the money is back')
  const waiting = await buyCamera({ ...shop, buyer: other! })
  await town.pass(11 * hourMs)
  check.equal((await see(other!, waiting)).state, 'held', 'for half a day')
  await town.pass(hourMs)
  check.equal((await see(other!, waiting)).state, 'paid', 'then it goes on by itself')
  check.figure('hours', 12)
}

/** A way round by reserving first leads to the same look; what is small is not even asked about. */
async function around(shop: Shop): Promise<void> {
  const { check, town, camera, strap } = shop
  const [one] = await town.newcomers(1, { walletMinor: richMinor })
  const reserved = await one!.post('/v1/orders', wish(camera, cameraMinor, 'reserve'))
  check.equal(reserved.body.state, 'reserved', 'reserved')
  const paid = await act(one!, reserved.body.orderId, ['pay', undefined, cameraMinor])
  check.equal(paid.body.state, 'held', 'and held when it is paid')
  check.equal((await act(one!, reserved.body.orderId, ['cancel'])).body.state, 'cancelled', 'the buyer may leave')
  const small = await one!.post('/v1/orders', wish(strap, strapMinor))
  check.equal([small.status, small.body.state], [201, 'paid'], 'what is small goes on at once')
  await town.operator.put('/v1/decisions/switches/market.hold', { isOff: true })
  const unwatched = await one!.post('/v1/orders', wish(camera, cameraMinor))
  check.equal([unwatched.status, unwatched.body.state], [201, 'paid'], 'switched off, everything goes on')
  await town.operator.put('/v1/decisions/switches/market.hold', { isOff: false })
  const { body } = await one!.get(`/v1/decisions?reference=${small.body.orderId}`)
  check.equal(body.items.length, 0, 'nothing was decided about it')
}

export const checkoutHold: Scenario = {
  name: 'checkout-hold',
  run: async (town, check) => {
    const shop = await openShop(town, check)
    await released(shop)
    await otherwise(shop)
    await around(shop)
  },
}
