import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '#kernel/commands'
import { mayHandleExceptions, mayHearWhy, mayRunBusinesses, maySeeInside, maySeeOrder } from './policies.ts'

const actor = (...grants: string[]): Actor => ({ party: 'me', kind: 'person', grants })
const stranger = { mine: [], actions: [] }
const party = { mine: ['buyer'], actions: [] }
const candidate = { mine: [], actions: ['collect'] }

test('an order exists for its parties, for who may act on it, and for the operator', () => {
  assert.deepEqual(
    [stranger, party, candidate].map((standing) => maySeeOrder(actor(), standing)),
    [false, true, true],
  )
  assert.deepEqual([maySeeOrder(actor('courier'), stranger), maySeeOrder(actor('operator'), stranger)], [false, true])
})

test('what is personal is for those who take part, the arbiter and the operator, not for who merely could', () => {
  assert.deepEqual([maySeeInside(actor(), party), maySeeInside(actor('courier'), candidate)], [true, false])
  assert.deepEqual([maySeeInside(actor('arbiter'), candidate), maySeeInside(actor('operator'), stranger)], [true, true])
})

test('why something is refused is told to nobody whose business the order is not', () => {
  const order = { parties: ['other'], grants: ['courier'] }
  const told = [actor(), actor('courier'), actor('operator')].map((one) => mayHearWhy(one, order))
  assert.deepEqual(told, [false, true, true])
  assert.ok(mayHearWhy(actor(), { ...order, parties: ['me'] }))
})

test('only the operator runs lines of business', () => {
  assert.deepEqual([actor(), actor('arbiter'), actor('operator')].map(mayRunBusinesses), [false, false, true])
})

test('exceptions are for those who rule and those who run the town', () => {
  const may = [actor(), actor('courier'), actor('arbiter'), actor('operator')].map(mayHandleExceptions)
  assert.deepEqual(may, [false, false, true, true])
})
