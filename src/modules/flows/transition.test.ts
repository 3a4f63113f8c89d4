import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { newId } from '#kernel/ids'
import { tickets } from './fixtures/tickets.ts'
import { tools } from './fixtures/tools.ts'
import { act, addPerson, spring, wallet, worldOf } from './fixtures/town.ts'
import { preview } from './preview.ts'
import { actorOf, broken, decide, viewOf } from './world.ts'

test('a tool is rented, used and returned: the rent is paid, the deposit comes back, the days are free again', () => {
  const { world, offerId, seller } = worldOf(tools)
  const member = addPerson(world)
  const { id } = act(world, { by: member, type: 'rent', input: { day: 20_600, days: 3 }, expect: 3500, offerId })
  assert.equal(wallet(world, member), 96_500)
  assert.equal(
    act(world, { by: addPerson(world), type: 'rent', input: { day: 20_602, days: 1 }, expect: 2500, offerId }).slug,
    'days-taken',
  )
  assert.equal(act(world, { by: seller, type: 'handOver', order: id }).state, 'out')
  assert.equal(act(world, { by: seller, type: 'return', order: id }).state, 'returned')
  assert.equal(wallet(world, member), 98_500)
  assert.equal(wallet(world, seller), 101_500)
  assert.equal(
    act(world, { by: member, type: 'rent', input: { day: 20_602, days: 1 }, expect: 2500, offerId }).state,
    'booked',
  )
  assert.deepEqual(broken(world, 200_000 + 100_000), [])
})

test('a suspended seller takes no new order, and what was ordered before goes on', () => {
  const { world, offerId, seller } = worldOf(tools)
  const rent = { by: addPerson(world), type: 'rent', input: { day: 20_600, days: 1 }, expect: 2500, offerId }
  const { id } = act(world, rent)
  const facts = world.parties.get(seller)!
  world.parties.set(seller, { ...facts, isSuspended: true })
  assert.equal(act(world, { ...rent, input: { day: 20_700, days: 1 } }).slug, 'seller-suspended')
  assert.equal(act(world, { by: seller, type: 'handOver', order: id }).state, 'out')
})

test('what is seen is what is paid: no amount, or another one, debits nothing', () => {
  const { world, offerId } = worldOf(tools)
  const by = addPerson(world)
  const rent = { by, type: 'rent', input: { day: 20_600, days: 1 }, offerId }
  assert.equal(act(world, rent).slug, 'price-unconfirmed')
  assert.equal(act(world, { ...rent, expect: 2499 }).slug, 'price-changed')
  assert.equal(wallet(world, by), 100_000)
  assert.equal(world.orders.size, 0)
  const seen = preview(world.flow, viewOf(world), {
    id: newId(),
    actor: actorOf(world, by),
    business: 'tools',
    type: 'rent',
    input: rent.input,
    lines: [{ offerId, qty: 1 }],
  })
  assert.ok(seen.ok)
  assert.equal(seen.amountMinor, 2500)
  assert.equal(world.orders.size, 0)
})

test('who works for a shop takes its orders along, but spends none of its money', () => {
  const { world, offerId, seller } = worldOf(tools)
  const by = addPerson(world)
  const rent = { by, type: 'rent', input: { day: 20_600, days: 1 }, expect: 2500, offerId }
  for (const role of ['manager', 'staff', 'viewer'] as const) {
    const refused = act(world, { ...rent, more: { actor: { ...actorOf(world, by), role } } })
    assert.equal(refused.slug, 'not-allowed')
  }
  assert.equal(wallet(world, by), 100_000)
  const { id } = act(world, rent)
  const staff = { actor: { ...actorOf(world, seller), role: 'staff' as const } }
  assert.equal(act(world, { by: seller, type: 'handOver', order: id, more: staff }).state, 'out')
})

test('only the parties of an order may act on it, each in its role', () => {
  const { world, offerId, seller } = worldOf(tools)
  const member = addPerson(world)
  const { id } = act(world, { by: member, type: 'rent', input: { day: 20_600, days: 1 }, expect: 2500, offerId })
  assert.equal(act(world, { by: member, type: 'handOver', order: id }).slug, 'not-yours')
  assert.equal(act(world, { by: addPerson(world), type: 'cancel', order: id }).slug, 'not-yours')
  assert.equal(act(world, { by: seller, type: 'return', order: id }).slug, 'not-now')
  assert.equal(act(world, { by: seller, type: 'after:due', order: id, more: { rev: 1 } }).slug, 'not-yours')
})

test('every wrong field of an input is named', () => {
  const { world, offerId } = worldOf(tools)
  const decision = decide(world, {
    id: newId(),
    actor: actorOf(world, addPerson(world)),
    business: 'tools',
    type: 'rent',
    input: { days: 31, weeks: 1 },
    lines: [{ offerId, qty: 1 }],
  })
  assert.ok(!decision.ok)
  assert.deepEqual(decision.refusal.errors?.map(({ pointer }) => pointer).toSorted(), ['/day', '/days', '/weeks'])
})

test('lines of two sellers, of an archived offer, of another business or of no quantity are refused', () => {
  const { world, offerId } = worldOf(tools)
  const by = addPerson(world)
  const other = { ...world.offers.get(offerId)!, id: newId(), seller: by }
  const archived = { ...other, id: newId(), status: 'archived' as const }
  const foreign = { ...other, id: newId(), business: 'market' }
  for (const offer of [other, archived, foreign]) world.offers.set(offer.id, offer)
  const rent = (...lines: { offerId: string; qty: number }[]): string =>
    act(world, { by, type: 'rent', input: { day: 1, days: 1 }, more: { lines } }).slug
  assert.equal(rent({ offerId, qty: 1 }, { offerId: other.id, qty: 1 }), 'input-invalid')
  assert.equal(rent({ offerId: archived.id, qty: 1 }), 'offer-archived')
  assert.equal(rent({ offerId: foreign.id, qty: 1 }), 'offer-not-found')
  assert.equal(rent({ offerId: newId(), qty: 1 }), 'offer-not-found')
  for (const qty of [0, -1, 1.5, 1e9]) assert.equal(rent({ offerId, qty }), 'input-invalid')
})

test('amounts beyond exact integers are refused, not rounded and not a fault', () => {
  const { world, offerId } = worldOf(tools, { priceMinor: Number.MAX_SAFE_INTEGER })
  assert.equal(
    act(world, { by: addPerson(world), type: 'rent', input: { day: 1, days: 30 }, offerId }).slug,
    'amount-too-large',
  )
})

test('segments of one seat are sold apart, and a journey over a taken segment is refused whole', () => {
  const { world, offerId } = worldOf(tickets, { attributes: { departsAt: spring + 86_400_000 } })
  const by = addPerson(world)
  const hold = (from: number, to: number, seats: number[]): string =>
    act(world, { by, type: 'hold', input: { from, to, seats }, offerId }).slug
  assert.equal(hold(0, 1, [2]), '')
  assert.equal(hold(1, 2, [2]), '')
  assert.equal(hold(0, 2, [2]), 'seat-taken')
  assert.equal(hold(0, 2, [1, 2]), 'seat-taken')
  assert.equal(hold(0, 2, [3, 3]), 'seat-taken', 'one seat cannot be taken twice by one order')
  assert.equal(hold(0, 2, [1]), '')
  // Seats 1 and 2 are partly taken; any seat finds 0 and 3, then no more.
  const any = (): string => act(world, { by, type: 'holdAny', input: { from: 0, to: 2 }, offerId }).slug
  assert.deepEqual([any(), any(), any()], ['', '', 'sold-out'])
})
