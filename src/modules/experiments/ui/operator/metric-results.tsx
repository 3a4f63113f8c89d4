import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LineChart } from '#kit/line-chart'
import { type Column, RowsTable } from '#kit/rows-table'
import { Section } from '#kit/section'
import { StateBadge, type Tone } from '#kit/state-badge'
import { useFormat } from '#web/format'
import { type Metric, type Results, useMetricNumber } from './state.tsx'
import css from './experiments.module.css'

type Found = Results['analysis']['metrics'][number]
type Compared = Found['comparisons'][number]
type Props = { metric: Metric; results: Results }

/** One metric: each arm's value, how it differs from the control, and how the interval closed in over time. */
export function MetricResults({ metric, results }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const found = results.analysis.metrics.find((one) => one.metric === metric.name)
  const columns = useColumns(metric, found)
  if (found === undefined) return null
  return (
    <Section title={metric.name} aside={<StateBadge text={t(`experiments.role.${metric.role}`)} tone="quiet" />}>
      <div className={css.metric}>
        {found.missing !== 'nothing' && (
          <p className={css.light} data-tone={found.missing === 'sample-ratio' ? 'warn' : undefined}>
            {t(`experiments.missing.${found.missing}`)}
          </p>
        )}
        <RowsTable label={metric.name} columns={columns} rows={found.arms} keyOf={({ arm }) => arm} />
        {found.comparisons.map(
          ({ arm, cuped }) =>
            cuped !== null && (
              <p key={arm} className={css.quiet}>
                {t('experiments.cuped', { percent: Math.round(cuped.varianceRemoved * 100) })}
              </p>
            ),
        )}
        {found.missing === 'nothing' && <Over metric={metric} results={results} />}
      </div>
    </Section>
  )
}

function useColumns(metric: Metric, found: Found | undefined): Column<Found['arms'][number]>[] {
  const { t } = useTranslation('operator')
  const { number } = useFormat()
  const say = useMetricNumber(metric.kind)
  const of = (arm: string): Compared | undefined => found?.comparisons.find((one) => one.arm === arm)
  return [
    { key: 'arm', title: t('experiments.arm'), kind: 'head', cell: ({ arm }) => arm },
    { key: 'units', title: t('experiments.taken'), kind: 'number', cell: ({ units }) => number(units) },
    {
      key: 'mean',
      title: t(`experiments.kind.${metric.kind}`),
      kind: 'number',
      cell: ({ mean }) => (mean === null ? '–' : say(mean)),
    },
    {
      key: 'difference',
      title: t('experiments.difference'),
      cell: ({ arm }) => {
        const one = of(arm)
        return one === undefined ? '–' : `${say(one.difference)} (${say(one.low)} … ${say(one.high)})`
      },
    },
    {
      key: 'verdict',
      title: t('experiments.says'),
      cell: ({ arm }) => {
        const one = of(arm)
        return one === undefined ? '' : <Says metric={metric} compared={one} />
      },
    },
  ]
}

/** What an interval says in a word. */
function Says({ metric, compared }: { metric: Metric; compared: Compared }): ReactNode {
  const { t } = useTranslation('operator')
  const { isSignificant, difference } = compared
  const isBetter = difference > 0 === (metric.better === 'up')
  const word = !isSignificant ? 'open' : isBetter ? 'better' : 'worse'
  const tones = { open: 'quiet', better: 'good', worse: 'warn' } as const satisfies Record<string, Tone>
  return <StateBadge text={t(`experiments.verdict.${word}`)} tone={tones[word]} />
}

/** The difference and its interval at every look: it may be looked at as often as one likes. */
function Over({ metric, results }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const { when } = useFormat()
  const say = useMetricNumber(metric.kind)
  const looks = results.looks.filter((look) => look.metric === metric.name)
  const arms = [...new Set(looks.map(({ arm }) => arm))]
  const times = looks.map(({ at }) => Date.parse(at))
  // One look is no course yet: the table above says the same.
  if (new Set(times).size < 2) return null
  const lines = arms.map((arm) => ({
    name: arm,
    points: looks
      .filter((look) => look.arm === arm)
      .map(({ at, difference, low, high }) => ({ x: Date.parse(at), y: difference, low, high })),
  }))
  const none = [...new Set([Math.min(...times), Math.max(...times)])].map((x) => ({ x, y: 0 }))
  return (
    <LineChart
      label={t('experiments.chart', { metric: metric.name })}
      lines={[...lines, { name: t('experiments.noDifference'), points: none }]}
      sayX={(x) => when(x)}
      sayY={say}
      words={{ asTable: t('experiments.asTable'), x: t('experiments.when') }}
    />
  )
}
