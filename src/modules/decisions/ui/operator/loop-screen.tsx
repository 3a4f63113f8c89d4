import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { BackLink } from '#kit/back-link'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemState } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { TextLink } from '#kit/text-link'
import { useGet } from '#web/api'
import { useHead } from '#web/head'
import { useTown } from '#web/town'
import { KillSwitch } from './kill-switch.tsx'
import { LoopCharts, type Span as Shown } from './loop-charts.tsx'
import { Choices, Fallbacks, LoopFigures } from './loop-figures.tsx'
import { LoopPolicies } from './loop-policies.tsx'
import { LoopReplay } from './loop-replay.tsx'
import { LoopStory } from './loop-story.tsx'
import { LoopTraining } from './loop-training.tsx'
import { againMs, LoopState, usePointTitle, type WholeLoop } from './loop-words.tsx'
import { Span } from './loops-screen.tsx'
import css from './loops.module.css'

const hourMs = 3_600_000

/** One loop: how it does, who decides, what happened, and what can be done. */
export function LoopScreen(): ReactNode {
  const { point = '' } = useParams()
  const { t } = useTranslation('operator')
  const [query, setQuery] = useSearchParams()
  const hours = Number(query.get('hours') ?? '24')
  const { aheadMs } = useTown()
  const { data, error, refetch, dataUpdatedAt } = useGet('/v1/decisions/loops/{point}', {
    path: { point },
    query: { hours },
    refetchInterval: againMs,
    placeholderData: (before) => before,
    retry: false,
  })
  useHead({ title: data?.title ?? t('loops.title'), isPrivate: true })
  const to = dataUpdatedAt + aheadMs
  const shown = { from: to - hours * hourMs, to }
  const setHours = (next: string): void => setQuery(next === '24' ? {} : { hours: next })
  return (
    <OperatorsOnly>
      {data !== undefined ? (
        <One loop={data} shown={shown} picker={<Span hours={hours} setHours={setHours} />} />
      ) : error !== null ? (
        <ProblemState problem={error} again={() => void refetch()} />
      ) : (
        <PageSkeleton />
      )}
    </OperatorsOnly>
  )
}

function One({ loop, picker, shown }: { loop: WholeLoop; picker: ReactNode; shown: Shown }): ReactNode {
  const { t } = useTranslation('operator')
  const { point, reasons, state, isOff } = loop
  const titleOf = usePointTitle()
  return (
    <Page>
      <BackLink to="/operator/loops" label={t('path')}>
        {t('loops.title')}
      </BackLink>
      <PageTitle hint={point} aside={<LoopState state={state} />}>
        {titleOf(loop)}
      </PageTitle>
      <Section>
        {reasons.length > 0 && (
          <ul className={css.plain}>
            {reasons.map((reason) => (
              <li key={reason}>{t(`loops.reasons.${reason}`)}</li>
            ))}
          </ul>
        )}
        <div className={css.filters}>
          {picker}
          <KillSwitch point={point} isOff={isOff} />
          <TextLink to={`/operator/decisions?point=${point}`}>{t('loops.decisionsOf')}</TextLink>
        </div>
      </Section>
      <LoopFigures loop={loop} />
      <LoopCharts loop={loop} span={shown} />
      <LoopPolicies loop={loop} />
      <LoopTraining loop={loop} />
      <LoopReplay loop={loop} />
      <LoopStory point={point} />
      <Choices loop={loop} />
      <Fallbacks loop={loop} />
    </Page>
  )
}
