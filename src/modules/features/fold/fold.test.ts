import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createReading } from '../live/reading.ts'
import { shopping } from '../shopping.ts'
import { added, decayedTo } from './decay.ts'
import type { Seen } from './fields.ts'
import { eventAt, folded, idOf, offered, placed, smallFolding } from './fixtures.ts'
import { digestOf, Fold } from './fold.ts'
import { othersMax } from './shares.ts'

const names = Array.from({ length: 12 }, (_, index) => idOf(`thing/${index}`))
const anyName = fc.constantFrom(...names)
const orNobody = fc.option(anyName, { nil: null })

/** Events of the log about a dozen parties and offers. */
const logEvents = fc.array(fc.tuple(fc.constantFrom('offer', 'order', 'refusal'), anyName, anyName, fc.nat(9)), {
  minLength: 1, maxLength: 120,
}).map((tellings) => tellings.map(([what, one, other, n], index): Seen => {
  if (what === 'offer') return offered(index, one, { category: `c${n % 3}`, seller: other })
  if (what === 'order') return placed(index, one, [[other, n], [one, 1]])
  return eventAt(index, { type: 'command.refused', actor: one, data: { refusal: {} } })
})) // prettier-ignore

/** Events of the stream; some are nobody's, some come late. */
const streamEvents = fc.array(
  fc.tuple(fc.constantFrom('view', 'click', 'impression', 'basket'), orNobody, orNobody, anyName, fc.nat(100_000)),
  { minLength: 1, maxLength: 120 },
).map((tellings) => tellings.map(([type, person, subject, session, at], index): Seen => (
  eventAt(index, { type, person, subject, session: person === null ? null : session, at, data: { change: 'added' } })
))) // prettier-ignore

test('a fold is the same to the byte however its events are cut into pages, and after it lay on disk', () => {
  for (const [source, events] of [
    ['log', logEvents],
    ['interactions', streamEvents],
  ] as const) {
    fc.assert(fc.property(events, fc.nat(), fc.integer({ min: 2, max: 30 }), (all, cut, rows) => {
      const whole = folded(source, smallFolding(rows), all)
      const at = cut % all.length
      const first = folded(source, smallFolding(rows), all.slice(0, at))
      const second = new Fold(source, smallFolding(rows))
      for (const row of first.rows()) second.load(row)
      for (const [index, event] of all.slice(at).entries()) second.apply([event], at + index + 1)
      assert.equal(digestOf(second), digestOf(whole))
      for (const table of whole.tables.values()) assert.ok(table.size <= rows)
    }), { numRuns: 150 }) // prettier-ignore
  }
})

test('a party is forgotten alike before, between and after its events, whatever rows have gone meanwhile', () => {
  fc.assert(fc.property(logEvents, fc.nat(), anyName, (all, cut, party) => {
    const [early, middle, late] = [smallFolding(4), smallFolding(4), smallFolding(4)]
    early.forgotten.add(party)
    const never = folded('log', early, all)
    const at = cut % all.length
    const between = folded('log', middle, all.slice(0, at))
    between.forget(party)
    between.apply(all.slice(at), all.length)
    const after = folded('log', late, all)
    after.forget(party)
    assert.equal(digestOf(after), digestOf(never))
    assert.equal(digestOf(between), digestOf(never))
    assert.ok(![...never.rows()].some((row) => row.startsWith('party') && row.includes(`"${party}",[1`)))
  }), { numRuns: 300 }) // prettier-ignore
})

test('a decayed sum is exact, in whatever order its parts arrive', () => {
  const parts = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(1_000_000)), { minLength: 1, maxLength: 60 })
  fc.assert(fc.property(parts, fc.integer({ min: 1_000, max: 500_000 }), (given, halfLifeMs) => {
    let sum = { value: 0, time: 0 }
    for (const [weight, at] of given) sum = added(sum, { weight, at }, halfLifeMs)
    const now = 1_100_000
    const truth = given.reduce((total, [weight, at]) => total + weight * 2 ** ((at - now) / halfLifeMs), 0)
    assert.ok(Math.abs(decayedTo(sum, now, halfLifeMs) - truth) <= 1e-9 * truth + 1e-300)
  })) // prettier-ignore
})

const dayMs = 86_400_000

test('features say what they are declared to: counts, rates, recency, ratios with a prior, shares by what offers are', () => {
  const folding = smallFolding()
  const [ada, bob, mug, cup] = ['ada', 'bob', 'mug', 'cup'].map(idOf) as [string, string, string, string]
  const log = folded('log', folding, [
    offered(1, mug, { category: 'home', seller: bob }),
    offered(2, cup, { category: 'bar', seller: bob }),
    placed(3, ada, [[mug, 3], [cup, 1]]),
    eventAt(4, { type: 'market.shipped', actor: ada, data: { from: 'paid', to: 'shipped', rev: 2 } }),
  ]) // prettier-ignore
  const shown = Array.from({ length: 20 }, (_, n) => eventAt(n, { type: 'impression', subject: mug, at: 5_000 }))
  const clicked = [20, 21, 22].map((n) => eventAt(n, { type: 'click', subject: mug, person: ada, at: 5_000 }))
  const interactions = folded('interactions', folding, [...shown, ...clicked])
  const folds = { log, interactions }
  const reading = createReading({ folds, layout: folding.layout, at: 5_000, allowed: (_, key) => key })
  const near = (found: number, wanted: number) => assert.ok(Math.abs(found - wanted) < 1e-6, `${found} for ${wanted}`)
  near(reading.number(shopping.orders, ada), 1)
  near(reading.number(shopping.sinceOrder, ada), 2_000)
  near(reading.number(shopping.sinceOrder, bob), 365 * dayMs)
  near(reading.take('clickRate', shopping.clickRate, mug), (3 + 1) / (20 + 20))
  near(reading.number(shopping.clickRate, cup), 1 / 20)
  near(reading.number(shopping.boughtCategories, [ada, 'home']), 3 / 5)
  near(reading.number(shopping.boughtSellers, [ada, bob]), 4 / 5)
  near(reading.number(shopping.seenCategories, [ada, 'home']), 3 / 6)
  // Four a day for ever would decay to 4 × half-life ÷ ln 2.
  near(reading.number(shopping.sales, mug), 3 * (Math.LN2 / 14) * 2 ** (-2_000 / (14 * dayMs)))
  const { sources, ...positions } = reading.noted()
  assert.deepEqual(positions, { featurePos: 4, streamPos: 23 })
  assert.deepEqual(sources, { clickRate: idOf('event/22') })
  log.apply([placed(5, ada, [[mug, 1]])], 5)
  near(reading.number(shopping.orders, ada), 2)
  assert.equal(reading.noted().featurePos, null, 'what was read is of two positions')
})

test('an event of nobody’s leaves nothing of a person, and its offer is counted all the same', () => {
  const folding = smallFolding()
  const mug = idOf('mug')
  const fold = folded('interactions', folding, [
    eventAt(1, { type: 'view', subject: mug, person: null, session: null }),
  ])
  assert.deepEqual(
    [...fold.tables].map(([of, { size }]) => [of, size]),
    [['party', 0], ['offer', 1], ['query', 0], ['session', 0]],
  ) // prettier-ignore
})

test('of what somebody turned to the least gives way, and memory stays bounded', () => {
  const folding = smallFolding()
  const ada = idOf('ada')
  const events = Array.from({ length: 200 }, (_, n) =>
    eventAt(n, { type: 'view', person: ada, subject: idOf(n % 2 === 0 ? 'favourite' : `passing/${n}`) }),
  )
  const fold = folded('interactions', folding, events)
  const from = { folds: { log: new Fold('log', folding), interactions: fold }, layout: folding.layout, at: 200_000 }
  const top = createReading({ ...from, allowed: (_, key) => key }).top(shopping.seenOffers, ada, 100)
  assert.deepEqual([top.length, top[0]!.other], [othersMax, idOf('favourite')])
})
