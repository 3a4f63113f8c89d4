import type { Actor, JsonObject } from '#kernel/commands'
import { type Executor, sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import type { ActName } from './acts.ts'

/** A privileged act, as the door takes it. */
export type Act = {
  town: number
  /** Who did it; null: the town's own process, at the command line or by itself. */
  by: Pick<Actor, 'party' | 'user'> | null
  act: ActName
  /** What it was done to: an id, or a name. */
  subject?: string
  details?: JsonObject
  /** Machine time, ms. */
  now: number
}

/** An act as it is read. */
export type Entry = {
  id: string
  at: number
  party: string | null
  person: string | null
  act: ActName
  subject: string | null
  details: JsonObject
}

/** Notes a privileged act. Pass the transaction that does it: neither stands without the other. */
export async function recordAudit(tx: Executor, { town, by, act, subject, details = {}, now }: Act): Promise<void> {
  await sql`
    insert into audit.entries (town, id, at, party, person, act, subject, details)
    values (${town}, ${newId(now)}, ${new Date(now)}, ${by?.party ?? null}, ${by?.user ?? null}, ${act},
      ${subject ?? null}, ${JSON.stringify(details)}::json)`.execute(tx)
}

/** Acts, newest first, before an id. */
export async function listAudit(db: Executor, { town, before, act, subject, limit }: AuditQuery): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    select id, at, party, person, act, subject, details from audit.entries
    where town = ${town} and (${before ?? null}::uuid is null or id < ${before ?? null}::uuid)
      and (${act ?? null}::text is null or act = ${act ?? null}::text)
      and (${subject ?? null}::text is null or subject = ${subject ?? null}::text)
    order by id desc limit ${limit}`.execute(db)
  return rows
}

/** Which acts are asked for. */
export type AuditQuery = {
  town: number
  before?: string | undefined
  act?: string | undefined
  subject?: string | undefined
  limit: number
}
