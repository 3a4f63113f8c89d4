import { fail } from './errors.ts'
import { checkedInt } from './values.ts'

const dayMs = 86_400_000
/** Days are counted for the years 1900 to 2199, where the zone data is exact and the calendar undisputed. */
const firstDay = -25_567
const lastDay = 84_005
/** Days whose offset is kept; about a megabyte. A town looks at a year or two around now. */
const maxKept = 4_096

/** Calendar days of one IANA time zone, as counts of days since 1970-01-01. */
export interface TownDays {
  /** Local time − UTC at an instant (epoch ms), in ms. */
  offsetAt(ms: number): number
  /** The local date of an instant (epoch ms). */
  dayOf(ms: number): number
  /** The first instant (epoch ms) of a local date; of a date the zone skipped, the first instant after it. */
  dayStart(day: number): number
}

/** A UTC day's offset (local − UTC, ms): constant, or changing once at an instant. */
type DayOffset = number | { readonly changesAt: number; readonly before: number; readonly after: number }

const zones = new Map<string, TownDays>()

/**
 * The days of a time zone, kept per zone.
 *
 * @throws {ExpressionError} bad-time-zone
 */
export function townDays(timeZone: string): TownDays {
  const known = zones.get(timeZone)
  if (known !== undefined) return known
  const days = createTownDays(offsetReader(timeZone))
  zones.set(timeZone, days)
  return days
}

function offsetReader(timeZone: string): (ms: number) => number {
  const format = dateTimeFormat(timeZone)
  return (ms) => {
    const part: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(ms)) part[type] = Number(value)
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
    const wholeSecond = Math.floor(ms / 1_000) * 1_000
    return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSecond
  }
}

function dateTimeFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    return fail('bad-time-zone', `${timeZone} is not an IANA time zone`)
  }
}

/**
 * Finds where the offset changes between two instants, to the second. A zone changes at most once
 * within a day in all of the IANA data since 1900 that a town could live in.
 */
function findChange(offsetAt: (ms: number) => number, from: number, to: number): DayOffset {
  const before = offsetAt(from)
  const after = offsetAt(to)
  if (before === after) return before
  let low = from
  let high = to
  while (high - low > 1_000) {
    const middle = Math.floor((low + high) / 2_000) * 1_000
    if (offsetAt(middle) === before) low = middle
    else high = middle
  }
  return { changesAt: high, before, after }
}

function createTownDays(offsetAt: (ms: number) => number): TownDays {
  const kept = new Map<number, DayOffset>()

  const offsetOfDay = (utcDay: number): DayOffset => {
    const known = kept.get(utcDay)
    if (known !== undefined) return known
    const found = findChange(offsetAt, utcDay * dayMs, (utcDay + 1) * dayMs)
    if (kept.size >= maxKept) kept.clear()
    kept.set(utcDay, found)
    return found
  }
  const localOffset = (ms: number): number => {
    const offset = offsetOfDay(Math.floor(ms / dayMs))
    if (typeof offset === 'number') return offset
    return ms < offset.changesAt ? offset.before : offset.after
  }
  const localDay = (ms: number): number => Math.floor((ms + localOffset(ms)) / dayMs)

  return {
    offsetAt: localOffset,
    dayOf(ms) {
      const day = localDay(Math.min(Math.max(ms, (firstDay - 1) * dayMs), (lastDay + 2) * dayMs))
      return inRange(day)
    },
    dayStart(day) {
      // The candidates are midnight at the offset before and after each change near it, and the
      // changes themselves (a clock that jumps over midnight starts the day at the jump).
      const midnight = inRange(day) * dayMs
      const candidates: number[] = []
      for (let utcDay = day - 2; utcDay <= day + 1; utcDay += 1) {
        const offset = offsetOfDay(utcDay)
        if (typeof offset === 'number') candidates.push(midnight - offset)
        else candidates.push(midnight - offset.before, midnight - offset.after, offset.changesAt)
      }
      return Math.min(...candidates.filter((instant) => localDay(instant) >= day && localDay(instant - 1) < day))
    },
  }
}

function inRange(day: number): number {
  if (day < firstDay || day > lastDay) fail('out-of-range', `day ${day} is outside the years 1900 to 2199`)
  return day
}

/** ISO 8601 durations of fixed length: hours, minutes and seconds. Days, months and years are calendar spans. */
const fixedDuration = /^PT(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?$/

const secondMs = 1_000
const minuteMs = 60_000
const hourMs = 3_600_000

/**
 * The length of an ISO 8601 duration such as PT30M, in milliseconds.
 *
 * @throws {ExpressionError} bad-argument
 */
export function durationMs(iso: string): number {
  const parts = fixedDuration.exec(iso)
  if (parts === null) {
    const reason = /^P\d+[DWMY]/.test(iso)
      ? 'its length depends on the calendar; write PT24H or days(1)'
      : 'write PT1H30M'
    return fail('bad-argument', `"${iso}" is not a duration of fixed length: ${reason}`)
  }
  const [, hours = '0', minutes = '0', seconds = '0'] = parts
  return checkedInt(Number(hours) * hourMs + Number(minutes) * minuteMs + Number(seconds) * secondMs)
}
