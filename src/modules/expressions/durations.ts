import { fail } from './errors.ts'
import { checkedInt } from './values.ts'

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
