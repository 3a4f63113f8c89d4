import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Actor } from '../kernel/commands.ts'
import { type Database, constraintOf, sql, transaction } from '../kernel/db.ts'
import type { StoredEvent } from '../kernel/events.ts'
import { createCommandIds } from '../kernel/idempotency.ts'
import { newId } from '../kernel/ids.ts'
import { findInvariants, violations } from '../kernel/invariants.ts'
import { migrateJobs } from '../kernel/jobs.ts'
import { cardsOf, applyToListings } from '../modules/offers/index.ts'
import { shop } from '../modules/orders/http/routes.fixtures.ts'
import { rebuildRatings } from '../modules/reviews/ratings.ts'
import { reviewsPersonalData } from '../modules/reviews/personal-data.ts'
import { reviewReports } from '../modules/reviews/reports.ts'
import { reviewRoutes } from '../modules/reviews/routes.ts'

/** A shop whose buyers may say something; an order is bought, shipped and confirmed. */
async function stall(t: TestContext) {
  const it = await shop(t, { stock: 50 })
  await migrateJobs(it.db.url)
  const place = { db: it.db, town: it.town, clock: it.clock, vault: it.vault }
  reviewRoutes(it.app, { ...place, commandIdOf: createCommandIds(it.db, it.town.id) })
  const act = async (actor: Actor, id: string, type: string): Promise<void> => {
    const { status } = await it.as(actor).post(`/v1/orders/${id}/actions/${type}`, {})
    assert.equal(status, 200, type)
  }
  const order = async (actor: Actor = it.buyer): Promise<string> =>
    (await it.as(actor).post('/v1/orders', it.placing())).body.orderId
  const finished = async (actor: Actor = it.buyer): Promise<string> => {
    const id = await order(actor)
    await act(it.seller, id, 'ship')
    await act(actor, id, 'confirm')
    return id
  }
  const review = async (actor: Actor, orderId: string, said: object = {}) =>
    it.as(actor).post('/v1/reviews', { orderId, offerId: it.offerId, stars: 5, words: 'A fine mug.', ...said })
  const put = async (actor: Actor, url: string, payload: object): Promise<number> =>
    (await it.app.inject({ method: 'PUT', url, payload, headers: { authorization: `Bearer ${actor.party}` } }))
      .statusCode
  const rating = async (query: string) => (await it.as(null).get(`/v1/reviews/rating?${query}`)).body
  return { ...it, place, act, order, finished, review, put, rating }
}

async function assertSound(db: Database): Promise<void> {
  const own = findInvariants().filter(({ name }) => name.includes('rating'))
  assert.ok(own.length > 0)
  assert.deepEqual(await violations(db, own), [])
}

test('only the buyer of a finished order reviews it, once a line', async (t) => {
  const { order, finished, review, act, buyer, seller, stranger, db } = await stall(t)
  const open = await order()
  assert.equal((await review(buyer, open)).body.type, '/problems/not-reviewable')
  await act(buyer, open, 'cancel')
  assert.equal((await review(buyer, open)).body.type, '/problems/not-reviewable')
  const done = await finished()
  for (const actor of [seller, stranger]) assert.equal((await review(actor, done)).status, 409)
  assert.equal((await review(buyer, done, { offerId: newId() })).status, 409)
  assert.equal((await review(buyer, done)).status, 201)
  const again = await review(buyer, done, { stars: 1 })
  assert.deepEqual([again.status, again.body.isNew], [200, false])
  await assertSound(db)
})

test('what each picture shows is kept sealed beside the words, and forgotten with them', async (t) => {
  const { finished, review, as, put, buyer, offerId, db } = await stall(t)
  const [one, two] = ['a', 'b'].map((letter) => letter.repeat(64))
  const said = { words: '', pictures: [one, two], alts: ['The handle'] }
  const { id } = (await review(buyer, await finished(), said)).body
  const shown = async () => (await as(null).get(`/v1/reviews?offer=${offerId}`)).body.items[0]
  assert.partialDeepStrictEqual(await shown(), { words: null, pictures: [one, two], alts: ['The handle', ''] })
  const { rows } = await sql<{ sealed: string }>`select sealed from reviews.reviews`.execute(db)
  assert.ok(rows.every(({ sealed }) => sealed.startsWith('sealed:')))
  assert.equal(await put(buyer, `/v1/reviews/${id}`, { stars: 4, pictures: [two], alts: ['', 'The handle'] }), 422)
  assert.equal(await put(buyer, `/v1/reviews/${id}`, { stars: 4, words: 'Fine.', pictures: [two] }), 204)
  assert.partialDeepStrictEqual(await shown(), { words: 'Fine.', pictures: [two], alts: [''] })
})

test('two presses at once write one review', async (t) => {
  const { finished, review, buyer, rating, offerId } = await stall(t)
  const done = await finished()
  await Promise.all(Array.from({ length: 6 }, () => review(buyer, done)))
  assert.equal((await rating(`offer=${offerId}`)).count, 1)
})

test('the books refuse a second review of a line, and one of oneself', async (t) => {
  const { db, buyer, seller } = await stall(t)
  const insert = (order: string, reviewer: string) =>
    sql`
    insert into reviews.reviews (town, id, order_id, offer, listing, seller, reviewer, stars, pictures, written_at)
    values (1, ${newId()}, ${order}, ${order}, ${order}, ${seller.party}, ${reviewer}, 5, '{}', now())`.execute(db)
  const refusedBy = async (work: Promise<unknown>) =>
    work.then(
      () => '',
      (error: unknown) => constraintOf(error),
    )
  const one = newId()
  assert.equal(await refusedBy(insert(one, buyer.party)), '')
  assert.equal(await refusedBy(insert(one, buyer.party)), 'reviews_one_a_line')
  assert.equal(await refusedBy(insert(newId(), seller.party)), 'reviews_not_of_oneself')
})

test('a thing and its seller are rated by the plain mean, which can be counted anew', async (t) => {
  const { finished, review, buyer, stranger, seller, rating, offerId, db } = await stall(t)
  assert.deepEqual(await rating(`offer=${offerId}`), { count: 0, mean: null, counts: [0, 0, 0, 0, 0] })
  for (const [actor, stars] of [
    [buyer, 5],
    [buyer, 4],
    [stranger, 2],
  ] as const) {
    await review(actor, await finished(actor), { stars })
  }
  const expected = { count: 3, mean: 11 / 3, counts: [0, 1, 0, 1, 1] }
  assert.deepEqual(await rating(`offer=${offerId}`), expected)
  assert.deepEqual(await rating(`seller=${seller.party}`), expected)
  await sql`update reviews.ratings set stars_sum = 1`.execute(db)
  await transaction(db, (tx) => rebuildRatings(tx, 1))
  assert.deepEqual(await rating(`seller=${seller.party}`), expected)
  await assertSound(db)
})

test('a ranking draws few reviews towards the middle, so that one of five stars does not beat many', async (t) => {
  const { finished, review, buyer, offerId, db } = await stall(t)
  await review(buyer, await finished())
  const { rows } = await sql<{ mean: number; rankMean: number }>`
    select mean, rank_mean from reviews.public_ratings where subject = ${offerId}`.execute(db)
  assert.deepEqual(rows, [{ mean: 5, rankMean: 25 / 6 }])
})

test('a review is changed for thirty days, by who wrote it', async (t) => {
  const { finished, review, put, buyer, seller, clock, rating, offerId } = await stall(t)
  const { body } = await review(buyer, await finished())
  const url = `/v1/reviews/${body.id}`
  assert.equal(await put(seller, url, { stars: 5 }), 404)
  assert.equal(await put(buyer, url, { stars: 3, words: 'It chips.' }), 204)
  assert.equal((await rating(`offer=${offerId}`)).mean, 3)
  clock.setOffset(30 * 86_400_000)
  assert.equal(await put(buyer, url, { stars: 1 }), 409)
})

test('a seller answers once, and everybody reads both', async (t) => {
  const { finished, review, as, buyer, seller, offerId } = await stall(t)
  const { body } = await review(buyer, await finished())
  const url = `/v1/reviews/${body.id}/answer`
  assert.equal((await as(buyer).post(url, { words: 'No.' })).status, 403)
  assert.equal((await as(seller).post(url, { words: 'Thank you.' })).status, 204)
  assert.equal((await as(seller).post(url, { words: 'Again.' })).body.type, '/problems/answered-already')
  const page = await as(null).get(`/v1/reviews?offer=${offerId}`)
  assert.partialDeepStrictEqual(page.body.items, [{ stars: 5, words: 'A fine mug.', answer: { words: 'Thank you.' } }])
  const mine = await as(seller).get('/v1/reviews/received?isAnswered=true')
  assert.equal(mine.body.items.length, 1)
})

test('a removed review is shown to its seller and the operator, counts no more, and may come back', async (t) => {
  const { finished, review, as, buyer, seller, operatorActor, place, rating, offerId, db } = await stall(t)
  const { body } = await review(buyer, await finished())
  const kind = reviewReports(place)
  await assert.rejects(kind.admit!({ about: { type: 'review', id: body.id }, by: buyer }), /yours/)
  const { respondent } = await kind.admit!({ about: { type: 'review', id: body.id }, by: seller })
  assert.equal(respondent, buyer.party)
  const rule = (ruling: string) =>
    transaction(db, (tx) => kind.rule({
      tx, id: newId(), caseId: newId(), about: { type: 'review', id: body.id }, respondent, facts: {}, ruling,
      before: null, words: '', by: operatorActor,
    })) // prettier-ignore
  await rule('remove')
  assert.deepEqual((await as(null).get(`/v1/reviews?offer=${offerId}`)).body.items, [])
  assert.equal((await rating(`offer=${offerId}`)).count, 0)
  assert.notEqual((await as(seller).get('/v1/reviews/received')).body.items[0].removedAt, null)
  assert.equal((await as(operatorActor).get('/v1/reviews/removed')).body.items.length, 1)
  assert.equal((await as(seller).get('/v1/reviews/removed')).status, 403)
  await rule('keep')
  assert.equal((await rating(`offer=${offerId}`)).count, 1)
  await assertSound(db)
})

test('erasing a person blanks the words and keeps the stars', async (t) => {
  const { finished, review, as, buyer, place, vault, offerId, db } = await stall(t)
  await review(buyer, await finished())
  const data = reviewsPersonalData(place as never) // reads these members only
  const told: object[] = []
  for await (const one of data.sections['reviews']!(buyer.party)) told.push(one)
  assert.partialDeepStrictEqual(told, [{ words: 'A fine mug.', stars: 5 }])
  await transaction(db, async (tx) => {
    await data.erase!(tx, buyer.party)
    await vault.destroy(buyer.party, tx)
  })
  const { body } = await as(null).get(`/v1/reviews?offer=${offerId}`)
  assert.partialDeepStrictEqual(body.items, [{ stars: 5, words: null, pictures: [] }])
  await assertSound(db)
})

test('a card shows the rating once its listing has followed the log', async (t) => {
  const { finished, review, buyer, offerId, db } = await stall(t)
  const told = (type: string): StoredEvent => ({
    id: newId(), n: 0, pos: 1, type, subject: offerId, actor: buyer.party, user: null, at: 0, data: {},
  }) // prettier-ignore
  await transaction(db, (tx) => applyToListings(tx, 1, [told('offers.created')]))
  const card = async () => JSON.parse((await cardsOf(db, 1, { ids: [offerId], filters: {} })).get(offerId) ?? '{}')
  assert.equal('rating' in (await card()), false)
  await review(buyer, await finished(), { stars: 4 })
  await transaction(db, (tx) => applyToListings(tx, 1, [told('reviews.written')]))
  assert.deepEqual((await card()).rating, { mean: 4, count: 1 })
})

test('pages of reviews miss none and repeat none, in every order', async (t) => {
  const { finished, review, as, buyer, offerId } = await stall(t)
  for (const stars of [3, 5, 1, 5, 3]) await review(buyer, await finished(), { stars })
  for (const [sort, expected] of [
    ['newest', [3, 5, 1, 5, 3]],
    ['highest', [5, 5, 3, 3, 1]],
    ['lowest', [1, 3, 3, 5, 5]],
  ]) {
    const seen: number[] = []
    for (let cursor = ''; ;) {
      const { body } = await as(null).get(`/v1/reviews?offer=${offerId}&sort=${String(sort)}&limit=2${cursor}`)
      seen.push(...body.items.map(({ stars }: { stars: number }) => stars))
      if (body.nextCursor === null) break
      cursor = `&cursor=${body.nextCursor}`
    }
    assert.deepEqual(seen, expected)
  }
})

test('what of an order may be reviewed is said, and what has been said', async (t) => {
  const { finished, order, review, as, buyer, seller, offerId } = await stall(t)
  const open = await order()
  const due = async (actor: Actor, id: string) => (await as(actor).get(`/v1/reviews/due?orderId=${id}`)).body.items
  assert.deepEqual(await due(buyer, open), [])
  const done = await finished()
  assert.deepEqual(await due(seller, done), [])
  assert.partialDeepStrictEqual(await due(buyer, done), [{ offerId, review: null, mayWrite: true, mayChange: false }])
  await review(buyer, done)
  assert.partialDeepStrictEqual(await due(buyer, done), [{ review: { stars: 5 }, mayWrite: false, mayChange: true }])
})
