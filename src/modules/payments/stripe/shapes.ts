import type { Movement } from '../provider.ts'
import type { StripeObject } from './http.ts'

/** What we put into the metadata of everything we make at Stripe, and find it by. */
export type Tag = { lakeside_order: string; lakeside_purpose?: string }

/** https://docs.stripe.com/api/payment_intents/object */
const intentStatus: Readonly<Record<string, Movement['status']>> = {
  requires_payment_method: 'open',
  requires_confirmation: 'open',
  requires_action: 'open',
  processing: 'open',
  requires_capture: 'authorised',
  succeeded: 'succeeded',
  canceled: 'failed',
}
/** https://docs.stripe.com/api/refunds/object */
const refundStatus: Readonly<Record<string, Movement['status']>> = {
  pending: 'open',
  requires_action: 'open',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'failed',
}

function tagOf({ metadata }: StripeObject): Partial<Tag> {
  return metadata ?? {} // an object of texts wherever Stripe has one
}

function shared(object: StripeObject): Pick<Movement, 'transaction' | 'currency' | 'reference' | 'at'> {
  const { lakeside_order: reference = '' } = tagOf(object)
  const { id, currency, created } = object as StripeObject & { currency: string; created: number }
  return { transaction: id, currency: currency.toUpperCase(), reference, at: created * 1000 }
}

/** A PaymentIntent; a payment attempt that failed leaves it open, since the payer may try another card. */
export function ofIntent(object: StripeObject): Movement {
  const intent = object as StripeObject & { status: string; amount: number; amount_received?: number }
  const status = intentStatus[intent.status] ?? 'open'
  const { cancellation_reason: reason } = object as StripeObject & { cancellation_reason?: string | null }
  const taken = status === 'succeeded' ? (intent.amount_received ?? intent.amount) : intent.amount
  const words = status === 'failed' ? { reason: reason ?? 'cancelled' } : {}
  return { kind: 'charge', ...shared(object), status, amountMinor: taken, ...words }
}

/** A Refund of a PaymentIntent. */
export function ofRefund(object: StripeObject): Movement {
  const refund = object as StripeObject & { status: string; amount: number; payment_intent?: string | null }
  const { failure_reason: reason } = object as StripeObject & { failure_reason?: string }
  const purpose = tagOf(object).lakeside_purpose === 'send-back' ? 'send-back' : 'refund'
  const status = refundStatus[refund.status] ?? 'open'
  const words = status === 'failed' ? { reason: reason ?? refund.status } : {}
  const charge = refund.payment_intent ?? ''
  return { kind: 'refund', ...shared(object), status, amountMinor: refund.amount, purpose, charge, ...words }
}

/** A Transfer to a connected account: done when it is made, failed when it has been reversed. */
export function ofTransfer(object: StripeObject): Movement {
  const { amount, reversed } = object as StripeObject & { amount: number; reversed?: boolean }
  const ending = reversed === true ? { status: 'failed', reason: 'reversed' } : { status: 'succeeded' }
  return { kind: 'payout', ...shared(object), amountMinor: amount, ...(ending as Pick<Movement, 'status'>) }
}

/** By the name of its type; undefined for what says nothing about money on its way. */
export function movementOf(object: StripeObject): Movement | undefined {
  if (object.object === 'payment_intent') return ofIntent(object)
  if (object.object === 'refund') return ofRefund(object)
  return object.object === 'transfer' ? ofTransfer(object) : undefined
}
