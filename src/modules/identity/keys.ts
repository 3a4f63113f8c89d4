import { type Executor, type Tx, sql } from '#kernel/db'
import { Problem } from '#kernel/problem'
import { tooManyKeys } from './problems.ts'
import { hashOfSecret, hintOf, newSecret } from './secrets.ts'

/** A key as its party sees it; the secret is shown once and kept nowhere. */
export type KeyRow = {
  id: string
  label: string
  hint: string
  scopes: string[]
  createdBy: string | null
  createdAt: number
  expiresAt: number
  lastUsedAt: number | null
  revokedAt: number | null
}

/** A key to be made. */
export type NewKey = {
  town: number
  id: string
  party: string
  label: string
  scopes: readonly string[]
  ttlMs: number
  by: string
  now: number
}

/** More keys than this are keys that nobody keeps track of. */
const keysMax = 50

const shown = sql`id, label, hint, scopes, created_by, created_at, expires_at, last_used_at, revoked_at`

/**
 * Makes a key. The same id answers the same key with a new secret, for whoever lost the answer; the secret before it
 * ends.
 *
 * @throws {Problem} too-many-keys
 */
export async function createKey(tx: Tx, given: NewKey): Promise<{ row: KeyRow; secret: string }> {
  const { town, id, party, label, scopes, ttlMs, by, now } = given
  const secret = newSecret()
  await refuseMore(tx, given)
  const { rows } = await sql<KeyRow>`
    insert into identity.tokens as t
      (town, id, hash, party, label, created_at, expires_at, kind, scopes, hint, created_by)
    values (${town}, ${id}, ${hashOfSecret(secret)}, ${party}, ${label}, ${new Date(now)}, ${new Date(now + ttlMs)},
      'key', ${[...scopes]}::text[], ${hintOf(secret)}, ${by})
    on conflict on constraint tokens_pk do update set hash = excluded.hash, hint = excluded.hint
      where t.revoked_at is null and t.party = excluded.party and t.kind = 'key'
    returning ${shown}`.execute(tx)
  if (rows[0] === undefined) throw new Problem(tooManyKeys, { detail: 'This key has been revoked: make another one.' })
  return { row: rows[0], secret }
}

/** The row of the party is locked, so that two who make the last key at once are counted one by one. */
async function refuseMore(tx: Tx, { town, id, party, now }: NewKey): Promise<void> {
  await sql`select 1 from identity.parties where town = ${town} and id = ${party} for update`.execute(tx)
  const { rows } = await sql<{ count: number }>`
    select count(*) from identity.tokens
    where town = ${town} and party = ${party} and kind = 'key' and id <> ${id}
      and revoked_at is null and expires_at > ${new Date(now)}`.execute(tx)
  if ((rows[0]?.count ?? 0) >= keysMax) throw new Problem(tooManyKeys)
}

/** A party's keys, newest first; those that ended stay visible for a month. */
export async function listKeys(db: Executor, town: number, party: string): Promise<KeyRow[]> {
  const { rows } = await sql<KeyRow>`
    select ${shown} from identity.tokens
    where town = ${town} and party = ${party} and kind = 'key'
    order by id desc limit 200`.execute(db)
  return rows
}

/** Whose key it is, or undefined when there is no such key. */
export async function findKeyOwner(db: Executor, town: number, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ party: string }>`
    select party from identity.tokens where town = ${town} and id = ${id} and kind = 'key'`.execute(db)
  return rows[0]?.party
}
