import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { StateBadge, type Tone } from '#kit/state-badge'
import type { Reply } from '#web/api'

/** An experiment in a list. */
export type Listed = Reply<'get', '/v1/experiments'>['items'][number]
/** An experiment with all that was declared. */
export type Experiment = Reply<'get', '/v1/experiments/{experiment}'>
export type Results = Reply<'get', '/v1/experiments/{experiment}/results'>
export type Metric = Experiment['declaration']['metrics'][number]

/** Units come in all the time, and ramps rise by themselves: looked at again after this long, ms. */
const againMs = 2_000

/** What could not be read is not asked for again by itself: the page says so, and has a button. */
export function whileShown({ state }: { state: { data: unknown } }): number | false {
  return state.data === undefined ? false : againMs
}

const tones: Readonly<Record<Listed['state'], Tone>> = {
  draft: 'quiet',
  ramping: 'open',
  running: 'open',
  stopped: 'warn',
  shipped: 'good',
  binned: 'quiet',
}

/** Where an experiment stands, in a word. */
export function ExperimentState({ state }: Pick<Listed, 'state'>): ReactNode {
  const { t } = useTranslation('operator')
  return <StateBadge text={t(`experiments.state.${state}`)} tone={tones[state]} />
}

/** Why it was stopped: its guard, or somebody's words. */
export function useStopReason(): (experiment: Pick<Listed, 'stopGuard' | 'stopReason'>) => string | undefined {
  const { t } = useTranslation('operator')
  return ({ stopGuard, stopReason }) =>
    stopGuard === null ? (stopReason ?? undefined) : t('experiments.stoppedByGuard', { metric: stopGuard })
}

/** A number of a metric: rates are shares, the rest are as they are counted. */
export function useMetricNumber(kind: Metric['kind']): (value: number) => string {
  const { i18n } = useTranslation('operator')
  const style = kind === 'rate' ? ({ style: 'percent' } as const) : {}
  const format = new Intl.NumberFormat(i18n.language, { ...style, maximumSignificantDigits: 3 })
  return (value) => format.format(value)
}
