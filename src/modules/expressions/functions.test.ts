import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { binary, ceilDiv, mulDiv } from './arithmetic.ts'
import { isExpressionError } from './errors.ts'
import { durationMs, townDays } from './time.ts'

const anyInt = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.integer({ min: -20, max: 20 }))

/** The exact result where it is a safe integer, otherwise the code of the refusal. */
function expected(exact: () => bigint): number | string {
  try {
    const result = exact()
    return Number.isSafeInteger(Number(result)) ? Number(result) : 'overflow'
  } catch (cause) {
    assert.ok(cause instanceof RangeError, 'only a division by zero stops BigInt')
    return 'division-by-zero'
  }
}

function actual(compute: () => unknown): unknown {
  try {
    return compute()
  } catch (thrown) {
    if (isExpressionError(thrown)) return thrown.code
    throw thrown
  }
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}

/** a × b ÷ c by the definition: the nearest integer, halves away from zero. */
function exactMulDiv(a: number, b: number, c: number): bigint {
  const product = BigInt(a) * BigInt(b)
  const half = (2n * magnitude(product) + magnitude(BigInt(c))) / (2n * magnitude(BigInt(c)))
  return product < 0n === c < 0 ? half : -half
}

/** Rounded up: one more than the cut quotient where something positive is left over. */
function exactCeilDiv(a: number, b: number): bigint {
  const [top, bottom] = [BigInt(a), BigInt(b)]
  const isPositive = top > 0n === bottom > 0n
  return top / bottom + (top % bottom !== 0n && isPositive ? 1n : 0n)
}

describe('arithmetic', () => {
  test('every operator gives the exact integer of BigInt or refuses to overflow', () => {
    fc.assert(
      fc.property(anyInt, anyInt, (a, b) => {
        const [left, right] = [BigInt(a), BigInt(b)]
        assert.equal(
          actual(() => binary['+'](a, b)),
          expected(() => left + right),
        )
        assert.equal(
          actual(() => binary['-'](a, b)),
          expected(() => left - right),
        )
        assert.equal(
          actual(() => binary['*'](a, b)),
          expected(() => left * right),
        )
        assert.equal(
          actual(() => binary['/'](a, b)),
          expected(() => left / right),
        )
        assert.equal(
          actual(() => binary['%'](a, b)),
          expected(() => left % right),
        )
        assert.equal(
          actual(() => ceilDiv(a, b)),
          expected(() => exactCeilDiv(a, b)),
        )
      }),
      { numRuns: 5_000 },
    )
  })

  test('a quotient near the largest integers is not rounded up by floating point', () => {
    for (let offset = 1; offset <= 2_000; offset += 1) {
      const a = Number.MAX_SAFE_INTEGER - (offset % 7)
      assert.equal(binary['/'](a, offset), Number(BigInt(a) / BigInt(offset)))
    }
  })

  test('mulDiv rounds half away from zero and is exact at any size of the product', () => {
    fc.assert(
      fc.property(anyInt, anyInt, anyInt, (a, b, c) => {
        assert.equal(
          actual(() => mulDiv(a, b, c)),
          expected(() => exactMulDiv(a, b, c)),
        )
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('days of a town', () => {
  /** A day that starts at 01:00, one that starts twice, a skipped day, odd offsets, the southern half. */
  const zones = [
    'Europe/Warsaw',
    'America/Sao_Paulo',
    'America/St_Johns',
    'Pacific/Apia',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'UTC',
  ]
  const instant = fc.integer({ min: Date.UTC(1950, 0), max: Date.UTC(2090, 0) })

  for (const timeZone of zones) {
    test(`dayOf is the local date in ${timeZone}, as the platform’s calendar tells it`, () => {
      const days = townDays(timeZone)
      const calendar = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
      fc.assert(
        fc.property(instant, (ms) => {
          assert.equal(new Date(days.dayOf(ms) * 86_400_000).toISOString().slice(0, 10), calendar.format(ms))
        }),
        { numRuns: 500 },
      )
    })

    test(`dayStart is the first instant of its date in ${timeZone}`, () => {
      const days = townDays(timeZone)
      fc.assert(
        fc.property(fc.integer({ min: -7_300, max: 43_800 }), (day) => {
          const start = days.dayStart(day)
          assert.ok(days.dayOf(start) === day || days.dayOf(start) === day + 1, 'a skipped day begins with the next')
          assert.ok(days.dayOf(start - 1) < day)
        }),
        { numRuns: 500 },
      )
    })
  }

  test('a day is 23 hours when summer time begins, 25 when it ends, and may begin after midnight', () => {
    const hours = (zone: string, date: string) => {
      const day = Date.parse(`${date}T00:00:00Z`) / 86_400_000
      const days = townDays(zone)
      return (days.dayStart(day + 1) - days.dayStart(day)) / 3_600_000
    }
    assert.equal(hours('Europe/Warsaw', '2026-03-29'), 23)
    assert.equal(hours('Europe/Warsaw', '2026-10-25'), 25)
    assert.equal(hours('Europe/Warsaw', '2026-07-01'), 24)
    // At half past eleven of the day before, Toronto moved its clocks to half past midnight.
    const toronto = townDays('America/Toronto').dayStart(Date.parse('1919-03-31T00:00:00Z') / 86_400_000)
    assert.equal(new Date(toronto).toISOString(), '1919-03-31T04:30:00.000Z')
    const saoPaulo = townDays('America/Sao_Paulo').dayStart(Date.parse('2018-11-04T00:00:00Z') / 86_400_000)
    assert.equal(new Date(saoPaulo).toISOString(), '2018-11-04T03:00:00.000Z')
  })

  test('a date that the zone skipped has no instants, and starts with the date after it', () => {
    const days = townDays('Pacific/Apia')
    const skipped = Date.parse('2011-12-30T00:00:00Z') / 86_400_000
    assert.equal(days.dayStart(skipped), days.dayStart(skipped + 1))
    assert.equal(days.dayOf(days.dayStart(skipped)), skipped + 1)
  })

  test('days outside the years 1900 to 2199 are refused', () => {
    const days = townDays('Europe/Warsaw')
    assert.equal(days.dayOf(Date.UTC(1900, 0, 2)), -25_566)
    assert.equal(
      actual(() => days.dayOf(Date.UTC(1899, 0))),
      'out-of-range',
    )
    assert.equal(
      actual(() => days.dayOf(Date.UTC(2200, 0, 2))),
      'out-of-range',
    )
    assert.equal(
      actual(() => days.dayStart(-25_568)),
      'out-of-range',
    )
  })
})

test('a duration of fixed length is its hours, minutes and seconds', () => {
  const part = fc.integer({ min: 0, max: 999_999 })
  fc.assert(
    fc.property(part, part, part, (hours, minutes, seconds) => {
      assert.equal(durationMs(`PT${hours}H${minutes}M${seconds}S`), ((hours * 60 + minutes) * 60 + seconds) * 1_000)
    }),
  )
})
