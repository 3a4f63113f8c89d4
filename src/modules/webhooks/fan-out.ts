import type { Actor } from '#kernel/commands'
import { type Database, type Executor, sql, type Tx } from '#kernel/db'
import type { StoredEvent } from '#kernel/events'
import { derivedId } from '#kernel/ids'
import { addJobs } from '#kernel/jobs'
import type { ProjectionOf } from '#kernel/module'
import { loadParties, partyOf } from '#modules/identity'
import {
  audienceOf,
  type Catalogue,
  cloudEventOf,
  eventKey,
  type EventShown,
  shownEvent,
  sightOf,
} from '#modules/orders'
import { type Format, wantsType } from './endpoints.ts'

/** Whose events go where. */
export type FanOut = { db: Database; town: number; catalogue: Catalogue; source: string; now: () => number }

/** Name of the job that sends one delivery. */
export const sendTask = 'webhooks.send'

/** Notes for each endpoint the events that its party may see, in the transaction that moves the cursor. */
export function fanOutProjection(context: FanOut): ProjectionOf {
  return {
    name: 'webhooks.fan-out',
    // Most towns have no endpoint most of the time, and reading every event costs as much as a list of its own.
    isNeeded: async (tx) => (await listeningEndpoints(tx, context.town)).length > 0,
    apply: (tx, events) => fanOut(tx, context, events),
  }
}

type Listening = { id: string; party: string; format: Format; types: string[]; fromPos: number }

async function fanOut(tx: Tx, context: FanOut, events: readonly StoredEvent[]): Promise<void> {
  const endpoints = await listeningEndpoints(tx, context.town)
  const wanted = events.filter(({ type }) => endpoints.some(({ types }) => wantsType(types, type)))
  if (wanted.length === 0) return
  const owners = await actorsOf(context, [...new Set(endpoints.map(({ party }) => party))])
  const catalogue = await catalogueFor(context, owners)
  const audience = await audienceOf({ ...context, catalogue, db: tx }, wanted)
  const deliveries = endpoints.flatMap((endpoint) => {
    const owner = owners.get(endpoint.party)
    if (owner === undefined) return []
    return wanted.flatMap((event) => {
      if (event.pos <= endpoint.fromPos || !wantsType(endpoint.types, event.type)) return []
      const sight = sightOf(event, owner, audience)
      return sight === undefined ? [] : [deliveryOf(event, endpoint, { shown: shownEvent(event, sight), ...context })]
    })
  })
  await storeDeliveries(tx, context, deliveries)
}

/** Manifests say which roles are open to a grant; where no owner has one, none is compiled to ask it. */
async function catalogueFor({ catalogue }: FanOut, owners: ReadonlyMap<string, Actor>): Promise<Catalogue> {
  if ([...owners.values()].every(({ grants }) => grants.length === 0)) return { ...catalogue, version: () => undefined }
  await catalogue.refresh()
  return catalogue
}

async function listeningEndpoints(executor: Executor, town: number): Promise<Listening[]> {
  const { rows } = await sql<Listening>`
    select id, party, format, types, from_pos from webhooks.endpoints
    where town = ${town} and disabled_at is null order by id`.execute(executor)
  return rows
}

/** The owners as they stand now: whoever was suspended gets nothing, whoever lost a grant sees as much less. */
async function actorsOf({ db, town }: FanOut, parties: readonly string[]): Promise<Map<string, Actor>> {
  const { rows } = await db.pool.query<unknown[]>(loadParties(town, parties))
  const known = rows.map(partyOf).filter(({ isSuspended }) => !isSuspended)
  return new Map(known.map(({ id, kind, grants }) => [id, { party: id, kind, grants }]))
}

/** What is to be sent. */
export type NewDelivery = { id: string; endpoint: string; pos: number; event: string; type: string; body: string }

function deliveryOf(
  event: StoredEvent,
  { id: endpoint, format }: Listening,
  { shown, source }: { shown: EventShown; source: string },
): NewDelivery {
  const content = format === 'plain' ? plainOf(shown) : cloudEventOf(shown, source)
  const id = derivedId(event.id, `webhook/${endpoint}/${event.n}`)
  return { id, endpoint, pos: event.pos, event: eventKey(event), type: event.type, body: JSON.stringify(content) }
}

/** The payload that Standard Webhooks recommends. */
function plainOf(shown: EventShown): { type: string; timestamp: string; data: EventShown } {
  return { type: shown.type, timestamp: shown.at, data: shown }
}

/** Stores deliveries and enqueues them. What is there already, as after a cursor was set back, is sent once. */
export async function storeDeliveries(
  tx: Tx,
  { town, now }: Pick<FanOut, 'town' | 'now'>,
  deliveries: readonly NewDelivery[],
): Promise<void> {
  if (deliveries.length === 0) return
  await sql`
    insert into webhooks.deliveries (town, id, endpoint, pos, created_at, next_at, state, event, type, body)
    select ${town}::integer, u.id, u.endpoint, u.pos, ${new Date(now())}, ${new Date(now())}, 'pending', u.event, u.type,
      u.body
    from unnest(
      ${deliveries.map(({ id }) => id)}::uuid[],
      ${deliveries.map(({ endpoint }) => endpoint)}::uuid[],
      ${deliveries.map(({ pos }) => pos)}::bigint[],
      ${deliveries.map(({ event }) => event)}::text[],
      ${deliveries.map(({ type }) => type)}::text[],
      ${deliveries.map(({ body }) => body)}::text[]) as u (id, endpoint, pos, event, type, body)
    on conflict on constraint deliveries_pk do nothing`.execute(tx)
  await addJobs(
    tx,
    deliveries.map(({ id }) => ({ task: sendTask, payload: { id }, key: id, attemptsMax: 3 })),
  )
}
