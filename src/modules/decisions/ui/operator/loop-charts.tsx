import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { BarChart } from '#kit/bar-chart'
import { type ChartMark, LineChart } from '#kit/line-chart'
import { Section } from '#kit/section'
import { useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useLoopFormat, type WholeLoop } from './loop-words.tsx'

/** Town time that is shown, ms. */
export type Span = { from: number; to: number }

type Part = WholeLoop['series'][number]

/** What changes who decides is drawn across the charts. */
const turning: readonly string[] = ['promoted', 'rolled-back', 'recovered']

/** Value and volume over time. */
export function LoopCharts({ loop, span }: { loop: WholeLoop; span: Span }): ReactNode {
  const { t } = useTranslation('operator')
  const { number } = useFormat()
  const { value, when } = useLoopFormat()
  const marks = useMarks(loop)
  if (loop.series.length === 0) return null
  const words = { asTable: t('loops.asTable'), x: t('loops.time') }
  const nameOf = ({ policy, version }: Part): string => (policy === null ? t('loops.nobody') : `${policy} ${version}`)
  const policies = [...Map.groupBy(loop.series, nameOf)]
  const lines = policies.map(([name, parts]) => ({ name, points: parts.map(pointOf) }))
  return (
    <>
      <Section title={t('loops.chartValue')}>
        <LineChart
          span={span}
          label={t('loops.chartValue')}
          lines={lines}
          marks={marks}
          sayX={when}
          sayY={value}
          words={words}
        />
      </Section>
      <Section title={t('loops.chartVolume')}>
        <BarChart
          label={t('loops.chartVolume')}
          names={[t('loops.acted'), t('loops.corrected'), t('loops.safe')]}
          bars={barsOf(loop, span)}
          sayX={when}
          sayY={number}
          words={words}
        />
      </Section>
    </>
  )
}

function pointOf({ at, value }: Part) {
  return { x: Date.parse(at), y: value?.mean ?? null, low: value?.low ?? null, high: value?.high ?? null }
}

/** All policies together, also the times in which nothing was decided. */
function barsOf({ series, stepMs }: WholeLoop, { from, to }: Span) {
  const times = Map.groupBy(series, ({ at }) => Date.parse(at))
  const first = Math.ceil(from / stepMs) * stepMs
  return Array.from({ length: Math.floor((to - first) / stepMs) + 1 }, (_, index) => {
    const x = first + index * stepMs
    const parts = times.get(x) ?? []
    const sum = (of: (part: Part) => number): number => parts.reduce((total, part) => total + of(part), 0)
    return { x, parts: [sum((one) => one.automated), sum((one) => one.overrides), sum((one) => one.fallbacks)] }
  })
}

/** From the story, as far as it lies within what is shown. */
function useMarks({ point, series }: WholeLoop): ChartMark[] {
  const { t } = useTranslation('operator')
  const { data } = useGet('/v1/decisions/loops/{point}/story', { path: { point }, query: { limit: 50 } })
  const times = series.map(({ at }) => Date.parse(at))
  const [first, last] = [Math.min(...times), Math.max(...times)]
  return (data?.items ?? [])
    .filter(({ kind, at }) => turning.includes(kind) && Date.parse(at) >= first && Date.parse(at) <= last)
    .slice(0, 4)
    .map(({ at, kind }) => ({ x: Date.parse(at), text: t(`loops.storyKinds.${kind}`) }))
}
