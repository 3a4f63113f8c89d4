import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Database, sql, transaction } from '#kernel/db'
import { newId } from '#kernel/ids'
import { testDatabase } from '#kernel/testing'
import { at, ofOrder } from '../fixtures.ts'
import { forgetOld, outcomesProjection } from './attribution.ts'
import { type Credit, credit } from './lessons.ts'

const town = 1
const dayMs = 86_400_000

/** A page of two things that was shown, and the person who came to one of them by it. */
async function shownPage(db: Database) {
  const page = { decision: newId(), things: [newId(), newId()], person: newId(), buyer: newId() }
  await sql`
    insert into recommend.lessons (town, id, at, point, columns, things, p, features, seen, gains)
    values (${town}, ${page.decision}, ${new Date(at)}, 'recommend.feed', 'c', ${page.things}::uuid[],
      '{0.5,0.5}', '{1,2}', '{false,false}', '{0,0}')`.execute(db)
  await sql`
    insert into recommend.touches (town, person, offer, decision, at)
    values (${town}, ${page.person}, ${page.things[0]}, ${page.decision}, ${new Date(at)})`.execute(db)
  const pseudonyms = { of: async () => new Map([[page.buyer, page.person]]) }
  const { apply } = outcomesProjection({ town, clock: { now: () => at + dayMs }, pseudonyms })
  const gains = async (): Promise<number[]> =>
    (await sql<{ gains: number[] }>`select gains from recommend.lessons`.execute(db)).rows[0]!.gains
  return { ...page, apply, gains }
}

test('an order counts for the place that led to it, and its way back counts against it, each once', async (t) => {
  const db = await testDatabase(t)
  const { apply, gains, things, buyer } = await shownPage(db)
  const order = newId()
  const lines = things.map((offerId) => ({ offerId, qty: 1 }))
  const placed = ofOrder(order, { lines }, { actor: buyer, at: at + dayMs })
  await transaction(db, (tx) => apply(tx, [placed]))
  assert.deepEqual(await gains(), [5, 0])
  const back = ofOrder(order, { postings: [{ code: 'return', debit: 'a', credit: 'b', amountMinor: 1 }] })
  await transaction(db, (tx) => apply(tx, [back]))
  await transaction(db, (tx) => apply(tx, [{ ...back, id: newId() }]))
  assert.deepEqual(await gains(), [0, 0])
})

test('an order a week after the click, or of somebody who is not known, is owed to nobody', async (t) => {
  const db = await testDatabase(t)
  const { apply, gains, things, buyer } = await shownPage(db)
  const lines = [{ offerId: things[0]!, qty: 1 }]
  const late = ofOrder(newId(), { lines }, { actor: buyer, at: at + 8 * dayMs })
  const stranger = ofOrder(newId(), { lines }, { at: at + dayMs })
  await transaction(db, (tx) => apply(tx, [late, stranger]))
  assert.deepEqual(await gains(), [0, 0])
})

test('what came of places is added to their lesson, of things that stand there alone', async (t) => {
  const db = await testDatabase(t)
  const { gains, decision, things } = await shownPage(db)
  const told = (...credits: Credit[]): Promise<void> => transaction(db, (tx) => credit(tx, town, credits))
  await told(
    { decision, thing: things[1]!, did: 'impression' },
    { decision, thing: things[1]!, did: 'click' },
    { decision, thing: newId(), did: 'click' },
    { decision: newId(), thing: things[0]!, did: 'click' },
  )
  assert.deepEqual(await gains(), [0, 1])
  const { rows } = await sql<{ seen: boolean[] }>`select seen from recommend.lessons`.execute(db)
  assert.deepEqual(rows[0]!.seen, [false, true])
})

test('a place is clicked once and put into a basket once, however often and by whomever it is told', async (t) => {
  const db = await testDatabase(t)
  const { gains, decision, things } = await shownPage(db)
  const thing = things[0]!
  for (let again = 0; again < 3; again += 1) {
    await transaction(db, (tx) =>
      credit(tx, town, [
        { decision, thing, did: 'click' },
        { decision, thing, did: 'click' },
        { decision, thing, did: 'basket' },
      ]),
    )
  }
  assert.deepEqual(await gains(), [2, 0])
  await transaction(db, (tx) => credit(tx, town, [{ decision, thing, gain: 5 }]))
  assert.deepEqual(await gains(), [7, 0])
  await transaction(db, (tx) => credit(tx, town, [{ decision, thing: things[1]!, gain: 5 }]))
  const { rows } = await sql<{ seen: boolean[] }>`select seen from recommend.lessons`.execute(db)
  assert.deepEqual(
    [await gains(), rows[0]!.seen],
    [
      [7, 5],
      [true, false],
    ],
    'an order alone is no look',
  )
})

test('a search that nobody has looked at is forgotten the next day, one that somebody has is not', async (t) => {
  const db = await testDatabase(t)
  for (const seen of ['{false,false}', '{true,false}']) {
    await sql`
      insert into recommend.lessons (town, id, at, point, columns, things, p, features, seen, gains)
      values (${town}, ${newId()}, ${new Date(at)}, 'recommend.search', 'c', ${[newId(), newId()]}::uuid[],
        '{0.5,0.5}', '{1,2}', ${seen}::boolean[], '{0,0}')`.execute(db)
  }
  const left = async (now: number): Promise<boolean[][]> => {
    await transaction(db, (tx) => forgetOld(tx, town, now))
    return (await sql<{ seen: boolean[] }>`select seen from recommend.lessons order by seen`.execute(db)).rows.map(
      (row) => row.seen,
    )
  }
  assert.equal((await left(at + dayMs)).length, 2)
  assert.deepEqual(await left(at + dayMs + 1), [[true, false]])
})

test('touches, purchases and lessons are forgotten in their time', async (t) => {
  const db = await testDatabase(t)
  await shownPage(db)
  const left = async (now: number): Promise<number> => {
    await transaction(db, (tx) => forgetOld(tx, town, now))
    const { rows } = await sql<{ count: number }>`
      select (select count(*) from recommend.touches) + (select count(*) from recommend.lessons) as count`.execute(db)
    return rows[0]!.count
  }
  assert.deepEqual([await left(at + dayMs), await left(at + 8 * dayMs), await left(at + 31 * dayMs)], [2, 1, 0])
})
