import { type Database, type Executor, sql, type Tx } from '#kernel/db'
import { type Hindrance, type PersonalData, rowsOf } from '#kernel/personal-data'
import type { Vault } from '#kernel/vault'
import { forgetLetters } from '#modules/mail'
import { listAddresses } from './addresses.ts'
import { findProfile, listMemberships } from './parties.ts'

/** What the town's book of parties holds of a person, and how it forgets. */
export function identityPersonalData(db: Database, vault: Vault, town: number): PersonalData {
  return {
    sections: {
      profile: (party) => rowsOf(findProfile(db, town, party).then((found) => (found === undefined ? [] : [found]))),
      memberships: (party) => rowsOf(listMemberships(db, town, party)),
      signIn: (party) => rowsOf(signInOf(db, town, party)),
      passkeys: (party) => rowsOf(passkeysOf(db, town, party)),
      addresses: (party) => rowsOf(listAddresses({ db, vault, town, party })),
      grants: (party) => rowsOf(grantsOf(db, town, party)),
      consents: (party) => rowsOf(consentsOf(db, town, party)),
      credentials: (party) => rowsOf(credentialsOf(db, town, party)),
      signIns: (party) => rowsOf(signInsOf(db, town, party)),
    },
    hindrances: async (executor, party) => [
      ...(await teamsWithout(executor, town, party)),
      ...(await townWithout(executor, town, party)),
    ],
    erase: (tx, party) => forget(tx, town, party),
    kept: [
      {
        what: 'What you agreed to and when, under an id that no longer names anybody',
        why: 'Proof of consent (article 7 (1) of Regulation (EU) 2016/679)',
        years: 3,
      },
    ],
  }
}

async function grantsOf(db: Executor, town: number, party: string): Promise<object[]> {
  const { rows } = await sql<object>`
    select name, granted_at from identity.grants where town = ${town} and party = ${party} order by name`.execute(db)
  return rows
}

async function signInOf(db: Executor, town: number, party: string): Promise<object[]> {
  const { rows } = await sql<object>`
    select email, is_email_verified, created_at from identity.sign_ins
    where town = ${town} and party = ${party}`.execute(db)
  return rows
}

async function passkeysOf(db: Executor, town: number, party: string): Promise<object[]> {
  const { rows } = await sql<object>`
    select id, name, device_type, created_at from identity.passkeys
    where town = ${town} and party = ${party} order by id`.execute(db)
  return rows
}

async function consentsOf(db: Executor, town: number, party: string): Promise<object[]> {
  const { rows } = await sql<object>`
    select purpose, is_given, version, at from identity.consents
    where town = ${town} and party = ${party} order by purpose, id`.execute(db)
  return rows
}

async function credentialsOf(db: Executor, town: number, party: string): Promise<object[]> {
  const { rows } = await sql<object>`
    select id, kind, label, scopes, created_at, expires_at, revoked_at, last_used_at from identity.tokens
    where town = ${town} and party = ${party} order by id`.execute(db)
  return rows
}

async function signInsOf(db: Executor, town: number, party: string): Promise<object[]> {
  const { rows } = await sql<object>`
    select email, is_email_verified, created_at,
      (select coalesce(json_agg(coalesce(p.name, '') order by p.created_at), '[]') from identity.passkeys p
        where p.town = s.town and p.party = s.party) as passkeys
    from identity.sign_ins s where town = ${town} and party = ${party}`.execute(db)
  return rows
}

/** Shops and firms that would be left without an owner. */
async function teamsWithout(db: Executor, town: number, person: string): Promise<Hindrance[]> {
  const { rows } = await sql<{ party: string; name: string }>`
    select m.party, p.name from identity.memberships m
    join identity.parties p on p.town = m.town and p.id = m.party
    where m.town = ${town} and m.person = ${person} and m.role = 'owner' and not exists (
      select 1 from identity.memberships o
      where o.town = m.town and o.party = m.party and o.role = 'owner' and o.person <> m.person)
    order by m.party`.execute(db)
  return rows.map(({ party, name }) => ({
    kind: 'last-owner',
    subject: party,
    detail: `“${name}” would be left without an owner.`,
  }))
}

async function townWithout(db: Executor, town: number, person: string): Promise<Hindrance[]> {
  const { rows } = await sql`
    select 1 from identity.grants g where g.town = ${town} and g.party = ${person} and g.name = 'operator'
      and not exists (
        select 1 from identity.grants o join identity.parties p on p.town = o.town and p.id = o.party
        where o.town = g.town and o.name = g.name and o.party <> g.party and not p.is_suspended)`.execute(db)
  return rows.length === 0
    ? []
    : [{ kind: 'last-operator', subject: person, detail: 'The town would be left without an operator.' }]
}

/** The row of the party stays, since books and log name its id; whatever says who it was goes. */
async function forget(tx: Tx, town: number, party: string): Promise<void> {
  await sql`
    update identity.parties set name = 'Erased', slug = 'erased-' || id, about = '', picture = null, languages = '{}',
      is_suspended = true, verified_at = null, verified_by = null, verified_note = null
    where town = ${town} and id = ${party}`.execute(tx)
  // Also the keys that the person made for a shop: their secrets are known to the person.
  await sql`
    delete from identity.tokens
    where town = ${town} and (party = ${party} or (created_by = ${party} and kind = 'key'))`.execute(tx)
  await forgetSignIn(tx, town, party)
  await sql`delete from identity.addresses where town = ${town} and party = ${party}`.execute(tx)
  await sql`delete from identity.links where town = ${town} and party = ${party}`.execute(tx)
  await sql`delete from identity.memberships where town = ${town} and person = ${party}`.execute(tx)
  await sql`delete from identity.grants where town = ${town} and party = ${party}`.execute(tx)
  await sql`delete from identity.personas where town = ${town} and party = ${party}`.execute(tx)
  await sql`
    update identity.invitations set email = null where town = ${town} and used_by = ${party}`.execute(tx)
}

/** The address is forgotten with every letter that went there. */
async function forgetSignIn(tx: Tx, town: number, party: string): Promise<void> {
  const { rows } = await sql<{ email: string }>`
    delete from identity.sign_ins where town = ${town} and party = ${party} returning email`.execute(tx)
  if (rows[0] !== undefined) await forgetLetters(tx, town, rows[0].email)
  await sql`delete from identity.passwords where town = ${town} and party = ${party}`.execute(tx)
  await sql`delete from identity.passkeys where town = ${town} and party = ${party}`.execute(tx)
}
