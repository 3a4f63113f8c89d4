import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import type { Command } from '#kernel/commands'
import { newId } from '#kernel/ids'
import { bikes } from './fixtures/bikes.ts'
import { tools } from './fixtures/tools.ts'
import { act, addPerson, spring, tick, wallet, worldOf } from './fixtures/town.ts'
import type { Manifest } from './manifest.ts'
import { actorOf, decide } from './world.ts'

test('a timer of an earlier entry is stale; a due one fires once', () => {
  const { world, offerId, seller } = worldOf(tools)
  const { id } = act(world, {
    by: addPerson(world),
    type: 'rent',
    input: { day: 20_600, days: 1 },
    expect: 2500,
    offerId,
  })
  const clock: Command = {
    id: newId(),
    actor: { party: 'clock', kind: 'clock', grants: [] },
    business: 'tools',
    type: 'after:due',
    orderId: id,
    input: {},
    rev: 1,
  }
  act(world, { by: seller, type: 'handOver', order: id })
  const stale = decide(world, clock)
  assert.ok(!stale.ok && stale.refusal.slug === 'stale-timer')
  assert.equal(tick(world, id, 'due'), 'out')
  assert.equal(tick(world, id, 'overdue'), 'returned')
  assert.equal(tick(world, id, 'due'), 'no such timer')
})

test('P1D is the same time of day tomorrow, also when the clocks change in the night', () => {
  const { world, offerId } = worldOf(bikes)
  const lock = addPerson(world, 'device')
  world.offers.set(offerId, { ...world.offers.get(offerId)!, attributes: { lock } })
  const { id } = act(world, {
    by: addPerson(world, 'person', { score: 700 }),
    type: 'scan',
    expect: 0,
    offerId,
    more: {},
  })
  act(world, { by: lock, type: 'lock.opened', order: id })
  const due = world.timers.find(({ key, orderId }) => key === 'P1D' && orderId === id)!.dueAt
  assert.equal(due - spring, 23 * 3_600_000)
})

test('a fare is drawn under the mandate of the ride, and an empty wallet owes instead of failing', () => {
  const { world, offerId, seller } = worldOf(bikes)
  const lock = addPerson(world, 'device')
  world.offers.set(offerId, { ...world.offers.get(offerId)!, attributes: { lock } })
  const rider = addPerson(world, 'person', { score: 700 })
  const { id } = act(world, { by: rider, type: 'scan', offerId })
  assert.equal(act(world, { by: lock, type: 'lock.opened', order: id }).state, 'riding')
  world.now += 31 * 60_000
  world.balances.set(`wallet:${rider}:EUR`, 100)
  assert.equal(act(world, { by: lock, type: 'lock.closed', order: id }).state, 'owing')
  assert.equal(wallet(world, rider), 100)
  world.balances.set(`wallet:${rider}:EUR`, 1000)
  assert.equal(act(world, { by: rider, type: 'settle', order: id, expect: 300 }).state, 'paid')
  assert.equal(wallet(world, seller), 100_300)
})

test('a mandate covers its limit and its giver only', () => {
  const { world, offerId } = worldOf(bikes)
  const lock = addPerson(world, 'device')
  world.offers.set(offerId, { ...world.offers.get(offerId)!, attributes: { lock } })
  const { id } = act(world, { by: addPerson(world, 'person', { score: 700 }), type: 'scan', offerId })
  act(world, { by: lock, type: 'lock.opened', order: id })
  world.now += 60_000
  const order = world.orders.get(id)!
  world.orders.set(id, { ...order, mandates: { ride: { ...order.mandates['ride']!, leftMinor: 149 } } })
  assert.equal(act(world, { by: lock, type: 'lock.closed', order: id }).state, 'owing')
  world.orders.set(id, { ...order, mandates: { ride: { party: lock, leftMinor: 10_000 } } })
  assert.equal(act(world, { by: lock, type: 'lock.closed', order: id }).state, 'owing')
})

test('a late acknowledgement of a lock that was given up closes it again', () => {
  const { world, offerId } = worldOf(bikes)
  const lock = addPerson(world, 'device')
  world.offers.set(offerId, { ...world.offers.get(offerId)!, attributes: { lock } })
  const rider = addPerson(world)
  const { id } = act(world, { by: rider, type: 'scan', offerId, expect: 9900 })
  assert.equal(tick(world, id, 'PT5S'), 'failed')
  assert.equal(wallet(world, rider), 100_000)
  const late = decide(world, {
    id: newId(),
    actor: actorOf(world, lock),
    business: 'bikes',
    type: 'lock.opened',
    orderId: id,
    input: {},
  })
  assert.ok(late.ok)
  assert.deepEqual(late.changes.steps[0]!.outgoing, [{ kind: 'call', to: lock, op: 'lock', body: null }])
})

test('a timer that is refused marks the order, opens a case and is not tried again', () => {
  const { world, offerId } = worldOf(failing)
  const { id } = act(world, { by: addPerson(world), type: 'open', offerId })
  assert.equal(tick(world, id, 'PT1H'), 'waiting')
  const order = world.orders.get(id)!
  assert.equal(order.stuck, 'never-true')
  assert.equal(order.rev, 1)
  assert.equal(act(world, { by: order.roles['buyer']!, type: 'leave', order: id }).state, 'left')
  assert.equal(world.orders.get(id)!.stuck, null)
})

/** A flow whose timer is always refused. */
const failing: Manifest = {
  business: 'failing',
  version: 1,
  title: 'Failing',
  roles: { buyer: { bind: 'actor.id' } },
  flow: {
    initial: 'new',
    states: {
      new: { on: { open: { by: ['buyer'], target: 'waiting' } } },
      waiting: {
        on: { leave: { by: ['buyer'], target: 'left' } },
        after: { PT1H: { require: [{ that: '1 == 2', else: 'never-true' }], target: 'left' } },
      },
      left: { final: 'undone' },
    },
  },
}
