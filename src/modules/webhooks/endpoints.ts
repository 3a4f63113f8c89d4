import { type Database, type Executor, sql, transaction } from '#kernel/db'
import { newestPos } from '#kernel/events'
import { derivedId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import type { Vault } from '#kernel/vault'
import { tooManyWebhooks } from './problems.ts'
import { newSecret } from './signing.ts'

/** How an event is written: `{ type, timestamp, data }`, or in the envelope of CloudEvents. */
export const formats = ['plain', 'cloudevents'] as const
export type Format = (typeof formats)[number]

/** Where a party's events are sent to. Times are machine time, ms. */
export type Endpoint = {
  id: string
  party: string
  url: string
  format: Format
  /** `market.paid`, `market.*` or `*`. */
  types: readonly string[]
  description: string
  createdAt: number
  failingSince: number | null
  disabledAt: number | null
  notice: string | null
}

/** What its owner says about an endpoint. */
export type EndpointGiven = Pick<Endpoint, 'url' | 'format' | 'types' | 'description'>

/** Endpoints of a party; each costs a request for each of its events. */
const endpointsMax = 20
/** How long the secret before stays valid, so that receivers can change over when it suits them. */
export const overlapMs = 24 * 3_600_000

/** Where endpoints lie, and where their secrets are sealed. */
export type EndpointStore = { db: Database; town: number; vault: Vault; now: () => number }

const columns = sql.raw('id, party, url, format, types, description, created_at, failing_since, disabled_at, notice')

/**
 * Makes an endpoint, which gets events from now on; the same id again answers the one that is there.
 *
 * @throws {Problem} too-many-webhooks
 */
export async function createEndpoint(
  { db, town, vault, now }: EndpointStore,
  party: string,
  { id, ...given }: EndpointGiven & { id: string },
): Promise<Endpoint> {
  const known = await findEndpoint(db, town, { id, party })
  if (known !== undefined) return known
  if ((await listEndpoints(db, town, party)).length >= endpointsMax)
    throw new Problem(tooManyWebhooks, { detail: `At most ${endpointsMax}.` })
  const sealed = await sealSecret(vault, party, id)
  const at = new Date(now())
  await transaction(db, async (tx) => {
    const pos = await newestPos(tx, town)
    await sql`
      insert into webhooks.endpoints (town, id, party, from_pos, created_at, url, format, types, description)
      values (${town}, ${id}, ${party}, ${pos}, ${at}, ${given.url}, ${given.format}, ${[...given.types]},
        ${given.description})`.execute(tx)
    await sql`
      insert into webhooks.secrets (town, endpoint, id, created_at, sealed)
      values (${town}, ${id}, ${derivedId(id, 'secret')}, ${at}, ${sealed})`.execute(tx)
  })
  return (await findEndpoint(db, town, { id, party }))!
}

function purposeOf(endpoint: string): string {
  return `webhooks/${endpoint}`
}

async function sealSecret(vault: Vault, party: string, endpoint: string): Promise<string> {
  const [sealed] = await vault.seal([{ party, purpose: purposeOf(endpoint), field: '/secret', value: newSecret() }])
  return sealed!
}

/** An endpoint of this party. */
export async function findEndpoint(
  db: Executor,
  town: number,
  { id, party }: { id: string; party: string },
): Promise<Endpoint | undefined> {
  const { rows } = await sql<Endpoint>`
    select ${columns} from webhooks.endpoints where town = ${town} and id = ${id} and party = ${party}`.execute(db)
  return rows[0]
}

/** All endpoints of a party, oldest first. */
export async function listEndpoints(db: Executor, town: number, party: string): Promise<Endpoint[]> {
  const { rows } = await sql<Endpoint>`
    select ${columns} from webhooks.endpoints where town = ${town} and party = ${party} order by id`.execute(db)
  return rows
}

/** Changes what its owner says of it; `isEnabled` also ends a failure, or stops deliveries. */
export async function changeEndpoint(
  { db, town, now }: EndpointStore,
  id: string,
  { url, format, types, description, isEnabled }: EndpointGiven & { isEnabled: boolean },
): Promise<void> {
  const at = new Date(now())
  await sql`
    update webhooks.endpoints set url = ${url}, format = ${format}, types = ${[...types]},
      description = ${description},
      disabled_at = case when ${isEnabled} then null else coalesce(disabled_at, ${at}) end,
      notice = case when ${isEnabled} then null else coalesce(notice, 'Disabled by its owner.') end,
      failing_since = case when ${isEnabled} and disabled_at is not null then null else failing_since end
    where town = ${town} and id = ${id}`.execute(db)
}

/** Removes an endpoint with its secrets and deliveries. */
export async function deleteEndpoint(db: Executor, town: number, id: string): Promise<void> {
  await sql`delete from webhooks.endpoints where town = ${town} and id = ${id}`.execute(db)
}

/** Makes the next secret; those before stay valid for a day. The same id again answers the same secret. */
export async function rotateSecret(store: EndpointStore, endpoint: Endpoint, id: string): Promise<string> {
  const { db, town, vault, now } = store
  const sealed = await sealSecret(vault, endpoint.party, endpoint.id)
  await transaction(db, async (tx) => {
    const { rows } = await sql`
      insert into webhooks.secrets (town, endpoint, id, created_at, sealed)
      values (${town}, ${endpoint.id}, ${id}, ${new Date(now())}, ${sealed})
      on conflict on constraint secrets_pk do nothing returning 1`.execute(tx)
    if (rows.length === 0) return
    await sql`
      update webhooks.secrets set expires_at = ${new Date(now() + overlapMs)}
      where town = ${town} and endpoint = ${endpoint.id} and id <> ${id} and expires_at is null`.execute(tx)
  })
  return (await validSecrets(store, endpoint.id))[0]!
}

/** The secrets that sign today, the newest first; none once their party has been erased. */
export async function validSecrets({ db, town, vault, now }: EndpointStore, endpoint: string): Promise<string[]> {
  const { rows } = await sql<{ sealed: string }>`
    select sealed from webhooks.secrets where town = ${town} and endpoint = ${endpoint}
      and (expires_at is null or expires_at > ${new Date(now())})
    order by expires_at desc nulls first, created_at desc`.execute(db)
  const opened = await vault.open(rows.map(({ sealed }) => ({ purpose: purposeOf(endpoint), sealed })))
  return opened.filter((secret) => typeof secret === 'string')
}

/** True when an endpoint wants events of this type. */
export function wantsType(types: readonly string[], type: string): boolean {
  return types.some((wanted) => wanted === '*' || wanted === type || isFamily(wanted, type))
}

/** `market.*` stands for all that begin with `market.`. */
function isFamily(wanted: string, type: string): boolean {
  return wanted.endsWith('.*') && type.startsWith(wanted.slice(0, -1))
}
