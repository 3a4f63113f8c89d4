import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Actor, Command } from '#kernel/commands'
import { type Database, sql } from '#kernel/db'
import { violations } from '#kernel/invariants'
import { newId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import { testDatabase } from '#kernel/testing'
import { type Changes, transition } from '#modules/flows'
import type { Decision } from '#kernel/commands'
import { accepted, balances, buying, command, setStage, slugs, stockOf } from './fixtures.ts'
import type { Transition } from './decide.ts'

const priceMinor = 1_000

async function countOf(db: Database, table: 'kernel.events' | 'orders.orders' | 'ledger.transfers'): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.table(table)}`.execute(db)
  return rows[0]!.count
}

function isProblem(slug: string): (error: unknown) => boolean {
  return (error) => error instanceof Problem && error.kind.slug === slug
}

type Path = { isCached: boolean }

/** Whatever is promised holds on the cached path and on the locked path alike. */
function onBothPaths(name: string, check: (t: TestContext, path: Path) => Promise<void>): void {
  test(`${name} (cached)`, (t) => check(t, { isCached: true }))
  test(`${name} (locked)`, (t) => check(t, { isCached: false }))
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

onBothPaths('an id is refused for another body and for another actor, and nothing of the first is told', async (t, path) => {
  const { engine, people, offer } = await setStage(t, await testDatabase(t), path)
  const [buyer, other, seller] = (await people(3, 5_000)) as [Actor, Actor, Actor]
  const offerId = await offer(seller, { priceMinor, stock: 5 })
  const placing = buying(buyer, offerId, { priceMinor })
  accepted(await engine.submit([placing]))
  await assert.rejects(engine.submit([{ ...placing, lines: [{ offerId, qty: 2 }] }]), isProblem('id-reused'))
  await assert.rejects(engine.submit([{ ...placing, actor: other }]), isProblem('id-reused'))
  await assert.rejects(engine.submit([placing], { all: true }), isProblem('id-reused'))
})

onBothPaths('a command sent twice at once is decided once and answered twice', async (t, path) => {
  const { db, engine, people, offer } = await setStage(t, await testDatabase(t), path)
  const [buyer, seller] = (await people(2, 5_000)) as [Actor, Actor]
  const offerId = await offer(seller, { priceMinor, stock: 5 })
  const placing = buying(buyer, offerId, { priceMinor })
  const other = { ...placing, lines: [{ offerId, qty: 3 }] }
  const answers = await Promise.allSettled([engine.submit([placing]), engine.submit([placing]), engine.submit([other])])
  assert.deepEqual(answers.map(({ status }) => status), ['fulfilled', 'fulfilled', 'rejected']) // prettier-ignore
  assert.deepEqual(await stockOf(db, offerId), { available: 4, held: 1, sold: 0 })
})

onBothPaths('an id from another time is refused with the server’s time, unless the server derived it', async (t, path) => {
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
})

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
  const [first, second] = [await offer(seller, { priceMinor, stock: 2 }), await offer(another, { priceMinor, stock: 1 })]
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

onBothPaths('a list that is refused takes back what its commands did to the same rows as their neighbours', async (t, path) => {
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
  assert.deepEqual(slugs([...before!, ...after!]), ['accepted', 'accepted'])
  // Whichever of the two the list met first: its other command is refused with it.
  assert.ok(slugs(refused!).includes('list-refused') && refused!.every(({ status }) => status === 'refused'))
  assert.deepEqual(await stockOf(db, offerId), { available: 0, held: 10, sold: 0 })
  assert.deepEqual(await balances(db, [buyer]), [0])
  assert.deepEqual(await violations(db), [])
})

onBothPaths('a thousand transfers among ten wallets at once lose nothing and overdraw nobody', async (t, path) => {
  const { db, engine, people } = await setStage(t, await testDatabase(t), { ...path, maxBatch: 64 })
  const wallets = await people(10, 50)
  const transfers = Array.from({ length: 1_000 }, (_, index) => {
    const from = wallets[(index * 7) % 10]!
    const to = wallets[(index * 3 + 1 + Math.floor(index / 10)) % 10]!
    const payee = to === from ? wallets[(index * 7 + 1) % 10]! : to
    return command(from, 'ledger.transfer', { input: { to: payee.party, amountMinor: 1 + (index % 40), currency: 'EUR' } })
  })
  const verdicts = await Promise.all(transfers.map((transfer) => engine.submit([transfer])))
  const answers = new Set(slugs(verdicts.flat()))
  assert.deepEqual([...answers].sort(), ['accepted', 'insufficient-funds'])
  const after = await balances(db, wallets)
  assert.equal(after.reduce((sum, balance) => sum + balance, 0), 500)
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

/** Lets a decision be spoilt for the orders of one buyer. */
function spoiling(victim: () => string, spoil: (decision: Decision<Changes>) => Decision<Changes>): Transition {
  return (flow, view, one) => {
    const decision = transition(flow, view, one)
    return one.actor.party === victim() ? spoil(decision) : decision
  }
}

onBothPaths('a decision that throws fails its command alone, and the command may be sent again', async (t, path) => {
  let victim = ''
  let isBroken = true
  const decide = spoiling(() => (isBroken ? victim : ''), () => { throw new TypeError('our fault') }) // prettier-ignore
  const { db, engine, people, offer } = await setStage(t, await testDatabase(t), { ...path, transition: decide })
  const buyers = await people(5, priceMinor)
  const [seller] = (await people(1, 0)) as [Actor]
  const offerId = await offer(seller, { priceMinor, stock: 5 })
  victim = buyers[2]!.party
  const placings = buyers.map((buyer) => buying(buyer, offerId, { priceMinor }))
  const answers = await Promise.allSettled(placings.map((placing) => engine.submit([placing])))
  assert.deepEqual(answers.map(({ status }) => status === 'fulfilled'), [true, true, false, true, true]) // prettier-ignore
  isBroken = false
  assert.deepEqual(slugs(await engine.submit([placings[2]!])), ['accepted'])
  assert.deepEqual(await stockOf(db, offerId), { available: 0, held: 5, sold: 0 })
  assert.deepEqual(await violations(db), [])
})

onBothPaths('a decision that would overdraw or oversell is stopped before it reaches the books', async (t, path) => {
  let victim = ''
  const decide = spoiling(() => victim, (decision) => {
    if (!decision.ok) return decision
    const [posting] = decision.changes.postings
    const postings = [{ ...posting!, amountMinor: 1_000_000 }]
    return { ...decision, changes: { ...decision.changes, postings } }
  }) // prettier-ignore
  const { db, engine, people, offer } = await setStage(t, await testDatabase(t), { ...path, transition: decide })
  const [buyer, honest, seller] = (await people(3, priceMinor)) as [Actor, Actor, Actor]
  const offerId = await offer(seller, { priceMinor, stock: 5 })
  victim = buyer.party
  const answers = await Promise.allSettled([buyer, honest].map((one) => engine.submit([buying(one, offerId, { priceMinor })])))
  assert.deepEqual(answers.map(({ status }) => status), ['rejected', 'fulfilled']) // prettier-ignore
  assert.equal(engine.stats().bisections, 0)
  assert.deepEqual(await violations(db), [])
})

onBothPaths('a command that PostgreSQL refuses to store is found by halving, and its neighbours are stored', async (t, path) => {
  let victim = ''
  const decide = spoiling(() => victim, (decision) => {
    if (!decision.ok) return decision
    const { order } = decision.changes
    return { ...decision, changes: { ...decision.changes, order: { ...order, ending: 'nonsense' as never } } }
  }) // prettier-ignore
  const { db, engine, people, offer } = await setStage(t, await testDatabase(t), { ...path, transition: decide })
  const buyers = await people(16, priceMinor)
  const [seller] = (await people(1, 0)) as [Actor]
  const offerId = await offer(seller, { priceMinor, stock: 20 })
  victim = buyers[6]!.party
  const held = { ...(await stockOf(db, offerId)) }
  // `ending` would fail our own check first: the pot must be empty for it.
  const free = await offer(seller, { priceMinor: 0, stock: 20 })
  const answers = await Promise.allSettled(buyers.map((buyer) => engine.submit([buying(buyer, free, { priceMinor: 0 })])))
  assert.deepEqual(answers.flatMap(({ status }, index) => (status === 'rejected' ? [index] : [])), [6]) // prettier-ignore
  assert.ok(engine.stats().bisections > 0)
  assert.deepEqual(await stockOf(db, free), { available: 5, held: 15, sold: 0 })
  assert.deepEqual(await stockOf(db, offerId), held)
  assert.deepEqual(await violations(db), [])
})

onBothPaths('a decision that reads a row nobody foresaw waits for the next batch and is decided then', async (t, path) => {
  // Reads a second cell only when the first turns out to be empty: with enough of everything nobody sees it.
  const wandering: Transition = (flow, view, one) => {
    if ((view.available('stall/first') ?? 0) === 0) view.available('stall/second')
    return transition(flow, view, one)
  }
  const { engine, people, offer } = await setStage(t, await testDatabase(t), { ...path, transition: wandering })
  const [buyer, seller] = (await people(2, priceMinor)) as [Actor, Actor]
  const offerId = await offer(seller, { priceMinor, stock: 5 })
  const before = engine.stats().deferred
  assert.deepEqual(slugs(await engine.submit([buying(buyer, offerId, { priceMinor })])), ['accepted'])
  // The cached path reads every page by being sent on once; the locked path foresees all but this one.
  if (!path.isCached) assert.equal(engine.stats().deferred - before, 1)
})

onBothPaths('two actions on one order in one batch see each other', async (t, path) => {
  const { db, engine, people, offer } = await setStage(t, await testDatabase(t), path)
  const [buyer, seller] = (await people(2, priceMinor)) as [Actor, Actor]
  const offerId = await offer(seller, { priceMinor, stock: 5 })
  const placing = buying(buyer, offerId, { priceMinor })
  accepted(await engine.submit([placing]))
  const before = engine.stats().deferred
  const verdicts = await Promise.all([
    engine.submit([command(seller, 'stall.ship', { orderId: placing.id })]),
    engine.submit([command(buyer, 'stall.confirm', { orderId: placing.id })]),
    engine.submit([command(buyer, 'stall.cancel', { orderId: placing.id })]),
  ])
  assert.deepEqual(slugs(verdicts.flat()), ['accepted', 'accepted', 'not-now'])
  if (!path.isCached) assert.equal(engine.stats().deferred - before, 0)
  assert.deepEqual(await violations(db), [])
})

test('the cached path reads what it misses once and falls back for nothing', async (t) => {
  const { engine, people, offer } = await setStage(t, await testDatabase(t))
  const buyers = await people(20, 10 * priceMinor)
  const [seller] = (await people(1, 0)) as [Actor]
  const offerId = await offer(seller, { priceMinor, stock: 1_000 })
  const round = async (): Promise<number> => {
    const before = engine.stats().deferred
    accepted((await Promise.all(buyers.map((buyer) => engine.submit([buying(buyer, offerId, { priceMinor })])))).flat())
    return engine.stats().deferred - before
  }
  await round()
  assert.deepEqual([await round(), await round()], [0, 0])
  assert.equal(engine.stats().fallbacks, 0)
})

test('a row written past the engine is noticed by its version, read anew and respected', async (t) => {
  const { db, engine, people, offer } = await setStage(t, await testDatabase(t))
  const [buyer, seller] = (await people(2, 10_000)) as [Actor, Actor]
  const offerId = await offer(seller, { priceMinor, stock: 5 })
  accepted(await engine.submit([buying(buyer, offerId, { priceMinor })]))
  await sql`update capacity.cells set available = 0, version = version + 1 where name = ${`stall/${offerId}`}`.execute(db)
  assert.deepEqual(slugs(await engine.submit([buying(buyer, offerId, { priceMinor })])), ['sold-out'])
  assert.equal(engine.stats().fallbacks, 1)
  assert.deepEqual(await stockOf(db, offerId), { available: 0, held: 1, sold: 0 })
})

test('a lost connection costs no command: what was under way is decided once, by the log', async (t) => {
  const { db, engine, people } = await setStage(t, await testDatabase(t))
  const wallets = await people(4, 10_000)
  const transfers = Array.from({ length: 400 }, (_, index) =>
    command(wallets[index % 4]!, 'ledger.transfer', {
      input: { to: wallets[(index + 1) % 4]!.party, amountMinor: 1, currency: 'EUR' },
    }),
  )
  const cutting = async (): Promise<void> => {
    for (let cut = 0; cut < 5; cut += 1) {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lakeside-engine' and datname = current_database()`.execute(db)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const [verdicts] = await Promise.all([
    Promise.all(transfers.map(async (transfer, index) => {
      await new Promise((resolve) => setTimeout(resolve, index / 10))
      return engine.submit([transfer])
    })),
    cutting(),
  ]) // prettier-ignore
  accepted(verdicts.flat())
  assert.equal(await countOf(db, 'ledger.transfers'), 404)
  assert.ok(engine.stats().reconnects + engine.stats().fallbacks > 0)
  assert.deepEqual(await violations(db), [])
})
