import { type Executor, sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { hashOfSecret, newSecret } from './secrets.ts'

/** A token as it is shown once, and never again. */
export type IssuedToken = { id: string; token: string; party: string; expiresAt: number }

/** What is known of a token that is in use. */
export type Credential = {
  id: string
  kind: 'session' | 'key'
  party: string
  /** Of a key: what it may be used for. */
  scopes: string[] | null
  /** The operator who looks with this party's eyes. */
  viewer: string | null
  createdAt: number
  expiresAt: number
}

/** A token as its owner sees it in a list. */
export type TokenRow = { id: string; label: string; createdAt: number; expiresAt: number; revokedAt: number | null }

/** A month: long enough for a shop's till, short enough that a forgotten one dies. */
export const tokenTtlMs = 30 * 86_400_000
/** A link is meant to be opened by the person who reads it in the terminal. */
const linkTtlMs = 24 * 3_600_000
/** A session to be begun. */
export type NewToken = {
  town: number
  party: string
  label: string
  now: number
  ttlMs?: number
  /** The operator who looks with the party's eyes, and only reads. */
  viewer?: string | null
}

/** Issues a bearer token for a party. @param now machine time, ms */
export async function issueToken(
  db: Executor,
  { town, party, label, now, ttlMs = tokenTtlMs, viewer = null }: NewToken,
): Promise<IssuedToken> {
  const [id, token, expiresAt] = [newId(now), newSecret(), now + ttlMs]
  await sql`
    insert into identity.tokens (town, id, hash, party, label, created_at, expires_at, viewer)
    values (${town}, ${id}, ${hashOfSecret(token)}, ${party}, ${label}, ${new Date(now)}, ${new Date(expiresAt)},
      ${viewer})`.execute(db)
  return { id, token, party, expiresAt }
}

/** The credential that a token is, or undefined when it has ended. */
export async function findCredential(
  db: Executor,
  { town, token, now }: { town: number; token: string; now: number },
): Promise<Credential | undefined> {
  const { rows } = await sql<Credential>`
    select id, kind, party, scopes, viewer, created_at, expires_at
    from identity.tokens
    where town = ${town} and hash = ${hashOfSecret(token)} and revoked_at is null and expires_at > ${new Date(now)}`.execute(
    db,
  )
  return rows[0]
}

/** Ends a token. Ending it again changes nothing. */
export async function revokeToken(
  db: Executor,
  { town, id, now }: { town: number; id: string; now: number },
): Promise<void> {
  await sql`
    update identity.tokens set revoked_at = ${new Date(now)}
    where town = ${town} and id = ${id} and revoked_at is null`.execute(db)
}

/** Whose token it is, or undefined. */
export async function findTokenOwner(db: Executor, town: number, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ party: string }>`
    select party from identity.tokens where town = ${town} and id = ${id}`.execute(db)
  return rows[0]?.party
}

/** A party's tokens, newest first; those that ended stay visible until they are swept. */
export async function listTokens(db: Executor, town: number, party: string): Promise<TokenRow[]> {
  const { rows } = await sql<TokenRow>`
    select id, label, created_at, expires_at, revoked_at
    from identity.tokens where town = ${town} and party = ${party} and kind = 'session' and viewer is null
    order by id desc limit 100`.execute(db)
  return rows
}

/**
 * A secret for a one-time link; the caller writes it into an address and shows it to one person. Earlier links of the
 * same label that nobody has used end with it: only the newest works.
 */
export async function issueLink(
  db: Executor,
  { town, party, label, now }: { town: number; party: string; label: string; now: number },
): Promise<string> {
  const secret = newSecret()
  await endLinks(db, { town, party, label })
  await sql`
    insert into identity.links (town, hash, party, label, expires_at)
    values (${town}, ${hashOfSecret(secret)}, ${party}, ${label}, ${new Date(now + linkTtlMs)})`.execute(db)
  return secret
}

/** Ends the links of a label that nobody has used. */
export async function endLinks(
  db: Executor,
  { town, party, label }: { town: number; party: string; label: string },
): Promise<void> {
  await sql`
    delete from identity.links where town = ${town} and party = ${party} and label = ${label} and used_at is null`.execute(
    db,
  )
}

/** Uses up a link: the first caller gets its party and label, everyone else undefined. */
export async function takeLink(
  db: Executor,
  { town, secret, now }: { town: number; secret: string; now: number },
): Promise<{ party: string; label: string } | undefined> {
  const { rows } = await sql<{ party: string; label: string }>`
    update identity.links set used_at = ${new Date(now)}
    where town = ${town} and hash = ${hashOfSecret(secret)} and used_at is null and expires_at > ${new Date(now)}
    returning party, label`.execute(db)
  return rows[0]
}

/** Deletes what ended more than a month ago: tokens, links, invitations, links for visitors; and dead challenges. */
export async function sweepSecrets(db: Executor, { town, now }: { town: number; now: number }): Promise<void> {
  const before = new Date(now - tokenTtlMs)
  const ended = [
    sql`identity.tokens where town = ${town} and (expires_at < ${before} or revoked_at < ${before})`,
    sql`identity.links where town = ${town} and (expires_at < ${before} or used_at < ${before})`,
    sql`identity.invitations where town = ${town} and expires_at < ${before}`,
    sql`identity.visits where town = ${town} and expires_at < ${before}`,
    sql`identity.challenges where town = ${town} and expires_at < ${new Date(now)}`,
  ]
  for (const rows of ended) await sql`delete from ${rows}`.execute(db) // five statements, whatever the number of rows
}
