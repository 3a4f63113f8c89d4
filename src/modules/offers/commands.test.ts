import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Compile } from 'typebox/compile'
import type { Actor, Decision, Refusal } from '#kernel/commands'
import { newId } from '#kernel/ids'
import { type OffersChanges, type OffersView, offersCommands, stockCell } from './commands.ts'
import { PutInput } from './contract.ts'
import { actorFor, anton, command, lan, mug, offerErrors } from './fixtures.ts'
import type { Offer } from './offer.ts'

const [put, archive] = [offersCommands[0]!, offersCommands[1]!]
const seller = actorFor(anton)
const operator = actorFor(lan, ['operator'])

function viewOf(offers: readonly Offer[] = [], counted?: number, grant?: string): OffersView {
  const byId = new Map(offers.map((offer) => [offer.id, offer]))
  return { offer: (id) => byId.get(id), available: () => counted, offerErrors, sellerGrant: () => grant }
}

function accepted(decision: Decision<OffersChanges>): OffersChanges {
  assert.ok(decision.ok, JSON.stringify(decision))
  return decision.changes
}

function refusal(decision: Decision<OffersChanges>): Refusal {
  assert.ok(!decision.ok, 'was accepted')
  return decision.refusal
}

function made(given: object = {}, actor: Actor = seller): Offer {
  return accepted(put.decide(viewOf(), command(actor, 'put', mug(given)))).offers[0]!
}

test('a new offer takes the id of its command and its seller from the actor', () => {
  const wanted = command(seller, 'put', mug())
  const { offers, cells, event } = accepted(put.decide(viewOf(), wanted))
  assert.equal(offers[0]?.id, wanted.id)
  assert.equal(offers[0]?.seller, anton.id)
  assert.equal(offers[0]?.rev, 1)
  assert.deepEqual(cells, [{ name: `market/${wanted.id}`, supply: 3, available: 0, held: 0, sold: 0 }])
  assert.equal(event.type, 'offers.created')
})

test('where sellers are verified, only they and the operator list', () => {
  const listing = (actor: Actor) => put.decide(viewOf([], undefined, 'brand'), command(actor, 'put', mug()))
  assert.equal(refusal(listing(seller)).slug, 'not-granted')
  for (const grant of ['brand', 'operator']) assert.ok(listing({ ...seller, grants: [grant] }).ok)
})

test('a change needs the rev that was seen, and raises it', () => {
  const before = made()
  const change = (rev?: number) =>
    put.decide(
      viewOf([before]),
      command(seller, 'put', mug({ offerId: before.id, stock: undefined, priceMinor: 4200, rev })),
    )
  assert.equal(refusal(change()).slug, 'offer-changed')
  assert.equal(refusal(change(2)).slug, 'offer-changed')
  const { offers, event, cells } = accepted(change(1))
  assert.equal(offers[0]?.rev, 2)
  assert.equal(offers[0]?.priceMinor, 4200)
  assert.equal(event.type, 'offers.changed')
  assert.deepEqual(event.data['previously'], { priceMinor: 4000, status: 'active' })
  assert.deepEqual(cells, [])
})

test('only the seller and the operator may change or archive an offer', () => {
  const before = made()
  const change = mug({ offerId: before.id, stock: undefined, rev: 1 })
  const stop = { offerId: before.id as never }
  for (const stranger of [actorFor(lan), actorFor(lan, ['courier', 'arbiter'])]) {
    assert.equal(refusal(put.decide(viewOf([before]), command(stranger, 'put', change))).slug, 'not-yours')
    assert.equal(refusal(archive.decide(viewOf([before]), command(stranger, 'archive', stop))).slug, 'not-yours')
  }
  const { offers } = accepted(put.decide(viewOf([before]), command(operator, 'put', change)))
  assert.equal(offers[0]?.seller, anton.id, 'the operator who changes an offer does not take it over')
  assert.equal(
    accepted(archive.decide(viewOf([before]), command(operator, 'archive', stop))).offers[0]?.status,
    'archived',
  )
})

test('nobody but the operator offers in the name of another', () => {
  const foreign = command(seller, 'put', mug({ seller: lan.id }))
  assert.deepEqual(
    refusal(put.decide(viewOf(), foreign)).errors?.map(({ pointer }) => pointer),
    ['/seller'],
  )
  const listed = made({ seller: anton.id }, operator)
  assert.equal(listed.seller, anton.id)
})

test('every wrong field is named at once', () => {
  const wrong = mug({ business: 'market', attributes: {}, rev: 4, variant: { size: 'M' }, seller: lan.id })
  const { slug, status, errors } = refusal(put.decide(viewOf(), command(seller, 'put', wrong)))
  assert.deepEqual([slug, status], ['invalid-input', 422])
  assert.deepEqual(errors?.map(({ pointer }) => pointer).sort(), [
    '/attributes/shippingMinor',
    '/groupId',
    '/rev',
    '/seller',
  ])
})

test('an offer keeps its business and its seller, and its stock is changed by adjustments', () => {
  const before = made()
  const change = mug({ offerId: before.id, rev: 1, stock: 5, business: 'bikes', seller: lan.id })
  const { errors } = refusal(put.decide(viewOf([before]), command(seller, 'put', change)))
  assert.deepEqual(
    errors?.map(({ pointer }) => pointer),
    ['/business', '/business', '/stock', '/seller'],
  )
})

test('a variant joins the group of its own seller only, named by the first variant', () => {
  const id = newId()
  const head = made({ offerId: id, groupId: id, variant: { size: 'S' } })
  const join = (actor: Actor, groupId: string) =>
    put.decide(viewOf([head]), command(actor, 'put', mug({ groupId, variant: { size: 'M' } })))
  assert.equal(accepted(join(seller, id)).offers[0]?.groupId, id)
  assert.deepEqual(
    refusal(join(actorFor(lan), id)).errors?.map(({ pointer }) => pointer),
    ['/groupId'],
  )
  assert.deepEqual(
    refusal(join(seller, newId())).errors?.map(({ pointer }) => pointer),
    ['/groupId'],
  )
  const single = made()
  const decision = put.decide(
    viewOf([single]),
    command(seller, 'put', mug({ groupId: single.id, variant: { size: 'M' } })),
  )
  assert.deepEqual(
    refusal(decision).errors?.map(({ pointer }) => pointer),
    ['/groupId'],
  )
})

test('a cell that was counted already keeps its count', () => {
  assert.deepEqual(accepted(put.decide(viewOf([], 7), command(seller, 'put', mug()))).cells, [])
})

test('archiving ends an offer, and putting it again with its rev offers it anew', () => {
  const before = made()
  const stopped = accepted(
    archive.decide(viewOf([before]), command(seller, 'archive', { offerId: before.id as never })),
  ).offers[0]!
  assert.deepEqual([stopped.status, stopped.rev], ['archived', 2])
  const again = command(seller, 'put', mug({ offerId: before.id, stock: undefined, rev: 2 }))
  assert.equal(accepted(put.decide(viewOf([stopped]), again)).offers[0]?.status, 'active')
  assert.equal(
    refusal(archive.decide(viewOf(), command(seller, 'archive', { offerId: before.id as never }))).status,
    404,
  )
})

test('whatever fits the schema is stored as it was sent, or refused with a place', () => {
  const validator = Compile(PutInput)
  const texts = fc.string({ minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(
      fc.record({
        title: texts,
        priceMinor: fc.integer({ min: 0, max: 1_000_000 }),
        stock: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
        rev: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
        attributes: fc.dictionary(fc.constantFrom('shippingMinor', 'colour'), fc.integer()),
      }),
      fc.boolean(),
      (given, isKnown) => {
        const before = isKnown ? [made()] : []
        const input = mug({ ...given, offerId: before[0]?.id })
        if (!validator.Check(JSON.parse(JSON.stringify(input)))) return
        const decision = put.decide(viewOf(before), command(seller, 'put', input))
        if (decision.ok) {
          const offer = decision.changes.offers[0]!
          assert.equal(offer.title, given.title.trim())
          assert.equal(offer.rev, isKnown ? 2 : 1)
          assert.equal(given.rev ?? 0, isKnown ? 1 : 0)
          assert.ok('shippingMinor' in given.attributes)
          assert.deepEqual(
            decision.changes.cells.map(({ name }) => name),
            given.stock === undefined ? [] : [stockCell(offer)],
          )
        } else if (decision.refusal.slug === 'offer-changed') assert.ok(isKnown && given.rev !== 1)
        else assert.ok((decision.refusal.errors?.length ?? 0) > 0)
      },
    ),
    { numRuns: 2_000 },
  )
})
