import { type Executor, sql } from '#kernel/db'
import { newId } from '#kernel/ids'

/** What a person last said about a purpose, such as `analytics` or `marketing`. */
export type Consent = {
  purpose: string
  isGiven: boolean
  /** Of the text that was agreed to. */
  version: string
  /** Machine time, ms. */
  at: number
}

/** Notes what a person says about a purpose; what was said before stays on record. */
export async function storeConsent(
  db: Executor,
  { town, party, purpose, isGiven, version, at }: Consent & { town: number; party: string },
): Promise<void> {
  await sql`
    insert into identity.consents (town, party, purpose, id, is_given, version, at)
    values (${town}, ${party}, ${purpose}, ${newId(at)}, ${isGiven}, ${version}, ${new Date(at)})`.execute(db)
}

/** What a person last said about each purpose, given or withdrawn. */
export async function listConsents(db: Executor, town: number, party: string): Promise<Consent[]> {
  const { rows } = await sql<Consent>`
    select distinct on (purpose) purpose, is_given, version, at
    from identity.consents where town = ${town} and party = ${party}
    order by purpose, id desc`.execute(db)
  return rows
}

/** Whether a party has agreed to a purpose and not withdrawn it. */
export async function hasConsent(
  db: Executor,
  { town, party, purpose }: { town: number; party: string; purpose: string },
): Promise<boolean> {
  return (await loadConsents(db, town, [party])).get(party)?.has(purpose) ?? false
}

/** The purposes that each of these parties agrees to, by one statement; who agrees to none is absent. */
export async function loadConsents(
  db: Executor,
  town: number,
  parties: readonly string[],
): Promise<Map<string, ReadonlySet<string>>> {
  const { rows } = await sql<{ party: string; purposes: string[] }>`
    select party, array_agg(purpose) as purposes
    from (
      select distinct on (party, purpose) party, purpose, is_given
      from identity.consents where town = ${town} and party = any(${parties}::uuid[])
      order by party, purpose, id desc) newest
    where is_given group by party`.execute(db)
  return new Map(rows.map(({ party, purposes }) => [party, new Set(purposes)]))
}
