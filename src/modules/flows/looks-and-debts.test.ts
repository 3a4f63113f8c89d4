import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Manifest } from './manifest.ts'
import { act, addPerson, wallet, worldOf } from './fixtures/town.ts'
import { kiosk } from './fixtures/vouchers.ts'
import { play } from './play.ts'
import { compileManifest } from './publication.ts'
import { broken, type World } from './world.ts'

const options = { timeZone: 'Europe/Berlin', currency: 'EUR' }

type Stand = { world: World; offerId: string; seller: string; sponsor: string; voucher: string; buyer: string }

function open(worthMinor: number, change: { business?: string; status?: 'active' | 'archived' } = {}): Stand {
  const { world, offerId, seller } = worldOf(kiosk)
  const sponsor = addPerson(world)
  const voucher = crypto.randomUUID()
  const offer = world.offers.get(offerId)!
  const own = { id: voucher, business: 'vouchers', seller: sponsor, attributes: { worthMinor }, ...change }
  world.offers.set(voucher, { ...offer, ...own })
  const mandate = { party: sponsor, business: 'kiosk', name: 'sponsoring', currency: 'EUR' }
  world.mandates.set(`${sponsor}/kiosk/sponsoring/EUR`, {
    ...mandate,
    limitMinor: 100,
    expiresAt: null,
    isActive: true,
  })
  return { world, offerId, seller, sponsor, voucher, buyer: addPerson(world) }
}

const balance = ({ world }: Stand, name: string): number => world.balances.get(`${name}:EUR`) ?? 0

test('an order looks at offers of another business, and their owner pays under a standing mandate', () => {
  const stand = open(60)
  const { world, buyer, offerId, sponsor, seller, voucher } = stand
  const bought = act(world, { by: buyer, type: 'buy', input: { vouchers: [voucher] }, expect: 500, offerId })
  assert.equal(bought.state, 'sold')
  assert.equal(wallet(world, sponsor), 99_940)
  assert.equal(balance(stand, `available:${seller}`), 560)
  assert.equal(act(world, { by: buyer, type: 'takeBack', order: bought.id }).state, 'over')
  assert.deepEqual([wallet(world, sponsor), wallet(world, buyer)], [100_000, 100_000])
})

test('what is looked at must be there, active, of its business and as the manifest relies on it', () => {
  const slugOf = ({ world, buyer, offerId, voucher }: Stand): string =>
    act(world, { by: buyer, type: 'buy', input: { vouchers: [voucher] }, expect: 500, offerId }).slug
  assert.equal(slugOf(open(60)), '')
  assert.equal(slugOf(open(101)), 'voucher-unknown')
  assert.equal(slugOf(open(60, { business: 'kiosk' })), 'voucher-unknown')
  assert.equal(slugOf(open(60, { status: 'archived' })), 'voucher-unknown')
  assert.equal(slugOf({ ...open(60), voucher: 'nobody' }), 'voucher-unknown')
})

test('only a new order looks: later its terms are all there is', () => {
  const late: Manifest = structuredClone(kiosk)
  Reflect.set(late.flow.states['sold']!.on!['takeBack']!, 'do', [{ refund: 'size(seen.vouchers)' }])
  assert.throws(
    () => compileManifest(late, options),
    (error: { details: { errors: { pointer: string }[] } }) =>
      error.details.errors.some(({ pointer }) => pointer === '/flow/states/sold/on/takeBack/do/0/refund'),
  )
})

test('a refund of money that was paid out becomes a debt, and the next sales repay it to the cent', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 600 }), (worthMinor, takenOut) => {
      const stand = open(worthMinor)
      const { world, buyer, offerId, seller, voucher } = stand
      const buy = { by: buyer, type: 'buy', input: { vouchers: [voucher] }, expect: 500, offerId }
      const sold = 500 + worthMinor
      const { id } = act(world, buy)
      const gone = Math.min(takenOut, sold)
      world.balances.set(`available:${seller}:EUR`, sold - gone)
      world.balances.set(`wallet:${seller}:EUR`, 100_000 + gone)
      assert.equal(act(world, { by: buyer, type: 'takeBack', order: id }).state, 'over')
      assert.deepEqual([wallet(world, buyer), balance(stand, `debt:${seller}`)], [100_000, gone === 0 ? 0 : -gone])
      assert.equal(balance(stand, `available:${seller}`), 0)
      act(world, buy)
      assert.deepEqual([balance(stand, `debt:${seller}`) + 0, balance(stand, `available:${seller}`)], [0, sold - gone])
      assert.deepEqual(broken(world, 300_000), [])
    }),
    { numRuns: 500 },
  )
})

test('random play of a manifest that looks at other offers reaches all of it without breaking a law', () => {
  const played = play(compileManifest(kiosk, options), { seed: 3, commands: 50_000, enough: 50 })
  assert.deepEqual(played.faults, [])
  assert.deepEqual([...played.succeeded].filter(([, times]) => times < 50), []) // prettier-ignore
  assert.ok((played.refused.get('voucher-unknown') ?? 0) > 0)
})
