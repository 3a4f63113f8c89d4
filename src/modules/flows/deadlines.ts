import { durationMs, townDays } from '#modules/expressions'
import type { Evaluate } from './compiler.ts'
import type { Draft } from './draft.ts'

/** Whole calendar days (or weeks), or hours, minutes and seconds. */
const calendarSpan = /^P(\d{1,5})([DW])$/

/** Whether a key of `after` is a duration; every other key is a name in `delays`. */
export function isDuration(key: string): boolean {
  return calendarSpan.test(key) || /^PT(?=\d)(\d{1,9}H)?(\d{1,9}M)?(\d{1,9}S)?$/.test(key)
}

/**
 * When a timer set now is due, town time in ms. `P1D` is a calendar day of the town: the same time of day tomorrow,
 * also
 * across a change of summer time; `PT24H` is 24 hours. A named instant in the past is due at once.
 */
export function compileDue(
  delays: ReadonlyMap<string, Evaluate>,
  timeZone: string,
): (key: string) => (draft: Draft) => number {
  const days = townDays(timeZone)
  return (key) => {
    const span = calendarSpan.exec(key)
    if (span !== null) {
      const count = Number(span[1]) * (span[2] === 'W' ? 7 : 1)
      return ({ view: { now } }) => {
        const wallClock = now + days.offsetAt(now) + count * 86_400_000
        // The offset there, found by way of the offset here: of a time that the clocks skip, the time after the gap.
        return wallClock - days.offsetAt(wallClock - days.offsetAt(now))
      }
    }
    const delay = delays.get(key)
    if (delay === undefined) return ({ view: { now } }) => now + durationMs(key)
    return (draft) => {
      const at = delay(draft.scope)
      if (typeof at !== 'number') throw new TypeError(`the delay ${key} is no instant`)
      return Math.max(at, draft.view.now)
    }
  }
}
