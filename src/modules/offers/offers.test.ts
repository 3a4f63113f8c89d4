import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { Compile } from 'typebox/compile'
import { type Database, connectRaw, sql } from '#kernel/db'
import { Problem } from '#kernel/problem'
import { testDatabase } from '#kernel/testing'
import { begin, commit, pipeline } from '#kernel/wire'
import { DetailBody, ListBody, ListQuery, type ListQueryOf } from './contract.ts'
import { actorFor, anton, at, command, furnish, lan, mug, offered, submitOneByOne, town } from './fixtures.ts'
import { loadOffers, offerOf, storeOffers } from './index.ts'
import { findPage, listCards } from './reading.ts'

type Card = { id: string; title: string; priceMinor: number; variants: number; available: number | null }

async function market(t: TestContext) {
  const db = await testDatabase(t)
  await furnish(db)
  return { db, submit: submitOneByOne(db), seller: actorFor(anton), tea: actorFor(lan) }
}

const [isList, isDetail, query] = [Compile(ListBody), Compile(DetailBody), Compile(ListQuery)]

async function list(
  db: Database,
  wanted: Partial<ListQueryOf> = {},
): Promise<{ items: Card[]; nextCursor: string | null }> {
  const { near: _, isOpen: _now, ...asked } = query.Default({ ...wanted }) as ListQueryOf // as the edge fills them in
  const page = JSON.parse(await listCards(db, town, asked))
  assert.ok(isList.Check(page), JSON.stringify(isList.Errors(page)))
  return page
}

async function titles(db: Database, wanted: Partial<ListQueryOf> = {}): Promise<string[]> {
  return (await list(db, wanted)).items.map(({ title }) => title)
}

/** Rows that the module's invariants complain of. */
async function violations(db: Database): Promise<unknown[]> {
  const text = readFileSync(new URL('invariants.sql', import.meta.url), 'utf8')
  const found: unknown[] = []
  for (const statement of text.split(/;\s*$/m).filter((part) => /select/i.test(part))) {
    const { rows } = await sql.raw(statement).execute(db)
    found.push(...rows)
  }
  return found
}

test('what is offered is listed with its price, its seller and what is free', async (t) => {
  const { db, submit, seller } = await market(t)
  const id = await offered(submit, seller)
  const { items } = await list(db)
  assert.deepEqual(items, [
    {
      id,
      business: 'market',
      title: 'Mug “North Wind”',
      category: 'ceramics',
      currency: 'EUR',
      priceMinor: 4000,
      priceMinorMax: 4000,
      seller: { id: anton.id, name: 'Anton Brenner', slug: 'anton', picture: null },
      picture: null,
      variants: 1,
      available: 3,
    },
  ])
  assert.deepEqual(await violations(db), [])
})

test('variants are one card with the range of their prices and the sum of what is free', async (t) => {
  const { db, submit, seller } = await market(t)
  const head = '01890000-0000-7000-8000-000000000001'
  await offered(submit, seller, { offerId: head, groupId: head, variant: { size: 'S' }, stock: 2 })
  const second = await offered(submit, seller, { groupId: head, variant: { size: 'L' }, stock: 5, priceMinor: 4600 })
  const { items } = await list(db)
  assert.equal(items.length, 1)
  assert.equal(items[0]?.id, head)
  assert.deepEqual([items[0]?.variants, items[0]?.available, items[0]?.priceMinor], [2, 7, 4000])
  for (const id of [head, second]) {
    const page = JSON.parse((await findPage(db, town, id))!.text(false))
    assert.ok(isDetail.Check(page), JSON.stringify(isDetail.Errors(page)))
    assert.deepEqual(
      page.variants.map((one) => [one.variant, one.available]),
      [
        [{ size: 'S' }, 2],
        [{ size: 'L' }, 5],
      ],
    )
  }
  await submit([command(seller, 'archive', { offerId: second as never })])
  assert.deepEqual([(await list(db)).items[0]?.variants, (await list(db)).items[0]?.available], [1, 2])
  await submit([command(seller, 'archive', { offerId: head as never })])
  assert.deepEqual(await titles(db), [])
  const page = JSON.parse((await findPage(db, town, head))!.text(false))
  assert.equal(page.isListed, false, 'the page of what is no longer offered stays, for orders that name it')
  assert.deepEqual(await violations(db), [])
})

test('held and sold are shown to the seller only', async (t) => {
  const { db, submit, seller } = await market(t)
  const id = await offered(submit, seller)
  await sql`update capacity.cells set available = 1, held = 2, sold = 4`.execute(db)
  const page = (await findPage(db, town, id))!
  const [mine] = JSON.parse(page.text(true)).variants
  const [theirs] = JSON.parse(page.text(false)).variants
  assert.deepEqual([mine.available, mine.held, mine.sold], [1, 2, 4])
  assert.deepEqual([theirs.available, theirs.held, theirs.sold], [1, undefined, undefined])
})

test('filters narrow a list by shelf, seller, price and what is free', async (t) => {
  const { db, submit, seller, tea } = await market(t)
  await offered(submit, seller, { title: 'Cup', priceMinor: 1500, stock: 0 })
  await offered(submit, seller, { title: 'Jug', priceMinor: 6000 })
  await offered(submit, tea, { title: 'Oolong', category: 'tea', priceMinor: 2400 })
  assert.deepEqual((await titles(db, { category: 'home' })).sort(), ['Cup', 'Jug'], 'a shelf holds what lies below it')
  assert.deepEqual(await titles(db, { category: 'tea' }), ['Oolong'])
  assert.deepEqual(await titles(db, { seller: lan.id }), ['Oolong'])
  assert.deepEqual((await titles(db, { priceMinorMin: 1500, priceMinorMax: 2400 })).sort(), ['Cup', 'Oolong'])
  assert.deepEqual((await titles(db, { isAvailable: true })).sort(), ['Jug', 'Oolong'])
  assert.deepEqual(await titles(db, { business: 'bikes' }), [])
})

test('each order of a list can be read page by page, every thing once', async (t) => {
  const { db, submit, seller } = await market(t)
  for (const [index, priceMinor] of [500, 300, 300, 900, 100, 300, 700].entries()) {
    await offered(submit, seller, { title: `Bowl ${index}`, priceMinor })
  }
  for (const sort of ['newest', 'price', '-price', 'relevance'] as const) {
    const seen: Card[] = []
    let cursor: string | null = null
    do {
      const page: { items: Card[]; nextCursor: string | null } = await list(db, {
        sort,
        q: 'bowl',
        limit: 2,
        ...(cursor === null ? {} : { cursor }),
      })
      seen.push(...page.items)
      cursor = page.nextCursor
    } while (cursor !== null)
    assert.equal(new Set(seen.map(({ id }) => id)).size, 7, sort)
    assert.equal(seen.length, 7, sort)
    const prices = seen.map(({ priceMinor }) => priceMinor)
    if (sort === 'price')
      assert.deepEqual(
        prices,
        prices.toSorted((one, other) => one - other),
      )
    if (sort === '-price')
      assert.deepEqual(
        prices,
        prices.toSorted((one, other) => other - one),
      )
  }
  await assert.rejects(list(db, { cursor: 'AAAA' }), Problem)
})

test('a search finds words in any form and language, the title first', async (t) => {
  const { db, submit, seller, tea } = await market(t)
  await offered(submit, seller, { title: 'Plate', description: 'Goes with the mugs of the north.' })
  await offered(submit, seller, { title: 'Two mugs' })
  await offered(submit, tea, { title: 'Longjing 龙井, spring', category: 'tea', description: '明前龙井，豆香清甜。' })
  assert.deepEqual(await titles(db, { q: 'mug' }), ['Two mugs', 'Plate'])
  assert.deepEqual(await titles(db, { q: 'pla' }), ['Plate'], 'a word may be unfinished')
  assert.deepEqual(await titles(db, { q: '龙井' }), ['Longjing 龙井, spring'])
  assert.deepEqual(await titles(db, { q: '豆香' }), ['Longjing 龙井, spring'])
  assert.deepEqual(await titles(db, { q: '井龙' }), [])
  assert.deepEqual(await titles(db, { q: '茶' }), ['Longjing 龙井, spring'], 'the name of the shelf counts')
  assert.deepEqual(await titles(db, { q: 'brenner mugs' }), ['Two mugs', 'Plate'], 'so does the seller’s')
  assert.deepEqual(await titles(db, { q: 'mug zebra' }), [])
  assert.equal((await titles(db, { q: 'the' })).length, 1, 'a stop word is a word like others')
  assert.equal((await titles(db, { q: '?!' })).length, 3, 'a search without words is none')
})

test('a new offer has its page before the projection has come to it', async (t) => {
  const { db, submit, seller } = await market(t)
  const id = await offered(submit, seller)
  await sql`delete from offers.listings`.execute(db)
  const page = JSON.parse((await findPage(db, town, id))!.text(false))
  assert.ok(isDetail.Check(page), JSON.stringify(isDetail.Errors(page)))
  assert.equal(page.variants[0]?.available, 3)
})

test('an offer that somebody else stored in between is not overwritten', async (t) => {
  const { db, submit, seller } = await market(t)
  const id = await offered(submit, seller)
  const client = await connectRaw(db.url, { pipeline: true })
  t.after(() => client.end())
  const [found] = await pipeline(client, [loadOffers(town, [id])])
  const offer = offerOf(found!.rows[0]!)
  assert.deepEqual(
    { ...offer, pictures: [] },
    { ...offer, id, seller: anton.id, rev: 1, attributes: { shippingMinor: 600 } },
  )
  const stale = pipeline(client, [begin, storeOffers(town, at, [{ ...offer, priceMinor: 1 }]), commit])
  await assert.rejects(stale, { code: 'LS001' })
  await client.query('rollback')
})

test('one town does not see another’s offers', async (t) => {
  const { db, submit, seller } = await market(t)
  const id = await offered(submit, seller)
  const elsewhere = JSON.parse(await listCards(db, 2, { limit: 20 }))
  assert.deepEqual(elsewhere, { items: [], nextCursor: null })
  assert.equal(await findPage(db, 2, id), undefined)
})

test('text that looks like SQL or JSON stays text', async (t) => {
  const { db, submit, seller } = await market(t)
  const title = `"}'); drop table offers.offers; -- \\u0000 <script>`
  await offered(submit, seller, { title })
  assert.deepEqual(await titles(db, { q: 'drop' }), [title])
  assert.deepEqual(mug({ title })['title'], title)
})
