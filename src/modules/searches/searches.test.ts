import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Actor } from '#kernel/commands'
import { createHttp } from '#kernel/http'
import { newId } from '#kernel/ids'
import { log } from '#kernel/log'
import { testDatabase } from '#kernel/testing'
import { createCounting } from './counting.ts'
import { type NoteSearch, openSearches } from './searches.ts'
import { countedWords } from './words.ts'

const dayMs = 86_400_000
const olga: Actor = { party: newId(), kind: 'person', grants: ['operator'] }
const mei: Actor = { party: newId(), kind: 'person', grants: [] }

async function server(t: TestContext) {
  const db = await testDatabase(t)
  const clock = { at: Date.UTC(2026, 5, 10, 12) }
  const people = new Map([['olga', olga], ['mei', mei]]) // prettier-ignore
  const app = createHttp({ log, authenticate: async (token) => people.get(token) ?? null, isStrict: true })
  t.after(() => app.close())
  const context = { db, town: { id: 1 }, clock: { now: () => clock.at } }
  const note: NoteSearch = openSearches(app, context as never) // the rest of it is not read
  const read = async (query = '', who = 'olga') => {
    const reply = await app.inject({ url: `/v1/searches?${query}`, headers: { authorization: `Bearer ${who}` } })
    return { status: reply.statusCode, ...reply.json() }
  }
  const click = async (q: string) =>
    (await app.inject({ method: 'POST', url: '/v1/searches/clicks', payload: { q } })).statusCode
  return { db, clock, note, read, click }
}

test('searches are counted by their words, however they are typed; in vain and by clicks', async (t) => {
  const { note, read, click } = await server(t)
  for (const text of ['Blue  Mug', 'blue mug ', 'BLUE MUG']) note({ text, isEmpty: false, actor: null })
  for (const actor of [null, mei]) note({ text: 'unicorn', isEmpty: true, actor })
  assert.equal(await click('Blue Mug'), 204)
  const { total, items } = await read()
  assert.deepEqual(total, { searches: 5, empty: 2, clicks: 1 })
  assert.deepEqual(items, [
    { words: 'blue mug', searches: 3, empty: 0, clicks: 1 },
    { words: 'unicorn', searches: 2, empty: 2, clicks: 0 },
  ])
  note({ text: 'unicorn', isEmpty: true, actor: null })
  assert.deepEqual((await read('isInVain=true')).items, [{ words: 'unicorn', searches: 3, empty: 3, clicks: 0 }])
})

test('what operators try out is no demand, and what people look for is for operators only', async (t) => {
  const { note, read } = await server(t)
  note({ text: 'mug', isEmpty: true, actor: olga })
  assert.deepEqual((await read()).items, [])
  assert.equal((await read('', 'mei')).status, 403)
})

test('only the days asked for count, and after ninety nothing is left', async (t) => {
  const { db, clock, note, read } = await server(t)
  note({ text: 'old', isEmpty: false, actor: null })
  assert.equal((await read('days=1')).items.length, 1)
  clock.at += 2 * dayMs
  note({ text: 'new', isEmpty: false, actor: null })
  assert.deepEqual(
    (await read('days=2')).items.map(({ words }: { words: string }) => words),
    ['new'],
  )
  assert.equal((await read('days=3')).items.length, 2)
  clock.at += 90 * dayMs
  note({ text: 'newest', isEmpty: false, actor: null })
  await read()
  const { rows } = await db.pool.query('select words from searches.queries order by words')
  assert.deepEqual(rows, [{ words: 'new' }, { words: 'newest' }])
})

test('two processes add to the same counts', async (t) => {
  const { db, read } = await server(t)
  const now = (): number => Date.UTC(2026, 5, 10, 12)
  const [one, other] = [createCounting({ db, town: 1, now }), createCounting({ db, town: 1, now })]
  for (const text of ['a mug', 'b mug']) for (const counting of [one, other, one]) counting.search(text, false)
  await Promise.all([one.stop(), other.stop()])
  assert.deepEqual((await read()).total, { searches: 6, empty: 0, clicks: 0 })
})

test('what may tell of a person is not counted', () => {
  for (const text of ['mei@example.com', '+49 30 901820', '4111 1111 1111 1111', 'x'.repeat(81), '  ', '!?'])
    assert.equal(countedWords(text), undefined, text)
  assert.equal(countedWords(' 绿茶  100g '), '绿茶 100g')
})
