import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Compile } from 'typebox/compile'
import { type App, createHttp } from '#kernel/http'
import { createCommandIds } from '#kernel/idempotency'
import { newId } from '#kernel/ids'
import { log } from '#kernel/log'
import { testDatabase } from '#kernel/testing'
import type { Answer, Search } from '#modules/search'
import { ListBody } from './contract.ts'
import { actorFor, anton, command, furnish, offered, submitOneByOne, town } from './fixtures.ts'
import { offersRoutes } from './routes.ts'
import { listingsSource } from './search-source.ts'

/** An index whose hits a test says. */
function fixedIndex(hits: string[]): Pick<Search, 'find' | 'best'> & { isAway: boolean; hits: string[] } {
  const answerOf = (ids: string[]): Answer => ({
    ids,
    facets: {},
    total: ids.length,
    corrected: null,
    didYouMean: null,
  })
  const search = {
    isAway: false,
    hits,
    find: async ({ place: { seen }, count }: Parameters<Search['find']>[0]) => {
      if (search.isAway) return undefined
      const ids = search.hits.slice(seen, seen + count)
      return { list: 'A'.repeat(16), ids, isEnd: search.hits.length <= seen + count, answer: answerOf(search.hits) }
    },
    best: async () => (search.isAway ? undefined : answerOf(search.hits)),
  }
  return search
}

type Stage = {
  app: App
  noted: string[]
  search: ReturnType<typeof fixedIndex>
  offer: (given?: object) => Promise<string>
  list: (query: string) => Promise<ReturnType<typeof JSON.parse>>
  archive: (id: string) => Promise<void>
  source: ReturnType<typeof listingsSource>
}

async function stage(t: TestContext): Promise<Stage> {
  const db = await testDatabase(t)
  await furnish(db)
  const submit = submitOneByOne(db)
  const search = fixedIndex([])
  const app = createHttp({ log, authenticate: async () => null, isStrict: true })
  t.after(() => app.close())
  const noted: string[] = []
  const noteSearch = ({ text, isEmpty }: { text: string; isEmpty: boolean }): void => {
    noted.push(`${text}: ${isEmpty ? 'nothing' : 'found'}`)
  }
  offersRoutes(app, { db, town, submit, commandIdOf: createCommandIds(db, town), search, noteSearch })
  return {
    app,
    noted,
    search,
    source: listingsSource(db, town),
    offer: (given = {}) => offered(submit, actorFor(anton), given),
    archive: async (id) => {
      const input = { offerId: id } as unknown as Parameters<typeof command>[2]
      const [verdict] = await submit([command(actorFor(anton), 'archive', input)])
      assert.equal(verdict?.status, 'accepted')
    },
    list: async (query) => {
      const reply = await app.inject({ url: `/v1/offers?${query}` })
      assert.equal(reply.statusCode, 200, reply.body)
      assert.ok(Compile(ListBody).Check(reply.json()), reply.body)
      return reply.json()
    },
  }
}

const idsOf = (list: { items: { id: string }[] }): string[] => list.items.map(({ id }) => id)

test('hits are shown in the order of the index, as the listings are now, and never when they are unlisted', async (t) => {
  const { search, offer, list, archive } = await stage(t)
  const [first, second, third] = [await offer(), await offer({ priceMinor: 900 }), await offer({ stock: 0 })]
  search.hits = [third, second, first]
  assert.deepEqual(idsOf(await list('q=mug')), [third, second, first])
  assert.deepEqual(idsOf(await list('q=mug&priceMinorMax=1000')), [second])
  assert.deepEqual(idsOf(await list('q=mug&isAvailable=true')), [second, first])
  await archive(second)
  const shown = await list('q=mug')
  assert.deepEqual([idsOf(shown), shown.search.answeredBy], [[third, first], 'index'])
})

test('pages follow the list, over hits that are shown no longer', async (t) => {
  const { search, offer, list, archive } = await stage(t)
  const made: string[] = []
  while (made.length < 7) made.push(await offer())
  search.hits = made
  await archive(made[1]!)
  await archive(made[4]!)
  const shown: string[] = []
  let next = ''
  for (let pages = 0; pages < 10; pages += 1) {
    const page = await list(`q=mug&limit=2${next}`)
    shown.push(...idsOf(page))
    if (page.nextCursor === null) break
    next = `&cursor=${page.nextCursor}`
  }
  assert.deepEqual(shown, [0, 2, 3, 5, 6].map((n) => made[n])) // prettier-ignore
})

test('without an index the database answers, says so, and goes on with a list of either', async (t) => {
  const { search, offer, list } = await stage(t)
  const made = [await offer(), await offer(), await offer()]
  search.hits = made
  const first = await list('q=mug&limit=1')
  search.isAway = true
  const away = await list('q=mug&limit=1')
  assert.deepEqual([away.search.answeredBy, away.items.length], ['database', 1])
  const behind = await list(`q=mug&limit=5&cursor=${first.nextCursor}`)
  assert.deepEqual([behind.search.answeredBy, behind.items.length], ['database', 2])
  search.isAway = false
  const goneOn = await list(`q=mug&limit=5&cursor=${away.nextCursor}`)
  assert.deepEqual([goneOn.search.answeredBy, goneOn.items.length], ['database', 2])
  assert.equal(new Set([...idsOf(away), ...idsOf(goneOn)]).size, 3)
  assert.equal((await list('q=mug&facets=price')).total, 3)
  search.isAway = true
  assert.equal((await list('q=mug&facets=price')).facets, null)
})

test('a search that finds nothing shows what is near', async (t) => {
  const { search, offer, list } = await stage(t)
  const id = await offer({ title: 'Blue bowl' })
  const lonely = await list('q=dragon')
  assert.deepEqual([lonely.items, lonely.nearby.why, idsOf(lonely.nearby)], [[], 'newest', [id]])
  search.hits = [id]
  const filtered = await list('q=bowl&priceMinorMax=1')
  assert.deepEqual([filtered.items, filtered.nearby.why, idsOf(filtered.nearby)], [[], 'without-filters', [id]])
  search.isAway = true
  assert.equal((await list('q=dragon')).nearby.why, 'newest')
})

test('every search in vain is told of, also one that has no words and filters that leave nothing', async (t) => {
  const { list, noted, offer } = await stage(t)
  await offer({ title: 'Mug' })
  await list('limit=5&facets=price')
  assert.deepEqual(noted, [], 'to look around is no search')
  const { items, nearby } = await list('limit=5&facets=price&starsMin=5')
  assert.deepEqual([items, nearby.items.length], [[], 1])
  await list('limit=5&q=unicorn')
  assert.deepEqual(noted, [': nothing', 'unicorn: nothing'])
})

test('a place that was paid for says so and by whom, or is no place', () => {
  const { properties } = ListBody
  const card = {
    id: newId(), business: 'market', title: 'Mug', category: 'ceramics', currency: 'EUR', priceMinor: 1, priceMinorMax: 1,
    picture: null, seller: { id: newId(), name: 'Anton', slug: 'anton', picture: null }, variants: 1, available: 1,
  } // prettier-ignore
  const check = Compile(properties.sponsored)
  const sponsor = { id: newId(), name: 'Anton' }
  assert.equal(check.Check([{ offer: card, isSponsored: true, sponsor }]), true)
  for (const wrong of [{}, { sponsor: { ...sponsor, name: '' } }, { sponsor, isSponsored: false }]) {
    assert.equal(check.Check([{ offer: card, isSponsored: true, ...wrong }]), false)
  }
})

test('hostile searches are refused with a pointer, or answered', async (t) => {
  const { app, list } = await stage(t)
  const status = async (query: string) => (await app.inject({ url: `/v1/offers?${query}` })).statusCode
  assert.equal(await status(`q=${'x'.repeat(10_000)}`), 422)
  assert.equal(await status('q=mug&facets=brand'), 422)
  const forged = Buffer.from('{"list":"x","seen":-1}').toString('base64url')
  for (const cursor of [forged, 'x', Buffer.from('{"list"').toString('base64url')]) {
    const reply = await app.inject({ url: `/v1/offers?q=mug&cursor=${cursor}` })
    assert.deepEqual([reply.statusCode, reply.json().errors?.[0]?.pointer], [422, '/cursor'], reply.body)
  }
  for (const q of ['%07%E2%80%AE', 'the+of', '%F0%9F%98%80', '%22(((', '*:*']) assert.ok(await list(`q=${q}`))
})

test('the source tells things with the words they are found by', async (t) => {
  const { source, offer } = await stage(t)
  const head = newId()
  await offer({ offerId: head, groupId: head, title: 'Mug “North Wind”', variant: { size: 'small' } })
  const variant = await offer({ groupId: head, title: 'Mug “North Wind” large', variant: { size: 'large' } })
  const other = await offer({ title: 'Teapot' })
  const [entry] = await source.read([head])
  assert.equal(entry?.title, 'Mug “North Wind” small Mug “North Wind” large large')
  assert.equal(entry.shelf, 'Home 家居 Ceramics 陶瓷 Anton Brenner')
  assert.deepEqual([entry.isListed, entry.categoryPath, entry.priceMinor], [true, ['home', 'ceramics'], 4000])
  assert.deepEqual(await source.read([variant]), [])
  assert.equal(await source.count(), 2)
  const first = await source.page(undefined, 1)
  const second = await source.page(first[0]!.id, 5)
  assert.deepEqual([...first, ...second].map(({ id }) => id), [head, other].sort()) // prettier-ignore
  assert.equal((await source.titles([other])).get(other), 'Teapot')
})
