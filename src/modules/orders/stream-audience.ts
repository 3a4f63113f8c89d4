import type { Actor } from '#kernel/commands'
import { type Executor, sql } from '#kernel/db'
import type { StoredEvent } from '#kernel/events'
import { isOperator } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import type { EventShown } from './contract-events.ts'
import { json } from './actions.ts'

/** Who takes part in the orders that events are about, as the books stand now. */
export type Audience = ReadonlyMap<string, ReadonlySet<string>>

/** One statement for all events of a batch. Subjects that are no orders have no entry. */
export async function audienceOf(db: Executor, town: number, events: readonly StoredEvent[]): Promise<Audience> {
  const subjects = [...new Set(events.flatMap(({ subject }) => subject ?? []))]
  if (subjects.length === 0) return new Map()
  const { rows } = await sql<{ id: string; roles: Record<string, string> }>`
    select id, roles from orders.order_state where town = ${town} and id = any(${subjects}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, roles }) => [id, new Set(Object.values(roles))]))
}

/** True when an event is an actor's business: their order, their doing, about themselves; the operator sees all. */
export function concerns(event: StoredEvent, { party, user, grants }: Actor, audience: Audience): boolean {
  const { subject, actor } = event
  if (isOperator({ party, kind: 'person', grants })) return true
  if (actor === party || subject === party || (event.user !== null && event.user === (user ?? party))) return true
  return subject !== null && audience.get(subject)?.has(party) === true
}

/** Members of an event's data that tell the story; the rest is for the engine's own readers. */
const told = ['from', 'to', 'rev', 'command', 'postings', 'lines', 'refusal', 'orderId', 'result'] as const
/** Modules whose direct commands write events that hold nothing but what their actor and subject may know. */
const direct = /^(ledger|capacity|offers|businesses)\./

/** An event as it is shown. The operator sees its data whole. */
export function shownEvent(event: StoredEvent, actor: Actor): EventShown {
  const { id, n, pos, type, subject, user, at, data } = event
  const isWhole = isOperator(actor) || direct.test(type)
  const kept = isWhole
    ? data
    : Object.fromEntries(told.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]])))
  return {
    cursor: cursorText({ pos, n }),
    id,
    type,
    subject,
    actor: event.actor,
    user,
    at: rfc3339(at),
    data: json(kept),
  }
}

/** Where a reader of the log stands: behind event `n` of position `pos`. */
export type LogCursor = { pos: number; n: number }

/** Behind every event of a position: a command has far fewer. */
const nMax = 99_999

/** `POS.N`; `POS` alone is behind all events of the position. */
export function parseLogCursor(text: string): LogCursor {
  const [pos, n] = text.split('.')
  return { pos: Number(pos), n: n === undefined ? nMax : Number(n) }
}

/** The text of a cursor. */
export function cursorText({ pos, n }: LogCursor): string {
  return n === nMax ? String(pos) : `${pos}.${n}`
}

/** The cursor behind a whole position. */
export function behind(pos: number): LogCursor {
  return { pos, n: nMax }
}

/** True when an event lies behind where the reader stands. */
export function isAfter({ pos, n }: LogCursor, cursor: LogCursor): boolean {
  return pos > cursor.pos || (pos === cursor.pos && n > cursor.n)
}
