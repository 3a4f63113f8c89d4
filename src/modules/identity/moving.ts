import { type Database, type Executor, sql, transaction } from '#kernel/db'
import { addMember, listMembers } from './members.ts'
import { type NewParty, createParties, listProfiles } from './parties.ts'
import type { Role } from './policies.ts'

/** Grants that a town gives anew: those over others. */
const grantedAnew = ['operator', 'arbiter']

/** A shop as it moves: the party, its grants, and its team. */
type Moving = { firm: NewParty; team: { person: NewParty; role: Role }[] }

/**
 * Enters shops of one town in another, with their teams. What the operator said about anybody (verified, arbiter) and
 * how people sign in does not come along: in the new town that begins anew.
 *
 * @returns the people of the teams
 */
export async function moveShops(
  { from, to, town, now }: { from: Database; to: Database; town: number; now: number },
  shops: readonly string[],
): Promise<NewParty[]> {
  const moving = await Promise.all(shops.map((shop) => readShop(from, town, { shop, now })))
  const people = [...new Map(moving.flatMap(({ team }) => team).map(({ person }) => [person.id, person])).values()]
  await transaction(to, async (tx) => {
    await createParties(tx, town, [...people, ...moving.map(({ firm }) => firm)])
    for (const { firm, team } of moving)
      for (const { person, role } of team)
        await addMember(tx, { town, party: firm.id, person: person.id, role, by: null, now })
  })
  return people
}

async function readShop(db: Database, town: number, { shop, now }: { shop: string; now: number }): Promise<Moving> {
  const members = await listMembers(db, town, shop)
  const profiles = await listProfiles(db, town, [shop, ...members.map(({ person }) => person)])
  const partyOf = (id: string, grants: readonly string[]): NewParty => {
    const profile = profiles.get(id)
    if (profile === undefined) throw new Error(`there is no party ${id}`)
    const { kind, slug, name, about, picture, languages } = profile
    return { id, kind: kind as NewParty['kind'], slug, name, about, picture, languages, joinedAt: now, grants } // of the table
  }
  return {
    firm: partyOf(shop, await grantsOf(db, town, shop)),
    team: members.map(({ person, role }) => ({ person: partyOf(person, []), role })),
  }
}

async function grantsOf(db: Executor, town: number, party: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from identity.grants
    where town = ${town} and party = ${party} and name <> all(${grantedAnew}::text[]) order by name`.execute(db)
  return rows.map(({ name }) => name)
}
