/** Dates of a town as people type them, and as its flows count them. */

const dayMs = 86_400_000

/** `2026-12-03` → days since 1970. */
export function dayNumber(date: string): number {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / dayMs)
}

/** Days since 1970 → `2026-12-03`. */
export function dateOfDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

/** The wall clock of a zone at an instant, as if it were UTC, ms. */
function wallMs(instantMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instantMs)
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

/** `2026-12-03T18:30` on the wall clock of a zone → ms since 1970. In the hour that comes twice, the first is meant. */
export function instantOf(local: string, timeZone: string): number {
  const wall = Date.parse(`${local}Z`)
  const guess = wall - (wallMs(wall, timeZone) - wall)
  return wall - (wallMs(guess, timeZone) - guess)
}

/** Ms since 1970 → `2026-12-03T18:30` on the wall clock of a zone. */
export function localOf(instantMs: number, timeZone: string): string {
  return new Date(wallMs(instantMs, timeZone)).toISOString().slice(0, 16)
}
