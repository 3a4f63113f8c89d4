import { newId } from '#kernel/ids'
import type { Caller } from '#kernel/scenario'
import { ok, type Teller } from './scenario-bank.ts'

/** A seller of the market with one offer at 40.00 and shipping at 6.00, exempt from tax. */
export type Stall = { seller: Caller; offerId: string }

/** Opens a stall. */
export async function openStall({ town }: Teller, stock: number): Promise<Stall> {
  const [seller] = await town.newcomers(1)
  const { body } = ok(await town.stranger.get('/v1/categories'))
  const input = {
    business: 'market', title: 'Mug', category: body.items[0]?.slug ?? 'things', currency: 'EUR', priceMinor: 4_000,
    taxCode: 'exempt', attributes: { shippingMinor: 600 }, stock,
  } // prettier-ignore
  const made = ok(await seller!.post('/v1/commands', { commands: [{ business: 'offers', type: 'put', input }] }))
  return { seller: seller!, offerId: made.body.verdicts[0].result.offerId }
}

/** Buys by shipping, or picks up, which costs 6.00 less; `reserve` pays later. */
export function wish({ offerId }: Stall, type: 'place' | 'reserve', { qty = 1, delivery = 'shipping' } = {}): object {
  const address = delivery === 'shipping' ? { address: '1 Lakeside Walk' } : {}
  const expectMinor = qty * 4_000 + (delivery === 'shipping' ? 600 : 0)
  const lines = [{ offerId, qty }]
  return {
    business: 'market',
    type,
    lines,
    input: { delivery, ...address },
    ...(type === 'place' ? { expectMinor } : {}),
  }
}

/** Places an order; answers its id. */
export async function buy(buyer: Caller, stall: Stall, { qty = 1, delivery = 'shipping' } = {}): Promise<string> {
  return ok(await buyer.post('/v1/orders', wish(stall, 'place', { qty, delivery }))).body.orderId
}

/** A basket: one mug of each stall reserved, and one payment for all of them, in one list; answers the ids. */
export async function basket(
  buyer: Caller,
  stalls: readonly Stall[],
): Promise<{ paymentId: string; orderIds: string[] }> {
  const orderIds = stalls.map(() => newId())
  const groupId = newId()
  const paymentId = newId()
  const reserving = stalls.map((stall, index) => ({ id: orderIds[index], groupId, ...wish(stall, 'reserve') }))
  const orders = orderIds.map((orderId) => ({ orderId, type: 'pay', expectMinor: 4_600 }))
  const paying = { id: paymentId, groupId, business: 'wallet', type: 'pay', input: { orders } }
  const { body } = ok(await buyer.post('/v1/commands', { all: true, commands: [...reserving, paying] }))
  if (body.accepted !== stalls.length + 1) throw new Error(`the basket was refused: ${JSON.stringify(body)}`)
  return { paymentId, orderIds }
}
