import type { Json, JsonObject } from './commands.ts'
import type { StoredEvent } from './events.ts'
import { derivedId } from './ids.ts'
import { type NewJob, type Task, addJobs } from './jobs.ts'
import type { Logger } from './log.ts'
import type { ProjectionOf } from './module.ts'

/**
 * Calls to the world outside (a lock, a payment provider): noted in the event of the transition that made them, kept
 * as jobs, handed to an adapter until it has taken them. The reply comes back as a command of the device or provider.
 */
export type Call = {
  /** The same for the same call, however often it is handed over: the outside's idempotency key. */
  readonly id: string
  readonly business: string
  readonly orderId: string
  /** Party id of a device, or the name of a provider. */
  readonly to: string
  readonly op: string
  readonly body: Json
}

/** Takes calls to some part of the world. Throwing means: not delivered, again later. */
export type Adapter = {
  /** True for calls that are its own; the first adapter that says so gets the call. */
  readonly accepts: (call: Call) => boolean
  readonly send: (call: Call, signal: AbortSignal) => Promise<void>
}

/** Name of the job that delivers a call. */
export const callTask = 'kernel.call'

/** Turns the calls of new events into jobs, in the transaction that moves its cursor: each call becomes one job. */
export const callsProjection: ProjectionOf = {
  name: 'kernel.calls',
  apply: async (tx, events) => addJobs(tx, events.flatMap(jobsOf)),
}

function jobsOf(event: StoredEvent): NewJob[] {
  return callsOf(event).map((call) => ({ task: callTask, key: call.id, payload: call as unknown as JsonObject }))
}

/** What a transition left in its event for others; only calls are read here. */
type Outgoing = { kind: string; to: string; op: string; body?: Json }

/** The calls that an event tells of. */
export function callsOf({ id, n, type, subject, data }: StoredEvent): Call[] {
  const outgoing = (data['outgoing'] ?? []) as readonly Outgoing[] // written by the engine
  return outgoing.flatMap(({ kind, to, op, body = null }, index) => {
    if (kind !== 'call' || subject === null) return []
    const business = type.slice(0, type.indexOf('.'))
    return [{ id: derivedId(id, `call/${n}/${index}`), business, orderId: subject, to, op, body }]
  })
}

/** Hands a call to the first adapter that accepts it. Without one the flow's own deadlines decide what happens. */
export function deliverCall(adapters: readonly Adapter[], log: Logger): Task {
  return async (payload, { signal }) => {
    const call = payload as unknown as Call // written by `jobsOf`
    const adapter = adapters.find(({ accepts }) => accepts(call))
    if (adapter === undefined) log.warn({ call: call.id, to: call.to, op: call.op }, 'nobody takes this call')
    else await adapter.send(call, signal)
  }
}
