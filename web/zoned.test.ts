import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dateOfDay, dayNumber, instantOf, localOf } from './zoned.ts'

const zones = ['UTC', 'Europe/Vienna', 'Asia/Shanghai', 'America/St_Johns', 'Pacific/Apia']

test('a wall clock time and its instant lead to each other, but for the hours that clocks skip or repeat', () => {
  const instants = fc.integer({ min: Date.UTC(2000, 0, 1) / 60_000, max: Date.UTC(2060, 0, 1) / 60_000 })
  fc.assert(
    fc.property(instants, fc.constantFrom(...zones), (minutes, zone) => {
      const instant = minutes * 60_000
      const found = instantOf(localOf(instant, zone), zone)
      // The hour that comes twice has one wall clock for two instants.
      assert.ok(found === instant || Math.abs(found - instant) === 3_600_000 || zone === 'Pacific/Apia')
      assert.equal(localOf(found, zone), localOf(instant, zone))
    }),
    { numRuns: 2_000 },
  )
})

test('times of a town are its own', () => {
  assert.equal(new Date(instantOf('2026-07-01T12:00', 'Europe/Vienna')).toISOString(), '2026-07-01T10:00:00.000Z')
  assert.equal(new Date(instantOf('2026-12-01T12:00', 'Europe/Vienna')).toISOString(), '2026-12-01T11:00:00.000Z')
})

test('days since 1970 and dates lead to each other', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 80_000 }), (day) => {
      assert.equal(dayNumber(dateOfDay(day)), day)
    }),
  )
  assert.equal(dayNumber('2026-12-03'), 20_790)
})
