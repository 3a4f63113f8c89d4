import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor, Command } from '#kernel/commands'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { violations } from '#kernel/invariants'
import { Problem } from '#kernel/problem'
import { testDatabase } from '#kernel/testing'
import { accepted, balances, buying, command, countOf, onBothPaths, setStage, slugs, stockOf } from './fixtures.ts'

const priceMinor = 1_000

function isProblem(slug: string): (error: unknown) => boolean {
  return (error) => error instanceof Problem && error.kind.slug === slug
}

/** A UUIDv7 of any time; `newId` never goes back. */
function idAt(ms: number): string {
  const time = ms.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}${newId().slice(13)}`
}

onBothPaths('an order takes stock and holds the money, and its end pays everybody', async (t, path) => {
  const { db, engine, people, offer } = await setStage(t, await testDatabase(t), path)
  const [buyer, seller] = (await people(2, 10_000)) as [Actor, Actor]
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
  assert.deepEqual(await violations(db), [])
})

onBothPaths('the same command answers the same verdict, word for word, and does nothing twice', async (t, path) => {
  const { db, engine, people, offer } = await setStage(t, await testDatabase(t), path)
  const [buyer, poor, seller] = (await people(3, 0)) as [Actor, Actor, Actor]
  const [rich] = (await people(1, 5_000)) as [Actor]
  const offerId = await offer(seller, { priceMinor, stock: 5 })
  const commands = [
    buying(rich, offerId, { priceMinor }),
    buying(poor, offerId, { priceMinor }),
    command(rich, 'ledger.transfer', { input: { to: buyer.party, amountMinor: 7, currency: 'EUR' } }),
    command(rich, 'nothing.here'),
  ]
  const first = await engine.submit(commands)
  assert.deepEqual(slugs(first), ['accepted', 'insufficient-funds', 'accepted', 'business-not-found'])
  const before = await countOf(db, 'kernel.events')
  const again = await engine.submit(commands)
  assert.deepEqual(JSON.parse(JSON.stringify(again)), JSON.parse(JSON.stringify(first)))
  // The order of members in the input is not part of what was said.
  const reordered = { ...commands[2]!, input: { currency: 'EUR', amountMinor: 7, to: buyer.party } }
  assert.deepEqual(await engine.submit([reordered]), [first[2]])
  assert.equal(await countOf(db, 'kernel.events'), before)
  assert.deepEqual(await balances(db, [rich, buyer]), [3_993, 7])
  assert.deepEqual(await violations(db), [])
})

onBothPaths(
  'an id is refused for another body and for another actor, and nothing of the first is told',
  async (t, path) => {
    const { engine, people, offer } = await setStage(t, await testDatabase(t), path)
    const [buyer, other, seller] = (await people(3, 5_000)) as [Actor, Actor, Actor]
    const offerId = await offer(seller, { priceMinor, stock: 5 })
    const placing = buying(buyer, offerId, { priceMinor })
    accepted(await engine.submit([placing]))
    await assert.rejects(engine.submit([{ ...placing, lines: [{ offerId, qty: 2 }] }]), isProblem('id-reused'))
    await assert.rejects(engine.submit([{ ...placing, actor: other }]), isProblem('id-reused'))
    await assert.rejects(engine.submit([placing], { all: true }), isProblem('id-reused'))
  },
)

onBothPaths('a command sent twice at once is decided once and answered twice', async (t, path) => {
  const { db, engine, people, offer } = await setStage(t, await testDatabase(t), path)
  const [buyer, seller] = (await people(2, 5_000)) as [Actor, Actor]
  const offerId = await offer(seller, { priceMinor, stock: 5 })
  const placing = buying(buyer, offerId, { priceMinor })
  const other = { ...placing, lines: [{ offerId, qty: 3 }] }
  const answers = await Promise.allSettled([engine.submit([placing]), engine.submit([placing]), engine.submit([other])])
  assert.deepEqual(answers.map(({ status }) => status), ['fulfilled', 'fulfilled', 'rejected']) // prettier-ignore
  assert.deepEqual(await stockOf(db, offerId), { available: 4, held: 1, sold: 0 })
  const { fallbacks, retries, bisections } = engine.stats()
  assert.deepEqual({ fallbacks, retries, bisections }, { fallbacks: 0, retries: 0, bisections: 0 })
})

onBothPaths(
  'an id from another time is refused with the server’s time, unless the server derived it',
  async (t, path) => {
    const { engine, people } = await setStage(t, await testDatabase(t), path)
    const [one, other] = (await people(2, 100)) as [Actor, Actor]
    const input = { to: other.party, amountMinor: 1, currency: 'EUR' }
    const old = command(one, 'ledger.transfer', { id: idAt(Date.now() - 25 * 3_600_000), input })
    await assert.rejects(engine.submit([old]), (error) => {
      assert.ok(isProblem('id-time')(error))
      const { extra } = (error as Problem).details
      return Math.abs(Number(extra?.['now']) - Date.now()) < 60_000
    })
    accepted(await engine.submit([old], { isDerived: true }))
  },
)

onBothPaths('of fifty who want one unit at the same moment one gets it', async (t, path) => {
  const { db, engine, people, offer } = await setStage(t, await testDatabase(t), path)
  const buyers = await people(50, priceMinor)
  const [seller] = (await people(1, 0)) as [Actor]
  const offerId = await offer(seller, { priceMinor, stock: 1 })
  const verdicts = await Promise.all(buyers.map((buyer) => engine.submit([buying(buyer, offerId, { priceMinor })])))
  const answers = slugs(verdicts.flat())
  assert.equal(answers.filter((slug) => slug === 'accepted').length, 1)
  assert.equal(answers.filter((slug) => slug === 'sold-out').length, 49)
  assert.deepEqual(await stockOf(db, offerId), { available: 0, held: 1, sold: 0 })
  assert.deepEqual(await violations(db), [])
})

onBothPaths('a list is accepted whole or leaves no trace but its refusals', async (t, path) => {
  const { db, engine, people, offer } = await setStage(t, await testDatabase(t), path)
  const [buyer, seller, another] = (await people(3, 5_000)) as [Actor, Actor, Actor]
  const [first, second] = [
    await offer(seller, { priceMinor, stock: 2 }),
    await offer(another, { priceMinor, stock: 1 }),
  ]
  const basket = (): Command[] => [first, second].map((offerId) => buying(buyer, offerId, { priceMinor }))
  accepted(await engine.submit(basket(), { all: true }))
  const tooLate = basket()
  const verdicts = await engine.submit(tooLate, { all: true })
  assert.deepEqual(slugs(verdicts), ['list-refused', 'sold-out'])
  assert.deepEqual(await stockOf(db, first), { available: 1, held: 1, sold: 0 })
  assert.deepEqual(await balances(db, [buyer]), [3_000])
  assert.deepEqual(await engine.submit(tooLate, { all: true }), verdicts)
  assert.equal(await countOf(db, 'orders.orders'), 2)
  assert.deepEqual(await violations(db), [])
})

onBothPaths(
  'a list that is refused takes back what its commands did to the same rows as their neighbours',
  async (t, path) => {
    const { db, engine, people, offer } = await setStage(t, await testDatabase(t), path)
    const [buyer, seller] = (await people(2, 10_000)) as [Actor, Actor]
    const offerId = await offer(seller, { priceMinor, stock: 10 })
    const poor = (await people(1, 0)) as [Actor]
    const list = [buying(buyer, offerId, { priceMinor, qty: 4 }), buying(poor[0], offerId, { priceMinor })]
    const [before, refused, after] = await Promise.all([
      engine.submit([buying(buyer, offerId, { priceMinor, qty: 2 })]),
      engine.submit(list, { all: true }),
      engine.submit([buying(buyer, offerId, { priceMinor, qty: 8 })]),
    ])
    assert.deepEqual(slugs([...before, ...after]), ['accepted', 'accepted'])
    // Whichever of the two the list met first: its other command is refused with it.
    assert.ok(slugs(refused).includes('list-refused') && refused.every(({ status }) => status === 'refused'))
    assert.deepEqual(await stockOf(db, offerId), { available: 0, held: 10, sold: 0 })
    assert.deepEqual(await balances(db, [buyer]), [0])
    assert.deepEqual(await violations(db), [])
  },
)

onBothPaths('a thousand transfers among ten wallets at once lose nothing and overdraw nobody', async (t, path) => {
  const { db, engine, people } = await setStage(t, await testDatabase(t), { ...path, maxBatch: 64 })
  const wallets = await people(10, 50)
  const transfers = Array.from({ length: 1_000 }, (_, index) => {
    const from = wallets[(index * 7) % 10]!
    const to = wallets[(index * 3 + 1 + Math.floor(index / 10)) % 10]!
    const payee = to === from ? wallets[(index * 7 + 1) % 10]! : to
    return command(from, 'ledger.transfer', {
      input: { to: payee.party, amountMinor: 1 + (index % 40), currency: 'EUR' },
    })
  })
  const verdicts = await Promise.all(transfers.map((transfer) => engine.submit([transfer])))
  const answers = new Set(slugs(verdicts.flat()))
  assert.deepEqual([...answers].sort(), ['accepted', 'insufficient-funds'])
  const after = await balances(db, wallets)
  assert.equal(
    after.reduce((sum, balance) => sum + balance, 0),
    500,
  )
  assert.ok(after.every((balance) => balance >= 0))
  assert.deepEqual(await violations(db), [])
})

onBothPaths('a full queue answers busy with the place in line, and what was queued is done', async (t, path) => {
  const { engine, people } = await setStage(t, await testDatabase(t), { ...path, maxQueue: 100, maxBatch: 10 })
  const [one, other] = (await people(2, 1_000)) as [Actor, Actor]
  const transfers = Array.from({ length: 200 }, () =>
    command(one, 'ledger.transfer', { input: { to: other.party, amountMinor: 1, currency: 'EUR' } }),
  )
  const answers = await Promise.allSettled(transfers.map((transfer) => engine.submit([transfer])))
  const shed = answers.filter((answer) => answer.status === 'rejected')
  assert.equal(shed.length, 100)
  for (const { reason } of shed) {
    assert.ok(isProblem('busy')(reason))
    assert.deepEqual((reason as Problem).details.extra, { position: 100, retryAfter: 1 })
  }
  const again = await engine.submit([transfers[199]!])
  assert.deepEqual(slugs(again), ['accepted'])
})

test('a row written past the engine is noticed by its version, read anew and respected', async (t) => {
  const { db, engine, people, offer } = await setStage(t, await testDatabase(t))
  const [buyer, seller] = (await people(2, 10_000)) as [Actor, Actor]
  const offerId = await offer(seller, { priceMinor, stock: 5 })
  const placing = buying(buyer, offerId, { priceMinor })
  accepted(await engine.submit([placing]))
  await sql`update capacity.cells set available = 0, version = version + 1 where name = ${`stall/${offerId}`}`.execute(
    db,
  )
  assert.deepEqual(slugs(await engine.submit([buying(buyer, offerId, { priceMinor })])), ['sold-out'])
  assert.deepEqual(await stockOf(db, offerId), { available: 0, held: 1, sold: 0 })
  const transfer = (): Command =>
    command(buyer, 'ledger.transfer', { input: { to: seller.party, amountMinor: 4, currency: 'EUR' } })
  accepted(await engine.submit([transfer()]))
  await sql`update ledger.accounts set balance = 3, version = version + 1 where party = ${buyer.party}`.execute(db)
  assert.deepEqual(slugs(await engine.submit([transfer()])), ['insufficient-funds'])
  accepted(await engine.submit([command(seller, 'stall.ship', { orderId: placing.id })]))
  await sql`update orders.order_state set state = 'paid', rev = 3, version = version + 1`.execute(db)
  const confirm = command(buyer, 'stall.confirm', { orderId: placing.id })
  assert.deepEqual(slugs(await engine.submit([confirm])), ['not-now'])
  assert.equal(engine.stats().fallbacks, 3)
})
