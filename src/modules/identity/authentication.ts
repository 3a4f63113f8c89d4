import { hash } from 'node:crypto'
import { createBatcher } from '#kernel/batcher'
import type { Actor, PartyKind } from '#kernel/commands'
import type { Database } from '#kernel/db'
import type { Authenticate } from '#kernel/http'
import { notAllowed } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { byteas } from '#kernel/wire'

/**
 * From a bearer token to an actor, at the rate of every request: what was found stays in memory for a second, and
 * requests that miss at the same time share one statement. So a revoked token, a withdrawn grant or a suspension takes
 * effect within a second in every process.
 */
export type Authenticator = {
  authenticate: Authenticate
  /** Forgets everything: what this process itself changed takes effect at once. */
  forget: () => void
}

/** What a token stands for. */
type Found = {
  party: Standing
  expiresAt: number
  /** Those that the person may act for. */
  shops: readonly Standing[]
}

type Standing = { id: string; kind: PartyKind; isSuspended: boolean; grants: readonly string[] }
type Entry = { loadedAt: number; found: Found | null }

/** Settings of the memory. */
export type AuthenticatorOptions = {
  /** Machine time, ms. */
  now: () => number
  /** How long an answer may be old. */
  staleMs?: number
  /** Tokens remembered; the one asked for longest ago goes first. */
  entriesMax?: number
}

const findStatement = `
  select t.hash, t.expires_at, p.id, p.kind, p.is_suspended,
    array(select g.name from identity.grants g where g.town = p.town and g.party = p.id order by g.name),
    (select json_agg(json_build_object('id', s.id, 'kind', s.kind, 'isSuspended', s.is_suspended, 'grants',
        array(select g.name from identity.grants g where g.town = s.town and g.party = s.id order by g.name)))
      from identity.memberships m join identity.parties s on s.town = m.town and s.id = m.party
      where m.town = p.town and m.person = p.id)
  from identity.tokens t join identity.parties p on p.town = t.town and p.id = t.party
  where t.town = $1 and t.hash = any($2::bytea[]) and t.revoked_at is null`

type FoundRow = [Buffer, number, string, PartyKind, boolean, string[], Standing[] | null]

/** An authenticator for one town. */
export function createAuthenticator(
  db: Database,
  town: number,
  { now, staleMs = 1_000, entriesMax = 10_000 }: AuthenticatorOptions,
): Authenticator {
  const entries = new Map<string, Entry>()
  const pending = new Map<string, Promise<Entry>>()
  const lookUps = createBatcher<string, Entry>({
    run: async (keys) => {
      const loadedAt = now()
      const foundByKey = await findAll(db, town, keys)
      return keys.map((key) => ({ value: { loadedAt, found: foundByKey.get(key) ?? null } }))
    },
  })

  const remember = (key: string, entry: Entry): void => {
    entries.delete(key) // a Map keeps the order of insertion: what is written again moves to the end
    entries.set(key, entry)
    if (entries.size > entriesMax) entries.delete(entries.keys().next().value ?? key)
  }

  const load = (key: string): Promise<Entry> => {
    const known = pending.get(key)
    if (known !== undefined) return known
    const promise = lookUps
      .add(key)
      .then((entry) => {
        remember(key, entry)
        return entry
      })
      .finally(() => pending.delete(key))
    pending.set(key, promise)
    return promise
  }

  return {
    authenticate: async (token, actingAs) => {
      const key = hash('sha256', token, 'base64')
      const known = entries.get(key)
      const isFresh = known !== undefined && now() - known.loadedAt < staleMs
      const { found } = isFresh ? known : await load(key)
      return found === null || found.expiresAt <= now() ? null : actorFor(found, actingAs)
    },
    forget: () => entries.clear(),
  }
}

async function findAll(db: Database, town: number, keys: readonly string[]): Promise<Map<string, Found>> {
  const hashes = keys.map((key) => Buffer.from(key, 'base64'))
  const { rows } = await db.pool.query<FoundRow>({
    name: 'identity.find-tokens',
    text: findStatement,
    values: [town, byteas(hashes)],
    rowMode: 'array',
  })
  return new Map(
    rows.map(([tokenHash, expiresAt, id, kind, isSuspended, grants, shops]) => [
      tokenHash.toString('base64'),
      { party: { id, kind, isSuspended, grants }, expiresAt, shops: shops ?? [] },
    ]),
  )
}

/** The actor, for oneself or for a shop. @throws {Problem} not-allowed */
function actorFor({ party, shops }: Found, actingAs: string | null): Actor {
  if (party.isSuspended) throw new Problem(notAllowed, { detail: 'This party is suspended.' })
  if (actingAs === null || actingAs === party.id) return { party: party.id, kind: party.kind, grants: party.grants }
  const shop = shops.find(({ id }) => id === actingAs)
  if (shop === undefined)
    throw new Problem(notAllowed, { detail: 'You do not act for the party named in Lakeside-Party.' })
  if (shop.isSuspended) throw new Problem(notAllowed, { detail: 'The party named in Lakeside-Party is suspended.' })
  return { party: shop.id, kind: shop.kind, grants: shop.grants, user: party.id }
}
