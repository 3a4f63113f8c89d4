import { machineNow } from '#kernel/clock'
import { derivedId } from '#kernel/ids'
import { addJobs, type Task } from '#kernel/jobs'
import type { Adapter } from '#kernel/jobs-calls'
import { notFound } from '#kernel/http-problems'
import type { Context } from '#kernel/module'
import { Problem } from '#kernel/problem'
import { createRequests, type Requests } from './books/requests.ts'
import { answeredOf, type Caller, type Checked, check, checkTask, send } from './calls.ts'
import { type Books, type Outcome, takeIn } from './intake.ts'
import { providerAway } from './problems.ts'
import { type Incoming, type Movement, type Provider, ProviderAway, type Started, type Wanted } from './provider.ts'

/** Where the flow of the wallet and a provider meet. */
export type Desk = {
  readonly provider: Provider
  readonly books: Books
  readonly requests: Requests
  /** Takes the flow's calls. */
  readonly adapter: Adapter
  /** Takes a webhook of the provider of this name. @throws {Problem} not-found, webhook-unsigned, webhook-unreadable */
  readonly receive: (from: string, incoming: Incoming) => Promise<void>
  /** Takes in a notice, wherever it comes from, and has sent back what no order takes any more. */
  readonly takeIn: (notice: Movement | Started) => Promise<Outcome>
  /** Asks what has become of something and takes it in; answers what the provider said. */
  readonly ask: (wanted: Wanted) => Promise<Movement[]>
  readonly jobs: Readonly<Record<string, Task>>
}

/** The name by which flows call it. */
const paymentsAddress = 'payments'

const returnTask = 'payments.return'

/** Who is asked; `former` finish what was begun with them. */
export type Asked = { provider: Provider; refresh?: () => Promise<void>; former?: readonly Provider[] }

/** A desk of a town at which one provider is asked. */
export function createDesk(
  { db, town, submit, log, config, vault }: Pick<Context, 'db' | 'town' | 'submit' | 'log' | 'config' | 'vault'>,
  { provider, refresh = async () => undefined, former = [] }: Asked,
): Desk {
  const books: Books = { db, town: town.id, submit, log }
  const requests = createRequests(db, town.id, machineNow)

  async function take(notice: Movement | Started): Promise<Outcome> {
    const outcome = await takeIn(books, notice)
    const { transaction, reference, amountMinor, currency } = notice
    if (outcome === 'strange') log.warn({ transaction }, 'a movement names no payment of ours')
    if (outcome === 'returned') await sendBack({ transaction, reference, amountMinor, currency })
    return outcome
  }

  /** The payment has ended: what came in for it goes back without it. */
  function sendBack(payload: Returned): Promise<void> {
    return addJobs(db, [{ task: returnTask, key: `${returnTask}/${payload.transaction}`, payload }])
  }

  /** What was begun with one provider is gone on with there, whoever is asked for what begins now. */
  async function providerFor(orderId: string): Promise<Provider> {
    await refresh()
    if (former.length === 0) return provider
    const [first] = await requests.ofOrder(orderId)
    return former.find(({ name }) => name === first?.provider) ?? provider
  }

  async function ask(wanted: Wanted): Promise<Movement[]> {
    const found = await (await providerFor(wanted.reference)).find(wanted)
    for (const movement of found) await take(movement)
    return found
  }

  const caller: Caller = { providerFor, books, requests, vault, publicUrl: config.publicUrl, take, ask }
  return {
    provider,
    books,
    requests,
    adapter: { accepts: ({ to }) => to === paymentsAddress, send: (call) => send(caller, call) },
    receive: async (from, incoming) => {
      await refresh()
      const teller = [provider, ...former].find(({ name }) => name === from)
      if (teller === undefined) throw new Problem(notFound)
      for (const notice of teller.read(incoming)) await take(notice)
    },
    takeIn: take,
    ask,
    jobs: {
      [checkTask]: (payload) => check(caller, payload as unknown as Checked), // written by `checkLater`
      [returnTask]: (payload) => giveBack(caller, payload as Returned), // written by `sendBack`
    },
  }
}

/** A charge that no payment takes any more. */
type Returned = Pick<Movement, 'transaction' | 'reference' | 'amountMinor' | 'currency'>

async function giveBack({ providerFor, requests }: Caller, returned: Returned): Promise<void> {
  const { transaction, reference, amountMinor, currency } = returned
  const provider = await providerFor(reference)
  const id = derivedId(reference, `return/${transaction}`)
  await requests.note({ id, orderId: reference, op: 'return', amountMinor, currency, provider: provider.name })
  const request = { key: id, reference, amountMinor, currency, charge: transaction, purpose: 'refund' } as const
  await requests.answer({ id, ...answeredOf(await provider.refund(request)) })
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
