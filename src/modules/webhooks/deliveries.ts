import { type Executor, sql, transaction, type Tx } from '#kernel/db'
import { addJobs, type Task } from '#kernel/jobs'
import type { Logger } from '#kernel/log'
import type { Reach, Resolve } from './addresses.ts'
import { type EndpointStore, type Format, validSecrets } from './endpoints.ts'
import { sendTask } from './fan-out.ts'
import { post, type Sent } from './sending.ts'
import { signedHeaders } from './signing.ts'

/**
 * Sends deliveries: each attempt is a job of its own, noted with what came back. At least once: a process that ends
 * between the answer and the note sends again, with the same `webhook-id`.
 */
export type Deliveries = EndpointStore & {
  reach: Reach
  log: Logger
  resolve?: Resolve
  /** Waits between attempts, ms; one more attempt than waits. */
  retryMs?: readonly number[]
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/**
 * A restart is over within seconds, a deployment within minutes, a broken night by the morning, a weekend by Monday:
 * eleven retries over three days, the first within the patience of somebody who tries out an endpoint.
 */
export const retryDefaultMs: readonly number[] = [
  5_000, 30_000, 2 * minuteMs, 10 * minuteMs, hourMs, 3 * hourMs, 6 * hourMs, 12 * hourMs, 12 * hourMs, 12 * hourMs,
  24 * hourMs,
] // prettier-ignore
/** Waits are longer by up to this share, so that what failed together does not come back together. */
const jitter = 0.1

/** An endpoint that has taken nothing for so long has been left behind by its owner. */
const failingMsMax = 5 * 24 * hourMs

/** Requests to one endpoint at a time in one process: a slow one must not take every worker. */
const atOnceMax = 4
const crowdedMs = 500

type Due = {
  id: string
  endpoint: string
  event: string
  body: string
  attempts: number
  url: string
  format: Format
}

/** The job that makes one attempt. */
export function sendTaskOf(context: Deliveries): Task {
  const atWork = new Map<string, number>()
  return async ({ id }, { signal }) => {
    const due = await findDue(context, id as string) // as it was enqueued
    if (due === undefined) return
    const others = atWork.get(due.endpoint) ?? 0
    if (others >= atOnceMax) return later(context, due)
    atWork.set(due.endpoint, others + 1)
    try {
      await note(context, due, await send(context, due, signal))
    } finally {
      const left = (atWork.get(due.endpoint) ?? 1) - 1
      if (left > 0) atWork.set(due.endpoint, left)
      else atWork.delete(due.endpoint)
    }
  }
}

async function findDue({ db, town }: Deliveries, id: string): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    select d.id, d.endpoint, d.event, d.body, d.attempts, e.url, e.format
    from webhooks.deliveries d join webhooks.endpoints e on e.town = d.town and e.id = d.endpoint
    where d.town = ${town} and d.id = ${id} and d.state = 'pending' and e.disabled_at is null`.execute(db)
  return rows[0]
}

/** Gives the worker free and comes back. */
async function later({ db, now }: Deliveries, { id }: Due): Promise<void> {
  await addJobs(db, [{ task: sendTask, payload: { id }, key: id, runAt: now() + crowdedMs, attemptsMax: 3 }])
}

const media: Readonly<Record<Format, string>> = {
  plain: 'application/json',
  cloudevents: 'application/cloudevents+json; charset=utf-8',
}

async function send(context: Deliveries, due: Due, signal: AbortSignal): Promise<Sent> {
  const { reach, resolve, now } = context
  const secrets = await validSecrets(context, due.endpoint)
  if (secrets.length === 0) return { status: null, error: 'the endpoint has no secret', response: '', durationMs: 0 }
  const headers = {
    'content-type': media[due.format],
    'user-agent': 'Lakeside-Webhooks',
    ...signedHeaders(secrets, { id: due.event, at: now(), body: due.body }),
  }
  return post({ url: due.url, headers, body: due.body, reach, signal, ...(resolve === undefined ? {} : { resolve }) })
}

/** Writes down what came back, and what follows from it. */
async function note(context: Deliveries, due: Due, sent: Sent): Promise<void> {
  const { db, town, now, retryMs = retryDefaultMs } = context
  const number = due.attempts + 1
  const isDelivered = sent.status !== null && sent.status >= 200 && sent.status < 300
  const wait = isDelivered || sent.status === 410 ? undefined : retryMs[due.attempts]
  const nextAt = wait === undefined ? null : now() + Math.round(wait * (1 + Math.random() * jitter))
  const settled = isDelivered ? 'delivered' : 'failed'
  await transaction(db, async (tx) => {
    const { rows } = await sql`
      update webhooks.deliveries set attempts = ${number}, state = ${nextAt === null ? settled : 'pending'},
        next_at = ${nextAt === null ? null : new Date(nextAt)}
      where town = ${town} and id = ${due.id} and attempts = ${due.attempts} and state = 'pending'
      returning 1`.execute(tx)
    if (rows.length === 0) return // another process made the same attempt, or the endpoint is gone
    await sql`
      insert into webhooks.attempts (town, number, status, duration_ms, delivery, at, error, response)
      values (${town}, ${number}, ${sent.status}, ${sent.durationMs}, ${due.id}, ${new Date(now())}, ${sent.error},
        ${sent.response})`.execute(tx)
    if (nextAt !== null)
      await addJobs(tx, [{ task: sendTask, payload: { id: due.id }, key: due.id, runAt: nextAt, attemptsMax: 3 }])
    await noteHealth(tx, context, { endpoint: due.endpoint, isDelivered, isGone: sent.status === 410 })
  })
}

/** A success ends a failure; one that lasts, or a 410, disables the endpoint with a notice for its owner. */
async function noteHealth(
  tx: Tx,
  { town, now, log }: Deliveries,
  { endpoint, isDelivered, isGone }: { endpoint: string; isDelivered: boolean; isGone: boolean },
): Promise<void> {
  if (isDelivered) {
    await sql`
      update webhooks.endpoints set failing_since = null
      where town = ${town} and id = ${endpoint} and failing_since is not null`.execute(tx)
    return
  }
  const at = new Date(now())
  const { rows } = await sql<{ notice: string | null }>`
    update webhooks.endpoints e set failing_since = f.since,
      disabled_at = case when f.is_over then ${at}::timestamptz end,
      notice = case when f.is_over then f.notice end
    from (
      select id, coalesce(failing_since, ${at}) as since,
        ${isGone}::boolean or failing_since < ${new Date(now() - failingMsMax)} as is_over,
        case when ${isGone}::boolean then 'Disabled because it answered 410 Gone.'
          else 'Disabled because no delivery has succeeded since '
            || to_char(failing_since, 'YYYY-MM-DD HH24:MI "UTC"') || '.' end as notice
      from webhooks.endpoints where town = ${town} and id = ${endpoint} for update) f
    where e.town = ${town} and e.id = f.id and e.disabled_at is null
    returning e.notice`.execute(tx)
  const notice = rows[0]?.notice ?? null
  if (notice === null) return
  log.warn({ endpoint, notice }, 'a webhook endpoint was disabled')
  await sql`
    update webhooks.deliveries set state = 'failed', next_at = null
    where town = ${town} and endpoint = ${endpoint} and state = 'pending'`.execute(tx)
}

/** A delivery whose turn has been over for so long was on its way when a process ended. */
const overdueMs = 2 * minuteMs
/** Days that deliveries are kept. */
const keptDays = 30

/** Enqueues again what a process left behind when it ended, and forgets what is old. */
export async function sweepDeliveries({ db, town, now }: Deliveries): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    update webhooks.deliveries set next_at = ${new Date(now())}
    where town = ${town} and state = 'pending' and next_at < ${new Date(now() - overdueMs)}
    returning id`.execute(db)
  await addJobs(
    db,
    rows.map(({ id }) => ({ task: sendTask, payload: { id }, key: id, attemptsMax: 3 })),
  )
  const before = new Date(now() - keptDays * 24 * hourMs)
  await sql`
    delete from webhooks.deliveries
    where town = ${town} and state <> 'pending' and created_at < ${before}`.execute(db)
}

/** Sends deliveries again, whatever became of them; answers how many. */
export async function resend(
  { db, town, now }: Deliveries,
  endpoint: string,
  which: { id: string } | { since: number; isFailedOnly: boolean },
): Promise<number> {
  const condition =
    'id' in which
      ? sql`id = ${which.id}`
      : sql`created_at >= ${new Date(which.since)} and (not ${which.isFailedOnly}::boolean or state = 'failed')`
  return transaction(db, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      update webhooks.deliveries set state = 'pending', next_at = ${new Date(now())}
      where town = ${town} and endpoint = ${endpoint} and ${condition}
      returning id`.execute(tx)
    await addJobs(
      tx,
      rows.map(({ id }) => ({ task: sendTask, payload: { id }, key: id, attemptsMax: 3 })),
    )
    return rows.length
  })
}

/** A delivery as its owner sees it. Times are machine time, ms. */
export type Delivery = {
  id: string
  event: string
  type: string
  state: 'pending' | 'delivered' | 'failed'
  attempts: number
  createdAt: number
  nextAt: number | null
}

/** Deliveries of an endpoint, the newest first. */
export async function listDeliveries(
  db: Executor,
  town: number,
  { endpoint, limit, after, state }: { endpoint: string; limit: number; after?: string; state?: Delivery['state'] },
): Promise<Delivery[]> {
  const { rows } = await sql<Delivery>`
    select id, event, type, state, attempts, created_at, next_at from webhooks.deliveries
    where town = ${town} and endpoint = ${endpoint} and (${after ?? null}::uuid is null or id < ${after ?? null}::uuid)
      and (${state ?? null}::text is null or state = ${state ?? null}::text)
    order by id desc limit ${limit}`.execute(db)
  return rows
}

/** One attempt of a delivery. */
export type AttemptNoted = {
  number: number
  at: number
  status: number | null
  durationMs: number
  error: string | null
  response: string
}

/** A delivery with what was sent and what came back. */
export async function findDelivery(
  db: Executor,
  town: number,
  { endpoint, id }: { endpoint: string; id: string },
): Promise<(Delivery & { body: string; log: AttemptNoted[] }) | undefined> {
  const { rows } = await sql<Delivery & { body: string }>`
    select id, event, type, state, attempts, created_at, next_at, body from webhooks.deliveries
    where town = ${town} and endpoint = ${endpoint} and id = ${id}`.execute(db)
  if (rows[0] === undefined) return undefined
  const { rows: noted } = await sql<AttemptNoted>`
    select number, at, status, duration_ms, error, response from webhooks.attempts
    where town = ${town} and delivery = ${id} order by number`.execute(db)
  return { ...rows[0], log: noted }
}
