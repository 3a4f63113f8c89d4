import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nextNight } from './at-night.ts'

const at = (text: string): number => Date.parse(text)

test('the next night is when the clocks of the town strike the hour', () => {
  const next = (hour: number, zone: string, now: string): string =>
    new Date(nextNight({ hour }, zone, at(now))).toISOString()
  assert.equal(next(3, 'UTC', '2026-03-01T01:10:00Z'), '2026-03-01T03:00:00.000Z')
  assert.equal(next(3, 'UTC', '2026-03-01T03:00:00Z'), '2026-03-02T03:00:00.000Z')
  assert.equal(next(3, 'Asia/Kathmandu', '2026-03-01T01:10:00Z'), '2026-03-01T21:15:00.000Z')
  // In the night of 29 March 2026 clocks in Berlin go from 2 to 3: there is no 2 o'clock.
  assert.equal(next(2, 'Europe/Berlin', '2026-03-28T12:00:00Z'), '2026-03-30T00:00:00.000Z')
})

test('in every zone and at every time the next night comes, and at the hour', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Chatham', 'Asia/Shanghai']
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: at('2026-01-01'), max: at('2028-01-01') }),
      (zone, hour, now) => {
        const night = nextNight({ hour }, zone, now)
        assert.ok(night > now && night <= now + 49 * 3_600_000)
        const struck = new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' }).format(
          night,
        )
        assert.equal(Number(struck), hour)
      },
    ),
    { numRuns: 300 },
  )
})
