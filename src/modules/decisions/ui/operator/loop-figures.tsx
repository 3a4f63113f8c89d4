import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '#kit/section'
import { type ShareBar, ShareBars } from '#kit/share-bars'
import { type Tile, Tiles } from '#kit/tiles'
import { useFormat } from '#web/format'
import { useLoopFormat, type WholeLoop, worstDrift } from './loop-words.tsx'
import { useDecisionWords } from '#kit/decision-words'
import css from './loops.module.css'

/** The figures of a loop. */
export function LoopFigures({ loop }: { loop: WholeLoop }): ReactNode {
  const { t } = useTranslation('operator')
  const { number } = useFormat()
  const { share } = useLoopFormat()
  const { decisions, automated, overrides } = loop
  const tiles: Tile[] = [
    { label: t('loops.volume'), value: number(decisions) },
    { label: t('loops.automated'), value: decisions === 0 ? '–' : share(automated) },
    useValueTile(loop),
    useRegretTile(loop),
    useDriftTile(loop),
    { label: t('loops.overrides'), value: number(overrides) },
    ...useTimeTiles(loop),
  ]
  return <Tiles label={t('loops.title')} tiles={tiles} />
}

function useValueTile({ value, isValueSoFar }: WholeLoop): Tile {
  const { t } = useTranslation('operator')
  const format = useLoopFormat()
  if (value === null) return { label: t('loops.value'), value: '–', hint: t('loops.unknown') }
  const interval = t('loops.interval', { low: format.value(value.low), high: format.value(value.high) })
  const hint = isValueSoFar ? `${interval}. ${t('loops.soFar')}` : interval
  return { label: t('loops.value'), value: format.value(value.mean), hint }
}

function useRegretTile({ regret }: WholeLoop): Tile {
  const { t } = useTranslation('operator')
  const format = useLoopFormat()
  if (regret === null) return { label: t('loops.regret'), value: '–', hint: t('loops.unknown') }
  const { policy, version, value, low, high } = regret
  const hint = t('loops.regretHint', { policy, version, low: format.value(low), high: format.value(high) })
  return { label: t('loops.regret'), value: format.value(value), hint: value > 0 ? hint : t('loops.noRegret') }
}

function useDriftTile({ drift, point }: WholeLoop): Tile {
  const { t } = useTranslation('operator')
  const words = useDecisionWords()
  const format = useLoopFormat()
  const worst = worstDrift(drift)
  if (worst === null) return { label: t('loops.drift'), value: '–', hint: t('loops.unknown') }
  const hint =
    worst.of === null ? t('loops.driftOfChoice') : t('loops.driftOf', { feature: words.feature(point, worst.of) })
  return { label: t('loops.drift'), value: format.value(worst.index), hint }
}

function useTimeTiles({ delayMs, latencyMs }: WholeLoop): Tile[] {
  const { t } = useTranslation('operator')
  const { span, value } = useLoopFormat()
  const delay = delayMs === null ? '–' : t('loops.delayOf', { p50: span(delayMs.p50), p90: span(delayMs.p90) })
  const latency =
    latencyMs === null ? '–' : t('loops.latencyOf', { p50: value(latencyMs.p50), p99: value(latencyMs.p99) })
  const small = (text: string): ReactNode => <span className={css.quiet}>{text}</span>
  return [
    { label: t('loops.delay'), value: small(delay) },
    { label: t('loops.latency'), value: small(latency) },
  ]
}

/** What was chosen, and how far everything has shifted. */
export function Choices({ loop: { chosen, drift, point } }: { loop: WholeLoop }): ReactNode {
  const { t } = useTranslation('operator')
  const words = useDecisionWords()
  const { value, share } = useLoopFormat()
  const total = Object.values(chosen).reduce((sum, count) => sum + count, 0)
  const bars = Object.entries(chosen)
    .toSorted(([, one], [, other]) => other - one)
    .map(([option, count]): ShareBar => {
      const of = total === 0 ? 0 : count / total
      return { key: option, name: words.option(point, option), share: of, value: share(of) }
    })
  const shifts = [{ feature: null, index: drift.choice }, ...drift.inputs].filter(({ index }) => index !== null)
  return (
    <>
      {bars.length > 0 && (
        <Section title={t('loops.chosenTitle')}>
          <ShareBars label={t('loops.chosenTitle')} bars={bars} />
        </Section>
      )}
      {shifts.length > 0 && (
        <Section title={t('loops.drift')}>
          <p className={css.quiet}>{t('loops.driftHint')}</p>
          <ShareBars
            label={t('loops.drift')}
            bars={shifts.map(({ feature, index }) => ({
              key: feature ?? '',
              name: feature === null ? t('loops.choiceShift') : words.feature(point, feature),
              share: index ?? 0,
              value: value(index),
              isChosen: (index ?? 0) > 0.25,
            }))}
          />
        </Section>
      )}
    </>
  )
}

/** Why the safe default stood. */
export function Fallbacks({ loop: { fallbacks, decisions } }: { loop: WholeLoop }): ReactNode {
  const { t, i18n } = useTranslation('operator')
  const { number } = useFormat()
  const bars = Object.entries(fallbacks)
    .toSorted(([, one], [, other]) => other - one)
    .map(([reason, count]) => ({
      key: reason,
      name: i18n.exists(`loops.fallback.${reason}`, { ns: 'operator' })
        ? t(`loops.fallback.${reason}` as 'loops.fallback.shadow')
        : reason,
      share: count / Math.max(1, decisions),
      value: number(count),
    }))
  return (
    <Section title={t('loops.fallbacksTitle')}>
      {bars.length === 0 ? (
        <p>{t('loops.noFallbacks')}</p>
      ) : (
        <ShareBars label={t('loops.fallbacksTitle')} bars={bars} />
      )}
    </Section>
  )
}
