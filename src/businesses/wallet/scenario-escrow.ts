import type { Caller, Scenario } from '#kernel/scenario'
import { money, ok, see, type Teller } from './scenario-bank.ts'
import { buy, openStall, type Stall } from './scenario-stall.ts'
import { rush } from './scenario-rush.ts'

const dayMs = 86_400_000

/** 86.00 in escrow: two mugs and their shipping. */
async function escrow(teller: Teller): Promise<{ stall: Stall; buyer: Caller; orderId: string }> {
  const stall = await openStall(teller, 2)
  const [buyer] = await teller.town.newcomers(1, { walletMinor: 10_000 })
  const orderId = await buy(buyer!, stall, { qty: 2 })
  ok(await stall.seller.post(`/v1/orders/${orderId}/actions/ship`, {}))
  const { heldMinor } = (await see(buyer!, orderId)).money
  teller.check.equal([await money(buyer!), heldMinor], [1_400, 8_600], 'wallet and escrow')
  return { stall, buyer: buyer!, orderId }
}

/** The same release posted five times with one key moves money once. */
async function released(teller: Teller): Promise<void> {
  const { stall, buyer, orderId } = await escrow(teller)
  const key = `release ${orderId}`
  const posts = Array.from({ length: 5 }, () => buyer.post(`/v1/orders/${orderId}/actions/confirm`, {}, { key }))
  const replies = await Promise.all(posts)
  teller.check.equal(
    replies.map(({ status }) => status),
    [200, 200, 200, 200, 200],
    'every post is answered',
  )
  teller.check.equal(await money(stall.seller, 'earned'), 8_600, 'the seller is paid once')
  teller.check.figure('released', await money(stall.seller, 'earned'))
}

/** The buyer says nothing for ten days. */
async function silent(teller: Teller): Promise<void> {
  const { stall, buyer, orderId } = await escrow(teller)
  await teller.town.pass(10 * dayMs - 60_000)
  teller.check.equal((await see(buyer, orderId)).state, 'shipped', 'a minute too early')
  await teller.town.pass(60_000)
  teller.check.equal((await see(buyer, orderId)).state, 'completed', 'after ten days')
  teller.check.equal(await money(stall.seller, 'earned'), 8_600, 'it released by itself')
}

/** A dispute on day nine stops the timer; the ruling splits 60 to 40. */
async function disputed(teller: Teller): Promise<void> {
  const { town, check } = teller
  const { stall, buyer, orderId } = await escrow(teller)
  const [arbiter] = await town.newcomers(1, { grants: ['arbiter'] })
  await town.pass(9 * dayMs)
  ok(await buyer.post(`/v1/orders/${orderId}/actions/dispute`, { input: { reason: 'damaged' } }))
  await town.pass(3 * dayMs)
  check.equal((await see(buyer, orderId)).state, 'disputed', 'the release has stopped')
  ok(await arbiter!.post(`/v1/orders/${orderId}/actions/rule`, { input: { buyerBps: 6_000 } }))
  const got = [(await money(buyer)) - 1_400, await money(stall.seller, 'available')]
  check.equal(got, [5_160, 3_440], 'buyer and seller')
  check.figure('buyer', got[0]!)
  check.figure('seller', got[1]!)
}

/** Escrow in exact figures, and the books under a rush. */
export const wallet: Scenario = {
  name: 'wallet',
  run: async (town, check) => {
    const teller = { town, check }
    await released(teller)
    await silent(teller)
    await disputed(teller)
    await rush(teller)
  },
}
