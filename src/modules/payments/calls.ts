import { machineNow } from '#kernel/clock'
import type { JsonObject } from '#kernel/commands'
import { addJobs } from '#kernel/jobs'
import type { Call } from '#kernel/jobs-calls'
import type { Vault } from '#kernel/vault'
import { orderPurpose, readOrders } from '#modules/orders'
import type { Answered, Op, Requests } from './books/requests.ts'
import type { Books, Outcome } from './intake.ts'
import { type Movement, type Provider, ProviderRefused, type Started, type Wanted } from './provider.ts'

/** What carrying out the flow's calls needs. */
export type Caller = {
  readonly providerFor: (orderId: string) => Promise<Provider>
  readonly books: Books
  readonly requests: Requests
  readonly vault: Pick<Vault, 'openWithin'>
  /** Where payers come back to. */
  readonly publicUrl: string
  readonly take: (notice: Movement | Started) => Promise<Outcome>
  readonly ask: (wanted: Wanted) => Promise<Movement[]>
}

/** Looks after a call whose answer or webhook may have been lost. */
export const checkTask = 'payments.check'

/** A webhook usually comes within seconds; who has not heard after this asks, then less and less often. */
const firstCheckMs = 60_000
const checkEveryMaxMs = 6 * 3_600_000
/** Some nine days: longer than banks take. Reconciliation finds what comes later still. */
const checksMax = 40

/** Carries out a call of the flow. */
export async function send(caller: Caller, call: Call): Promise<void> {
  const { providerFor, books } = caller
  if (call.op === 'cancel') return (await providerFor(call.orderId)).cancel(call.orderId)
  const [payment] = await readOrders(books.db, books.town, [call.orderId])
  // Nobody is charged for a payment that has had its time.
  if (payment === undefined || (call.op === 'charge' && payment.state !== 'pending')) return
  await perform(caller, await askedBy(caller, call, payment.currency), call)
}

/** A call as a provider is asked. */
type Asked = {
  key: string
  reference: string
  op: Op
  amountMinor: number
  currency: string
  charge: string
  destination: string
}

/** What a flow puts into a call; texts are null where their owner has been erased meanwhile. */
type CallBody = { amountMinor: number; charge?: string | null; destination?: string | null }

/** The call with what is sealed in it opened. */
async function askedBy({ vault }: Caller, call: Call, currency: string): Promise<Asked> {
  const [opened] = await vault.openWithin([{ purpose: orderPurpose(call.orderId), value: call.body }])
  const { amountMinor, charge, destination } = opened as CallBody // written by the wallet's manifest
  const { id: key, orderId: reference, op } = call
  return { key, reference, op: op as Op, amountMinor, currency, charge: charge ?? '', destination: destination ?? '' }
}

async function perform(caller: Caller, asked: Asked, call: Call): Promise<void> {
  const { key: id, reference: orderId, op, amountMinor, currency } = asked
  const { requests, providerFor, publicUrl, take, books } = caller
  const provider = await providerFor(orderId)
  await requests.note({ id, orderId, op, amountMinor, currency, provider: provider.name })
  // Before it is asked: a process that dies in between leaves somebody who looks after it.
  await checkLater(books, { call, round: 0 })
  const answer = await askProvider(provider, asked, publicUrl)
  await requests.answer({ id, ...answeredOf(answer) })
  await take(answer)
}

/** A call that is looked after, and how often it has been. */
export type Checked = { call: Call; round: number }

async function checkLater({ db }: Books, { call, round }: Checked): Promise<void> {
  if (round >= checksMax) return
  const runAt = machineNow() + Math.min(firstCheckMs * 2 ** round, checkEveryMaxMs)
  const payload = { call: call as unknown as JsonObject, round }
  await addJobs(db, [{ task: checkTask, key: `${checkTask}/${call.id}`, payload, runAt }])
}

/** Asks what became of a call; one that the provider has not answered is made again under its key. */
export async function check(caller: Caller, { call, round }: Checked): Promise<void> {
  const { ask, requests, books } = caller
  const found = await ask({ kind: kindOf(call.op), reference: call.orderId })
  const known = (await requests.ofOrder(call.orderId)).find(({ id }) => id === call.id)
  const mine = found.find(({ transaction }) => transaction === known?.transaction)
  if (mine === undefined) await send(caller, call)
  else await requests.answer({ id: call.id, ...answeredOf(mine) })
  if (mine?.status !== 'succeeded' && mine?.status !== 'failed') await checkLater(books, { call, round: round + 1 })
}

function kindOf(op: string): Movement['kind'] {
  if (op === 'charge') return 'charge'
  return op === 'pay-out' ? 'payout' : 'refund'
}

/** A movement as the row of its request keeps it. */
export function answeredOf({ status, transaction, reason }: Movement): Omit<Answered, 'id'> {
  return { status, transaction, ...(reason === undefined ? {} : { reason }) }
}

/** Asks; a refusal for good is a movement that failed. */
async function askProvider(provider: Provider, asked: Asked, publicUrl: string): Promise<Movement | Started> {
  const { op, ...request } = asked
  const purpose = op === 'send-back' ? 'send-back' : 'refund'
  try {
    if (op === 'charge')
      return await provider.charge({ ...request, returnTo: `${publicUrl}/orders/${asked.reference}` })
    return await (op === 'pay-out' ? provider.payOut(request) : provider.refund({ ...request, purpose }))
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error
    const { key, reference, amountMinor, currency, charge } = asked
    const failed = { transaction: `refused-${key}`, status: 'failed', reason: error.message, at: machineNow() } as const
    return { kind: kindOf(op), ...failed, reference, amountMinor, currency, charge, purpose }
  }
}
