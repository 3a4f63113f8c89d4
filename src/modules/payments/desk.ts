import { machineNow } from '#kernel/clock'
import type { JsonObject } from '#kernel/commands'
import { derivedId } from '#kernel/ids'
import { addJobs, type Task } from '#kernel/jobs'
import type { Adapter, Call } from '#kernel/jobs-calls'
import type { Context } from '#kernel/module'
import { Problem } from '#kernel/problem'
import { readOrders } from '#modules/orders'
import { createRequests, type Op, type Requests } from './books/requests.ts'
import { type Books, takeIn } from './intake.ts'
import { providerAway } from './problems.ts'
import {
  type Incoming,
  type Movement,
  type Provider,
  ProviderAway,
  ProviderRefused,
  type Started,
  type Wanted,
} from './provider.ts'

/** Where the flow of the wallet and a provider meet. */
export type Desk = {
  readonly provider: Provider
  readonly books: Books
  readonly requests: Requests
  /** Takes the flow's calls. */
  readonly adapter: Adapter
  /** Takes a webhook. @throws {Problem} webhook-unsigned, webhook-unreadable */
  readonly receive: (incoming: Incoming) => Promise<void>
  /** Takes in a notice, wherever it comes from, and has sent back what no order takes any more. */
  readonly takeIn: (notice: Movement | Started) => ReturnType<typeof takeIn>
  /** Asks what has become of something and takes it in; answers what the provider said. */
  readonly ask: (wanted: Wanted) => Promise<Movement[]>
  readonly jobs: Readonly<Record<string, Task>>
}

/** The name by which flows call it. */
export const paymentsAddress = 'payments'

export const checkTask = 'payments.check'
const returnTask = 'payments.return'

/** A webhook usually comes within seconds; who has not heard after this asks, then less and less often. */
const firstCheckMs = 60_000
const checksMax = 40
const checkEveryMaxMs = 6 * 3_600_000

type Parts = Pick<Context, 'db' | 'town' | 'submit' | 'log' | 'config' | 'vault'>

/** A desk of a town at which one provider is asked. */
export function createDesk({ db, town, submit, log, config, vault }: Parts, provider: Provider): Desk {
  const books: Books = { db, town: town.id, submit, log }
  const requests = createRequests(db, town.id, machineNow)

  async function take(notice: Movement | Started): ReturnType<typeof takeIn> {
    const outcome = await takeIn(books, notice)
    if (outcome === 'strange') log.warn({ transaction: notice.transaction }, 'a movement names no payment of ours')
    if (outcome === 'returned') await sendBack(notice)
    return outcome
  }

  /** The payment has ended: what came in for it goes back without it. */
  async function sendBack({ transaction, reference, amountMinor, currency }: Movement): Promise<void> {
    const payload = { transaction, reference, amountMinor, currency }
    await addJobs(db, [{ task: returnTask, key: `${returnTask}/${transaction}`, payload }])
  }

  async function ask(wanted: Wanted): Promise<Movement[]> {
    const found = await provider.find(wanted)
    for (const movement of found) await take(movement)
    return found
  }

  async function send(call: Call): Promise<void> {
    if (call.op === 'cancel') return provider.cancel(call.orderId)
    if (call.op === 'charge' && !(await isAwaited(call))) return
    await perform(await askedBy(call), call)
  }

  /** Nobody is charged for a payment that has had its time. */
  async function isAwaited({ orderId }: Call): Promise<boolean> {
    const [payment] = await readOrders(db, town.id, [orderId])
    return payment?.state === 'pending'
  }

  /** The call with what is sealed in it opened, and what its order knows. */
  async function askedBy(call: Call): Promise<Asked> {
    const [opened] = await vault.openWithin([{ purpose: `order/${call.orderId}`, value: call.body }])
    const [payment] = await readOrders(db, town.id, [call.orderId])
    // Null where its owner has been erased meanwhile.
    const { amountMinor, charge, destination } = opened as { amountMinor: number } & Partial<Asked>
    const { id: key, orderId: reference, op } = call
    return {
      key,
      reference,
      op: op as Op,
      amountMinor,
      charge: charge ?? '',
      destination: destination ?? '',
      currency: payment!.currency,
    }
  }

  async function perform(asked: Asked, call: Call): Promise<void> {
    const { key: id, reference: orderId, op, amountMinor, currency } = asked
    await requests.note({ id, orderId, op, amountMinor, currency, provider: provider.name })
    // Before it is asked: a process that dies in between leaves somebody who looks after it.
    await checkLater(call, 0)
    const answer = await askProvider(provider, asked, config.publicUrl)
    await requests.answer({ id, ...answeredOf(answer) })
    await take(answer)
  }

  async function checkLater(call: Call, round: number): Promise<void> {
    if (round >= checksMax) return
    const runAt = machineNow() + Math.min(firstCheckMs * 2 ** round, checkEveryMaxMs)
    const payload = { call: call as unknown as JsonObject, round }
    await addJobs(db, [{ task: checkTask, key: `${checkTask}/${call.id}`, payload, runAt }])
  }

  /** Asks what became of a call; one that the provider has never heard of is made again under its key. */
  async function check({ call, round }: { call: Call; round: number }): Promise<void> {
    const found = await ask({ kind: kindOf(call.op), reference: call.orderId })
    const known = (await requests.ofOrder(call.orderId)).find(({ id }) => id === call.id)
    const mine = found.find(({ transaction }) => transaction === known?.transaction)
    if (mine === undefined) await send(call)
    else await requests.answer({ id: call.id, ...answeredOf(mine) })
    if (mine?.status !== 'succeeded' && mine?.status !== 'failed') await checkLater(call, round + 1)
  }

  async function returnCharge({ transaction, reference, amountMinor, currency }: ReturnPayload): Promise<void> {
    const key = derivedId(reference, `return/${transaction}`)
    await requests.note({ id: key, orderId: reference, op: 'return', amountMinor, currency, provider: provider.name })
    const request = { key, reference, amountMinor, currency, charge: transaction, purpose: 'refund' } as const
    await requests.answer({ id: key, ...answeredOf(await provider.refund(request)) })
  }

  return {
    provider,
    books,
    requests,
    adapter: { accepts: ({ to }) => to === paymentsAddress, send },
    receive: async (incoming) => {
      for (const notice of provider.read(incoming)) await take(notice)
    },
    takeIn: take,
    ask,
    jobs: {
      [checkTask]: async (payload) => {
        const { call, round } = payload as unknown as { call: Call; round: number } // written by `checkLater`
        await check({ call, round })
      },
      [returnTask]: (payload) => returnCharge(payload as unknown as ReturnPayload), // written by `sendBack`
    },
  }
}

type ReturnPayload = Pick<Movement, 'transaction' | 'reference' | 'amountMinor' | 'currency'>

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

function kindOf(op: string): Movement['kind'] {
  if (op === 'charge') return 'charge'
  return op === 'pay-out' ? 'payout' : 'refund'
}

function answeredOf({ status, transaction, reason }: Movement): Omit<Parameters<Requests['answer']>[0], 'id'> {
  return { status, transaction, ...(reason === undefined ? {} : { reason }) }
}

/** Asks; a refusal for good is a movement that failed. */
async function askProvider(provider: Provider, asked: Asked, publicUrl: string): Promise<Movement | Started> {
  const { op, ...request } = asked
  try {
    switch (op) {
      case 'charge':
        return await provider.charge({ ...request, returnTo: `${publicUrl}/orders/${asked.reference}` })
      case 'pay-out':
        return await provider.payOut(request)
      default:
        return await provider.refund({ ...request, purpose: op === 'send-back' ? 'send-back' : 'refund' })
    }
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error
    const { key, reference, amountMinor, currency, charge } = asked
    const purpose = op === 'send-back' ? 'send-back' : 'refund'
    const failed = { transaction: `refused-${key}`, status: 'failed', reason: error.message, at: machineNow() } as const
    return { kind: kindOf(op), ...failed, reference, amountMinor, currency, charge, purpose }
  }
}

/** For routes: an outage of the provider is said as such. */
export async function orAway<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof ProviderAway) throw new Problem(providerAway, { detail: error.message })
    throw error
  }
}
