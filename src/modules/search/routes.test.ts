import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { sql } from '#kernel/db'
import { type App, createHttp } from '#kernel/http'
import { newId } from '#kernel/ids'
import { log } from '#kernel/log'
import { testDatabase } from '#kernel/testing'
import { searchRoutes } from './routes.ts'
import { continuations } from './suggestions.ts'

const olga = { party: newId(), kind: 'person' as const, grants: ['operator'] }

async function server(t: TestContext): Promise<{ app: App; acts: () => Promise<unknown[]> }> {
  const db = await testDatabase(t)
  const people = new Map([
    ['olga', olga],
    ['anton', { ...olga, party: newId(), grants: [] }],
  ])
  const app = createHttp({ log, authenticate: async (token) => people.get(token) ?? null, isStrict: true })
  t.after(() => app.close())
  searchRoutes(app, { db, town: 1 })
  const acts = async (): Promise<unknown[]> =>
    (await sql`select act, party, details from audit.entries order by id`.execute(db)).rows
  return { app, acts }
}

const url = '/v1/search/synonyms'
const as = (name: string): { headers: { authorization: string } } => ({ headers: { authorization: `Bearer ${name}` } })

test('the operator replaces the synonyms that were read, and the audit log keeps each change', async (t) => {
  const { app, acts } = await server(t)
  const put = (payload: object) => app.inject({ method: 'PUT', url, ...as('olga'), payload })
  assert.deepEqual((await app.inject({ url, ...as('olga') })).json(), { rev: 0, sets: [] })
  assert.equal((await put({ rev: 1, sets: [] })).statusCode, 409)
  assert.deepEqual((await put({ rev: 0, sets: [['couch', 'sofa']] })).json(), { rev: 1 })
  const late = await put({ rev: 0, sets: [] })
  assert.deepEqual([late.statusCode, late.json().type], [409, '/problems/synonyms-changed'])
  assert.deepEqual((await put({ rev: 1, sets: [['沙发', 'sofa']] })).json(), { rev: 2 })
  assert.deepEqual((await app.inject({ url, ...as('olga') })).json(), { rev: 2, sets: [['沙发', 'sofa']] })
  assert.deepEqual(await acts(), [
    { act: 'synonyms.changed', party: olga.party, details: { rev: 1, sets: 1 } },
    { act: 'synonyms.changed', party: olga.party, details: { rev: 2, sets: 1 } },
  ])
})

test('synonyms are the operator’s, and a set that no search could use is refused at its place', async (t) => {
  const { app, acts } = await server(t)
  const put = (name: string, sets: unknown) =>
    app.inject({ method: 'PUT', url, ...as(name), payload: { rev: 0, sets } })
  assert.equal((await app.inject({ url, ...as('anton') })).statusCode, 403)
  assert.equal((await put('anton', [['couch', 'sofa']])).statusCode, 403)
  for (const [sets, pointer] of [
    [[['mobile phone', 'cell phone']], '/sets/0'],
    [
      [
        ['couch', 'sofa'],
        ['!!', '??'],
      ],
      '/sets/1/0',
    ],
    [[['couch']], '/sets/0'],
  ] as const) {
    const reply = await put('olga', sets)
    assert.deepEqual([reply.statusCode, reply.json().errors?.[0]?.pointer], [422, pointer], reply.body)
  }
  assert.deepEqual(await acts(), [])
})

test('without an index there is nothing to suggest, and no fault', async (t) => {
  const { app } = await server(t)
  const reply = await app.inject('/v1/search/suggestions?q=mug')
  assert.deepEqual([reply.statusCode, reply.json()], [200, { queries: [], categories: [], things: [] }])
})

test('a search goes on as titles do, the most frequent way first', () => {
  const titles = ['Oak table', 'Oak tablet stand', 'Oak table lamp']
  const expected = ['oak table', 'oak table lamp', 'oak tablet', 'oak tablet stand']
  assert.deepEqual(continuations('oak ta', titles), expected)
  assert.deepEqual(continuations('table', ['Table']), [])
  assert.deepEqual(continuations('', titles), [])
})
