import type { Scenario } from '#kernel/scenario'
import { checkoutHold } from './scenario-hold.ts'
import {
  type Stall,
  act,
  dayMs,
  deliver,
  minuteMs,
  money,
  mugMinor,
  openStall,
  place,
  see,
  shippingMinor,
  slug,
  stockIs,
  walletMinor,
  wish,
} from './scenario-stall.ts'

/**
 * The market's stories, told over HTTP. Minor units: a mug costs 40.00, shipping 6.00, newcomers have 100.00.
 * Offers are exempt from tax and the commission is 0, so that what the buyer pays is what the others get.
 */

const escrow: Scenario = {
  name: 'market-escrow',
  run: async (town, check) => {
    const stall = await openStall(town, check, 3)
    const { buyer, seller, courier } = stall
    const preview = await buyer.post('/v1/orders?preview', wish(stall, { qty: 2 }))
    check.equal(preview.body.amountMinor, 8_600, 'the preview says what will be paid')
    const orderId = await place(stall, { qty: 2 })
    const paid = await see(buyer, orderId)
    check.equal([await money(buyer), paid.money.heldMinor], [1_400, 8_600], 'wallet and escrow after paying')
    await stockIs(stall, [1, 2, 0])
    await deliver(stall, orderId)
    const confirm = await act(buyer, orderId, ['confirm'])
    check.equal(confirm.body.state, 'completed', 'confirmed')
    const done = await see(buyer, orderId)
    const got = [
      await money(seller, 'earned'),
      await money(courier, 'earned'),
      done.terms.commission,
      done.money.heldMinor,
    ]
    check.equal(got, [8_000, 600, 0, 0], 'seller, courier, commission, escrow')
    check.figure('wallet', await money(buyer))
    check.figure('seller', got[0])
    check.figure('courier', got[1])
    await lastMug(stall)
  },
}

/** One mug is left, and fifty want it at once. */
async function lastMug(stall: Stall): Promise<void> {
  const { town, check, offerId } = stall
  const buyers = await town.newcomers(50, { walletMinor })
  const replies = await Promise.all(buyers.map((buyer) => buyer.post('/v1/orders', wish(stall))))
  const statuses = replies.map(({ status }) => status)
  check.equal(
    [statuses.filter((one) => one === 201).length, statuses.filter((one) => one === 409).length],
    [1, 49],
    'one gets it',
  )
  check.equal(
    [...new Set(replies.filter(({ status }) => status === 409).map(slug))],
    ['sold-out'],
    'the others hear why',
  )
  const wallets = await Promise.all(buyers.map((buyer) => money(buyer)))
  const expected = statuses.map((status) => (status === 201 ? walletMinor - mugMinor - shippingMinor : walletMinor))
  check.equal(wallets, expected, 'nobody is charged twice or for nothing')
  await stockIs(stall, [0, 3, 0])
  check.figure('buyers', `${buyers.length} for one ${offerId.slice(0, 8)}`)
}

const reservation: Scenario = {
  name: 'market-reservation',
  run: async (town, check) => {
    const stall = await openStall(town, check, 2)
    const { buyer } = stall
    const left = await place(stall, { type: 'reserve' })
    await stockIs(stall, [1, 1, 0])
    check.equal(await money(buyer), walletMinor, 'a reservation costs nothing')
    await town.pass(15 * minuteMs)
    check.equal((await see(buyer, left)).state, 'expired', 'after 15 minutes')
    await stockIs(stall, [2, 0, 0])
    const taken = await place(stall, { type: 'reserve' })
    await town.pass(14 * minuteMs)
    check.equal((await act(buyer, taken, ['pay', undefined, 4_600])).body.state, 'paid', 'paid in time')
    await town.pass(2 * minuteMs)
    check.equal((await see(buyer, taken)).state, 'paid', 'what is paid does not expire')
    check.equal(await money(buyer), 5_400, 'wallet')
    check.figure('wallet', await money(buyer))
  },
}

const handOver: Scenario = {
  name: 'market-hand-over',
  run: async (town, check) => {
    const stall = await openStall(town, check, 1)
    const { buyer, seller, courier } = stall
    const orderId = await place(stall, { delivery: 'pickup' })
    check.equal((await see(seller, orderId)).codes.handover, undefined, 'the seller is not told the code')
    const { code } = (await see(buyer, orderId)).codes.handover
    const wrong = await act(seller, orderId, ['handOver', { code: code === '000000' ? '111111' : '000000' }])
    check.equal([wrong.status, slug(wrong)], [422, 'wrong-code'], 'a wrong code')
    const stranger = await act(courier, orderId, ['handOver', { code }])
    check.equal(stranger.status, 403, 'the right code from somebody else')
    const right = await act(seller, orderId, ['handOver', { code }])
    check.equal([right.status, right.body.state], [200, 'delivered'], 'the right code')
    await town.pass(3 * dayMs)
    check.equal((await see(buyer, orderId)).state, 'completed', 'silence for three days after a proven hand-over')
    check.equal(await money(seller, 'earned'), mugMinor, 'the seller is paid')
    check.figure('seller', mugMinor)
  },
}

const release: Scenario = {
  name: 'market-release',
  run: async (town, check) => {
    const stall = await openStall(town, check, 1)
    const { buyer, seller } = stall
    const orderId = await place(stall)
    check.equal((await act(seller, orderId, ['ship', { tracking: 'LS 1' }])).body.state, 'shipped', 'sent')
    await town.pass(10 * dayMs - minuteMs)
    check.equal((await see(buyer, orderId)).state, 'shipped', 'a minute too early')
    await town.pass(minuteMs)
    check.equal((await see(buyer, orderId)).state, 'completed', 'the buyer was silent for ten days')
    check.equal(
      [await money(seller, 'earned'), await money(seller, 'available')],
      [4_600, 0],
      'earned, not yet to be paid out',
    )
    await town.pass(14 * dayMs)
    check.equal((await see(buyer, orderId)).state, 'closed', 'the return window is over')
    check.equal([await money(seller, 'earned'), await money(seller, 'available')], [0, 4_600], 'now it is')
    check.figure('available', 4_600)
  },
}

const cancelling: Scenario = {
  name: 'market-cancel',
  run: async (town, check) => {
    const stall = await openStall(town, check, 3)
    const { buyer, seller } = stall
    const orderId = await place(stall, { qty: 2 })
    const key = `cancel ${orderId}`
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => buyer.post(`/v1/orders/${orderId}/actions/cancel`, {}, { key })),
    )
    check.equal(new Set(replies.map(({ body }) => JSON.stringify(body))).size, 1, 'five times with one key')
    check.equal(replies[0]?.body.state, 'cancelled', 'cancelled')
    check.equal(await money(buyer), walletMinor, 'all of it is back')
    await stockIs(stall, [3, 0, 0])
    check.equal(slug(await act(seller, orderId, ['ship', {}])), 'not-now', 'too late to send it')
    const unsent = await place(stall)
    await town.pass(7 * dayMs)
    check.equal((await see(buyer, unsent)).state, 'cancelled', 'not sent within a week')
    check.equal(await money(buyer), walletMinor, 'and that is back too')
    check.figure('wallet', await money(buyer))
  },
}

const returning: Scenario = {
  name: 'market-return',
  run: async (town, check) => {
    const stall = await openStall(town, check, 3)
    const { buyer, seller, courier } = stall
    const orderId = await place(stall, { qty: 2 })
    await deliver(stall, orderId)
    await act(buyer, orderId, ['confirm'])
    check.equal(slug(await act(buyer, orderId, ['requestReturn', { qtys: [3] }])), 'more-than-bought', 'three of two')
    check.equal((await act(buyer, orderId, ['requestReturn', { qtys: [1] }])).body.state, 'returning', 'one of two')
    check.equal((await act(buyer, orderId, ['sendBack'])).body.state, 'sentBack', 'on its way back')
    const unsaid = await act(seller, orderId, ['receive'])
    check.equal(
      [unsaid.status, slug(unsaid), unsaid.body.amountMinor],
      [422, 'price-unconfirmed', 4_000],
      'it takes money back',
    )
    check.equal((await act(seller, orderId, ['receive', undefined, 4_000])).body.state, 'completed', 'received')
    const order = await see(buyer, orderId)
    const got = [
      await money(buyer),
      await money(seller, 'earned'),
      await money(courier, 'earned'),
      order.money.refundedMinor,
    ]
    check.equal(got, [5_400, 4_000, 600, 4_000], 'buyer, seller, courier, refunded')
    await town.pass(14 * dayMs)
    check.equal((await see(buyer, orderId)).state, 'closed', 'closed')
    check.equal(await money(seller, 'available'), 4_000, 'what was not returned')
    check.figure('buyer', got[0])
    check.figure('seller', got[1])
  },
}

const dispute: Scenario = {
  name: 'market-dispute',
  run: async (town, check) => {
    const stall = await openStall(town, check, 3)
    const { buyer, seller } = stall
    const [arbiter] = await town.newcomers(1, { grants: ['arbiter'] })
    const orderId = await place(stall, { qty: 2 })
    await act(seller, orderId, ['ship', {}])
    await town.pass(9 * dayMs)
    check.equal((await act(buyer, orderId, ['dispute', { reason: 'damaged' }])).body.state, 'disputed', 'on day nine')
    await town.pass(2 * dayMs)
    check.equal((await see(buyer, orderId)).state, 'disputed', 'the release has stopped')
    const actions = (await see(arbiter!, orderId)).actions.map(({ type }: { type: string }) => type)
    check.equal(actions, ['rule'], 'the arbiter may rule')
    check.equal((await act(buyer, orderId, ['rule', { buyerBps: 10_000 }])).status, 403, 'the buyer may not')
    check.equal((await act(arbiter!, orderId, ['rule', { buyerBps: 6_000 }])).body.state, 'ruled', '60 to 40')
    const got = [
      (await money(buyer)) - 1_400,
      await money(seller, 'available'),
      (await see(buyer, orderId)).money.heldMinor,
    ]
    check.equal(got, [5_160, 3_440, 0], 'buyer, seller, escrow')
    check.figure('buyer', got[0])
    check.figure('seller', got[1])
    await overdue(stall)
  },
}

/** Nobody rules in time: the buyer gets what the tariff says. */
async function overdue(stall: Stall): Promise<void> {
  const { town, check, seller } = stall
  const [other] = await town.newcomers(1, { walletMinor })
  const orderId = await place({ ...stall, buyer: other! })
  await act(seller, orderId, ['ship', {}])
  await act(other!, orderId, ['dispute', { reason: 'not-arrived' }])
  await town.pass(14 * dayMs)
  check.equal((await see(other!, orderId)).state, 'ruled', 'after fourteen days')
  check.equal(await money(other!), walletMinor, 'all of it is back')
}

/** What `npm run scenarios` tells. */
export const scenarios: readonly Scenario[] = [
  escrow,
  reservation,
  handOver,
  release,
  cancelling,
  returning,
  dispute,
  checkoutHold,
]
