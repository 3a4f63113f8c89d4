import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHttp } from '#kernel/http'
import { createCommandIds } from '#kernel/idempotency'
import { newId } from '#kernel/ids'
import { log } from '#kernel/log'
import { testDatabase } from '#kernel/testing'
import { actorFor, anton, command, furnish, lan, offered, submitOneByOne, town } from './fixtures.ts'
import { offersRoutes } from './routes.ts'

test('a seller reads their own offers, variant by variant, by any order, page by page, and nobody else’s', async (t) => {
  const db = await testDatabase(t)
  await furnish(db)
  const submit = submitOneByOne(db)
  const actor = actorFor(anton)
  const actors: Record<string, ReturnType<typeof actorFor>> = { anton: actor, lan: actorFor(lan) }
  const app = createHttp({ log, isStrict: true, authenticate: async (token) => actors[token] ?? null })
  t.after(() => app.close())
  offersRoutes(app, { db, town, submit, commandIdOf: createCommandIds(db, town) })
  const list = async (query: string, token = 'anton') => {
    const reply = await app.inject({ url: `/v1/offers/mine?${query}`, headers: { authorization: `Bearer ${token}` } })
    assert.equal(reply.statusCode, 200, reply.body)
    return reply.json<{ items: { id: string; title: string; available: number | null }[]; nextCursor: string }>()
  }
  const cup = newId()
  await offered(submit, actor, { offerId: cup, groupId: cup, variant: { size: 'S' }, title: 'Cup', stock: 1 })
  await offered(submit, actor, { groupId: cup, variant: { size: 'M' }, title: 'Cup', stock: 9, priceMinor: 500 })
  const archived = await offered(submit, actor, { title: 'Bowl, 100% wood', priceMinor: 100 })
  await submit([command(actor, 'archive', { offerId: archived as never })])
  await offered(submit, actorFor(lan), { title: 'Cup of tea' })

  const titles = (page: Awaited<ReturnType<typeof list>>) => page.items.map(({ title }) => title)
  assert.deepEqual(titles(await list('sort=title')), ['Bowl, 100% wood', 'Cup', 'Cup'])
  assert.deepEqual(titles(await list('status=active&sort=price')), ['Cup', 'Cup'])
  assert.deepEqual(titles(await list('q=cup%20m')), ['Cup'])
  assert.deepEqual(titles(await list('q=100%25')), ['Bowl, 100% wood'])
  assert.deepEqual(
    (await list('status=active&availableMax=3')).items.map(({ available }) => available),
    [1],
  )
  assert.deepEqual(titles(await list('', 'lan')), ['Cup of tea'])
  for (const sort of ['newest', 'title', 'price', '-price', 'stock']) {
    const whole = await list(`sort=${sort}`)
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Awaited<ReturnType<typeof list>> = await list(
        `sort=${sort}&limit=1&cursor=${cursor}`.replace(/&cursor=$/, ''),
      )
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    assert.deepEqual(seen, whole.items.map(({ id }) => id), sort) // prettier-ignore
  }
  const visitor = await app.inject({ url: '/v1/offers/mine' })
  assert.equal(visitor.statusCode, 401)
})
