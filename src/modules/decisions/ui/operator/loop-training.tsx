import { Button, NativeSelect } from '@mantine/core'
import { IconSchool } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '#kit/empty-state'
import { ProblemNote, ProblemState } from '#kit/problem'
import { Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { StateBadge, type Tone } from '#kit/state-badge'
import { useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useNames } from '#web/names'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { useTown } from '#web/town'
import type { WholeLoop } from './loop-words.tsx'
import { AddLearner } from './training-learner.tsx'
import { Models } from './training-models.tsx'
import { Schedules } from './training-schedule.tsx'
import { failureOf, isUnderWay, learnersOf, type Training } from './training-words.ts'
import css from './loops.module.css'

/** While one is under way its progress is looked at this often, ms; otherwise a schedule may begin one. */
const runningMs = 700
const restingMs = 5_000

/** Learning from the log: asked for or scheduled, looked at while it runs, and what has come of it. */
export function LoopTraining({ loop }: { loop: WholeLoop }): ReactNode {
  const { t } = useTranslation('operator')
  const { point } = loop
  const learners = learnersOf(loop)
  const trainings = useTrainings(point)
  return (
    <Section title={t('loops.training.title')} aside={<AddLearner loop={loop} />}>
      <p className={css.quiet}>{t('loops.training.hint')}</p>
      {learners.length === 0 ? (
        <EmptyState icon={IconSchool} title={t('loops.training.noLearner')} text={t('loops.training.noLearnerHint')} />
      ) : (
        <>
          <TrainNow point={point} learners={learners} onAsked={() => void trainings.refetch()} />
          <Schedules point={point} learners={learners} />
        </>
      )}
      {trainings.error !== null && trainings.data === undefined && (
        <ProblemState problem={trainings.error} again={() => void trainings.refetch()} />
      )}
      {trainings.isLoading && <RowSkeletons count={2} />}
      {trainings.data !== undefined && learners.length > 0 && <Trainings items={trainings.data.items} />}
      <Models loop={loop} newest={trainings.data?.items.find(({ made }) => made !== null)} />
    </Section>
  )
}

function useTrainings(point: string) {
  return useGet('/v1/decisions/points/{point}/trainings', {
    path: { point },
    query: { limit: 8 },
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) === true ? runningMs : restingMs),
    retry: false,
  })
}

const spans = { all: null, week: 7, month: 30, quarter: 90 } as const
type SpanName = keyof typeof spans
const spanNames = Object.keys(spans) as SpanName[] // the keys of a constant
const dayMs = 86_400_000

type TrainNowProps = { point: string; learners: readonly string[]; onAsked: () => void }

function TrainNow({ point, learners, onAsked }: TrainNowProps): ReactNode {
  const { t } = useTranslation('operator')
  const { aheadMs } = useTown()
  const api = useApi()
  const [chosen, setChosen] = useState('')
  const [span, setSpan] = useState<SpanName>('all')
  const policy = learners.includes(chosen) ? chosen : (learners[0] ?? '')
  const train = useIntention(async (key: string) => {
    const days = spans[span]
    const body = days === null ? {} : { since: new Date(Date.now() + aheadMs - days * dayMs).toISOString() }
    const path = { point, policy }
    const { isNew } = await api.post('/v1/decisions/points/{point}/policies/{policy}/trainings', { path, body, key })
    toast(t(isNew ? 'loops.training.asked' : 'loops.training.already', { policy }))
    onAsked()
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void train.press()
  }
  return (
    <>
      <form className={css.filters} onSubmit={submit}>
        <NativeSelect
          label={t('loops.training.learner')}
          value={policy}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={[...learners]}
        />
        <NativeSelect
          label={t('loops.training.since')}
          value={span}
          onChange={(event) => setSpan(spanNames.find((name) => name === event.currentTarget.value) ?? 'all')}
          data={spanNames.map((value) => ({ value, label: t(`loops.training.spans.${value}`) }))}
        />
        <Button type="submit" leftSection={<IconSchool size={18} aria-hidden />} loading={train.isPending}>
          {t('loops.training.now')}
        </Button>
      </form>
      <ProblemNote problem={train.problem} />
    </>
  )
}

function Trainings({ items }: { items: readonly Training[] }): ReactNode {
  const { t } = useTranslation('operator')
  const nameOf = useNames(items.flatMap(({ askedBy }) => (askedBy === null ? [] : [askedBy])))
  return (
    <>
      <h3>{t('loops.training.runs')}</h3>
      {items.length === 0 && <p className={css.quiet}>{t('loops.training.none')}</p>}
      <ul className={css.policies}>
        {items.map((one) => (
          <One key={one.id} training={one} by={one.askedBy === null ? null : nameOf(one.askedBy)} />
        ))}
      </ul>
    </>
  )
}

const tones: Readonly<Record<string, Tone>> = { done: 'good', failed: 'bad', running: 'open', waiting: 'open' }

function One({ training, by }: { training: Training; by: string | null }): ReactNode {
  const { t } = useTranslation('operator')
  const { when, number, share } = useFormat()
  const { policy, version, made, state, progress, lessons, askedAt, endedAt, error } = training
  const words = t(`loops.training.states.${state as 'done'}`)
  return (
    <li className={css.policy} aria-label={`${policy} ${version}: ${words}`}>
      <div className={css.policyHead}>
        <strong>{made === null ? `${policy} ${version}` : `${policy} ${version} → ${policy} ${made}`}</strong>
        <StateBadge text={words} tone={tones[state] ?? 'quiet'} />
        <span className={css.quiet}>
          {[
            by === null ? t('loops.training.bySchedule') : t('loops.training.by', { name: by }),
            when(endedAt ?? askedAt),
            ...(lessons === 0 ? [] : [t('loops.training.lessons', { count: lessons, shown: number(lessons) })]),
          ].join(' · ')}
        </span>
      </div>
      {isUnderWay(training) && (
        <div className={css.progress}>
          <progress aria-label={t('loops.training.progress')} max={1} value={progress} />
          <span>{share(Math.round(progress * 100) * 100)}</span>
          <Cancel id={training.id} />
        </div>
      )}
      {error !== null && (
        <p role="alert">
          {failureOf(error) === 'other'
            ? t('loops.training.failures.other', { error })
            : t(`loops.training.failures.${failureOf(error)}`)}
        </p>
      )}
    </li>
  )
}

function Cancel({ id }: { id: string }): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const cancel = useIntention(async (key: string) => {
    await api.post('/v1/decisions/trainings/{id}/cancel', { path: { id }, key })
    await client.invalidateQueries()
  })
  return (
    <>
      <Button variant="default" size="compact-md" loading={cancel.isPending} onClick={() => void cancel.press()}>
        {t('loops.training.cancel')}
      </Button>
      <ProblemNote problem={cancel.problem} />
    </>
  )
}
