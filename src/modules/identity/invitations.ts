import { type Executor, sql } from '#kernel/db'
import type { Role } from './policies.ts'
import { hashOfSecret, newSecret } from './secrets.ts'

/** An invitation as the team sees it. */
export type Invitation = {
  id: string
  role: Role
  email: string | null
  invitedBy: string
  createdAt: number
  expiresAt: number
  usedAt: number | null
}

/** What is written on an invitation. */
export type Invited = { id: string; party: string; role: Role; invitedBy: string }

/** A week: long enough for a letter to be read, short enough that a forgotten one opens nothing. */
export const invitationTtlMs = 7 * 86_400_000

/** Writes an invitation and answers its secret; the same id gets a new secret, and the one before opens nothing. */
export async function createInvitation(
  tx: Executor,
  { town, id, party, role, email, by, now }: NewInvitation,
): Promise<{ secret: string; expiresAt: number }> {
  const [secret, expiresAt] = [newSecret(), now + invitationTtlMs]
  await sql`
    insert into identity.invitations (town, id, hash, party, role, email, invited_by, created_at, expires_at)
    values (${town}, ${id}, ${hashOfSecret(secret)}, ${party}, ${role}, ${email}, ${by}, ${new Date(now)},
      ${new Date(expiresAt)})
    on conflict on constraint invitations_pk do update set hash = excluded.hash, expires_at = excluded.expires_at
      where invitations.used_at is null and invitations.withdrawn_at is null`.execute(tx)
  return { secret, expiresAt }
}

/** An invitation to be written. */
export type NewInvitation = {
  town: number
  id: string
  party: string
  role: Role
  email: string | null
  /** The member who invites. */
  by: string
  now: number
}

/** Invitations of a shop that can still be used, and those used in the last month; newest first. */
export async function listInvitations(db: Executor, town: number, party: string): Promise<Invitation[]> {
  const { rows } = await sql<Invitation>`
    select id, role, email, invited_by, created_at, expires_at, used_at from identity.invitations
    where town = ${town} and party = ${party} and withdrawn_at is null
    order by id desc limit 100`.execute(db)
  return rows
}

/** What an invitation says, without using it up; undefined when it opens nothing any more. */
export async function findInvitation(
  db: Executor,
  { town, secret, now }: { town: number; secret: string; now: number },
): Promise<Invited | undefined> {
  const { rows } = await sql<Invited>`
    select id, party, role, invited_by from identity.invitations
    where town = ${town} and hash = ${hashOfSecret(secret)}
      and used_at is null and withdrawn_at is null and expires_at > ${new Date(now)}`.execute(db)
  return rows[0]
}

/** Uses an invitation up: the first caller gets it, everyone else undefined. */
export async function takeInvitation(
  tx: Executor,
  { town, secret, person, now }: { town: number; secret: string; person: string; now: number },
): Promise<Invited | undefined> {
  const { rows } = await sql<Invited>`
    update identity.invitations set used_at = ${new Date(now)}, used_by = ${person}
    where town = ${town} and hash = ${hashOfSecret(secret)}
      and used_at is null and withdrawn_at is null and expires_at > ${new Date(now)}
    returning id, party, role, invited_by`.execute(tx)
  return rows[0]
}

/** Takes an invitation back; answers whether there was one to take back. */
export async function withdrawInvitation(
  db: Executor,
  { town, party, id, now }: { town: number; party: string; id: string; now: number },
): Promise<boolean> {
  const { rows } = await sql`
    update identity.invitations set withdrawn_at = ${new Date(now)}
    where town = ${town} and party = ${party} and id = ${id} and used_at is null and withdrawn_at is null
    returning 1`.execute(db)
  return rows.length > 0
}
