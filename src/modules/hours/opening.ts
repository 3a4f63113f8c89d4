/**
 * Whether a shop is open, and until when: pure, from its hours and the wall clock of the town. A span that closes
 * before it opens ends on the next day. Days of 23 and 25 hours come out right, since each edge is turned into an
 * instant by itself: an edge in the hour that is skipped lies as far behind it as it stood in it; in the hour that
 * comes twice the first is meant.
 */

/** From when to when, `HH:MM`; `closes` may be `24:00`, or lie before `opens`: then it is of the next day. */
export type Span = { readonly opens: string; readonly closes: string }

/** Hours of a shop. */
export type Hours = {
  /** `day` is 1 for Monday to 7 for Sunday. */
  readonly week: readonly (Span & { readonly day: number })[]
  /** Days that differ: these spans instead, or none. */
  readonly exceptions: readonly { readonly date: string; readonly spans: readonly Span[]; readonly title?: string }[]
}

/** How it stands at an instant. */
export type Opening = {
  readonly isOpen: boolean
  /** When that changes, ms; null: not within the days that are looked at. */
  readonly changesAt: number | null
}

const dayMs = 86_400_000
/** A shop that does not open within this says so by its exceptions; more is nothing to wait for. */
const daysAhead = 14

/** @param at ms since 1970 @param timeZone IANA */
export function openingAt(hours: Hours, at: number, timeZone: string): Opening {
  const today = Math.floor(wallMs(at, timeZone) / dayMs)
  const spans = merged(
    Array.from({ length: daysAhead + 2 }, (_, n) => today - 1 + n)
      .flatMap((day) => spansOf(hours, day).map((span) => instants(span, day, timeZone)))
      .filter(({ from, to }) => from < to)
      .sort((one, other) => one.from - other.from),
  )
  const current = spans.find(({ from, to }) => from <= at && at < to)
  if (current !== undefined) return { isOpen: true, changesAt: isEndless(current.to, at) ? null : current.to }
  return { isOpen: false, changesAt: spans.find(({ from }) => from > at)?.from ?? null }
}

/** Open all the days that are looked at: nobody waits for it to close. */
function isEndless(to: number, at: number): boolean {
  return to - at > (daysAhead - 1) * dayMs
}

/** @param day days since 1970 on the wall clock; 1970-01-01 was a Thursday */
function spansOf({ week, exceptions }: Hours, day: number): readonly Span[] {
  const date = new Date(day * dayMs).toISOString().slice(0, 10)
  const exception = exceptions.find((one) => one.date === date)
  return exception?.spans ?? week.filter((span) => span.day === ((day + 3) % 7) + 1)
}

type Interval = { from: number; to: number }

function instants({ opens, closes }: Span, day: number, timeZone: string): Interval {
  const [from, to] = [minutesOf(opens), minutesOf(closes)]
  const end = to <= from ? to + 24 * 60 : to
  const instant = (minutes: number): number => instantOf(day * dayMs + minutes * 60_000, timeZone)
  return { from: instant(from), to: instant(end) }
}

/** Minutes since midnight of `HH:MM`. */
export function minutesOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
}

/** Spans that touch are one: who is open from Monday to 24:00 and on Tuesday from 00:00 does not close between. */
function merged(sorted: readonly Interval[]): Interval[] {
  const found: Interval[] = []
  for (const { from, to } of sorted) {
    const last = found.at(-1)
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to)
    else found.push({ from, to })
  }
  return found
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric',
    second: 'numeric',
  }) // prettier-ignore
  clocks.set(timeZone, clock)
  return clock
}

/** What the wall clock shows at an instant, as if it were UTC. */
function wallMs(at: number, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(at)
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

/** The instant at which the wall clock shows this; the offset before decides where it does so twice or never. */
function instantOf(wall: number, timeZone: string): number {
  const offset = (at: number): number => wallMs(at, timeZone) - at
  const before = offset(wall - offset(wall) - dayMs)
  const after = offset(wall - offset(wall) + dayMs)
  const early = wall - before
  if (wallMs(early, timeZone) === wall) return early
  const late = wall - after
  return wallMs(late, timeZone) === wall ? late : early
}
