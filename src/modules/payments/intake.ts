import type { Actor, Command, Json, JsonObject, Submit, Verdict } from '#kernel/commands'
import type { Database } from '#kernel/db'
import { derivedId, isId, namedId } from '#kernel/ids'
import type { Logger } from '#kernel/log'
import { Problem } from '#kernel/problem'
import type { Order } from '#modules/flows'
import { idReused, readOrders } from '#modules/orders'
import type { Movement, Started } from './provider.ts'

/** What taking in needs of the town. */
export type Books = { readonly db: Database; readonly town: number; readonly submit: Submit; readonly log: Logger }

/**
 * What became of a notice. `booked`: the books know it, now or before. `returned`: no order takes the charge any more,
 * so it is to be sent back. `strange`: it names no payment of ours. `other`: the books know it with another amount.
 */
export type Outcome = 'booked' | 'nothing' | 'returned' | 'strange' | 'other'

/** The business whose orders payments are. */
export const walletBusiness = 'wallet'

/** Who speaks for providers in the books. */
export const providerActor: Actor = { party: namedId('payment provider'), kind: 'provider', grants: [] }

/**
 * Takes in what a provider says, as a command of the payment that it is about. Its id follows from the provider's name
 * of the movement, so whatever is told twice, by whomever and in any order, is booked once.
 */
export async function takeIn(books: Books, notice: Movement | Started): Promise<Outcome> {
  if (!isId(notice.reference)) return 'strange'
  const [payment] = await readOrders(books.db, books.town, [notice.reference])
  if (payment?.business !== walletBusiness) return 'strange'
  try {
    if (notice.kind === 'charge' && notice.status === 'succeeded') return await takeCharge(books, payment, notice)
    const said = commandOf(notice)
    if (said === null) return 'nothing'
    await books.submit([ofProvider(payment, notice, said)], { isDerived: true })
    return 'booked'
  } catch (error) {
    if (!(error instanceof Problem) || error.kind !== idReused) throw error
    books.log.error({ transaction: notice.transaction, order: payment.id }, 'a movement is told with another amount')
    return 'other'
  }
}

type Said = { type: string; input: JsonObject; word?: string }

/** Anything but a charge that succeeded. */
function commandOf(notice: Movement | Started): Said | null {
  const { kind, status, reason = 'declined', transaction, amountMinor } = notice
  if (kind === 'charge') return status === 'failed' ? { type: 'charge.declined', input: { reason } } : startedOf(notice)
  if (status === 'succeeded') return { type: `${wordOf(notice)}.succeeded`, input: { transaction, amountMinor } }
  if (status !== 'failed') return null
  const about = kind === 'payout' ? {} : { charge: notice.charge ?? '', amountMinor }
  return { type: `${wordOf(notice)}.failed`, input: { ...about, reason } }
}

/** What the flow calls it. */
function wordOf({ kind, purpose }: Movement): 'payOut' | 'sendBack' | 'refund' {
  if (kind === 'payout') return 'payOut'
  return purpose === 'send-back' ? 'sendBack' : 'refund'
}

/** Only a charge that says where the payer goes on. */
function startedOf(notice: Movement | Started): Said | null {
  if (notice.status === 'authorised') return null
  const page = 'page' in notice && notice.page !== undefined ? { page: notice.page } : {}
  const secret =
    'clientSecret' in notice && notice.clientSecret !== undefined ? { clientSecret: notice.clientSecret } : {}
  const more: JsonObject = { ...page, ...secret }
  if (Object.keys(more).length === 0) return null
  return { type: 'charge.started', input: { transaction: notice.transaction, ...more } }
}

/** A command of the provider; `word` is part of its name where the same notice may be taken in several ways. */
function ofProvider(payment: Order, { transaction }: Movement, { type, input, word = '' }: Said): Command {
  const id = derivedId(payment.id, `${type}/${transaction}${word}`)
  return { id, actor: providerActor, business: walletBusiness, type, orderId: payment.id, input }
}

/** One of the payer's own commands that a payment carries. */
type Carried = { orderId: string; type: string; expectMinor: number }

/**
 * A charge succeeded: the money comes in and everything it was for is done, in one list. A command that is refused
 * (its order has expired, or costs something else now) is left out, and its part is sent back.
 */
async function takeCharge(books: Books, payment: Order, notice: Movement): Promise<Outcome> {
  const { amountMinor, currency } = notice
  const isAsAsked = amountMinor === payment.terms['amount'] && currency === payment.currency
  if (!isAsAsked) return takeUnwanted(books, payment, notice)
  if (payment.terms['kind'] !== 'pay') return takeWhole(books, payment, notice)
  const carried = payment.terms['orders'] as readonly Carried[] // frozen from an input that was checked
  const known = await readOrders(books.db, books.town, carried.map(({ orderId }) => orderId)) // prettier-ignore
  const businesses = new Map(known.map(({ id, business }) => [id, business]))
  let chosen = carried.filter(({ orderId }) => businesses.has(orderId))
  while (chosen.length > 0) {
    const verdicts = await books.submit(listOf(payment, notice, { chosen, businesses }), { all: true, isDerived: true })
    const culprit = culpritOf(verdicts)
    if (culprit === -1) return 'booked'
    if (culprit === 0) break
    chosen = chosen.toSpliced(culprit - 1, 1)
  }
  return takeUnwanted(books, payment, notice)
}

/** Which command of a list was refused for itself; −1 when all were accepted. */
function culpritOf(verdicts: readonly Verdict[]): number {
  return verdicts.findIndex((verdict) => verdict.status === 'refused' && verdict.refusal.slug !== 'list-refused')
}

type Chosen = { chosen: readonly Carried[]; businesses: ReadonlyMap<string, string> }

/** The money in, then each order paid by its payer, who has said so when the payment was made. */
function listOf(payment: Order, notice: Movement, { chosen, businesses }: Chosen): Command[] {
  const creditMinor = chosen.reduce((sum, { expectMinor }) => sum + expectMinor, 0)
  const paid: Json = chosen.map(({ orderId }) => orderId)
  // What was left out before is part of the names: another list is another command.
  const word = `/${chosen.map(({ orderId, type }) => `${orderId}.${type}`).join()}`
  const payer: Actor = {
    party: payment.roles['payer']!,
    kind: payment.terms['payerKind'] as Actor['kind'], // frozen from the actor's own
    grants: [],
  }
  const paying = chosen.map(({ orderId, type, expectMinor }, index): Command => {
    const id = derivedId(payment.id, `pay/${notice.transaction}${word}/${index}`)
    return { id, actor: payer, business: businesses.get(orderId)!, type, orderId, input: {}, expectMinor }
  })
  return [ofProvider(payment, notice, { ...chargedOf(notice, { creditMinor, paid }), word }), ...paying]
}

function chargedOf({ transaction, amountMinor }: Movement, credit: { creditMinor: number; paid?: Json }): Said {
  return { type: 'charge.succeeded', input: { transaction, amountMinor, ...credit } }
}

/** A top-up: all of it is for the wallet. */
async function takeWhole(books: Books, payment: Order, notice: Movement): Promise<Outcome> {
  const said = { ...chargedOf(notice, { creditMinor: notice.amountMinor }), word: '/whole' }
  const [verdict] = await books.submit([ofProvider(payment, notice, said)], { isDerived: true })
  return verdict!.status === 'accepted' ? 'booked' : takeUnwanted(books, payment, notice)
}

/** Nobody waits for this money: the payment notes it and has it sent back; one that has ended cannot even note it. */
async function takeUnwanted(books: Books, payment: Order, notice: Movement): Promise<Outcome> {
  const said = chargedOf(notice, { creditMinor: 0 })
  const [verdict] = await books.submit([ofProvider(payment, notice, said)], { isDerived: true })
  return verdict!.status === 'accepted' ? 'booked' : 'returned'
}
