import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '#kernel/commands'
import { transaction } from '#kernel/db'
import { newId } from '#kernel/ids'
import { readEvents } from '#kernel/events'
import { testDatabase } from '#kernel/testing'
import { dealingsFacts } from './dealings.ts'
import { accepted, buying, command, setStage } from './engine/fixtures.ts'
import { orderPartyProjection } from './order-party.ts'

const facts = dealingsFacts({ role: 'buyer', business: 'stall', well: ['completed'], badly: ['cancelled'] })

test('what is told of a buyer counts the newest orders: of this hour, well ended, badly ended', async (t) => {
  const db = await testDatabase(t)
  const { engine, people, offer } = await setStage(t, db)
  const [buyer, seller] = (await people(2, 50_000)) as [Actor, Actor]
  const offerId = await offer(seller, { priceMinor: 1_000, stock: 9 })
  const orders = [1, 2, 3, 4].map(() => buying(buyer, offerId, { priceMinor: 1_000 }))
  accepted(await engine.submit(orders))
  const act = (type: string, actor: Actor, orderId: string) => command(actor, `stall.${type}`, { orderId })
  accepted(await engine.submit([act('ship', seller, orders[0]!.id), act('cancel', buyer, orders[1]!.id)]))
  accepted(await engine.submit([act('confirm', buyer, orders[0]!.id)]))
  const before = await facts['buyerOrdersWell']!(db, 1, [buyer.party])
  assert.equal(before.get(buyer.party), undefined, 'whom the lists do not know has none')
  const events = await readEvents(db, 1, { after: 0, limit: 1_000 })
  await transaction(db, (tx) => orderPartyProjection(1, () => ['stall']).apply(tx, events))
  const stranger = newId()
  const parties = [buyer.party, seller.party, stranger]
  const [hour, well, badly] = await Promise.all(
    ['buyerOrdersHour', 'buyerOrdersWell', 'buyerOrdersBadly'].map((name) => facts[name]!(db, 1, parties)),
  )
  assert.deepEqual([hour, well, badly].map((found) => found!.get(buyer.party)), [4, 1, 1]) // prettier-ignore
  assert.deepEqual([hour!.size, well!.size, badly!.size], [1, 1, 1], 'the seller bought nothing')
})
