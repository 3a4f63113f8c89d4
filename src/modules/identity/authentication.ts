import { hash } from 'node:crypto'
import { createBatcher } from '#kernel/batcher'
import type { Actor, PartyKind } from '#kernel/commands'
import type { Database } from '#kernel/db'
import type { Use } from '#kernel/http'
import { notAllowed } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { byteas } from '#kernel/wire'
import { createKeyUses } from './key-uses.ts'
import { type Role, hasScope, roleMay, scopeOf } from './policies.ts'

/**
 * From a token (of a header or of the session cookie) to an actor, at the rate of every request: what was found stays
 * in memory for a second, and requests that miss at the same time share one statement. So a revoked token, a withdrawn
 * grant, a lost membership or a suspension takes effect within a second in every process.
 */
export type Authenticator = {
  /** As `Authenticate`; a use that is not told is one that no key has a scope for. */
  authenticate: (token: string, actingAs: string | null, use?: Use) => Promise<Actor | null>
  /** Forgets everything: what this process itself changed takes effect at once. */
  forget: () => void
  /** Notes the last uses of keys that have not been stored yet. */
  close: () => Promise<void>
}

/** What a token stands for. */
type Found = {
  id: string
  party: Standing
  expiresAt: number
  /** Those that the person may act for. */
  shops: readonly Shop[]
  /** What a key may be used for; null for a session. */
  scopes: readonly string[] | null
  /** The operator behind a session that only looks; it ends with the grant. */
  viewer: { isOperator: boolean } | null
}

type Standing = { id: string; kind: PartyKind; isSuspended: boolean; grants: readonly string[] }
type Shop = Standing & { role: Role }
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
    (select json_agg(json_build_object('id', s.id, 'kind', s.kind, 'isSuspended', s.is_suspended, 'role', m.role,
        'grants',
        array(select g.name from identity.grants g where g.town = s.town and g.party = s.id order by g.name)))
      from identity.memberships m join identity.parties s on s.town = m.town and s.id = m.party
      where m.town = p.town and m.person = p.id and t.kind = 'session'),
    t.id, t.scopes,
    case when t.viewer is not null then json_build_object('isOperator', exists (
      select from identity.grants g join identity.parties v on v.town = g.town and v.id = g.party
      where g.town = t.town and g.party = t.viewer and g.name = 'operator' and not v.is_suspended)) end
  from identity.tokens t join identity.parties p on p.town = t.town and p.id = t.party
  where t.town = $1 and t.hash = any($2::bytea[]) and t.revoked_at is null`

type FoundRow = [
  ...[hash: Buffer, expiresAt: number, party: string, kind: PartyKind, isSuspended: boolean, grants: string[]],
  ...[shops: Shop[] | null, id: string, scopes: string[] | null, viewer: { isOperator: boolean } | null],
]

/** An authenticator for one town. */
export function createAuthenticator(
  db: Database,
  town: number,
  { now, staleMs = 1_000, entriesMax = 10_000 }: AuthenticatorOptions,
): Authenticator {
  let entries = new Map<string, Entry>()
  let pending = new Map<string, Promise<Entry>>()
  const uses = createKeyUses(db, town)
  const lookUps = createBatcher<string, Entry>({
    run: async (keys) => {
      const loadedAt = now()
      const foundByKey = await findAll(db, town, keys)
      return keys.map((key) => ({ value: { loadedAt, found: foundByKey.get(key) ?? null } }))
    },
  })

  const remember = (to: Map<string, Entry>, key: string, entry: Entry): Entry => {
    to.delete(key) // a Map keeps the order of insertion: what is written again moves to the end
    to.set(key, entry)
    if (to.size > entriesMax) to.delete(to.keys().next().value ?? key)
    return entry
  }

  const load = (key: string): Promise<Entry> => {
    const known = pending.get(key)
    if (known !== undefined) return known
    // What is found goes where it belonged when it was asked for: after a `forget` nobody looks there any more.
    const [to, on] = [entries, pending]
    const promise = lookUps
      .add(key)
      .then((entry) => remember(to, key, entry))
      .finally(() => on.delete(key))
    on.set(key, promise)
    return promise
  }

  return {
    authenticate: async (token, actingAs, use = nothing) => {
      const key = hash('sha256', token, 'base64')
      const known = entries.get(key)
      const isFresh = known !== undefined && now() - known.loadedAt < staleMs
      const { found } = isFresh ? known : await load(key)
      if (found === null || found.expiresAt <= now()) return null
      if (found.scopes !== null) uses.note(found.id, now())
      return actorFor(found, actingAs, use)
    },
    forget: () => {
      entries = new Map()
      pending = new Map()
    },
    close: () => uses.close(),
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
    rows.map(([tokenHash, expiresAt, party, kind, isSuspended, grants, shops, id, scopes, viewer]) => [
      tokenHash.toString('base64'),
      { id, party: { id: party, kind, isSuspended, grants }, expiresAt, shops: shops ?? [], scopes, viewer },
    ]),
  )
}

/** A use that nothing has been said about. */
const nothing: Use = { area: '', isWrite: true }

/** The actor, for oneself or for a shop, if the credential is good for this. @throws {Problem} not-allowed */
function actorFor({ party, shops, scopes, viewer }: Found, actingAs: string | null, use: Use): Actor {
  if (party.isSuspended) throw refused('This party is suspended.')
  if (scopes !== null && !hasScope(scopes, use)) {
    throw refused(`This key lacks the scope ${scopeOf(use)}.`, { scope: scopeOf(use) })
  }
  if (viewer !== null) refuseViewer(viewer, use)
  const self = { party: party.id, kind: party.kind, grants: party.grants }
  return actingAs === null || actingAs === party.id ? self : memberOf(shops, { actingAs, person: party.id, use })
}

/** The shop, with the person behind it and the person's role in its team. @throws {Problem} not-allowed */
function memberOf(
  shops: readonly Shop[],
  { actingAs, person, use }: { actingAs: string; person: string; use: Use },
): Actor {
  const shop = shops.find(({ id }) => id === actingAs)
  if (shop === undefined) throw refused('You do not act for the party named in Lakeside-Party.')
  if (shop.isSuspended) throw refused('The party named in Lakeside-Party is suspended.')
  if (!roleMay(shop.role, use)) throw refused(`As ${shop.role} you may not do this for the party in Lakeside-Party.`)
  const actor = { party: shop.id, kind: shop.kind, grants: shop.grants, user: person }
  return shop.role === 'owner' ? actor : { ...actor, role: shop.role }
}

/** Who looks through another's eyes changes nothing, and stops looking with the grant. @throws {Problem} not-allowed */
function refuseViewer({ isOperator }: { isOperator: boolean }, { area, isWrite }: Use): void {
  if (!isOperator) throw refused('Only an operator looks at the town as somebody else.')
  // Leaving is no change to the party looked at.
  if (isWrite && area !== 'session') throw refused('You are looking at the town as somebody else: you may only read.')
}

function refused(detail: string, extra?: Readonly<Record<string, unknown>>): Problem {
  return new Problem(notAllowed, extra === undefined ? { detail } : { detail, extra })
}
