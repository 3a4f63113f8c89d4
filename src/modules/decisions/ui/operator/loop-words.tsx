import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { StateBadge, type Tone } from '#kit/state-badge'
import type { Reply } from '#web/api'
import { localeOf, useFormat } from '#web/format'

export type Loop = Reply<'get', '/v1/decisions/loops'>['items'][number]
export type WholeLoop = Reply<'get', '/v1/decisions/loops/{point}'>
export type PolicyOfLoop = WholeLoop['policies'][number]

/** What happens at a loop has no event: it is looked at again after so long, ms. */
export const againMs = 2_000

const tones: Readonly<Record<Loop['state'], Tone>> = {
  well: 'good', watch: 'warn', bad: 'bad', quiet: 'quiet', off: 'warn',
} // prettier-ignore

/** How a loop stands, in words. */
export function LoopState({ state }: { state: Loop['state'] }): ReactNode {
  const { t } = useTranslation('operator')
  return <StateBadge text={t(`loops.states.${state}`)} tone={tones[state]} />
}

/** Figures of loops as people read them. */
export type LoopFormat = {
  /** Three digits that say something. */
  value: (value: number | null | undefined) => string
  /** 0 to 1. */
  share: (share: number | null | undefined) => string
  /** A span of time in the unit natural to it. */
  span: (ms: number) => string
  /** Town time, in words. */
  when: (at: number) => string
}

const units: readonly (readonly [unit: string, ms: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
  ['millisecond', 1],
]

/** The figures of this page. */
export function useLoopFormat(): LoopFormat {
  const { i18n } = useTranslation('operator')
  const { share, when } = useFormat()
  const locale = localeOf(i18n.language)
  const digits = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 })
  return {
    value: (value) => (value === null || value === undefined ? '–' : digits.format(value)),
    share: (of) => (of === null || of === undefined ? '–' : share(Math.round(of * 1_000) * 10)),
    span: (ms) => {
      const [unit, length] = units.find(([, size]) => ms >= size) ?? ['millisecond', 1]
      const style = {
        style: 'unit',
        unit,
        unitDisplay: 'long',
        maximumFractionDigits: ms / length < 10 ? 1 : 0,
      } as const
      return new Intl.NumberFormat(locale, style).format(ms / length)
    },
    when: (at) => when(at),
  }
}

/** What a guard found, in a sentence. */
export function useWorsened(): (found: NonNullable<PolicyOfLoop['worsened']>) => string {
  const { t } = useTranslation('operator')
  const { value } = useLoopFormat()
  return ({ metric, before, now, tolerated }) =>
    t('loops.worsened', { metric, before: value(before), now: value(now), tolerated: value(tolerated) })
}

/** The largest shift of a loop, and of what. */
export function worstDrift({ choice, inputs }: Loop['drift']): { of: string | null; index: number } | null {
  const all = [{ of: null, index: choice }, ...inputs.map(({ feature, index }) => ({ of: feature, index }))]
  const known = all.flatMap(({ of, index }) => (index === null ? [] : [{ of, index }]))
  return known.toSorted((one, other) => other.index - one.index)[0] ?? null
}

/** What a point is called: in the language of the page where we have words for it, else as it was declared. */
export function usePointTitle(): (loop: { point: string; title: string }) => string {
  const { t, i18n } = useTranslation('operator')
  return ({ point, title }) => {
    // Which points a town has is known when it runs; keys of words have no dots inside.
    const key = `loops.titles.${point.replaceAll('.', '-')}`
    return i18n.exists(key, { ns: 'operator' }) ? t(key as 'loops.titles.market-hold') : title
  }
}
