import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Manifest } from '#web/manifest'
import { isSale, stepsFor, turnOf } from './turns.ts'

const manifest: Manifest = {
  business: 'stall',
  version: 1,
  title: 'Stall',
  roles: { buyer: { bind: 'actor.id' }, seller: { bind: 'offer.seller' }, carrier: {}, arbiter: { grant: 'arbiter' } },
  flow: {
    initial: 'new',
    states: {
      paid: {
        on: { ship: { by: ['seller'] }, collect: { by: ['courier'] }, cancel: { by: ['buyer', 'seller'] } },
      },
      shipped: { on: { deliver: { by: ['carrier'] }, confirm: { by: ['buyer'] }, dispute: { by: ['buyer'] } } },
      disputed: { on: { rule: { by: ['arbiter'] }, refund: { by: ['seller'] } } },
      sentBack: { on: { receive: { by: ['seller'] } } },
    },
  },
}
const roles = { buyer: 'mei', seller: 'anton', carrier: 'anton' }
const mine = ['seller', 'carrier']

test('a seller’s turn is when only they can lead the order on; a step back is no step on', () => {
  assert.equal(turnOf(manifest, { state: 'paid', roles, mine }), 'todo')
  assert.equal(turnOf(manifest, { state: 'shipped', roles, mine }), 'waiting')
  assert.deepEqual(stepsFor(manifest, 'paid', mine), ['ship'])
})

test('what comes back, is in dispute or is stuck stands apart', () => {
  assert.equal(turnOf(manifest, { state: 'disputed', roles, mine }), 'back')
  assert.equal(turnOf(manifest, { state: 'sentBack', roles, mine }), 'back')
  assert.equal(turnOf(manifest, { state: 'paid', roles, mine, stuck: 'below-floor' }), 'back')
})

test('an order is a sale of whoever offers, and no sale of whoever buys', () => {
  assert.equal(isSale(manifest, { mine }), true)
  assert.equal(isSale(manifest, { mine: ['buyer'] }), false)
})
