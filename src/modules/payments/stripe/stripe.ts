import { machineNow } from '#kernel/clock'
import { Problem } from '#kernel/problem'
import { webhookUnreadable, webhookUnsigned } from '../problems.ts'
import { type Incoming, type Movement, type Provider, ProviderRefused, type Wanted } from '../provider.ts'
import { isSigned } from '../signature.ts'
import { askStripe, type StripeAccess, type StripeList, type StripeObject } from './http.ts'
import { movementOf, ofIntent, ofRefund, ofTransfer, type Tag } from './shapes.ts'

export type StripeOptions = StripeAccess & {
  /** `whsec_…` of the endpoint `/v1/payments/webhooks/stripe`. */
  webhookSecret: string
}

/**
 * Stripe (https://docs.stripe.com/api): PaymentIntents, refunds, and transfers to the connected accounts of those who
 * are paid out. The payer's browser confirms a PaymentIntent with its client secret; card data never comes here.
 */
export function createStripe(options: StripeOptions): Provider {
  const post = (path: string, form: Record<string, string>, key?: string): Promise<StripeObject> =>
    askStripe(options, { method: 'POST', path, form, ...(key === undefined ? {} : { key }) })
  return {
    name: 'stripe',
    charge: async ({ key, reference, amountMinor, currency, isAuthorisation = false }) => {
      const intent = await post('/v1/payment_intents', {
        amount: String(amountMinor),
        currency: currency.toLowerCase(),
        'automatic_payment_methods[enabled]': 'true',
        ...(isAuthorisation ? { capture_method: 'manual' } : {}),
        ...tagged({ lakeside_order: reference }),
      }, key) // prettier-ignore
      const { client_secret: clientSecret } = intent as StripeObject & { client_secret: string }
      return { ...ofIntent(intent), clientSecret }
    },
    capture: async ({ key, charge, amountMinor }) =>
      ofIntent(await post(`/v1/payment_intents/${charge}/capture`, { amount_to_capture: String(amountMinor) }, key)),
    cancel: (reference) => cancel(options, reference),
    refund: async ({ key, reference, amountMinor, charge, purpose }) => {
      const form = { payment_intent: charge, amount: String(amountMinor) }
      const tag = tagged({ lakeside_order: reference, lakeside_purpose: purpose })
      return ofRefund(await post('/v1/refunds', { ...form, ...tag }, key))
    },
    payOut: async ({ key, reference, amountMinor, currency, destination }) => {
      const form = { amount: String(amountMinor), currency: currency.toLowerCase(), destination }
      return ofTransfer(
        await post(
          '/v1/transfers',
          { ...form, transfer_group: reference, ...tagged({ lakeside_order: reference }) },
          key,
        ),
      )
    },
    find: (wanted) => find(options, wanted),
    list: (since) => listAll(options, since),
    read: (incoming) => read(options, incoming),
  }
}

function tagged(tag: Tag): Record<string, string> {
  return Object.fromEntries(Object.entries(tag).map(([name, value]) => [`metadata[${name}]`, value]))
}

async function cancel(options: StripeOptions, reference: string): Promise<void> {
  for (const { transaction, status } of await find(options, { kind: 'charge', reference })) {
    if (status !== 'open' && status !== 'authorised') continue
    try {
      await askStripe(options, { method: 'POST', path: `/v1/payment_intents/${transaction}/cancel` })
    } catch (error) {
      // It succeeded in between: then it is told as a late success.
      if (!(error instanceof ProviderRefused)) throw error
    }
  }
}

const paths = { charge: '/v1/payment_intents', refund: '/v1/refunds', payout: '/v1/transfers' } as const
const readers = { charge: ofIntent, refund: ofRefund, payout: ofTransfer } as const

async function find(options: StripeOptions, { kind, reference, transaction }: Wanted): Promise<Movement[]> {
  if (transaction !== undefined) {
    const object = await askStripe<StripeObject>(options, { method: 'GET', path: `${paths[kind]}/${transaction}` })
    return [readers[kind](object)]
  }
  if (kind === 'payout')
    return one(options, { path: paths.payout, form: { transfer_group: reference }, read: ofTransfer })
  const query = `metadata['lakeside_order']:'${reference}'`
  const intents = await one(options, { path: '/v1/payment_intents/search', form: { query }, read: ofIntent })
  if (kind === 'charge') return intents
  const refunds = intents.map(({ transaction: charge }) =>
    one(options, { path: paths.refund, form: { payment_intent: charge }, read: ofRefund }),
  )
  return (await Promise.all(refunds)).flat().filter((refund) => refund.reference === reference)
}

type Listing = { path: string; form: Record<string, string>; read: (object: StripeObject) => Movement }

/** One page: an order has few of anything. */
async function one(options: StripeOptions, { path, form, read: reader }: Listing): Promise<Movement[]> {
  const { data } = await askStripe<StripeList>(options, { method: 'GET', path, form: { ...form, limit: '100' } })
  return data.map(reader)
}

async function* listAll(options: StripeOptions, since: number): AsyncIterable<Movement> {
  for (const kind of ['charge', 'refund', 'payout'] as const) {
    let after: string | undefined
    for (;;) {
      const form = { limit: '100', 'created[gte]': String(Math.floor(since / 1000)) }
      const page = await askStripe<StripeList>(options, {
        method: 'GET', path: paths[kind], form: { ...form, ...(after === undefined ? {} : { starting_after: after }) },
      }) // prettier-ignore
      for (const movement of page.data.map(readers[kind])) if (movement.status === 'succeeded') yield movement
      after = page.data.at(-1)?.id
      if (!page.has_more || after === undefined) break
    }
  }
}

/** Events about intents, refunds and transfers; all others are acknowledged and mean nothing to us. */
function read({ webhookSecret }: StripeOptions, { headers, body }: Incoming): Movement[] {
  const nowMs = machineNow()
  if (!isSigned(headers['stripe-signature'], { secret: webhookSecret, body, nowMs })) throw new Problem(webhookUnsigned)
  const object = objectOf(body)
  const movement = object === undefined ? undefined : movementOf(object)
  return movement === undefined ? [] : [movement]
}

function objectOf(body: string): StripeObject | undefined {
  try {
    const event: { data?: { object?: StripeObject } } = JSON.parse(body)
    return event.data?.object
  } catch (error) {
    if (error instanceof SyntaxError) throw new Problem(webhookUnreadable)
    throw error
  }
}
