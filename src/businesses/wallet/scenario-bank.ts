import type { Caller, Check, Reply, ScenarioClient } from '#kernel/scenario'
import { until } from '#kernel/until'

/** What every story about money needs: the town, and how to look and press. */
export type Teller = { town: ScenarioClient; check: Check }

/** An answer that must be a success. */
export function ok(reply: Reply): Reply {
  if (reply.status >= 200 && reply.status < 300) return reply
  throw new Error(`status ${reply.status}: ${JSON.stringify(reply.body)}`)
}

/** Which problem it was. */
export function slug({ body }: Reply): string {
  return String(body.type).replace('/problems/', '')
}

/** Minor units of one purpose. */
export async function money(caller: Caller, purpose = 'wallet'): Promise<number> {
  const { accounts } = ok(await caller.get('/v1/wallet')).body
  const found = accounts.find((one: { purpose: string; currency: string }) => one.purpose === purpose)
  return found?.balanceMinor ?? 0
}

/** An order as this caller sees it. */
export async function see(caller: Caller, orderId: string): Promise<Reply['body']> {
  return ok(await caller.get(`/v1/orders/${orderId}`)).body
}

/** An order in one of these states, once it is. */
export async function inState(caller: Caller, orderId: string, ...states: string[]): Promise<Reply['body']> {
  return until(() => see(caller, orderId), ({ state }) => states.includes(state)) // prettier-ignore
}

/** Places an order of the wallet; answers its id. */
export async function place(
  caller: Caller,
  type: string,
  { expectMinor, ...input }: { expectMinor?: number; amountMinor: number; destination?: string },
): Promise<string> {
  const body = { business: 'wallet', type, input, ...(expectMinor === undefined ? {} : { expectMinor }) }
  return ok(await caller.post('/v1/orders', body)).body.orderId
}

/** The address of the bank's page of a payment, once the provider has been asked. */
export async function bankPage(payer: Caller, paymentId: string): Promise<string> {
  const { data } = await until(
    () => see(payer, paymentId),
    ({ data: found }) => Boolean(found.page),
  )
  return new URL(data.page).pathname
}

/** The payer goes to the bank and presses a button. */
export async function press(payer: Caller, paymentId: string, button = 'pay'): Promise<void> {
  ok(await payer.post(await bankPage(payer, paymentId), { press: button }))
}
