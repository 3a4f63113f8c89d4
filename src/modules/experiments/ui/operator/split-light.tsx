import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Column, RowsTable } from '#kit/rows-table'
import { Section } from '#kit/section'
import { useFormat } from '#web/format'
import type { Experiment, Results } from './state.tsx'
import css from './experiments.module.css'

type Analysis = Results['analysis']
type Arm = Analysis['arms'][number]
type Props = { analysis: Analysis; shares: Experiment['shares']; unit: Experiment['declaration']['unit'] }

/** Whether units arrived in the shares they were meant to; where not, nothing else may be believed. */
export function SplitLight({ analysis, shares, unit }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const { number } = useFormat()
  const { status, pValue } = analysis.sampleRatio
  const columns = useColumns(shares, analysis.units)
  return (
    <Section title={t('experiments.split')}>
      <div
        className={css.light}
        data-tone={status === 'broken' ? 'warn' : status === 'as-intended' ? 'good' : undefined}
      >
        <strong>{t(`experiments.sampleRatio.${status}`)}</strong>
        <span>
          {t(`experiments.sampleRatioHint.${status}`, {
            p: pValue === null ? '' : pValue < 0.0001 ? '< 0.0001' : `= ${number(Number(pValue.toPrecision(2)))}`,
          })}
        </span>
      </div>
      <RowsTable label={t('experiments.arms')} columns={columns} rows={analysis.arms} keyOf={({ arm }) => arm} />
      {unit === 'block' && <p className={css.quiet}>{t('experiments.byBlock')}</p>}
    </Section>
  )
}

function useColumns(shares: Props['shares'], units: number): Column<Arm>[] {
  const { t } = useTranslation('operator')
  const { number, share } = useFormat()
  const bps = (part: number): string => share(Math.round(part * 10_000))
  return [
    { key: 'arm', title: t('experiments.arm'), kind: 'head', cell: ({ arm }) => arm },
    { key: 'units', title: t('experiments.taken'), kind: 'number', cell: (row) => number(row.units) },
    {
      key: 'share',
      title: t('experiments.share'),
      kind: 'number',
      cell: (row) => (units === 0 ? '–' : bps(row.units / units)),
    },
    { key: 'meant', title: t('experiments.meant'), kind: 'number', cell: ({ arm }) => bps(shares[arm] ?? 0) },
    { key: 'crossed', title: t('experiments.crossed'), kind: 'number', cell: ({ crossed }) => number(crossed) },
  ]
}
