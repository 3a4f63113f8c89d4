import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor, Decision } from '#kernel/commands'
import { sql } from '#kernel/db'
import { violations } from '#kernel/invariants'
import { testDatabase } from '#kernel/testing'
import { type Changes, transition } from '#modules/flows'
import type { Transition } from './decide.ts'
import { accepted, buying, command, countOf, onBothPaths, setStage, slugs, stockOf } from './fixtures.ts'

const priceMinor = 1_000

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
  const answers = await Promise.allSettled(
    [buyer, honest].map((one) => engine.submit([buying(one, offerId, { priceMinor })])),
  )
  assert.deepEqual(answers.map(({ status }) => status), ['rejected', 'fulfilled']) // prettier-ignore
  assert.equal(engine.stats().bisections, 0)
  assert.deepEqual(await violations(db), [])
})

onBothPaths(
  'a command that PostgreSQL refuses to store is found by halving, and its neighbours are stored',
  async (t, path) => {
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
    const answers = await Promise.allSettled(
      buyers.map((buyer) => engine.submit([buying(buyer, free, { priceMinor: 0 })])),
    )
    assert.deepEqual(answers.flatMap(({ status }, index) => (status === 'rejected' ? [index] : [])), [6]) // prettier-ignore
    assert.ok(engine.stats().bisections > 0)
    assert.deepEqual(await stockOf(db, free), { available: 5, held: 15, sold: 0 })
    assert.deepEqual(await stockOf(db, offerId), held)
    assert.deepEqual(await violations(db), [])
  },
)

onBothPaths(
  'a decision that reads a row nobody foresaw waits for the next batch and is decided then',
  async (t, path) => {
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
  },
)

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

test('thousands of first commands of one party miss their pages together, not one after the other', async (t) => {
  const { engine, operator, people } = await setStage(t, await testDatabase(t))
  const strangers = await people(2_500, 0)
  const before = engine.stats().batches
  const issues = strangers.map(({ party }) =>
    command(operator, 'ledger.issue', { input: { to: party, amountMinor: 1, currency: 'EUR' } }),
  )
  accepted(await engine.submit(issues))
  assert.ok(engine.stats().batches - before <= 12, `${engine.stats().batches - before} batches`)
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
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lakeside-engine' and datname = current_database()`.execute(
        db,
      )
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

test('what was decided on a batch that was never stored is decided again', async (t) => {
  let victim = ''
  const decide = spoiling(
    () => victim,
    (decision) => {
      if (!decision.ok) return decision
      const { order } = decision.changes
      return { ...decision, changes: { ...decision.changes, order: { ...order, ending: 'nonsense' as never } } }
    },
  )
  const { db, engine, people, offer } = await setStage(t, await testDatabase(t), { transition: decide, maxBatch: 20 })
  const [poison, honest, seller] = (await people(3, priceMinor)) as [Actor, Actor, Actor]
  const single = await offer(seller, { priceMinor: 0, stock: 1 })
  // Opens every page, so that the decisive batches are decided at once; the one unit goes back on sale each time.
  for (const buyer of [poison, honest]) {
    const placing = buying(buyer, single, { priceMinor: 0 })
    accepted(await engine.submit([placing]))
    accepted(await engine.submit([command(buyer, 'stall.cancel', { orderId: placing.id })]))
  }
  const transfer = { to: honest.party, amountMinor: 1, currency: 'EUR' }
  const filler = Array.from({ length: 300 }, () => command(seller, 'ledger.transfer', { input: transfer }))
  accepted(await engine.submit(filler.slice(0, 1)))
  victim = poison.party
  const [first, second] = [buying(poison, single, { priceMinor: 0 }), buying(honest, single, { priceMinor: 0 })]
  const answers = await Promise.allSettled(
    [first, ...filler.slice(1, 20), second, ...filler.slice(20)].map((one) => engine.submit([one])),
  )
  assert.equal(answers[0]!.status, 'rejected')
  const last = answers[20]!
  assert.deepEqual(last.status === 'fulfilled' ? slugs(last.value) : [], ['accepted'])
  assert.deepEqual(await stockOf(db, single), { available: 0, held: 1, sold: 0 })
  assert.deepEqual(await violations(db), [])
})
