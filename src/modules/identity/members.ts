import { type Executor, type Tx, sql } from '#kernel/db'
import { Problem } from '#kernel/problem'
import type { Role } from './policies.ts'
import { lastOwner } from './problems.ts'

/** Somebody of a team. */
export type Member = {
  person: string
  name: string
  slug: string
  picture: string | null
  role: Role
  joinedAt: number
}

/** A team and a person in it or to be in it. */
export type Seat = { town: number; party: string; person: string }

/** A team larger than this is several firms. */
const membersMax = 500

/** The team of a shop or firm: owners first, then by time. */
export async function listMembers(db: Executor, town: number, party: string): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select m.person, p.name, p.slug, p.picture, m.role, m.joined_at
    from identity.memberships m join identity.parties p on p.town = m.town and p.id = m.person
    where m.town = ${town} and m.party = ${party}
    order by array_position(array['owner', 'manager', 'staff', 'viewer'], m.role), m.joined_at, m.person
    limit ${membersMax}`.execute(db)
  return rows
}

/** The team's roles by person, locked until the transaction ends: two owners who leave at once are seen one by one. */
export async function lockTeam(tx: Tx, town: number, party: string): Promise<Map<string, Role>> {
  const { rows } = await sql<{ person: string; role: Role }>`
    select person, role from identity.memberships where town = ${town} and party = ${party}
    order by person for update`.execute(tx)
  return new Map(rows.map(({ person, role }) => [person, role]))
}

/** Takes a person into a team; who is there already keeps the role. Answers whether the person is new. */
export async function addMember(
  tx: Executor,
  { town, party, person, role, by, now }: Seat & { role: Role; by: string | null; now: number },
): Promise<boolean> {
  const { rows } = await sql`
    insert into identity.memberships (town, person, party, role, added_by, joined_at)
    values (${town}, ${person}, ${party}, ${role}, ${by}, ${new Date(now)})
    on conflict on constraint memberships_pk do nothing returning 1`.execute(tx)
  return rows.length > 0
}

/** Gives a member another role. @throws {Problem} last-owner */
export async function setRole(tx: Tx, team: ReadonlyMap<string, Role>, seat: Seat & { role: Role }): Promise<void> {
  const { town, party, person, role } = seat
  if (role !== 'owner') keepAnOwner(team, person)
  await sql`
    update identity.memberships set role = ${role}
    where town = ${town} and party = ${party} and person = ${person}`.execute(tx)
}

/** Takes a person out of a team. @throws {Problem} last-owner */
export async function removeMember(tx: Tx, team: ReadonlyMap<string, Role>, seat: Seat): Promise<void> {
  const { town, party, person } = seat
  keepAnOwner(team, person)
  await sql`
    delete from identity.memberships where town = ${town} and party = ${party} and person = ${person}`.execute(tx)
}

/**
 * Ends what a person could still use after leaving, or after losing the say over it: the keys that the person has made
 * for the shop (their secrets are known to the person) and the invitations given out.
 */
export async function endTraces(tx: Tx, { town, party, person, now }: Seat & { now: number }): Promise<void> {
  await sql`
    update identity.tokens set revoked_at = ${new Date(now)}
    where town = ${town} and party = ${party} and kind = 'key' and created_by = ${person}
      and revoked_at is null`.execute(tx)
  await sql`
    update identity.invitations set withdrawn_at = ${new Date(now)}
    where town = ${town} and party = ${party} and invited_by = ${person}
      and used_at is null and withdrawn_at is null`.execute(tx)
}

function keepAnOwner(team: ReadonlyMap<string, Role>, leaving: string): void {
  const owners = [...team].filter(([, role]) => role === 'owner').map(([person]) => person)
  if (owners.length === 1 && owners[0] === leaving) throw new Problem(lastOwner)
}
