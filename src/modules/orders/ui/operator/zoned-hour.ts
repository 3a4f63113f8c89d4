import { localeOf } from '#web/format'

/** Says the hour of an instant as the town's clocks show it. */
export function zonedHour(language: string, timeZone: string): (at: string) => string {
  const format = new Intl.DateTimeFormat(localeOf(language), { timeZone, hour: '2-digit', minute: '2-digit' })
  return (at) => format.format(new Date(at))
}
