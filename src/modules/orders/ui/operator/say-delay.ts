import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { localeOf, plainWords, useFormat } from '#web/format'
import type { Sayings } from './flow-graph.ts'

/** ISO 8601 durations as manifests may write them. */
const duration = /^P(?:(\d+)([DW])|T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)$/

/** "7 days", "2 hours, 30 minutes"; undefined for the name of an instant. */
export function durationIn(language: string, key: string): string | undefined {
  const found = duration.exec(key)
  if (found === null) return undefined
  const [, count = '', unit, hours, minutes, seconds] = found
  const parts: [string | undefined, string][] = [
    [unit === 'D' ? count : undefined, 'day'],
    [unit === 'W' ? count : undefined, 'week'],
    [hours, 'hour'],
    [minutes, 'minute'],
    [seconds, 'second'],
  ]
  const said = parts.flatMap(([value, name]) =>
    value === undefined || value === ''
      ? []
      : [
          new Intl.NumberFormat(localeOf(language), { style: 'unit', unit: name, unitDisplay: 'long' }).format(
            Number(value),
          ),
        ],
  )
  return new Intl.ListFormat(localeOf(language), { type: 'unit' }).format(said)
}

/** The words in which a flow is drawn. */
export function useSayings(): Sayings {
  const { t, i18n } = useTranslation('operator')
  const format = useFormat()
  const { language } = i18n
  return useMemo(
    () => ({
      ...format,
      always: t('flow.always'),
      after: (key) => {
        const time = durationIn(language, key)
        return time === undefined ? t('flow.when', { name: plainWords(key) }) : t('flow.after', { time })
      },
    }),
    [format, language, t],
  )
}
