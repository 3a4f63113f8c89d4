/**
 * Finds the decision that an event is an outcome of: the newest one before it, within the metric's window, whose fields
 * are the event's. Each event counts once for each metric of each point; an event for which there is no decision is
 * nothing to us.
 */
import { sql, type RawBuilder, type Tx } from '#kernel/db'
import type { StoredEvent } from '#kernel/events'
import { isId } from '#kernel/ids'
import type { ProjectionOf } from '#kernel/module'
import { type Interaction, readInteractions } from '#modules/interactions'
import type { Match, Metric } from '../core/point.ts'
import { type Outcome, storeOutcomes } from './outcomes.ts'
import type { Registry } from './registry.ts'

/** An event of either source, as far as metrics look at it. */
type Seen = {
  event: string
  n: number
  at: number
  type: string
  subject: string | null
  actor: string | null
  session: string | null
  decision: string | null
  value: number
}

type Source = NonNullable<Metric['from']>['source']
type Wanted = { point: string; metric: Metric; from: NonNullable<Metric['from']> }

type Place = { town: number; registry: Registry; clock: { now: () => number } }

/** Positions of the stream read at once. */
const pageSize = 5_000

/** Reads the log for outcomes. */
export function outcomesProjection(place: Place): ProjectionOf {
  return {
    name: 'decisions.outcomes',
    isNeeded: async () => (await wantedOf(place, 'log')).length > 0,
    apply: async (tx, events) => {
      for (const wanted of await wantedOf(place, 'log')) {
        const seen = events.filter(({ type }) => type === wanted.from.type).map((event) => seenOf(event, wanted.from))
        await join(tx, place, { wanted, seen })
      }
    },
  }
}

/** Reads the stream of interactions for outcomes, page by page. */
export function outcomesOfInteractions(place: Place) {
  return async (tx: Tx, { after, upTo }: { after: number; upTo: number }): Promise<void> => {
    const wanted = await wantedOf(place, 'interactions')
    if (wanted.length === 0) return
    for (let from = after; from < upTo;) {
      const page = await readInteractions(tx, place.town, { after: from, limit: pageSize, upTo })
      for (const one of wanted) {
        const events = page.filter(({ type }) => type === one.from.type)
        await join(tx, place, { wanted: one, seen: events.map((event) => seenOf(event, one.from)) })
      }
      from = page.length < pageSize ? upTo : page.at(-1)!.pos
    }
  }
}

async function wantedOf({ registry }: Place, source: Source): Promise<Wanted[]> {
  await registry.refresh()
  return registry
    .all()
    .flatMap(({ point: { declaration } }) =>
      declaration.metrics.flatMap((metric) =>
        metric.from?.source === source ? [{ point: declaration.name, metric, from: metric.from }] : [],
      ),
    )
}

function seenOf(event: StoredEvent | Interaction, { value: field }: Wanted['from']): Seen {
  const { id, at, type, subject, data } = event
  const found = field === undefined ? 1 : data[field]
  const { decision } = data
  return {
    event: id, at, type, subject,
    n: 'n' in event ? event.n : 0,
    actor: 'actor' in event ? event.actor : null,
    session: 'session' in event ? event.session : null,
    decision: typeof decision === 'string' && isId(decision) ? decision : null,
    value: typeof found === 'number' ? found : 0,
  } // prettier-ignore
}

const eventFields: Readonly<Record<Match['event'], RawBuilder<unknown>>> = {
  subject: sql`e.subject`,
  actor: sql`e.actor`,
  session: sql`e.session`,
  decision: sql`e.decision`,
}

/** Declarations admit sessions, which may be any text, only beside fields that are texts. */
function conditionOf({ event, decision }: Match): RawBuilder<unknown> {
  const field = eventFields[event]
  if (decision === 'chosen') return sql`${field} = any(r.chosen)`
  if (decision === 'id') return sql`r.id = ${field}`
  return decision === 'reference' ? sql`r.reference = ${field}` : sql`r.subject = ${field}::uuid`
}

async function join(
  tx: Tx,
  { town, clock }: Place,
  { wanted: { point, metric, from }, seen }: { wanted: Wanted; seen: readonly Seen[] },
): Promise<void> {
  if (seen.length === 0) return
  const conditions = sql.join(from.match.map(conditionOf), sql` and `)
  const { rows } = await sql<Outcome>`
    select r.id as decision, e.event, e.n, e.at, e.value
    from json_to_recordset(${JSON.stringify(seen)}::json)
      as e (event uuid, n int2, at float8, subject text, actor text, session text, decision uuid,
          value float8)
    cross join lateral (
      select r.id from decisions.records r
      where r.town = ${town} and r.point = ${point} and ${conditions}
        and r.at <= to_timestamp(e.at / 1000) and r.at >= to_timestamp((e.at - ${metric.windowMs}::float8) / 1000)
      order by r.at desc, r.id desc limit 1) r`.execute(tx)
  await storeOutcomes(tx, { town, now: clock.now(), metric }, rows)
}
