import { type Executor, sql } from '#kernel/db'
import { isId } from '#kernel/ids'
import { CommandError } from './cli-usage.ts'

/** A party as the operator sees it in a list. */
export type Found = {
  id: string
  slug: string
  kind: string
  name: string
  grants: string[]
  isSuspended: boolean
  joinedAt: number
}

const shown = sql`p.id, p.slug, p.kind, p.name, p.is_suspended, p.joined_at,
  array(select g.name from identity.grants g where g.town = p.town and g.party = p.id order by g.name) as grants`

/** The party of a slug or an id. @throws {CommandError} */
export async function findParty(db: Executor, town: number, who: string): Promise<Found> {
  const { rows } = await sql<Found>`
    select ${shown} from identity.parties p
    where p.town = ${town} and (p.slug = ${who} or p.id = ${isId(who) ? who : null}::uuid)`.execute(db)
  if (rows[0] === undefined) throw new CommandError(`nobody here is called "${who}"`)
  return rows[0]
}

/** Parties by slug. */
export async function listParties(
  db: Executor,
  town: number,
  { grant = null, isSuspended, limit }: { grant?: string | null; isSuspended: boolean; limit: number },
): Promise<Found[]> {
  const { rows } = await sql<Found>`
    select ${shown} from identity.parties p
    where p.town = ${town} and (not ${isSuspended} or p.is_suspended)
      and (${grant}::text is null or exists (
        select from identity.grants g where g.town = p.town and g.party = p.id and g.name = ${grant}))
    order by p.slug limit ${limit}`.execute(db)
  return rows
}
