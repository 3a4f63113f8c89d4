import { createBatcher } from '#kernel/batcher'
import { type Database, sql } from '#kernel/db'
import type { Movement } from '../provider.ts'

/** What is asked of a provider: calls of the wallet's flow; `return` is for charges that no order takes any more. */
export type Op = 'charge' | 'refund' | 'send-back' | 'pay-out' | 'return'

export type Request = {
  /** The call's id and the provider's idempotency key. */
  id: string
  orderId: string
  op: Op
  amountMinor: number
  currency: string
  provider: string
}

/** What the provider has said, as far as it has. */
export type Answered = { id: string; status: Movement['status'] | 'dropped'; transaction?: string; reason?: string }

export type Requests = {
  /** Notes what is about to be asked; noting it again changes nothing. */
  note: (request: Request) => Promise<void>
  answer: (answered: Answered) => Promise<void>
  ofOrder: (orderId: string) => Promise<(Request & { status: string; transaction: string | null })[]>
}

/** The rows of one town. What arrives together is written together. @param now machine time, ms */
export function createRequests(db: Database, town: number, now: () => number): Requests {
  const notes = createBatcher<Request, undefined>({
    run: async (requests) => {
      const unique = [...new Map(requests.map((request) => [request.id, request])).values()]
      await noteAll(db, { town, at: new Date(now()) }, unique)
      return requests.map(() => ({ value: undefined }))
    },
  })
  const answers = createBatcher<Answered, undefined>({
    run: async (answered) => {
      const newest = [...new Map(answered.map((one) => [one.id, one])).values()]
      await answerAll(db, { town, at: new Date(now()) }, newest)
      return answered.map(() => ({ value: undefined }))
    },
  })
  return {
    note: notes.add,
    answer: answers.add,
    ofOrder: async (orderId) => {
      const { rows } = await sql<Request & { status: string; transaction: string | null }>`
        select id, order_id, op, amount_minor, currency, provider, status, transaction from payments.requests
        where town = ${town} and order_id = ${orderId} order by asked_at, id`.execute(db)
      return rows
    },
  }
}

type Place = { town: number; at: Date }

async function noteAll(db: Database, { town, at }: Place, requests: readonly Request[]): Promise<void> {
  await sql`
    insert into payments.requests (town, id, order_id, op, amount_minor, currency, provider, status, asked_at)
    select ${town}, u.id, u.order_id, u.op, u.amount, u.currency, u.provider, 'asked', ${at}
    from unnest(${requests.map(({ id }) => id)}::uuid[], ${requests.map(({ orderId }) => orderId)}::uuid[],
      ${requests.map(({ op }) => op)}::text[], ${requests.map(({ amountMinor }) => amountMinor)}::int8[],
      ${requests.map(({ currency }) => currency)}::text[], ${requests.map(({ provider }) => provider)}::text[])
      as u (id, order_id, op, amount, currency, provider)
    on conflict do nothing`.execute(db)
}

async function answerAll(db: Database, { town, at }: Place, answered: readonly Answered[]): Promise<void> {
  await sql`
    update payments.requests r
    set status = u.status, transaction = coalesce(u.transaction, r.transaction), reason = u.reason, answered_at = ${at}
    from unnest(${answered.map(({ id }) => id)}::uuid[], ${answered.map(({ status }) => status)}::text[],
      ${answered.map(({ transaction }) => transaction ?? null)}::text[],
      ${answered.map(({ reason }) => reason ?? null)}::text[]) as u (id, status, transaction, reason)
    where r.town = ${town} and r.id = u.id`.execute(db)
}
