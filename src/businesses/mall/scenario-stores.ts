import type { Caller, Check, Reply, ScenarioClient } from '#kernel/scenario'

/** Milliseconds of a day. */
export const dayMs = 86_400_000
/** What a newcomer has, minor units. */
export const walletMinor = 100_000

/** Official stores, each with one thing, and somebody who buys. */
export type Street = {
  town: ScenarioClient
  check: Check
  stores: readonly { store: Caller; offerId: string; priceMinor: number }[]
  buyer: Caller
}

/** Opens one store for each price. Things are exempt from tax and shipped for nothing. */
export async function openStreet(
  town: ScenarioClient,
  check: Check,
  { prices, category = 'ceramics' }: { prices: readonly number[]; category?: string },
): Promise<Street> {
  const owners = await town.newcomers(prices.length, { grants: ['brand'] })
  const stores = await Promise.all(
    prices.map(async (priceMinor, index) => {
      const store = owners[index]!
      const offerId = await put(store, { business: 'mall', title: 'Vase', category, priceMinor })
      return { store, offerId, priceMinor }
    }),
  )
  const [buyer] = await town.newcomers(1, { walletMinor })
  return { town, check, stores, buyer: buyer! }
}

/** Lists something; answers its id. */
export async function put(seller: Caller, offer: object): Promise<string> {
  const { body } = ok(await tryPut(seller, offer))
  if (body.accepted !== 1) throw new Error(JSON.stringify(body.verdicts))
  return body.verdicts[0].result.offerId
}

/** Tries to list something. */
export function tryPut(seller: Caller, offer: object): Promise<Reply> {
  const input = {
    category: 'ceramics', currency: 'EUR', taxCode: 'exempt', attributes: { shippingMinor: 0 }, stock: 10, ...offer,
  } // prettier-ignore
  return seller.post('/v1/commands', { commands: [{ business: 'offers', type: 'put', input }] })
}

/** Terms of a campaign; what is not said is without limit. */
export async function putCoupon(
  sponsor: Caller,
  now: number,
  { priceMinor = 500, ...terms }: Readonly<Record<string, unknown>>,
): Promise<string> {
  const attributes = {
    startsAt: now, endsAt: now + 5 * dayMs, discountBps: 0, discountMinor: 0, maxMinor: 0, minimumMinor: 0, perBuyer: 9,
    budgetMinor: 1_000_000, group: 'town', stacks: false, stores: [], categories: [], slots: 2, ...terms,
  } // prettier-ignore
  const coupon = {
    business: 'campaigns',
    title: 'Ceramics week',
    category: 'ceramics',
    priceMinor,
    attributes,
    stock: 0,
  }
  return put(sponsor, coupon)
}

type Wish = { qty?: number; coupons?: readonly string[]; expectMinor?: number }

/** A placing command of the mall. */
export function wish(offerId: string, { qty = 1, coupons = [], expectMinor }: Wish): object {
  const input = { delivery: 'pickup', ...(coupons.length === 0 ? {} : { coupons }) }
  return {
    business: 'mall',
    type: 'place',
    lines: [{ offerId, qty }],
    input,
    ...(expectMinor === undefined ? {} : { expectMinor }),
  }
}

/** Acts on an order; answers what became of it. */
export async function act(
  caller: Caller,
  orderId: string,
  [type, input, expectMinor]: [string, object?, number?],
): Promise<Reply> {
  const body = { ...(input === undefined ? {} : { input }), ...(expectMinor === undefined ? {} : { expectMinor }) }
  return caller.post(`/v1/orders/${orderId}/actions/${type}`, body)
}

/** An order as this caller sees it. */
export async function see(caller: Caller, orderId: string): Promise<Reply['body']> {
  return ok(await caller.get(`/v1/orders/${orderId}`)).body
}

/** What an account of a pot has of an order, minor units; of `@fees`, of a wallet, of what is earned. */
export async function positions(caller: Caller, orderId: string): Promise<Readonly<Record<string, number>>> {
  const { money } = await see(caller, orderId)
  const entries: [string, number][] = Object.entries(money.pots.main.positions)
  return Object.fromEntries(entries.map(([account, minor]) => [account.split(':')[0]!, minor]))
}

/** Minor units of one purpose: `wallet`, `earned`, `available`, `debt`. */
export async function money(caller: Caller, purpose = 'wallet'): Promise<number> {
  const { accounts } = ok(await caller.get('/v1/wallet')).body
  const found = accounts.find((account: { purpose: string }) => account.purpose === purpose)
  return found?.balanceMinor ?? 0
}

/** Which problem it was. */
export function slug({ body }: Reply): string {
  return String(body.type).replace('/problems/', '')
}

/** The body of a good answer. */
export function ok(reply: Reply): Reply {
  if (reply.status >= 200 && reply.status < 300) return reply
  throw new Error(`status ${reply.status}: ${JSON.stringify(reply.body)}`)
}
