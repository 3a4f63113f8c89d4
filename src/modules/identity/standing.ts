import { type Executor, type Tx, sql } from '#kernel/db'
import { Problem } from '#kernel/problem'
import type { Profile } from './parties.ts'
import { lastOperator } from './problems.ts'

/** A party as operators see it. */
export type Standing = Profile & {
  isSuspended: boolean
  grants: string[]
  verifiedNote: string | null
}

/** Which parties are asked for. */
export type StandingQuery = {
  town: number
  /** Slugs after this one. */
  after?: string | undefined
  /** Part of a name or short name. */
  text?: string | undefined
  isSuspended?: boolean | undefined
  /** One party. */
  id?: string | undefined
  limit: number
}

/** Parties by short name. */
export async function listStandings(
  db: Executor,
  { town, after, text, isSuspended, id, limit }: StandingQuery,
): Promise<Standing[]> {
  const pattern = text === undefined ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<Standing>`
    select p.id, p.kind, p.slug, p.name, p.about, p.picture, p.languages, p.joined_at, p.verified_at,
      p.is_suspended, p.verified_note,
      array(select g.name from identity.grants g where g.town = p.town and g.party = p.id order by g.name) as grants
    from identity.parties p
    where p.town = ${town} and p.slug > ${after ?? ''}
      and (${pattern}::text is null or p.name ilike ${pattern}::text or p.slug ilike ${pattern}::text)
      and (${isSuspended ?? null}::boolean is null or p.is_suspended = ${isSuspended ?? null}::boolean)
      and (${id ?? null}::uuid is null or p.id = ${id ?? null}::uuid)
    order by p.slug limit ${limit}`.execute(db)
  return rows
}

/** Says that the operator has seen who a party is, or takes it back. */
export async function setVerified(
  tx: Executor,
  { town, party, by, note, now }: { town: number; party: string; by: string; note: string | null; now: number },
): Promise<void> {
  const isVerified = note !== null
  await sql`
    update identity.parties set
      verified_at = ${isVerified ? new Date(now) : null},
      verified_by = ${isVerified ? by : null},
      verified_note = ${note}
    where town = ${town} and id = ${party}`.execute(tx)
}

/**
 * Refuses what would leave the town without an operator who can come in. The grants are locked, so that two operators
 * who end each other are seen one by one.
 *
 * @throws {Problem} last-operator
 */
export async function keepAnOperator(tx: Tx, town: number, leaving: string): Promise<void> {
  const { rows } = await sql<{ party: string }>`
    select g.party from identity.grants g join identity.parties p on p.town = g.town and p.id = g.party
    where g.town = ${town} and g.name = 'operator' and not p.is_suspended
    order by g.party for update`.execute(tx)
  if (rows.every(({ party }) => party === leaving) && rows.length > 0) throw new Problem(lastOperator)
}
