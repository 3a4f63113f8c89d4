import { townDays } from '#modules/expressions'

/** A month of a town's calendar, `2026-03`, as instants: from its first to the first of the next (ms). */
export type Month = { name: string; from: number; until: number }

const dayMs = 86_400_000

/** The month of a name, in the town's time zone. */
export function monthOf(name: string, timeZone: string): Month {
  const [year = 1970, month = 1] = name.split('-').map(Number)
  const days = townDays(timeZone)
  const first = (index: number): number => days.dayStart(Date.UTC(year, index, 1) / dayMs)
  return { name, from: first(month - 1), until: first(month) }
}

/** The name of the month in which an instant lies. */
export function monthAt(at: number, timeZone: string): string {
  return new Date(townDays(timeZone).dayOf(at) * dayMs).toISOString().slice(0, 7)
}

/** The year in which an instant lies. */
export function yearAt(at: number, timeZone: string): number {
  return Number(monthAt(at, timeZone).slice(0, 4))
}
