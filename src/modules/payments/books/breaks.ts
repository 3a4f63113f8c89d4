import type { Order } from '#modules/flows'
import type { Movement } from '../provider.ts'

/** What passed between the provider's account and a payment by one command, minor units. */
export type BookedMovement = { commandId: string; currency: string; inMinor: number; outMinor: number }

/** All that is known of one payment. */
export type Story = {
  payment: Order
  /** What the provider says it did. */
  told: readonly Movement[]
  booked: readonly BookedMovement[]
  /** The orders that it says it paid. */
  carried: ReadonlyMap<string, Order>
}

/** A movement that the provider and the books tell differently, or a debt to the payer that nobody is paying. */
export type Break = {
  cause: string
  detail: string
  orderId: string | null
  transaction: string | null
  amountMinor: number
  currency: string
  mend: 'take-in' | 'refund' | 'ask-again' | null
}

/** A charge whose reference is no payment of ours: somebody was charged for nothing that we know. */
export function strangeBreak({ transaction, reference, amountMinor, currency }: Movement): Break {
  const detail = `The provider took money for “${reference}”, which is no payment of this town`
  const place = { orderId: reference === '' ? null : reference, transaction, amountMinor, currency }
  return { cause: 'charge-strange', detail, ...place, mend: 'refund' }
}

/** What of a charge was given back outside the books, as happens to charges of payments that have ended. */
export function isGivenBack({ transaction, amountMinor }: Movement, told: readonly Movement[]): boolean {
  const back = told.filter(({ kind, charge }) => kind === 'refund' && charge === transaction)
  return sum(back.map((refund) => refund.amountMinor)) >= amountMinor
}

/** Everything that is wrong with one payment. */
export function breaksOf(story: Story): Break[] {
  return [
    ...(story.payment.terms['kind'] === 'payOut' ? payOutBreaks(story) : chargeBreaks(story)),
    ...paidBreaks(story),
  ]
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}

/** Takes each amount of the second out of the first once; answers what is left of both. */
function unmatched<T extends { amountMinor: number }>(told: readonly T[], booked: readonly number[]): [T[], number[]] {
  const left = [...booked]
  const strange = told.filter(({ amountMinor }) => {
    const at = left.indexOf(amountMinor)
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
  return [strange, left]
}

function chargeBreaks({ payment, told, booked }: Story): Break[] {
  const charges = told.filter(({ kind }) => kind === 'charge')
  const refunds = told.filter(({ kind }) => kind === 'refund')
  const [newCharges, ghostCharges] = unmatched(charges, booked.map(({ inMinor }) => inMinor).filter(isSome))
  const [newRefunds, ghostRefunds] = unmatched(refunds, booked.map(({ outMinor }) => outMinor).filter(isSome))
  const lost = newCharges.filter((charge) => !isGivenBack(charge, told))
  const forgiven = new Set(newCharges.filter((charge) => !lost.includes(charge)).map(({ transaction }) => transaction))
  return [
    ...lost.map((one) => missing('charge-not-booked', 'The payer was charged, and the books do not know it', one)),
    ...newRefunds
      .filter(({ charge = '' }) => !forgiven.has(charge))
      .map((one) => missing('refund-not-booked', 'The provider gave money back, and the books do not know it', one)),
    ...ghostCharges.map((amount) => ghost(payment, 'charge-unproven', amount)),
    ...ghostRefunds.map((amount) => ghost(payment, 'refund-unproven', amount)),
    ...owed(payment, charges, refunds),
  ]
}

/** Money that nobody wanted and that has not gone back; nobody at the provider is working on it either. */
function owed(payment: Order, charges: readonly Movement[], refunds: readonly Movement[]): Break[] {
  const backMinor = Number(payment.data['backMinor'] ?? 0)
  const charge = charges.findLast((one) => !isGivenBack(one, refunds))
  if (backMinor === 0 || charge === undefined) return []
  const detail = 'Money that is to go back to the payer is still here'
  const place = { orderId: payment.id, transaction: charge.transaction, currency: payment.currency }
  return [{ cause: 'refund-owed', detail, ...place, amountMinor: backMinor, mend: 'ask-again' }]
}

function payOutBreaks({ payment, told, booked }: Story): Break[] {
  const outMinor = sum(booked.map(({ outMinor: out, inMinor }) => out - inMinor))
  const toldMinor = sum(told.map(({ amountMinor }) => amountMinor))
  const [first] = told
  if (outMinor === toldMinor) return []
  if (outMinor > toldMinor) return [ghost(payment, 'payout-unproven', outMinor - toldMinor)]
  const detail = 'The provider paid out, and the books do not know it'
  const place = { orderId: payment.id, transaction: first!.transaction, currency: payment.currency }
  return [{ cause: 'payout-not-booked', detail, ...place, amountMinor: toldMinor - outMinor, mend: 'take-in' }]
}

/** Paid means: every order that the payment names has the payer's money, or had it and gave it back. */
function paidBreaks({ payment, carried }: Story): Break[] {
  const paid = (payment.data['paid'] ?? []) as readonly string[]
  const agreed = (payment.terms['orders'] ?? []) as readonly { orderId: string; expectMinor: number }[]
  return paid.flatMap((orderId) => {
    const expectMinor = agreed.find((one) => one.orderId === orderId)?.expectMinor ?? 0
    if ((carried.get(orderId)?.capturedMinor ?? 0) >= expectMinor) return []
    const detail = `The payment says it paid the order ${orderId}, which has not got the money`
    const place = { orderId: payment.id, transaction: null, currency: payment.currency }
    return [{ cause: 'paid-without-order', detail, ...place, amountMinor: expectMinor, mend: null }]
  })
}

function missing(cause: string, detail: string, movement: Movement): Break {
  const { reference, transaction, amountMinor, currency } = movement
  return { cause, detail, orderId: reference, transaction, amountMinor, currency, mend: 'take-in' }
}

function ghost({ id, currency }: Order, cause: string, amountMinor: number): Break {
  const detail = 'The books say that money moved at the provider, and the provider does not know it'
  return { cause, detail, orderId: id, transaction: null, amountMinor, currency, mend: null }
}

function isSome(amount: number): boolean {
  return amount > 0
}
