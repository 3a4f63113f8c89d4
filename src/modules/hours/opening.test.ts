import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Hours, openingAt } from './opening.ts'

const zone = 'Europe/Berlin'
const at = (text: string): number => Date.parse(text)

/** Monday to Friday, 09:00 to 18:00 with a pause at noon. */
const office: Hours = {
  week: [1, 2, 3, 4, 5].flatMap((day) => [
    { day, opens: '09:00', closes: '12:00' },
    { day, opens: '13:00', closes: '18:00' },
  ]),
  exceptions: [],
}

function shown(hours: Hours, text: string, timeZone = zone): string {
  const { isOpen, changesAt } = openingAt(hours, at(text), timeZone)
  const when = changesAt === null ? 'never' : new Date(changesAt).toISOString().slice(0, 16)
  return `${isOpen ? 'open until' : 'opens'} ${when}`
}

test('a shop is open from the minute it opens until the minute it closes', () => {
  assert.equal(shown(office, '2026-11-23T07:59:59Z'), 'opens 2026-11-23T08:00') // Monday; 09:00 in Berlin
  assert.equal(shown(office, '2026-11-23T08:00:00Z'), 'open until 2026-11-23T11:00')
  assert.equal(shown(office, '2026-11-23T11:00:00Z'), 'opens 2026-11-23T12:00')
  assert.equal(shown(office, '2026-11-23T17:00:00Z'), 'opens 2026-11-24T08:00')
  assert.equal(shown(office, '2026-11-20T17:00:00Z'), 'opens 2026-11-23T08:00') // over the weekend
})

test('a bar that closes after midnight is open on the day it opened', () => {
  const bar: Hours = { week: [{ day: 5, opens: '20:00', closes: '02:00' }], exceptions: [] }
  assert.equal(shown(bar, '2026-11-20T23:30:00Z'), 'open until 2026-11-21T01:00') // Saturday 00:30
  assert.equal(shown(bar, '2026-11-21T01:00:00Z'), 'opens 2026-11-27T19:00')
})

test('days that meet at midnight are one opening, and who never closes has no closing time', () => {
  const day = (one: number) => ({ day: one, opens: '00:00', closes: '24:00' })
  const weekend: Hours = { week: [day(6), day(7)], exceptions: [] }
  assert.equal(shown(weekend, '2026-11-21T12:00:00Z'), 'open until 2026-11-22T23:00')
  const always: Hours = { week: [1, 2, 3, 4, 5, 6, 7].map(day), exceptions: [] }
  assert.equal(shown(always, '2026-11-21T12:00:00Z'), 'open until never')
  assert.equal(shown({ week: [], exceptions: [] }, '2026-11-21T12:00:00Z'), 'opens never')
})

test('an exception takes the place of its day, and of the night before only what it says itself', () => {
  const closed: Hours = { ...office, exceptions: [{ date: '2026-11-23', spans: [] }] }
  assert.equal(shown(closed, '2026-11-23T09:00:00Z'), 'opens 2026-11-24T08:00')
  const short: Hours = { ...office, exceptions: [{ date: '2026-11-22', spans: [{ opens: '10:00', closes: '11:00' }] }] }
  assert.equal(shown(short, '2026-11-22T09:30:00Z'), 'open until 2026-11-22T10:00') // a Sunday
})

test('when clocks go forward or back, the wall clock counts', () => {
  const early: Hours = { week: [{ day: 7, opens: '01:00', closes: '05:00' }], exceptions: [] }
  // Forward on 29 March 2026: 01:00 is 00:00Z, 05:00 is 03:00Z, three hours later.
  assert.equal(shown(early, '2026-03-29T00:00:00Z'), 'open until 2026-03-29T03:00')
  // Back on 25 October 2026: 01:00 is 23:00Z of the day before, 05:00 is 04:00Z, five hours later.
  assert.equal(shown(early, '2026-10-24T23:00:00Z'), 'open until 2026-10-25T04:00')
  const skipped: Hours = { week: [{ day: 7, opens: '02:30', closes: '06:00' }], exceptions: [] }
  assert.equal(shown(skipped, '2026-03-29T00:45:00Z'), 'opens 2026-03-29T01:30')
  const twice: Hours = { week: [{ day: 7, opens: '02:30', closes: '06:00' }], exceptions: [] }
  assert.equal(shown(twice, '2026-10-25T00:00:00Z'), 'opens 2026-10-25T00:30')
  assert.equal(shown(early, '2026-10-25T06:00:00Z', 'Pacific/Apia'), 'opens 2026-10-31T12:00')
})

const minute = fc.integer({ min: 0, max: 1439 })
const text = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const span = fc.tuple(fc.integer({ min: 1, max: 7 }), minute, minute).map(([day, from, to]) => ({
  day, opens: text(from), closes: text(to),
})) // prettier-ignore
const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Shanghai', 'UTC')

const moment = fc.record({
  week: fc.array(span, { maxLength: 8 }),
  timeZone: zones,
  from: fc.date({ noInvalidDate: true, min: new Date('2025-01-01'), max: new Date('2027-01-01') }),
  share: fc.nat(10_000),
})

test('nothing changes before the moment that is named, and something changes at it', () => {
  fc.assert(
    fc.property(moment, ({ week, timeZone, from, share }) => {
      const hours: Hours = { week, exceptions: [] }
      const now = from.getTime()
      const { isOpen, changesAt } = openingAt(hours, now, timeZone)
      if (changesAt === null) return
      assert.ok(changesAt > now)
      const between = Math.min(changesAt - 1, now + Math.floor(((changesAt - now) * share) / 10_000))
      assert.equal(openingAt(hours, between, timeZone).isOpen, isOpen)
      assert.equal(openingAt(hours, changesAt, timeZone).isOpen, !isOpen)
    }),
    { numRuns: 1_000 },
  )
})
