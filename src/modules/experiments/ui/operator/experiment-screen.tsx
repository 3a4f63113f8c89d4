import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { BackLink } from '#kit/back-link'
import { Column, Columns } from '#kit/columns'
import { DataRows } from '#kit/data-rows'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemNote, ProblemState } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton, RowSkeletons } from '#kit/skeletons'
import { useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { Acts } from './acts.tsx'
import { MetricResults } from './metric-results.tsx'
import { SplitLight } from './split-light.tsx'
import { type Experiment, ExperimentState, useStopReason, whileShown } from './state.tsx'
import css from './experiments.module.css'

/** One experiment: what is believed, what is seen, and what can be done. */
export function ExperimentScreen(): ReactNode {
  const { name = '' } = useParams()
  const { t } = useTranslation('operator')
  const path = { experiment: name }
  const { data, error, refetch } = useGet('/v1/experiments/{experiment}', {
    path,
    retry: false,
    refetchInterval: whileShown,
  })
  useHead({ title: data?.title ?? t('experiments.title'), isPrivate: true })
  return (
    <OperatorsOnly>
      {data !== undefined ? (
        <One experiment={data} />
      ) : error !== null ? (
        <ProblemState problem={error} again={() => void refetch()} />
      ) : (
        <PageSkeleton />
      )}
    </OperatorsOnly>
  )
}

function One({ experiment }: { experiment: Experiment }): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <Page>
      <BackLink to="/operator/experiments" label={t('path')}>
        {t('experiments.title')}
      </BackLink>
      <PageTitle hint={experiment.hypothesis} aside={<ExperimentState state={experiment.state} />}>
        {experiment.title}
      </PageTitle>
      <Columns shares="work">
        <Column>
          <Seen experiment={experiment} />
        </Column>
        <Column>
          <Acts experiment={experiment} />
          <About experiment={experiment} />
        </Column>
      </Columns>
    </Page>
  )
}

function Seen({ experiment }: { experiment: Experiment }): ReactNode {
  const { t } = useTranslation('operator')
  const path = { experiment: experiment.experiment }
  const { data, error } = useGet('/v1/experiments/{experiment}/results', { path, refetchInterval: whileShown })
  if (experiment.state === 'draft') {
    return (
      <Section title={t('experiments.results')}>
        <p className={css.quiet}>{t('experiments.notStarted')}</p>
      </Section>
    )
  }
  if (data === undefined) return error === null ? <RowSkeletons count={5} /> : <ProblemNote problem={error} />
  return (
    <>
      <SplitLight analysis={data.analysis} shares={experiment.shares} unit={experiment.declaration.unit} />
      {experiment.declaration.metrics.map((metric) => (
        <MetricResults key={metric.name} metric={metric} results={data} />
      ))}
    </>
  )
}

function About({ experiment }: { experiment: Experiment }): ReactNode {
  const { t } = useTranslation('operator')
  const { when, share } = useFormat()
  const reasonOf = useStopReason()
  const { declaration, startedAt, endedAt, state, layer, plannedDays, shipped, lesson } = experiment
  const { unit, drives, shareBps, allocation, block } = declaration
  const reason = reasonOf(experiment)
  const minutes = (ms: number): string => t('experiments.minutes', { count: Math.round(ms / 60_000) })
  return (
    <Section title={t('experiments.about')}>
      <DataRows
        rows={[
          [t('experiments.unit'), t(`experiments.units.${unit}`)],
          ...(block === undefined
            ? []
            : ([
                [t('experiments.block'), minutes(block.lengthMs)],
                [t('experiments.washout'), minutes(block.washoutMs)],
              ] as const)),
          [t('experiments.layer'), `${layer} · ${share(shareBps)}`],
          [
            t('experiments.drives'),
            drives === undefined || drives === null ? t('experiments.nothing') : thingOf(drives),
          ],
          [t('experiments.allocation'), t(`experiments.allocations.${allocation?.kind ?? 'fixed'}`)],
          [t('experiments.days'), plannedDays],
          ...(startedAt === null ? [] : ([[t('experiments.since'), when(startedAt)]] as const)),
          ...(endedAt === null ? [] : ([[t('experiments.ended'), when(endedAt)]] as const)),
          ...(reason === undefined ? [] : ([[t('experiments.why'), reason]] as const)),
          ...(shipped === null ? [] : ([[t('experiments.shippedArm'), shipped]] as const)),
        ]}
      />
      {lesson !== null && (
        <>
          <h3>{t('experiments.lesson')}</h3>
          <p className={css.lesson} data-state={state}>
            {lesson}
          </p>
        </>
      )}
    </Section>
  )
}

function thingOf(drives: NonNullable<Experiment['declaration']['drives']>): string {
  return drives.kind === 'flag' ? drives.flag : drives.point
}
