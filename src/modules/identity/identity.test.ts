import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type pg from 'pg'
import { type Database, connectRaw, sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import { testDatabase } from '#kernel/testing'
import { pipeline } from '#kernel/wire'
import { newParty } from './fixtures.ts'
import {
  type NewParty,
  createAuthenticator,
  createParties,
  findProfile,
  issueLink,
  issueToken,
  listMemberships,
  loadParties,
  partyOf,
  revokeToken,
  setGrant,
  setSuspended,
  sweepSecrets,
} from './index.ts'
import { takeLink } from './tokens.ts'

const town = 1
const start = 1_700_000_000_000

/** A database with these parties, a clock that a test moves, and an authenticator. */
async function setUp(t: TestContext, ...parties: NewParty[]) {
  const db = await testDatabase(t)
  await createParties(db, town, parties)
  const clock = { ms: start }
  const { authenticate, forget } = createAuthenticator(db, town, { now: () => clock.ms, entriesMax: 3 })
  return { db, clock, authenticate, forget }
}

async function tokenFor(db: Database, party: string, ttlMs = 60_000): Promise<string> {
  return (await issueToken(db, { town, party, label: 'test', now: start, ttlMs })).token
}

async function violations(db: Database): Promise<unknown[]> {
  const { rows } = await sql`
    select m.town from identity.memberships m join identity.parties p on p.town = m.town and p.id = m.person
    where p.kind <> 'person'`.execute(db)
  return rows
}

test('a token stands for its party with its grants', async (t) => {
  const courier = newParty({ grants: ['courier'] })
  const { db, authenticate } = await setUp(t, courier)
  const token = await tokenFor(db, courier.id)
  assert.deepEqual(await authenticate(token, null), { party: courier.id, kind: 'person', grants: ['courier'] })
})

test('an unknown, an expired and a revoked token stand for nobody', async (t) => {
  const ada = newParty()
  const { db, clock, authenticate, forget } = await setUp(t, ada)
  const expiring = await tokenFor(db, ada.id, 500)
  const { id, token } = await issueToken(db, { town, party: ada.id, label: 'test', now: start })
  assert.equal(await authenticate('lake_nobody', null), null)
  assert.equal((await authenticate(expiring, null))?.party, ada.id)
  clock.ms += 500
  assert.equal(await authenticate(expiring, null), null, 'expiry counts although the answer is remembered')
  assert.equal((await authenticate(token, null))?.party, ada.id)
  await revokeToken(db, { town, id, now: clock.ms })
  forget()
  assert.equal(await authenticate(token, null), null)
})

test('an answer that was on its way when its token was revoked is remembered for nobody', async (t) => {
  const ada = newParty()
  const db = await testDatabase(t)
  await createParties(db, town, [ada])
  const { id, token } = await issueToken(db, { town, party: ada.id, label: 'test', now: start })
  // The first answer stays on the line until it is let through.
  const line = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  let isFirst = true
  const query = async (wanted: pg.QueryConfig): Promise<pg.QueryResult> => {
    const waits = isFirst
    isFirst = false
    const answer = await db.pool.query(wanted)
    asked.resolve()
    if (waits) await line.promise
    return answer
  }
  const slow: Database = Object.create(db, { pool: { value: Object.create(db.pool, { query: { value: query } }) } })
  const { authenticate, forget } = createAuthenticator(slow, town, { now: () => start })
  const early = authenticate(token, null)
  await asked.promise
  await revokeToken(db, { town, id, now: start })
  forget()
  const late = authenticate(token, null)
  line.resolve()
  assert.equal((await early)?.party, ada.id, 'asked before it was revoked')
  assert.equal(await late, null, 'asked after it was')
  assert.equal(await authenticate(token, null), null)
})

test('what another process revoked takes effect after a second and not before', async (t) => {
  const ada = newParty()
  const { db, clock, authenticate } = await setUp(t, ada)
  const { id, token } = await issueToken(db, { town, party: ada.id, label: 'test', now: start })
  await authenticate(token, null)
  await revokeToken(db, { town, id, now: start })
  clock.ms += 999
  assert.notEqual(await authenticate(token, null), null)
  clock.ms += 1
  assert.equal(await authenticate(token, null), null)
})

test('a token of one town stands for nobody in another', async (t) => {
  const ada = newParty()
  const { db } = await setUp(t, ada)
  const token = await tokenFor(db, ada.id)
  const elsewhere = createAuthenticator(db, 2, { now: () => start })
  assert.equal(await elsewhere.authenticate(token, null), null)
})

test('a person acts for a shop she belongs to, with the grants of the shop, and for no other', async (t) => {
  const [shop, other] = [newParty({ kind: 'firm', grants: ['courier'] }), newParty({ kind: 'firm' })]
  const ada = newParty({ actsFor: [shop.id], grants: ['operator'] })
  const { db, authenticate } = await setUp(t, shop, other, ada)
  const token = await tokenFor(db, ada.id)
  assert.deepEqual(await authenticate(token, shop.id), {
    party: shop.id,
    kind: 'firm',
    grants: ['courier'],
    user: ada.id,
  })
  await assert.rejects(authenticate(token, other.id), (error) => error instanceof Problem && error.kind.status === 403)
  assert.deepEqual(
    (await listMemberships(db, town, ada.id)).map(({ id }) => id),
    [shop.id],
  )
  assert.deepEqual(await violations(db), [])
})

test('a suspended party is refused, and so is acting for a suspended shop', async (t) => {
  const shop = newParty({ kind: 'firm' })
  const ada = newParty({ actsFor: [shop.id] })
  const { db, clock, authenticate } = await setUp(t, shop, ada)
  const token = await tokenFor(db, ada.id)
  await setSuspended(db, { town, party: shop.id, isSuspended: true })
  await assert.rejects(authenticate(token, shop.id), Problem)
  assert.equal((await authenticate(token, null))?.party, ada.id)
  await setSuspended(db, { town, party: ada.id, isSuspended: true })
  clock.ms += 1_000
  await assert.rejects(authenticate(token, null), Problem)
})

test('many requests with many tokens at once are each answered for their own', async (t) => {
  const parties = Array.from({ length: 8 }, () => newParty())
  const { db, authenticate } = await setUp(t, ...parties)
  const tokens = await Promise.all(parties.map(({ id }) => tokenFor(db, id)))
  const calls = Array.from({ length: 200 }, (_, index) => index % parties.length)
  const actors = await Promise.all(calls.map((index) => authenticate(tokens[index]!, null)))
  assert.deepEqual(
    actors.map((actor) => actor?.party),
    calls.map((index) => parties[index]!.id),
  )
})

test('only the hash of a secret is kept', async (t) => {
  const ada = newParty()
  const { db } = await setUp(t, ada)
  const token = await tokenFor(db, ada.id)
  const link = await issueLink(db, { town, party: ada.id, label: 'setup', now: start })
  const { rows } = await sql<{ text: string }>`
    select row_to_json(t)::text as text from identity.tokens t
    union all select row_to_json(l)::text from identity.links l`.execute(db)
  assert.equal(rows.length, 2)
  for (const { text } of rows) {
    assert.ok(!text.includes(token) && !text.includes(Buffer.from(token).toString('hex')))
    assert.ok(!text.includes(link) && !text.includes(Buffer.from(link).toString('hex')))
  }
})

test('a link works once, for one of many who try, and not after its day', async (t) => {
  const ada = newParty()
  const { db } = await setUp(t, ada)
  const secret = await issueLink(db, { town, party: ada.id, label: 'setup', now: start })
  const tries = await Promise.all(Array.from({ length: 10 }, () => takeLink(db, { town, secret, now: start + 1 })))
  assert.equal(tries.filter((taken) => taken !== undefined).length, 1)
  const late = await issueLink(db, { town, party: ada.id, label: 'setup', now: start })
  assert.equal(await takeLink(db, { town, secret: late, now: start + 86_400_000 }), undefined)
})

test('a new link ends the unused ones of its label, and of no other', async (t) => {
  const ada = newParty()
  const { db } = await setUp(t, ada)
  const issue = (label: string): Promise<string> => issueLink(db, { town, party: ada.id, label, now: start })
  const [old, other, newest] = [await issue('setup'), await issue('recovery'), await issue('setup')]
  assert.equal(await takeLink(db, { town, secret: old, now: start + 1 }), undefined)
  assert.notEqual(await takeLink(db, { town, secret: other, now: start + 1 }), undefined)
  assert.notEqual(await takeLink(db, { town, secret: newest, now: start + 1 }), undefined)
})

test('creating parties again changes nothing', async (t) => {
  const ada = newParty({ name: 'Ada', grants: ['courier'] })
  const { db } = await setUp(t, ada)
  await createParties(db, town, [{ ...ada, name: 'Somebody else' }])
  assert.equal((await findProfile(db, town, ada.id))?.name, 'Ada')
})

test('the engine loads parties by set, with their grants, and no row for who is unknown', async (t) => {
  const [ada, bob] = [newParty({ grants: ['courier', 'arbiter'] }), newParty({ kind: 'firm' })]
  const { db } = await setUp(t, ada, bob)
  await setGrant(db, { town, party: ada.id, name: 'courier', isGranted: false, by: bob.id, now: start })
  const client = await connectRaw(db.url, { pipeline: true })
  t.after(() => client.end())
  const [answer] = await pipeline(client, [loadParties(town, [ada.id, bob.id, newId()])])
  const found = new Map(answer!.rows.map(partyOf).map((party) => [party.id, party]))
  assert.equal(found.size, 2)
  assert.deepEqual(found.get(ada.id), {
    id: ada.id,
    kind: 'person',
    grants: ['arbiter'],
    isSuspended: false,
    facts: {},
  })
  assert.equal(found.get(bob.id)?.kind, 'firm')
})

test('secrets that ended a month ago are swept, others stay', async (t) => {
  const ada = newParty()
  const { db, authenticate } = await setUp(t, ada)
  await tokenFor(db, ada.id, 1)
  const { token } = await issueToken(db, { town, party: ada.id, label: 'till', now: start, ttlMs: 90 * 86_400_000 })
  await sweepSecrets(db, { town, now: start + 31 * 86_400_000 })
  const { rows } = await sql`select 1 from identity.tokens`.execute(db)
  assert.equal(rows.length, 1)
  assert.notEqual(await authenticate(token, null), null)
})
