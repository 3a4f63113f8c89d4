import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { useApi } from '#web/api'
import { useFormat } from '#web/format'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import type { Experiment } from './state.tsx'
import css from './experiments.module.css'

type Props = { experiment: Experiment }

/** What can be done with an experiment where it stands. */
export function Acts({ experiment }: Props): ReactNode {
  const { state } = experiment
  return (
    <>
      {state === 'draft' && <Start experiment={experiment} />}
      {(state === 'ramping' || state === 'running') && <Traffic experiment={experiment} />}
      {['ramping', 'running', 'stopped'].includes(state) && <Verdict experiment={experiment} />}
    </>
  )
}

/** Reads anew what an act has changed. */
function useAgain(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await client.invalidateQueries({ predicate: ({ queryKey: [path] }) => /experiments/.test(String(path)) })
  }
}

function Start({ experiment }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const again = useAgain()
  const start = useIntention(async () => {
    await api.post('/v1/experiments/{experiment}/start', { path: { experiment: experiment.experiment } })
    toast(t('experiments.started'))
    await again()
  })
  return (
    <Section title={t('experiments.planned')}>
      <p>{t('experiments.startHint')}</p>
      <ProblemNote problem={start.problem} />
      <div className={css.buttons}>
        <Button loading={start.isPending} onClick={() => void start.press()}>
          {t('experiments.start')}
        </Button>
      </div>
    </Section>
  )
}

function Traffic({ experiment }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const { share } = useFormat()
  const api = useApi()
  const again = useAgain()
  const { step, declaration } = experiment
  const path = { experiment: experiment.experiment }
  const steps = declaration.ramp?.steps ?? [10_000]
  const ramp = useIntention(async (_key: string, to: number) => {
    await api.post('/v1/experiments/{experiment}/ramp', { path, body: { step: to } })
    await again()
  })
  const next = steps[step + 1]
  return (
    <Section title={t('experiments.traffic')}>
      <ol className={css.steps} aria-label={t('experiments.ramp')}>
        {steps.map((bps, index) => (
          <li
            key={bps}
            className={css.step}
            data-here={index === step}
            aria-current={index === step ? 'step' : undefined}
          >
            {share(bps)}
          </li>
        ))}
      </ol>
      {declaration.ramp?.isAutomatic === true && <p className={css.quiet}>{t('experiments.automatic')}</p>}
      <ProblemNote problem={ramp.problem} />
      <div className={css.buttons}>
        {next !== undefined && (
          <Button loading={ramp.isPending} onClick={() => void ramp.press(step + 1)}>
            {t('experiments.rampTo', { share: share(next) })}
          </Button>
        )}
        {step > 0 && (
          <Button variant="default" loading={ramp.isPending} onClick={() => void ramp.press(step - 1)}>
            {t('experiments.rampTo', { share: share(steps[step - 1] ?? 0) })}
          </Button>
        )}
      </div>
      <Stop experiment={experiment} />
    </Section>
  )
}

/** Nobody is assigned any more, which nothing takes back: it asks why. */
function Stop({ experiment }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const again = useAgain()
  const [isAsked, setAsked] = useState(false)
  const [why, setWhy] = useState('')
  const stop = useIntention(async () => {
    await api.post('/v1/experiments/{experiment}/stop', { path: { experiment: experiment.experiment }, body: { why } })
    toast(t('experiments.stoppedNow'))
    await again()
  })
  if (!isAsked) {
    return (
      <div className={css.buttons}>
        <Button variant="default" onClick={() => setAsked(true)}>
          {t('experiments.stop')}
        </Button>
      </div>
    )
  }
  return (
    <div className={css.form}>
      <Textarea
        label={t('experiments.stopWhy')}
        value={why}
        maxLength={1_000}
        autosize
        minRows={2}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <ProblemNote problem={stop.problem} />
      <Button variant="outline" disabled={why.trim() === ''} loading={stop.isPending} onClick={() => void stop.press()}>
        {t('experiments.reallyStop')}
      </Button>
    </div>
  )
}

/** Characters of a lesson at the least. */
const lessonLeast = 10

function Verdict({ experiment }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const again = useAgain()
  const { arms } = experiment.declaration
  const [arm, setArm] = useState(arms[1]?.name ?? '')
  const [lesson, setLesson] = useState('')
  const path = { experiment: experiment.experiment }
  const give = useIntention(async (_key: string, decision: 'ship' | 'bin') => {
    const body = decision === 'ship' ? { decision, arm, lesson } : { decision, lesson }
    await api.post('/v1/experiments/{experiment}/verdict', { path, body })
    toast(t(`experiments.given.${decision}`))
    await again()
  })
  const isWritten = lesson.trim().length >= lessonLeast
  return (
    <Section title={t('experiments.end')}>
      <p className={css.quiet}>{t('experiments.endHint')}</p>
      <Textarea
        label={t('experiments.lesson')}
        description={t('experiments.lessonHint', { count: lessonLeast })}
        value={lesson}
        maxLength={5_000}
        autosize
        minRows={3}
        onChange={(event) => {
          setLesson(event.currentTarget.value)
          give.clear()
        }}
      />
      <NativeSelect
        label={t('experiments.shipArm')}
        value={arm}
        data={arms.map(({ name }) => name)}
        onChange={(event) => setArm(event.currentTarget.value)}
      />
      <ProblemNote problem={give.problem} />
      <div className={css.buttons}>
        <Button disabled={!isWritten} loading={give.isPending} onClick={() => void give.press('ship')}>
          {t('experiments.ship')}
        </Button>
        <Button variant="default" disabled={!isWritten} loading={give.isPending} onClick={() => void give.press('bin')}>
          {t('experiments.bin')}
        </Button>
      </div>
    </Section>
  )
}
