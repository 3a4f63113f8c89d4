import { useTranslation } from 'react-i18next'
import { useMemo } from 'react'
import { useTown } from './town.ts'

/** Words for people in a manifest: in one language, or by language tag. */
export type Text = string | Readonly<Record<string, string>>

/** Money, time, numbers and manifests' words, as the person on this page reads them. */
export type Format = {
  language: string
  /** Minor units by ISO 4217. */
  money: (minor: number, currency: string) => string
  /** A day, such as "3 December". */
  day: (instant: string | number) => string
  /** A day and an hour. */
  when: (instant: string | number) => string
  /** "in 3 days", "2 minutes ago", in town time. */
  fromNow: (instant: string | number) => string
  number: (value: number) => string
  /** Basis points: 150 is 1.5 %. */
  share: (bps: number) => string
  distance: (metres: number) => string
  /** A manifest's words in this language, else in English, else in any. */
  said: (text: Text | null | undefined) => string
}

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

const formats = new Map<string, unknown>()

/** Formatters are dear to make: each is made once. */
function once<T>(key: string, make: () => T): T {
  if (!formats.has(key)) formats.set(key, make())
  return formats.get(key) as T // the key names the kind
}

/** The language tag that Intl is asked for: English as the rest of the world writes it. */
export function localeOf(language: string): string {
  return language === 'en' ? 'en-GB' : language === 'zh' ? 'zh-CN' : language
}

/** Formats without React, for the server and for tests. */
export function formatFor(language: string, { timeZone, aheadMs }: { timeZone: string; aheadMs: number }): Format {
  const locale = localeOf(language)
  const money = (currency: string): Intl.NumberFormat =>
    once(`${locale} ${currency}`, () => new Intl.NumberFormat(locale, { style: 'currency', currency }))
  const time = (name: string, style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    once(`${locale} ${timeZone} ${name}`, () => new Intl.DateTimeFormat(locale, { timeZone, ...style }))
  const plain = once(`${locale} number`, () => new Intl.NumberFormat(locale))
  const share = once(
    `${locale} share`,
    () => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }),
  )
  const relative = once(`${locale} relative`, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
  const metres = once(
    `${locale} metres`,
    () => new Intl.NumberFormat(locale, { style: 'unit', unit: 'meter', maximumFractionDigits: 0 }),
  )
  const kilometres = once(
    `${locale} kilometres`,
    () => new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilometer', maximumFractionDigits: 1 }),
  )
  return {
    language,
    money: (minor, currency) => {
      const format = money(currency)
      return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
    },
    day: (instant) => time('day', { day: 'numeric', month: 'long' }).format(new Date(instant)),
    when: (instant) => time('when', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant)),
    fromNow: (instant) => {
      const awayMs = new Date(instant).getTime() - (Date.now() + aheadMs)
      const [unit, length] = units.find(([, ms]) => Math.abs(awayMs) >= ms) ?? ['minute', 60_000]
      return relative.format(Math.round(awayMs / length), unit)
    },
    number: (value) => plain.format(value),
    share: (bps) => share.format(bps / 10_000),
    distance: (value) => (value < 1_000 ? metres.format(value) : kilometres.format(value / 1_000)),
    said: (text) =>
      typeof text === 'string' ? text : (text?.[language] ?? text?.['en'] ?? Object.values(text ?? {})[0] ?? ''),
  }
}

/** The formats of this page. */
export function useFormat(): Format {
  const { i18n } = useTranslation()
  const { timeZone, aheadMs } = useTown()
  return useMemo(() => formatFor(i18n.language, { timeZone, aheadMs }), [i18n.language, timeZone, aheadMs])
}

/** Decimal places of a currency, by ISO 4217. */
export function digitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/** A slug in words when nothing better is known: `not-as-described` → `Not as described`. */
export function plainWords(slug: string): string {
  const text = slug
    .replaceAll(/[-._]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What people say on the telephone: the last eight of an id, in fours. */
export function shortNumber(id: string): string {
  const last = id.replaceAll('-', '').slice(-8).toUpperCase()
  return `${last.slice(0, 4)} ${last.slice(4)}`
}
