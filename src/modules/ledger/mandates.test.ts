import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { drawn } from './mandates.ts'
import type { Mandate } from './postings.ts'

const dayMs = 86_400_000
const given: Mandate = {
  party: 'p', business: 'b', name: 'n', currency: 'EUR', limitMinor: 1_000, expiresAt: null, isActive: true,
  period: { days: 7, limitMinor: 2_500, startsAt: null, spentMinor: 0 },
} // prettier-ignore

test('whatever is asked for and when, no period gives more than its limit and no debit more than it may', () => {
  const asks = fc.array(
    fc.record({ amount: fc.integer({ min: 1, max: 1_500 }), after: fc.integer({ min: 0, max: 3 * dayMs }) }),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(asks, (list) => {
      let mandate = given
      let now = 0
      const debits: { at: number; amount: number; period: number }[] = []
      for (const { amount, after } of list) {
        now += after
        const next = drawn(mandate, amount, now)
        if (next === undefined) continue
        mandate = next
        debits.push({ at: now, amount, period: next.period!.startsAt! })
      }
      const sums = new Map<number, number>()
      for (const { amount, period } of debits) sums.set(period, (sums.get(period) ?? 0) + amount)
      assert.ok(debits.every(({ amount }) => amount <= 1_000))
      assert.ok(debits.every(({ at, period }) => at < period + 7 * dayMs))
      assert.ok([...sums.values()].every((sum) => sum <= 2_500))
    }),
    { numRuns: 2_000 },
  )
})

test('a mandate that has ended or been withdrawn gives nothing; one without a period is not changed by a debit', () => {
  const { period: _none, ...plain } = given
  assert.equal(drawn(plain, 1_000, 5), plain)
  assert.equal(drawn({ ...plain, expiresAt: 5 }, 1, 5), undefined)
  assert.equal(drawn({ ...plain, isActive: false }, 1, 5), undefined)
  assert.equal(drawn(plain, 1_001, 5), undefined)
})
