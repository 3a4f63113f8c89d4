import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#kernel/testing'
import { accepted, balances, buying, command, setStage, slugs, stockOf } from './fixtures.ts'

test('an order takes stock and holds the money, and its end pays everybody', async (t) => {
  const { db, engine, people, offer } = await setStage(t, await testDatabase(t))
  const [buyer, seller] = (await people(2, 10_000)) as [never, never]
  const offerId = await offer(seller, { priceMinor: 2_000, stock: 5 })
  const placing = buying(buyer, offerId, { priceMinor: 2_000, qty: 2 })
  const [placed] = accepted(await engine.submit([placing]))
  assert.deepEqual(placed, { orderId: placing.id, rev: 1, state: 'paid' })
  assert.deepEqual(await stockOf(db, offerId), { available: 3, held: 2, sold: 0 })
  assert.deepEqual(await balances(db, [buyer, seller]), [6_000, 10_000])
  accepted(await engine.submit([command(seller, 'stall.ship', { orderId: placing.id })]))
  accepted(await engine.submit([command(buyer, 'stall.confirm', { orderId: placing.id })]))
  assert.deepEqual(await stockOf(db, offerId), { available: 3, held: 0, sold: 2 })
  assert.deepEqual(await balances(db, [buyer, seller]), [6_000, 13_500])
})

test('fifty who want one unit at the same moment: one gets it', async (t) => {
  const { db, engine, people, offer } = await setStage(t, await testDatabase(t))
  const buyers = await people(50, 1_000)
  const [seller] = (await people(1, 0)) as [never]
  const offerId = await offer(seller, { priceMinor: 1_000, stock: 1 })
  const verdicts = await Promise.all(buyers.map((buyer) => engine.submit([buying(buyer, offerId, { priceMinor: 1_000 })])))
  const answers = slugs(verdicts.flat())
  assert.equal(answers.filter((slug) => slug === 'accepted').length, 1)
  assert.equal(answers.filter((slug) => slug === 'sold-out').length, 49)
  assert.deepEqual(await stockOf(db, offerId), { available: 0, held: 1, sold: 0 })
})
