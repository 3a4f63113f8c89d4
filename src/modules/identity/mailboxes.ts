import { type Executor, sql } from '#kernel/db'
import type { Language } from './parties.ts'

/** Where a person reads letters, and in which language. */
export type Mailbox = { party: string; name: string; email: string; language: Language }

/**
 * Where letters to these parties go: to the people themselves, and for a shop or firm to its owners and managers.
 * People of the demo town have no address and get none.
 */
export async function findMailboxes(db: Executor, town: number, parties: readonly string[]): Promise<Mailbox[]> {
  if (parties.length === 0) return []
  const { rows } = await sql<Mailbox>`
    with readers as (
      select p.id as party, p.id as person from identity.parties p
      where p.town = ${town} and p.id = any(${parties}::uuid[]) and p.kind = 'person'
      union
      select m.party, m.person from identity.memberships m
      where m.town = ${town} and m.party = any(${parties}::uuid[]) and m.role in ('owner', 'manager'))
    select r.party, p.name, s.email, p.language
    from readers r
    join identity.sign_ins s on s.town = ${town} and s.party = r.person
    join identity.parties p on p.town = ${town} and p.id = r.person
    where not p.is_suspended or r.party = r.person
    order by r.party, s.email`.execute(db)
  return rows
}
