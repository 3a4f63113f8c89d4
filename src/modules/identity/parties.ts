import type { PartyKind } from '#kernel/commands'
import { type Executor, sql } from '#kernel/db'
import type { Role } from './policies.ts'

/** A party to be entered into the town's book. */
export type NewParty = {
  /** UUID; a UUIDv7, or derived from a cause. */
  id: string
  kind: Exclude<PartyKind, 'clock'>
  /** Unique in the town: lower-case letters, digits and hyphens. */
  slug: string
  name: string
  about?: string
  /** File id of a portrait or a sign. */
  picture?: string | null
  /** BCP 47. */
  languages?: readonly string[]
  /** Machine time, ms. */
  joinedAt: number
  grants?: readonly string[]
  /** Parties that this person owns, and so acts for. */
  actsFor?: readonly string[]
}

/** What everyone may know of a party. */
export type Profile = {
  id: string
  kind: string
  slug: string
  name: string
  about: string
  picture: string | null
  languages: string[]
  joinedAt: number
  /** When the operator said that it has seen who this is. */
  verifiedAt: number | null
}

/**
 * Enters parties with their grants and memberships; those that are already there stay as they are, so that a repeated
 * seed changes nothing. Three statements, whatever the number.
 */
export async function createParties(tx: Executor, town: number, parties: readonly NewParty[]): Promise<void> {
  if (parties.length === 0) return
  const rows = parties.map((party) => ({
    id: party.id,
    kind: party.kind,
    slug: party.slug,
    name: party.name,
    about: party.about ?? '',
    picture: party.picture ?? null,
    languages: party.languages ?? [],
    joined_at: new Date(party.joinedAt).toISOString(),
    grants: party.grants ?? [],
    acts_for: party.actsFor ?? [],
  }))
  const list = JSON.stringify(rows)
  await sql`
    insert into identity.parties (town, id, kind, slug, name, about, picture, languages, joined_at)
    select ${town}, n.id, n.kind, n.slug, n.name, n.about, n.picture, n.languages, n.joined_at
    from json_to_recordset(${list}::json) as n (id uuid, kind text, slug text, name text, about text, picture text,
      languages text[], joined_at timestamptz)
    on conflict on constraint parties_pk do nothing`.execute(tx)
  await sql`
    insert into identity.grants (town, party, name, granted_at)
    select ${town}, n.id, g.name, n.joined_at
    from json_to_recordset(${list}::json) as n (id uuid, joined_at timestamptz, grants text[]), unnest(n.grants)
      as g (name)
    on conflict on constraint grants_pk do nothing`.execute(tx)
  await sql`
    insert into identity.memberships (town, person, party, role, joined_at)
    select ${town}, n.id, s.party, 'owner', n.joined_at
    from json_to_recordset(${list}::json) as n (id uuid, joined_at timestamptz, acts_for uuid[]),
      unnest(n.acts_for) as s (party)
    on conflict on constraint memberships_pk do nothing`.execute(tx)
}

/** The public side of a party, or undefined. */
export async function findProfile(db: Executor, town: number, id: string): Promise<Profile | undefined> {
  const { rows } = await sql<Profile>`
    select id, kind, slug, name, about, picture, languages, joined_at, verified_at
    from identity.parties where town = ${town} and id = ${id}`.execute(db)
  return rows[0]
}

/** The public sides of parties by id, in one statement; those who do not exist are absent. */
export async function listProfiles(db: Executor, town: number, ids: readonly string[]): Promise<Map<string, Profile>> {
  const { rows } = await sql<Profile>`
    select id, kind, slug, name, about, picture, languages, joined_at, verified_at
    from identity.parties where town = ${town} and id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map((profile) => [profile.id, profile]))
}

/** Shops and firms that a person may act for, by name. */
export async function listMemberships(
  db: Executor,
  town: number,
  person: string,
): Promise<(Profile & { role: Role })[]> {
  const { rows } = await sql<Profile & { role: Role }>`
    select p.id, p.kind, p.slug, p.name, p.about, p.picture, p.languages, p.joined_at, p.verified_at, m.role
    from identity.memberships m join identity.parties p on p.town = m.town and p.id = m.party
    where m.town = ${town} and m.person = ${person}
    order by p.name, p.id limit ${membershipsMax}`.execute(db)
  return rows
}

/** A person with more shops than this is a firm. */
const membershipsMax = 50

/** Grants a party something, or takes it back. Takes effect within a second in every process. */
export async function setGrant(
  db: Executor,
  {
    town,
    party,
    name,
    isGranted,
    by,
    now,
  }: { town: number; party: string; name: string; isGranted: boolean; by: string; now: number },
): Promise<void> {
  await (
    isGranted
      ? sql`insert into identity.grants (town, party, name, granted_by, granted_at)
        values (${town}, ${party}, ${name}, ${by}, ${new Date(now)})
        on conflict on constraint grants_pk do nothing`
      : sql`delete from identity.grants where town = ${town} and party = ${party} and name = ${name}`
  ).execute(db)
}

/** Suspends a party or lets it back in. Takes effect within a second in every process. */
export async function setSuspended(
  db: Executor,
  { town, party, isSuspended }: { town: number; party: string; isSuspended: boolean },
): Promise<void> {
  await sql`update identity.parties set is_suspended = ${isSuspended} where town = ${town} and id = ${party}`.execute(
    db,
  )
}

/** What a party may change of itself. */
export type ProfileChange = Partial<Pick<Profile, 'name' | 'about' | 'picture' | 'languages'> & { language: Language }>

/** Languages in which a party is written to. */
export type Language = 'en' | 'zh'

/** Changes those members of a party's profile that are given. */
export async function changeProfile(
  db: Executor,
  { town, party, change }: { town: number; party: string; change: ProfileChange },
): Promise<void> {
  const { name = null, about = null, languages = null, language = null, picture } = change
  await sql`
    update identity.parties set
      name = coalesce(${name}, name),
      about = coalesce(${about}, about),
      languages = coalesce(${languages}::text[], languages),
      language = coalesce(${language}, language),
      picture = case when ${picture !== undefined} then ${picture ?? null}::text else picture end
    where town = ${town} and id = ${party}`.execute(db)
}

/** The language in which a party is written to. */
export async function languageOf(db: Executor, town: number, party: string): Promise<Language> {
  const { rows } = await sql<{ language: Language }>`
    select language from identity.parties where town = ${town} and id = ${party}`.execute(db)
  return rows[0]?.language ?? 'en'
}
