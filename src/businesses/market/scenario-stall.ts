import type { Caller, Check, Reply, ScenarioClient } from '#kernel/scenario'
import { until } from '#kernel/until'

/** Minor units. */
export const mugMinor = 4_000
/** Minor units. */
export const shippingMinor = 600
/** What a newcomer has, minor units. */
export const walletMinor = 10_000
/** Milliseconds of a minute. */
export const minuteMs = 60_000
/** Milliseconds of a day. */
export const dayMs = 86_400_000

/** Who stands around one offer. */
export type Stall = {
  town: ScenarioClient
  check: Check
  seller: Caller
  courier: Caller
  buyer: Caller
  offerId: string
}

/** A seller with so many mugs, a courier, and a buyer with 100.00. */
export async function openStall(town: ScenarioClient, check: Check, stock: number): Promise<Stall> {
  const [seller] = await town.newcomers(1)
  const [courier] = await town.newcomers(1, { grants: ['courier'] })
  const [buyer] = await town.newcomers(1, { walletMinor })
  const { body } = ok(await town.stranger.get('/v1/categories'))
  const offer = {
    business: 'market', title: 'Mug', category: body.items[0]?.slug ?? 'things', currency: 'EUR', priceMinor: mugMinor,
    taxCode: 'exempt', attributes: { shippingMinor }, stock,
  } // prettier-ignore
  const put = { business: 'offers', type: 'put', input: offer }
  const made = ok(await seller!.post('/v1/commands', { commands: [put] }))
  check.equal(made.body.accepted, 1, 'the offer is made')
  return {
    town,
    check,
    seller: seller!,
    courier: courier!,
    buyer: buyer!,
    offerId: made.body.verdicts[0].result.offerId,
  }
}

type Wish = { qty?: number; delivery?: 'shipping' | 'pickup'; type?: 'place' | 'reserve' }

/** Body of `POST /v1/orders` for the offer of the stall. */
export function wish({ offerId }: Stall, { qty = 1, delivery = 'shipping', type = 'place' }: Wish = {}): object {
  const address = delivery === 'shipping' ? { address: '1 Lakeside Walk' } : {}
  const expectMinor =
    type === 'reserve' ? {} : { expectMinor: qty * mugMinor + (delivery === 'shipping' ? shippingMinor : 0) }
  return { business: 'market', type, lines: [{ offerId, qty }], input: { delivery, ...address }, ...expectMinor }
}

/** An order of the stall's buyer. */
export async function place(stall: Stall, wanted: Wish = {}): Promise<string> {
  const reply = await stall.buyer.post('/v1/orders', wish(stall, wanted))
  stall.check.equal(reply.status, 201, `placed (${JSON.stringify(reply.body)})`)
  return reply.body.orderId
}

/** Acts on an order. */
export async function act(
  caller: Caller,
  orderId: string,
  [type, input, expectMinor]: readonly [type: string, input?: object | undefined, expectMinor?: number],
): Promise<Reply> {
  const body = { ...(input === undefined ? {} : { input }), ...(expectMinor === undefined ? {} : { expectMinor }) }
  return caller.post(`/v1/orders/${orderId}/actions/${type}`, body)
}

/** An order as this caller sees it. */
export async function see(caller: Caller, orderId: string): Promise<Reply['body']> {
  return ok(await caller.get(`/v1/orders/${orderId}`)).body
}

/** Minor units of one purpose: `wallet`, `earned`, `available`. */
export async function money(caller: Caller, purpose = 'wallet'): Promise<number> {
  const { accounts } = ok(await caller.get('/v1/wallet')).body
  const found = accounts.find(
    (account: { purpose: string; currency: string }) => account.purpose === purpose && account.currency === 'EUR',
  )
  return found?.balanceMinor ?? 0
}

/** What is free, held and sold, once the listing has followed. */
export async function stockIs(
  { seller, check, offerId }: Stall,
  expected: readonly [available: number, held: number, sold: number],
): Promise<void> {
  const found = async (): Promise<number[]> => {
    const variant = ok(await seller.get(`/v1/offers/${offerId}`)).body.variants[0]
    return [variant.available, variant.held, variant.sold]
  }
  const last = await until(found, (counts) => String(counts) === String(expected))
  check.equal(last, [...expected], 'available, held and sold')
}

function ok(reply: Reply): Reply {
  if (reply.status >= 200 && reply.status < 300) return reply
  throw new Error(`status ${reply.status}: ${JSON.stringify(reply.body)}`)
}

/** Which problem it was. */
export function slug({ body }: Reply): string {
  return String(body.type).replace('/problems/', '')
}

/** By courier, with both codes: collected from the seller, handed to the buyer. */
export async function deliver({ seller, courier, buyer, check }: Stall, orderId: string): Promise<void> {
  const pickup = (await see(seller, orderId)).codes.pickup.code
  check.equal((await act(courier, orderId, ['collect', { code: pickup }])).body.state, 'shipped', 'collected')
  const handover = (await see(buyer, orderId)).codes.handover.code
  check.equal((await act(courier, orderId, ['deliver', { code: handover }])).body.state, 'delivered', 'delivered')
}
