import { newId } from '#kernel/ids'
import type { Caller, Check, Scenario, ScenarioClient } from '#kernel/scenario'
import { mallHold } from './scenario-hold.ts'
import { byProvider } from './scenario-provider.ts'
import { act, dayMs, money, ok, openStreet, positions, put, putCoupon, see, slug, type Street, tryPut, walletMinor, wish } from './scenario-stores.ts' // prettier-ignore

/** The mall's stories, told over HTTP. Minor units throughout; the commission of the default menu is 5 %. */

const brandMall: Scenario = {
  name: 'brand-mall',
  run: async (town, check) => {
    await verifiedOnly(town, check)
    await refundMirrored(town, check)
    await oneBasket(town, check)
    await lateRefund(town, check)
  },
}

async function verifiedOnly(town: ScenarioClient, check: Check): Promise<void> {
  const [nobody] = await town.newcomers(1)
  const { body } = await tryPut(nobody!, { business: 'mall', title: 'Vase', priceMinor: 100 })
  check.equal(body.verdicts[0].problem.type, '/problems/not-granted', 'only verified brands have a store')
}

/** An order of 200.00 at 5 %: 190.00 and 10.00; 50.00 back: 47.50 and 2.50 of it. */
async function refundMirrored(town: ScenarioClient, check: Check): Promise<void> {
  const street = await openStreet(town, check, { prices: [20_000] })
  const { buyer, stores } = street
  const [{ store, offerId }] = stores as [Street['stores'][number]]
  const placed = ok(await buyer.post('/v1/orders', wish(offerId, { expectMinor: 20_000 }))).body
  const { terms } = await see(buyer, placed.orderId)
  check.equal(terms.feesMinor, 1_000, 'the commission is frozen when the order is placed')
  await act(store, placed.orderId, ['ship', {}])
  check.equal((await act(buyer, placed.orderId, ['confirm'])).body.state, 'completed', 'completed')
  const after = await positions(buyer, placed.orderId)
  check.equal([after['earned'], after['@fees']], [19_000, 1_000], 'store and platform')
  const refund = { amountMinor: 5_000 }
  check.equal((await act(buyer, placed.orderId, ['refund', refund])).status, 403, 'a buyer grants no refund')
  ok(await act(store, placed.orderId, ['refund', refund, 4_750]))
  const { wallet, earned, '@fees': fees } = await positions(buyer, placed.orderId)
  check.equal([wallet, earned, fees], [-15_000, 14_250, 750], 'buyer +50.00, store −47.50, platform −2.50')
  check.equal(await money(buyer), walletMinor - 15_000, 'the buyer’s wallet')
  check.figure('store', 19_000 - earned!)
  check.figure('platform', 1_000 - fees!)
  const more = await act(store, placed.orderId, ['refund', { amountMinor: 15_001 }, 1])
  check.equal(slug(more), 'refund-exceeds-captured', 'more than was paid')
}

/** Three stores, one list, one payment, three orders with their own escrow; one is cancelled and two are whole. */
async function oneBasket(town: ScenarioClient, check: Check): Promise<void> {
  const street = await openStreet(town, check, { prices: [3_000, 5_000, 7_000] })
  const { buyer, stores } = street
  const groupId = newId()
  const commands = stores.map(({ offerId, priceMinor }) => ({ ...wish(offerId, { expectMinor: priceMinor }), groupId }))
  const tooMany = { ...wish(stores[1]!.offerId, { qty: 11, expectMinor: 55_000 }), groupId }
  const refused = ok(await buyer.post('/v1/commands', { all: true, commands: [commands[0], tooMany, commands[2]] }))
  check.equal([refused.body.accepted, await money(buyer)], [0, walletMinor], 'all, or nothing')
  const { body } = ok(await buyer.post('/v1/commands', { all: true, commands }))
  check.equal([body.accepted, await money(buyer)], [3, walletMinor - 15_000], 'three orders, one payment')
  const ids: string[] = body.verdicts.map(({ result }: { result: { orderId: string } }) => result.orderId)
  const held = await Promise.all(ids.map(async (id) => (await see(buyer, id)).money.heldMinor))
  check.equal(held, [3_000, 5_000, 7_000], 'three escrows')
  check.equal((await act(stores[1]!.store, ids[1]!, ['cancel'])).body.state, 'cancelled', 'one is cancelled')
  const states = await Promise.all(ids.map(async (id) => see(buyer, id)))
  check.equal(states.map(({ money: { heldMinor } }) => heldMinor), [3_000, 0, 7_000], 'two are whole') // prettier-ignore
  check.equal(new Set(states.map(({ groupId: group }) => group)), new Set([groupId]), 'of one basket')
  check.equal(await money(buyer), walletMinor - 10_000, 'and its money is back')
  const stranger = await stores[0]!.store.get(`/v1/orders/${ids[2]!}`)
  check.equal(stranger.status, 404, 'a store sees its own order only')
  check.figure('basket', 15_000)
}

/** A way to take money out that is nobody's but its owner's: posted while the town runs. */
const purse = {
  business: 'purse',
  version: 1,
  title: 'Purse',
  roles: { owner: { bind: 'actor.id' } },
  money: { take: [{ from: 'owner:available', to: 'owner', amount: 'input.amountMinor' }] },
  flow: {
    initial: 'new',
    states: {
      new: {
        on: {
          take: {
            by: ['owner'],
            input: { required: ['amountMinor'], properties: { amountMinor: { type: 'integer', minimum: 1 } } },
            do: [{ pay: 'take' }],
            target: 'taken',
          },
        },
      },
      taken: { final: 'done' },
    },
  },
}

/** Earned becomes available; what was taken out and must come back is a debt that the next sale repays. */
async function lateRefund(town: ScenarioClient, check: Check): Promise<void> {
  await town.operator.post('/v1/businesses', purse)
  const street = await openStreet(town, check, { prices: [10_000] })
  const { buyer, stores } = street
  const [{ store, offerId }] = stores as [Street['stores'][number]]
  const sell = async (): Promise<string> => {
    const { body } = ok(await buyer.post('/v1/orders', wish(offerId, { expectMinor: 10_000 })))
    await act(store, body.orderId, ['ship', {}])
    ok(await act(buyer, body.orderId, ['confirm']))
    return body.orderId
  }
  const purses = async (): Promise<number[]> =>
    Promise.all(['earned', 'available', 'debt'].map((purpose) => money(store, purpose)))
  const first = await sell()
  check.equal(await purses(), [9_500, 0, 0], 'earned')
  await town.pass(7 * dayMs)
  check.equal([(await see(store, first)).state, ...(await purses())], ['guaranteed', 0, 9_500, 0], 'available')
  ok(await store.post('/v1/orders', { business: 'purse', type: 'take', input: { amountMinor: 9_000 } }))
  ok(await act(store, first, ['refund', { amountMinor: 4_000 }, 3_800]))
  check.equal(await purses(), [0, 0, -3_300], 'what had been taken out is owed')
  check.equal(await money(buyer), walletMinor - 6_000, 'the buyer waits for nobody')
  await sell()
  await town.pass(7 * dayMs)
  check.equal(await purses(), [0, 6_200, 0], 'the next sale repays it')
  check.figure('debt', 3_300)
}

const campaigns: Scenario = {
  name: 'mall-campaign',
  run: async (town, check) => {
    const street = await openStreet(town, check, { prices: [10_000, 4_000] })
    const now = Date.parse(ok(await town.operator.get('/v1/sandbox/clock')).body.now)
    const [sponsor] = await town.newcomers(1, { walletMinor: 5_000 })
    await sponsored({ ...street, sponsor: sponsor!, now })
    await stacking({ ...street, sponsor: sponsor!, now })
    await flash({ ...street, sponsor: sponsor!, now })
    await places({ ...street, sponsor: sponsor!, now })
  },
}

type Campaign = Street & { sponsor: Caller; now: number }

/** 15 % of 100.00, paid by the sponsor, who gets its part of a refund back; up to a budget of 20.00. */
async function sponsored({ check, stores, buyer, sponsor, now, town }: Campaign): Promise<void> {
  const coupons = [await putCoupon(sponsor, now, { discountBps: 1_500, budgetMinor: 2_000, perBuyer: 1 })]
  const { offerId, store } = stores[0]!
  const order = wish(offerId, { coupons, expectMinor: 8_500 })
  check.equal(slug(await buyer.post('/v1/orders', order)), 'no-mandate', 'nobody pays who has not said so')
  const mandate = { business: 'mall', name: 'campaign', currency: 'EUR', limitMinor: 3_000, isActive: true }
  ok(await sponsor.post('/v1/wallet/mandates', mandate))
  const preview = ok(await buyer.post('/v1/orders?preview', { ...order, expectMinor: undefined }))
  check.equal(preview.body.amountMinor, 8_500, 'what is shown')
  const placed = ok(await buyer.post('/v1/orders', order)).body
  check.equal([await money(buyer), await money(sponsor)], [walletMinor - 8_500, 3_500], 'buyer 85.00, sponsor 15.00')
  check.equal((await see(buyer, placed.orderId)).terms.feesMinor, 500, 'the commission is of the whole price')
  check.equal(slug(await buyer.post('/v1/orders', order)), 'coupon-used', 'once a buyer')
  const [second] = await town.newcomers(1, { walletMinor })
  check.equal(slug(await second!.post('/v1/orders', order)), 'campaign-spent', 'the budget is spent')
  ok(await act(store, placed.orderId, ['refund', { amountMinor: 2_000 }]))
  check.equal([await money(buyer), await money(sponsor)], [walletMinor - 6_800, 3_800], '17.00 and 3.00 back')
  check.equal((await act(buyer, placed.orderId, ['cancel'])).body.state, 'cancelled', 'cancelled')
  check.equal([await money(buyer), await money(sponsor)], [walletMinor, 5_000], 'everybody has their own')
  ok(await second!.post('/v1/orders', order))
  check.figure('sponsor', 1_500)
}

/** One of a kind an order; a store's own coupon lowers the price; and there is a time for everything. */
async function stacking({ check, stores, buyer, sponsor, now }: Campaign): Promise<void> {
  const { offerId, store } = stores[1]!
  const town = await putCoupon(sponsor, now, { discountMinor: 500, stacks: true })
  const another = await putCoupon(sponsor, now, { discountMinor: 700, stacks: true })
  const own = await putCoupon(store, now, { discountMinor: 1_000, stacks: true, group: 'store', stores: [store.id] })
  const tried = async (coupons: readonly string[], expectMinor: number, offer = offerId): Promise<string> =>
    slug(await buyer.post('/v1/orders', wish(offer, { coupons, expectMinor })))
  check.equal(await tried([town, another], 2_800), 'coupons-do-not-stack', 'two of a kind')
  check.equal(await tried([own], 9_000, stores[0]!.offerId), 'coupon-not-here', 'another store’s')
  const later = await putCoupon(sponsor, now, { startsAt: now + dayMs, discountMinor: 500 })
  check.equal(await tried([later], 3_500), 'coupon-not-now', 'too early')
  const big = await putCoupon(sponsor, now, { discountMinor: 500, minimumMinor: 4_001 })
  check.equal(await tried([big], 3_500), 'coupon-minimum', 'a basket too small')
  check.equal(await tried([newId()], 3_500), 'coupon-not-found', 'none at all')
  const placed = ok(await buyer.post('/v1/orders', wish(offerId, { coupons: [own, town], expectMinor: 2_500 }))).body
  const { terms, money: held } = await see(buyer, placed.orderId)
  check.equal(
    [terms.base, terms.feesMinor, held.heldMinor],
    [3_000, 150, 3_000],
    'the store gives 10.00, the town 5.00',
  )
  ok(await act(buyer, placed.orderId, ['cancel']))
}

/** Two at half the price, one a buyer, for a day. */
async function flash({ check, town, stores, now }: Campaign): Promise<void> {
  const { store } = stores[0]!
  const sale = { startsAt: now, endsAt: now + dayMs, priceMinor: 2_000, qty: 2, perBuyer: 1 }
  const attributes = { shippingMinor: 0, flash: sale }
  const offerId = await put(store, { business: 'mall', title: 'Bowl', priceMinor: 4_000, attributes })
  const buyers = await town.newcomers(4, { walletMinor })
  const bought = await Promise.all(
    buyers.map((buyer) => buyer.post('/v1/orders', wish(offerId, { expectMinor: 2_000 }))),
  )
  const placed = bought.filter(({ status }) => status === 201)
  const gone = bought.filter((reply) => reply.status === 409 && slug(reply) === 'flash-sold-out')
  check.equal([placed.length, gone.length], [2, 2], 'two of four get one')
  const winner = buyers[bought.findIndex(({ status }) => status === 201)]!
  check.equal(
    slug(await winner.post('/v1/orders', wish(offerId, { qty: 2, expectMinor: 4_000 }))),
    'flash-sold-out',
    'gone',
  )
  await town.pass(dayMs)
  check.equal((await winner.post('/v1/orders', wish(offerId, { expectMinor: 4_000 }))).status, 201, 'the usual price')
  check.figure('flash', 2_000)
}

/** A store takes one of two places in the campaign. */
async function places({ check, stores, sponsor, now }: Campaign): Promise<void> {
  const campaign = await putCoupon(sponsor, now, { discountMinor: 100, slots: 1 })
  const { store, offerId } = stores[0]!
  const enrol = {
    business: 'campaigns',
    type: 'enrol',
    lines: [{ offerId: campaign, qty: 1 }],
    input: { picks: [offerId] },
  }
  check.equal(
    slug(await store.post('/v1/orders', { ...enrol, expectMinor: 500 })),
    'insufficient-funds',
    'it costs 5.00',
  )
  const free = await putCoupon(sponsor, now, { discountMinor: 100, slots: 1, priceMinor: 0 })
  const asked = ok(await store.post('/v1/orders', { ...enrol, lines: [{ offerId: free, qty: 1 }] })).body
  check.equal((await act(sponsor, asked.orderId, ['accept'])).body.state, 'enrolled', 'accepted')
  const late = await stores[1]!.store.post('/v1/orders', { ...enrol, lines: [{ offerId: free, qty: 1 }] })
  check.equal(slug(late), 'no-slot-left', 'one place only')
}

/** What `npm run scenarios` tells. */
export const scenarios: readonly Scenario[] = [brandMall, byProvider, campaigns, mallHold]
