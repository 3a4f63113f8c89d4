import type { Actor } from '#kernel/commands'
import { type Executor, sql } from '#kernel/db'
import type { StoredEvent } from '#kernel/events'
import { isOperator } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import type { EventShown } from './contract-events.ts'
import { json } from './actions.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { withheld } from '#modules/privacy'
import type { Audience as Told } from '#modules/announcements'
import { clockActor } from '../engine/timers.ts'
import { type Standing, openRolesOf } from './routes-open.ts'

/** Whose business the orders of a batch of events are, as the books stand now. */
export type Audience = ReadonlyMap<string, { parties: ReadonlySet<string>; grants: ReadonlySet<string> }>

/** What finding an audience needs. */
export type AudienceSource = { db: Executor; town: number; catalogue: Catalogue }

/** One statement for all events of a batch. Subjects that are no orders have no entry. */
export async function audienceOf(
  { db, town, catalogue }: AudienceSource,
  events: readonly StoredEvent[],
): Promise<Audience> {
  const subjects = [...new Set(events.flatMap(({ subject }) => subject ?? []))]
  if (subjects.length === 0) return new Map()
  const { rows } = await sql<Standing & { id: string }>`
    select o.id, o.business, o.version, s.state, s.roles from orders.orders o
    join orders.order_state s on s.town = o.town and s.id = o.id
    where o.town = ${town} and o.id = any(${subjects}::uuid[])`.execute(db)
  return new Map(
    rows.map(({ id, ...row }) => {
      const flow = catalogue.version(row.business, row.version)
      const grants = flow === undefined ? [] : openRolesOf(flow, row).map(({ grant }) => grant)
      return [id, { parties: new Set(Object.values(row.roles)), grants: new Set(grants) }]
    }),
  )
}

/** How much of an event an actor may see: all, its story, that it happened, that and not by whom, or nothing. */
export type Sight = 'whole' | 'story' | 'outline' | 'news' | undefined

/** Modules whose direct commands write events that hold nothing but what their actor and subject may know. */
const direct = /^(ledger|capacity|offers|orders)\./

/**
 * The operator sees all; who takes part in an order its story, and everybody what they did themselves; those who could
 * take an open role see that there is something to do.
 */
export function sightOf(event: StoredEvent, actor: Actor, audience: Audience): Sight {
  if (isOperator(actor)) return 'whole'
  if (isOwn(event, actor)) return direct.test(event.type) ? 'whole' : 'story'
  if (isToldOf(event, actor)) return 'news'
  const known = event.subject === null ? undefined : audience.get(event.subject)
  if (known === undefined) return undefined
  if (known.parties.has(actor.party)) return 'story'
  return actor.grants.some((grant) => known.grants.has(grant)) ? 'outline' : undefined
}

/** Their doing, or about themselves; also what they did for a shop they act for no longer. */
function isOwn({ actor, subject, user }: StoredEvent, { party, user: person = party }: Actor): boolean {
  return actor === party || subject === party || user === person
}

/** What a module announces names whom it tells; nothing else writes that member. */
function isToldOf({ data }: StoredEvent, { party, grants }: Actor): boolean {
  const { audience } = data as { audience?: Told } // as `announce` wrote it
  if (audience === undefined) return false
  return audience.parties.includes(party) || audience.grants.some((grant) => grants.includes(grant))
}

/** Members of an event's data that tell the story; the rest is for the engine's own readers. */
const story = ['from', 'to', 'rev', 'command', 'postings', 'lines', 'refusal', 'orderId', 'result'] as const
const outline = ['from', 'to', 'rev'] as const
const membersOf = { story, outline, news: [] } as const

/** An event as it is shown. */
export function shownEvent(event: StoredEvent, sight: NonNullable<Sight>): EventShown {
  const { id, n, pos, type, subject, user, actor, at, data } = event
  const names: readonly string[] = sight === 'whole' ? [] : membersOf[sight]
  const kept = Object.fromEntries(names.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]])))
  // Who follows the log learns what happened; what is personal is read where it belongs, in the order.
  const shown = json(withheld(sight === 'whole' ? data : kept))
  // One side of a case must not learn from it who is on the other: to them it is the town that tells.
  const by = sight === 'news' ? { actor: clockActor.party, user: null } : { actor, user }
  return { cursor: cursorText({ pos, n }), id, type, subject, ...by, at: rfc3339(at), data: shown }
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
