import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { migrateJobs } from '#kernel/jobs'
import { type Served, bearer, newParty, process, serve } from './fixtures.ts'

const [shop, ada, olga, other] = [
  newParty({ kind: 'firm', slug: 'potters', name: 'Potters' }),
  newParty({ slug: 'ada', name: 'Ada 100%' }),
  newParty({ slug: 'olga', grants: ['operator'] }),
  newParty({ slug: 'zoe', grants: ['operator'] }),
]
const reason = 'asked for by the court'

async function server(t: TestContext) {
  const served = await serve(t, [shop, { ...ada, actsFor: [shop.id] }, olga, other])
  await migrateJobs(served.db.url) // suspensions are announced
  const [operator, adas] = [(await bearer(served.db, olga.id)).headers, (await bearer(served.db, ada.id)).headers]
  const ask = (request: string, { headers = operator, body }: { headers?: object; body?: object } = {}) => {
    const [method, url] = request.split(' ', 2) as ['GET' | 'POST' | 'PUT' | 'DELETE', string] // as written below
    return served.app.inject({ method, url, headers: { ...headers }, ...(body && { payload: body }) })
  }
  return { ...served, adas, ask }
}

async function acts({ db }: Pick<Served, 'db'>): Promise<string[]> {
  const { rows } = await sql<{ act: string }>`select act from audit.entries order by id`.execute(db)
  return rows.map(({ act }) => act)
}

test('a suspended party is out at once here, within a second elsewhere, and back when restored', async (t) => {
  const served = await server(t)
  const { ask, adas, db } = served
  const elsewhere = process(t, db)
  const afar = async () => (await elsewhere.app.inject({ url: '/v1/me', headers: adas })).statusCode
  assert.equal(await afar(), 200)
  assert.equal((await ask(`POST /v1/parties/${ada.id}/suspend`, { headers: adas, body: { reason } })).statusCode, 403)
  assert.equal((await ask(`POST /v1/parties/${ada.id}/suspend`, { body: { reason } })).statusCode, 204)
  assert.equal((await ask('GET /v1/me', { headers: adas })).statusCode, 403)
  elsewhere.clock.ms += 1_000
  assert.equal(await afar(), 403)
  const { items } = (await ask('GET /v1/parties?isSuspended=true')).json()
  assert.deepEqual(items.map(({ slug }: { slug: string }) => slug), ['ada']) // prettier-ignore
  assert.equal((await ask(`POST /v1/parties/${ada.id}/restore`, { body: { reason } })).statusCode, 204)
  assert.equal((await ask('GET /v1/me', { headers: adas })).statusCode, 200)
  assert.deepEqual(await acts(served), ['parties.suspended', 'parties.restored'])
  assert.equal((await ask(`POST /v1/parties/${newId()}/suspend`, { body: { reason } })).statusCode, 404)
})

test('grants come and go, and the town keeps an operator even when two end each other at once', async (t) => {
  const served = await server(t)
  const { ask, adas, db } = served
  assert.equal((await ask(`PUT /v1/parties/${ada.id}/grants/courier`)).statusCode, 204)
  assert.deepEqual((await ask('GET /v1/me', { headers: adas })).json().grants, ['courier'])
  assert.equal((await ask(`DELETE /v1/parties/${ada.id}/grants/courier`)).statusCode, 204)
  assert.deepEqual((await ask('GET /v1/me', { headers: adas })).json().grants, [])
  const zoe = (await bearer(db, other.id)).headers
  const answers = await Promise.all([
    ask(`DELETE /v1/parties/${other.id}/grants/operator`),
    ask(`POST /v1/parties/${olga.id}/suspend`, { headers: zoe, body: { reason } }),
  ])
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode).toSorted((one, two) => one - two),
    [204, 409],
  )
  assert.equal(answers.find(({ statusCode }) => statusCode === 409)!.json().type, '/problems/last-operator')
})

test('a verification shows on the profile; what was seen only to operators', async (t) => {
  const { ask, adas, app } = await server(t)
  const note = 'Extract of the register, 3 March'
  assert.equal((await ask(`PUT /v1/parties/${shop.id}/verification`, { body: { note } })).statusCode, 204)
  const profile = await app.inject(`/v1/parties/${shop.id}`)
  assert.ok(profile.json().verifiedAt !== null && !profile.body.includes(note))
  const [listed] = (await ask('GET /v1/parties?text=POTT')).json().items
  assert.equal(listed.verifiedNote, note)
  assert.equal((await ask('GET /v1/parties', { headers: adas })).statusCode, 403)
  assert.equal((await ask(`DELETE /v1/parties/${shop.id}/verification`)).statusCode, 204)
  assert.equal((await app.inject(`/v1/parties/${shop.id}`)).json().verifiedAt, null)
})

test('a search takes its text as it is, and pages by short name', async (t) => {
  const { ask } = await server(t)
  const slugs = async (query: string) => {
    const { items, nextCursor } = (await ask(`GET /v1/parties?${query}`)).json()
    return { slugs: items.map(({ slug }: { slug: string }) => slug), nextCursor }
  }
  assert.deepEqual((await slugs('text=100%25')).slugs, ['ada'])
  assert.deepEqual((await slugs('text=_')).slugs, [])
  const first = await slugs('limit=3')
  assert.deepEqual(first.slugs, ['ada', 'olga', 'potters'])
  assert.deepEqual((await slugs(`limit=3&cursor=${first.nextCursor}`)).slugs, ['zoe'])
})

test('looking with a party’s eyes reads what it reads, changes nothing, is on record and ends with the grant', async (t) => {
  const served = await server(t)
  const { ask, adas, clock } = served
  assert.equal((await ask(`POST /v1/parties/${shop.id}/view`, { headers: adas, body: { reason } })).statusCode, 403)
  const { token } = (await ask(`POST /v1/parties/${ada.id}/view`, { body: { reason } })).json()
  const headers = { authorization: `Bearer ${token}` }
  const me = (await ask('GET /v1/me', { headers })).json()
  assert.deepEqual([me.party.slug, me.credential.viewer], ['ada', olga.id])
  assert.equal((await ask('GET /v1/members', { headers: { ...headers, 'lakeside-party': shop.id } })).statusCode, 200)
  const writes = [
    ['PATCH /v1/profile', { name: 'Eve' }],
    ['PUT /v1/consents/marketing', { isGiven: true, version: '1' }],
    ['POST /v1/keys', { label: 'x', scopes: ['me:read'] }],
    [`PUT /v1/members/${ada.id}`, { role: 'viewer' }],
  ] as const
  for (const [request, body] of writes) {
    const all = { ...headers, 'idempotency-key': newId(), 'lakeside-party': shop.id }
    assert.equal((await ask(request, { headers: all, body })).statusCode, 403, request)
  }
  assert.equal((await ask('GET /v1/tokens', { headers: adas })).json().items.length, 1, 'the party’s own session only')
  assert.deepEqual(await acts(served), ['parties.viewed'])
  await ask(`DELETE /v1/parties/${olga.id}/grants/operator`)
  assert.equal((await ask('GET /v1/me', { headers })).statusCode, 403)
  clock.ms += 3_600_000
  assert.equal((await ask('GET /v1/me', { headers })).statusCode, 401)
})
