import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import type { JsonObject } from '#kernel/commands'
import { newId } from '#kernel/ids'
import { actorOf, broken, compileManifest, createWorld, decide, type World } from '#modules/flows'
import { manifest } from './manifest.ts'

const now = Date.UTC(2026, 2, 20)
const purse = 100_000_000
const flow = compileManifest(manifest, { timeZone: 'Europe/Berlin', currency: 'EUR' })

/** A mall whose commission is another one, with a store, a sponsor and a buyer. */
function openMall(bps: number): World & { ids: { store: string; sponsor: string; buyer: string; reviewer: string } } {
  const [listing, commission, help] = manifest.rates!['fees'] as JsonObject[]
  const fees = [listing!, { ...commission!, bps }, help!]
  // Compiled once: only the tariff differs from case to case.
  const world = createWorld({ ...flow, manifest: { ...manifest, rates: { ...manifest.rates, fees } } }, now)
  const ids = { store: newId(), sponsor: newId(), buyer: newId(), reviewer: newId() }
  for (const id of Object.values(ids)) {
    world.parties.set(id, {
      id,
      kind: 'person',
      grants: [id === ids.reviewer ? 'operator' : 'brand'],
      isSuspended: false,
      facts: {},
    })
    if (id !== ids.reviewer) world.balances.set(`wallet:${id}:EUR`, purse)
  }
  const mandate = { party: ids.sponsor, business: 'mall', name: 'campaign', currency: 'EUR' }
  const terms = { limitMinor: purse, expiresAt: null, isActive: true }
  world.mandates.set(`${ids.sponsor}/mall/campaign/EUR`, { ...mandate, ...terms })
  return Object.assign(world, { ids })
}

function addOffer(
  world: World,
  seller: string,
  more: { business: string; priceMinor: number; attributes: JsonObject },
): string {
  const id = newId()
  const texts = { title: 'Vase', description: '', category: 'ceramics', currency: 'EUR', taxCode: 'standard' }
  const rest = { priceIncludesTax: true, groupId: null, variant: {}, pictures: [], status: 'active', rev: 1 } as const
  world.offers.set(id, { id, seller, ...texts, ...rest, ...more })
  world.cells.set(`${more.business}/${id}`, { available: 1_000, held: 0, sold: 0, supply: 1_000 })
  return id
}

const coupon = (discountMinor: number): JsonObject => ({
  startsAt: now, endsAt: now + 1, discountBps: 0, discountMinor, maxMinor: 0, minimumMinor: 0, perBuyer: 9,
  budgetMinor: purse, group: 'a', stacks: true, stores: [], categories: [], slots: 0,
}) // prettier-ignore

const sale = fc.record({
  bps: fc.integer({ min: 0, max: 10_000 }),
  priceMinor: fc.integer({ min: 0, max: 1_000_000 }),
  qty: fc.integer({ min: 1, max: 9 }),
  sponsorMinor: fc.integer({ min: 0, max: 2_000_000 }),
  ownMinor: fc.integer({ min: 0, max: 500_000 }),
  refunds: fc.array(fc.integer({ min: 1, max: 3_000_000 }), { maxLength: 6 }),
  isEarly: fc.boolean(),
  isHeld: fc.boolean(),
})

test('any sale at any rate with any coupons and refunds moves every minor unit, and refunds end at exactly zero', () => {
  fc.assert(
    fc.property(sale, ({ bps, priceMinor, qty, sponsorMinor, ownMinor, refunds, isEarly, isHeld }) => {
      const world = openMall(bps)
      const { store, sponsor, buyer, reviewer } = world.ids
      const offerId = addOffer(world, store, { business: 'mall', priceMinor, attributes: { shippingMinor: 0 } })
      const coupons = [
        addOffer(world, sponsor, { business: 'campaigns', priceMinor: 0, attributes: coupon(sponsorMinor) }),
        addOffer(world, store, {
          business: 'campaigns',
          priceMinor: 0,
          attributes: { ...coupon(ownMinor), group: 'b' },
        }),
      ]
      const goods = priceMinor * qty
      const paid = Math.min(sponsorMinor, goods)
      const base = goods - Math.min(ownMinor, goods - paid)
      const id = newId()
      const act = (by: string, type: string, more: object = {}): string => {
        const command = {
          id: newId(),
          actor: actorOf(world, by),
          business: 'mall',
          type,
          orderId: id,
          input: {},
          ...more,
        }
        const decision = decide(world, command)
        return decision.ok ? decision.changes.order.state : decision.refusal.slug
      }
      const lines = [{ offerId, qty }]
      const input = { delivery: 'pickup', coupons }
      const expectMinor = base - paid
      const answers = { watch: { isHeld } }
      const placed = act(buyer, 'place', { id, orderId: undefined, lines, input, expectMinor, answers })
      assert.equal(placed, isHeld ? 'held' : 'paid')
      if (isHeld) assert.equal(act(reviewer, 'release'), 'paid')
      assert.equal(act(store, 'ship'), 'shipped')
      if (!isEarly) act(buyer, 'confirm')
      for (const amountMinor of refunds) {
        const before = takenBy(world, id)
        const expected = isEarly ? 0 : mirrored(before, store, amountMinor)
        const state = act(store, 'refund', {
          input: { amountMinor },
          ...(expected > 0 ? { expectMinor: expected } : {}),
        })
        const left = sumBelow(before)
        assert.equal(state, amountMinor > left ? 'refund-exceeds-captured' : isEarly ? 'shipped' : 'completed')
      }
      if (isEarly) act(buyer, 'confirm')
      assert.deepEqual(broken(world, 3 * purse), [])
      const rest = sumBelow(takenBy(world, id))
      if (rest > 0) {
        const expected = mirrored(takenBy(world, id), store, rest)
        act(store, 'refund', { input: { amountMinor: rest }, ...(expected > 0 ? { expectMinor: expected } : {}) })
      }
      const { pots } = world.orders.get(id)!
      assert.deepEqual(pots['main'] ?? {}, {}, 'everybody has back what they paid')
      assert.equal(world.balances.get(`wallet:${sponsor}:EUR`), purse)
      assert.equal(world.balances.get(`wallet:${buyer}:EUR`), purse)
    }),
    { numRuns: 2_000 },
  )
})

function takenBy(world: World, id: string): { readonly [account: string]: number } {
  return world.orders.get(id)!.pots['main'] ?? {}
}

function sumBelow(pot: { readonly [account: string]: number }): number {
  return Object.values(pot).reduce((sum, position) => sum + Math.max(0, -position), 0)
}

/** The store's part of a mirror refund by the definition: proportion, cut, and the largest remainders rounded up. */
function mirrored(pot: { readonly [account: string]: number }, store: string, amountMinor: number): number {
  const givers = Object.entries(pot)
    .filter(([, position]) => position > 0)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
  const sum = givers.reduce((total, [, position]) => total + position, 0)
  if (amountMinor > sum) return 0
  const exact = givers.map(([account, position]) => {
    const product = BigInt(amountMinor) * BigInt(position)
    return { account, cut: Number(product / BigInt(sum)), remainder: product % BigInt(sum) }
  })
  let over = amountMinor - exact.reduce((total, { cut }) => total + cut, 0)
  const byRemainder = exact.toSorted((one, other) =>
    one.remainder < other.remainder ? 1 : one.remainder > other.remainder ? -1 : 0,
  )
  for (const part of byRemainder) if (over-- > 0) part.cut += 1
  return exact.find(({ account }) => account === `earned:${store}`)?.cut ?? 0
}

test('the commission is the one of the category, and a service costs only who picked it', () => {
  const world = openMall(500)
  const { store, buyer } = world.ids
  const fees = (category: string, services: readonly string[]): number => {
    const offerId = addOffer(world, store, {
      business: 'mall',
      priceMinor: 10_000,
      attributes: { shippingMinor: 0, services },
    })
    world.offers.set(offerId, { ...world.offers.get(offerId)!, category, taxCode: 'exempt' })
    const decision = decide(world, {
      id: newId(), actor: actorOf(world, buyer), business: 'mall', type: 'place', lines: [{ offerId, qty: 1 }],
      input: { delivery: 'pickup' }, expectMinor: 10_000, answers: { watch: { isHeld: false } },
    }) // prettier-ignore
    assert.ok(decision.ok)
    return decision.changes.order.terms['feesMinor'] as number
  }
  assert.deepEqual([fees('ceramics', []), fees('books', []), fees('ceramics', ['delivery-help'])], [500, 200, 530])
})

test('what is held is sent by nobody and stopped by no store; a stop gives buyer, sponsor and shelf all of it back', () => {
  const world = openMall(500)
  const { store, sponsor, buyer, reviewer } = world.ids
  const offerId = addOffer(world, store, { business: 'mall', priceMinor: 60_000, attributes: { shippingMinor: 0 } })
  const campaign = { business: 'campaigns', priceMinor: 0, attributes: coupon(5_000) }
  const couponId = addOffer(world, sponsor, campaign)
  const before = [world.balances.get(`wallet:${buyer}:EUR`), world.balances.get(`wallet:${sponsor}:EUR`)]
  const id = newId()
  const act = (by: string, type: string, more: object = {}): string => {
    const command = { id: newId(), actor: actorOf(world, by), business: 'mall', type, orderId: id, input: {}, ...more }
    const decision = decide(world, command)
    return decision.ok ? decision.changes.order.state : decision.refusal.slug
  }
  const lines = [{ offerId, qty: 1 }]
  const input = { delivery: 'pickup', coupons: [couponId] }
  const reserved = { id, orderId: undefined, lines, input, answers: { watch: { isHeld: true } } }
  assert.equal(act(buyer, 'reserve', reserved), 'reserved')
  assert.equal(act(buyer, 'pay', { expectMinor: 55_000 }), 'held', 'the way round by reserving leads to the same look')
  assert.deepEqual([act(store, 'ship'), act(store, 'release'), act(store, 'stop')], [
    'not-now', 'not-yours', 'not-yours',
  ]) // prettier-ignore
  assert.equal(act(reviewer, 'stop'), 'stopped')
  const after = [world.balances.get(`wallet:${buyer}:EUR`), world.balances.get(`wallet:${sponsor}:EUR`)]
  assert.deepEqual([after, world.orders.get(id)!.pots['main'] ?? {}], [before, {}])
  assert.equal(world.cells.get(`mall/${offerId}`)?.available, 1_000)
  assert.deepEqual(broken(world, 3 * purse), [])
})
