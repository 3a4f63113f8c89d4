import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Hours } from './hours.ts'

const zone = 'Europe/Zurich'
const [bread, skis] = [0, 1]
/** A Wednesday's breakfast in December, and in July; a Saturday's. */
const [december, july, saturday] = ['2026-12-02T07:00Z', '2026-07-01T07:00Z', '2026-12-05T07:00Z'].map(Date.parse) as [
  number,
  number,
  number,
]
const hourMs = 3_600_000

test('what nothing is known of does at any time as it does on the whole', () => {
  const hours = new Hours(zone)
  for (const at of [december, july]) {
    assert.deepEqual([hours.lift(bread, at), hours.dayLift(bread, at), hours.seasonLift(bread, at)], [1, 1, 1])
  }
})

test('what is chosen in the morning is lifted in the morning, on the clock of the town', () => {
  const hours = new Hours(zone)
  for (let i = 0; i < 100; i += 1) {
    hours.note(bread, december)
    hours.note(skis, december + 12 * hourMs)
  }
  assert.deepEqual([hours.partOf(december), hours.partOf(december + 12 * hourMs)], ['morning', 'evening'])
  assert.ok(hours.lift(bread, december) > 1.3 && hours.lift(skis, december) < 0.7)
  // 07:00 UTC is the middle of the night in New York.
  assert.equal(new Hours('America/New_York').partOf(december), 'night')
})

test('what is bought in December is lifted then, a little in the months beside it, and not in July', () => {
  const hours = new Hours(zone)
  for (let i = 0; i < 40; i += 1) {
    hours.noteBought(skis, december)
    hours.noteBought(bread, july)
  }
  const lift = (month: string): number => hours.seasonLift(skis, Date.parse(`2026-${month}-20T10:00Z`))
  assert.ok(lift('12') > 1.2, `${lift('12')}`)
  assert.ok(lift('11') > 1 && lift('11') < lift('12'), `${lift('11')} against ${lift('12')}`)
  assert.ok(lift('07') < 0.8, `${lift('07')}`)
  assert.equal(lift('03'), 1)
  // A year later it is remembered, as no part of the day is.
  assert.ok(hours.seasonLift(skis, december + 365 * 24 * hourMs) > 1.15)
})

test('the weekend is told from work days', () => {
  const hours = new Hours(zone)
  for (let i = 0; i < 100; i += 1) {
    hours.note(skis, saturday)
    hours.note(bread, december)
  }
  assert.ok(hours.dayLift(skis, saturday + 24 * hourMs) > 1.2, 'Sunday is like Saturday')
  assert.ok(hours.dayLift(skis, december) < 0.9)
})

test('a lift needs evidence: few choices move it little, more of the same move it further, and it stays finite', () => {
  const counts = fc.array(fc.tuple(fc.nat(5), fc.nat(364)), { maxLength: 60 })
  fc.assert(
    fc.property(counts, fc.integer({ min: 1, max: 20 }), (choices, more) => {
      const hours = new Hours(zone)
      for (const [shelf, day] of choices) hours.note(shelf, july + day * 24 * hourMs)
      const at = july + 365 * 24 * hourMs
      for (const lift of [hours.lift(0, at), hours.dayLift(0, at), hours.seasonLift(0, at)]) {
        // 60 choices against a doubt of 30 or more.
        assert.ok(lift > 0.3 && lift < 3, `${lift}`)
      }
      for (let i = 0; i < 20; i += 1) hours.note(9, december)
      const before = hours.seasonLift(0, at)
      for (let i = 0; i < more; i += 1) hours.note(0, at)
      assert.ok(hours.seasonLift(0, at) >= before, 'what is chosen now is not lifted less now')
    }),
    { numRuns: 500 },
  )
})

test('what was learnt of hours is the same after it was saved and read', () => {
  const [hours, again] = [new Hours(zone), new Hours(zone)]
  for (let i = 0; i < 50; i += 1) hours.note(i % 3, december + i * 7 * hourMs)
  again.load(JSON.parse(JSON.stringify(hours.save())))
  for (const shelf of [0, 1, 2]) {
    assert.equal(again.lift(shelf, saturday), hours.lift(shelf, saturday))
    assert.equal(again.dayLift(shelf, saturday), hours.dayLift(shelf, saturday))
    assert.equal(again.seasonLift(shelf, july), hours.seasonLift(shelf, july))
  }
})
