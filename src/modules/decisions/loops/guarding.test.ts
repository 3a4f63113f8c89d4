import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '#modules/learners'
import type { GuardMetric } from '../core/point.ts'
import { bucketMs } from '../counting/tally.ts'
import { badFrom, judge, type Slice, sliceOf, summaryOf } from './guarding.ts'

const guard: GuardMetric = { metric: 'clicked', better: 'higher', tolerated: 0.03, least: 100, windowMs: 60_000 }

/** Buckets of so many visitors, of whom a share clicks. */
function slicesOf(seed: string, shares: readonly number[], { visitors = 40, from = 0 } = {}): Slice[] {
  const random = seededRandom(seed)
  return shares.map((share, index) => {
    let sum = 0
    for (let i = 0; i < visitors; i++) if (random.uniform() < share) sum += 1
    return { at: (from + index) * bucketMs, count: visitors, sum, squares: sum }
  })
}

const flat = (share: number, buckets: number): number[] => Array.from({ length: buckets }, () => share)

/** Looks after every bucket, as the watch does; answers the bucket in which it first says so. */
function firstBad(slices: readonly Slice[], others: readonly Slice[] = [], isCanary = false): number | undefined {
  for (let end = 1; end <= slices.length; end++) {
    if (judge({ guard, slices: slices.slice(0, end), others, isCanary }).state === 'bad') return end - 1
  }
  return undefined
}

test('a figure that stays as it is never turns bad, however often it is looked at', () => {
  let wrong = 0
  for (let seed = 0; seed < 40; seed++) {
    if (firstBad(slicesOf(`calm ${seed}`, flat(0.3, 144))) !== undefined) wrong += 1
  }
  assert.equal(wrong, 0)
})

test('a figure that falls by half turns bad within a handful of buckets of the fall', () => {
  for (let seed = 0; seed < 20; seed++) {
    const bad = firstBad(slicesOf(`fall ${seed}`, [...flat(0.5, 24), ...flat(0.2, 12)]))
    assert.ok(bad !== undefined && bad >= 26 && bad <= 32, `seed ${seed}: bucket ${bad}`)
  }
})

test('worsening within what is tolerated is tolerated, however sure it is', () => {
  for (let seed = 0; seed < 5; seed++) {
    const slices = slicesOf(`bit ${seed}`, [...flat(0.3, 48), ...flat(0.28, 48)], { visitors: 1_000 })
    assert.equal(firstBad(slices), undefined)
  }
})

test('a policy that is worse than the one before it turns bad without a past of its own', () => {
  const before = slicesOf('before', flat(0.5, 48))
  const bad = firstBad(slicesOf('worse', flat(0.25, 20), { from: 48 }), before)
  assert.ok(bad !== undefined && bad < 10, `bucket ${bad}`)
})

test('a canary is compared with the same hours of the live one: what falls for both is not its fault', () => {
  const both = [...flat(0.5, 12), ...flat(0.2, 24)]
  assert.equal(firstBad(slicesOf('canary', both), slicesOf('live', both), true), undefined)
  const bad = firstBad(slicesOf('bad canary', flat(0.2, 24)), slicesOf('live', flat(0.5, 24)), true)
  assert.ok(bad !== undefined, 'a canary worse than the live one turns bad')
})

test('what ebbs with the night is compared with earlier nights', () => {
  const day = [...flat(0.5, 96), ...flat(0.2, 48)]
  const slices = slicesOf('tide', [...day, ...day, ...day])
  const daily = { ...guard, isDaily: true }
  const stateAt = (end: number): string =>
    judge({ guard: daily, slices: slices.slice(0, end + 1), others: [], isCanary: false }).state
  const states = slices.map((_, end) => stateAt(end))
  assert.ok(!states.includes('bad'), `bucket ${states.indexOf('bad')}`)
  const fallen = slicesOf('fallen', [...day, ...day, ...flat(0.1, 48)])
  assert.equal(judge({ guard: daily, slices: fallen, others: [], isCanary: false }).state, 'bad')
})

test('too few decisions conclude nothing, and lower may be better', () => {
  const few = slicesOf('few', [...flat(0.5, 2), 0])
  assert.equal(judge({ guard, slices: few, others: [], isCanary: false }).state, 'quiet')
  const worse = { slices: slicesOf('two', flat(0, 2), { from: 48 }), others: slicesOf('many', flat(0.5, 48)) }
  assert.equal(judge({ guard, ...worse, isCanary: false }).state, 'quiet')
  const lower = { ...guard, better: 'lower' as const }
  const rising = slicesOf('rising', [...flat(0.2, 24), ...flat(0.5, 12)])
  assert.equal(judge({ guard: lower, slices: rising, others: [], isCanary: false }).state, 'bad')
  assert.notEqual(judge({ guard, slices: rising, others: [], isCanary: false }).state, 'bad')
})

test('fallbacks count against the policy whose turn it was, also where it never succeeded before', () => {
  const fallbacks: GuardMetric = { metric: 'fallbacks', better: 'lower', tolerated: 0.02, least: 50, windowMs: 1 }
  const tallies = [
    ...Array.from({ length: 12 }, () => ({ n: 40 })),
    ...Array.from({ length: 4 }, () => ({ failed: 40 })),
  ]
  const slices = tallies.map((tally, index) => sliceOf(fallbacks, { at: index * bucketMs, tally }))
  const { state, evidence } = judge({ guard: fallbacks, slices, others: [], isCanary: false })
  assert.equal(state, 'bad')
  assert.ok(evidence >= badFrom)
})

test('slices that differ more than chance would have it widen what counts as a change', () => {
  const even = summaryOf(slicesOf('even', flat(0.4, 50)))!
  const uneven = summaryOf(
    slicesOf(
      'uneven',
      Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? 0.2 : 0.6)),
    ),
  )!
  assert.ok(even.spread < 2 && uneven.spread > 4, `${even.spread} ${uneven.spread}`)
})
