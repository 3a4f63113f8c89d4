/**
 * A process that does not hold the lease sends its commands to the one that does, over HTTP, in batches. During a
 * take-over it waits and sends the same ids again: the log tells what was done already.
 */
import { timingSafeEqual } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createBatcher, type Outcome } from '#kernel/batcher'
import { machineNow } from '#kernel/clock'
import type { Command, SubmitOptions, Verdict } from '#kernel/commands'
import type { Database } from '#kernel/db'
import type { App } from '#kernel/http'
import { findLease } from '#kernel/lease'
import { log } from '#kernel/log'
import { Problem, type ProblemDetails, type ProblemKind } from '#kernel/problem'
import { Deposed } from './failures.ts'
import { booksClosed } from '../problems.ts'

/** Commands submitted together. */
export type Parcel = { commands: readonly Command[]; options: SubmitOptions }
/** What became of a parcel; `fault` is an error of ours, whose details stay in the log of the process that met it. */
type Answer = { verdicts: Verdict[] } | { problem: { kind: ProblemKind; details: ProblemDetails } } | { fault: string }

const path = '/internal/commands'
const secretHeader = 'lakeside-secret'
/** How long a command waits for a writer: longer than a take-over takes. */
const patienceMs = 15_000
const againMs = 200
/** Longer than any batch and its retries. */
const answerMs = 30_000
/** How often is looked, while an answer is awaited, whether whoever was asked still holds the lease. */
const watchMs = 500
/** 1,000 commands with inputs of a kilobyte, ten times over. */
const bodyLimit = 16 * 1024 * 1024

export type Forwarder = { submit: (commands: readonly Command[], options?: SubmitOptions) => Promise<Verdict[]> }

/** Sends commands to whoever holds the town's lease. */
export function createForwarder(db: Database, town: number): Forwarder {
  const queue = createBatcher<Parcel, Verdict[]>({
    run: (parcels) => deliver(db, town, parcels),
    weigh: ({ commands }) => commands.length,
  })
  return { submit: (commands, options = {}) => queue.add({ commands, options }) }
}

async function deliver(db: Database, town: number, parcels: readonly Parcel[]): Promise<Outcome<Parcel, Verdict[]>[]> {
  const giveUpAt = machineNow() + patienceMs
  while (machineNow() < giveUpAt) {
    const answers = await send(db, town, parcels)
    if (answers !== undefined) return answers.map(outcomeOf)
    await sleep(againMs)
  }
  return parcels.map(() => ({ error: new Problem(booksClosed, { extra: { retryAfter: 1 } }) }))
}

/** One attempt; `undefined` when there is no writer, or it did not answer. */
async function send(db: Database, town: number, parcels: readonly Parcel[]): Promise<Answer[] | undefined> {
  const holder = await findLease(db, town)
  if (holder === undefined || !holder.isAlive) return undefined
  const deposed = new AbortController()
  const watch = setInterval(() => void abortWhenDeposed(db, { town, epoch: holder.epoch, deposed }), watchMs)
  try {
    const reply = await fetch(new URL(path, holder.address), {
      method: 'POST',
      headers: { 'content-type': 'application/json', [secretHeader]: holder.secret },
      body: JSON.stringify({ parcels }),
      signal: AbortSignal.any([AbortSignal.timeout(answerMs), deposed.signal]),
    })
    if (!reply.ok) {
      await reply.body?.cancel()
      return undefined
    }
    const { answers } = (await reply.json()) as { answers: Answer[] } // from our own process, known by its secret
    return answers
  } catch (error) {
    // No connection, a reset, a time-out: the writer went away, and the lease will say where the next one is.
    log.warn({ reason: String(error), address: holder.address }, 'the writer did not answer')
    return undefined
  } finally {
    clearInterval(watch)
  }
}

/** A process that is frozen, or cut off, keeps the connection and never answers: the lease tells it sooner. */
async function abortWhenDeposed(
  db: Database,
  { town, epoch, deposed }: { town: number; epoch: number; deposed: AbortController },
): Promise<void> {
  try {
    const holder = await findLease(db, town)
    if (holder?.epoch !== epoch || !holder.isAlive) deposed.abort(new Error('it no longer holds the lease'))
  } catch (error) {
    log.warn({ reason: String(error) }, 'cannot see who writes') // the next look will
  }
}

function outcomeOf(answer: Answer): Outcome<Parcel, Verdict[]> {
  if ('verdicts' in answer) return { value: answer.verdicts }
  if ('problem' in answer) return { error: new Problem(answer.problem.kind, answer.problem.details) }
  return { error: new Error(answer.fault) }
}

/** What the writer's process lends to the route. */
export type Receiver = {
  /** The secret of the lease that this process holds, or `undefined`. */
  secret: () => string | undefined
  receive: (parcel: Parcel) => Promise<Verdict[]>
}

/** Adds the route on which other processes of the town hand over commands. */
export function forwardingRoutes(app: App, { secret, receive }: Receiver): void {
  app.post(
    path,
    // Every command brings its own id; the caller is known by the secret of the lease.
    { bodyLimit, config: { access: 'open', idempotency: 'none' }, schema: { hide: true } },
    async (request, reply) => {
      if (!isSame(request.headers[secretHeader], secret())) return reply.code(404).send()
      const { parcels } = request.body as { parcels: Parcel[] } // from our own process, known by its secret
      const answers = await Promise.all(parcels.map((parcel) => answerOf(receive, parcel)))
      // Another process took over meanwhile: the caller finds it by the lease and sends the same ids again.
      if (answers.includes('deposed')) return reply.code(404).send()
      return reply.send({ answers })
    },
  )
}

function isSame(given: string | string[] | undefined, secret: string | undefined): boolean {
  if (typeof given !== 'string' || secret === undefined) return false
  const [one, other] = [Buffer.from(given), Buffer.from(secret)]
  return one.length === other.length && timingSafeEqual(one, other)
}

async function answerOf(receive: Receiver['receive'], parcel: Parcel): Promise<Answer | 'deposed'> {
  try {
    return { verdicts: await receive(parcel) }
  } catch (error) {
    if (error instanceof Deposed) return 'deposed'
    if (error instanceof Problem) return { problem: { kind: error.kind, details: error.details } }
    log.error({ err: error }, 'a forwarded command failed')
    return { fault: 'the command failed in the process that writes the books' }
  }
}
