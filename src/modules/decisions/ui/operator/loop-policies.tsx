import { Button, Textarea } from '@mantine/core'
import { IconArrowBackUp, IconArrowUp } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '#kit/dialog'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { StateBadge, type Tone } from '#kit/state-badge'
import { useApi } from '#web/api'
import { useFormat } from '#web/format'
import { type Intention, useIntention } from '#web/send'
import { toast } from '#web/toast'
import { Demands } from './loop-demands.tsx'
import { type PolicyOfLoop, useLoopFormat, useWorsened, type WholeLoop } from './loop-words.tsx'
import css from './loops.module.css'

/** Policies with their figures, their guards and their place on the ladder; who acts stands first. */
export function LoopPolicies({ loop: { point, policies } }: { loop: WholeLoop }): ReactNode {
  const { t } = useTranslation('operator')
  const rows = policies.toSorted((one, other) => order.indexOf(one.stage) - order.indexOf(other.stage))
  return (
    <Section title={t('loops.policiesTitle')}>
      <ul className={css.policies}>
        {rows.map((policy) => (
          <Policy key={`${policy.policy} ${policy.version}`} point={point} policy={policy} />
        ))}
      </ul>
    </Section>
  )
}

const order = ['live', 'canary', 'shadow', 'draft', 'retired']
const tones: Readonly<Record<string, Tone>> = { live: 'good', canary: 'open', shadow: 'open' }

type Props = { point: string; policy: PolicyOfLoop }

function Policy({ point, policy }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const { number, share, when } = useFormat()
  const format = useLoopFormat()
  const saidOf = useWorsened()
  const { stage, marked, worsened, stagedAt, decisions, value, kind } = policy
  const said = t(`loops.stages.${stage as 'live'}`, { share: share(policy.canaryBps) })
  const figures = [
    kind,
    ...(stagedAt === null ? [] : [t('loops.since', { when: when(stagedAt) })]),
    ...(decisions === 0 ? [] : [`${t('loops.volume')}: ${number(decisions)}`]),
    ...(value === null ? [] : [`${t('loops.value')}: ${format.value(value.mean)}`]),
  ]
  return (
    <li className={css.policy} data-stage={stage}>
      <div className={css.policyHead}>
        <h3>
          {policy.policy} {policy.version}
        </h3>
        <StateBadge text={said} tone={tones[stage] ?? 'quiet'} />
        <span className={css.quiet}>{figures.join(' · ')}</span>
      </div>
      {marked !== null && <p>{t('loops.marked', { why: worsened === null ? marked : saidOf(worsened) })}</p>}
      <Guards policy={policy} />
      <Ladder point={point} policy={policy} />
    </li>
  )
}

const guardTones = { quiet: 'quiet', good: 'good', suspect: 'warn', bad: 'bad' } as const

function Guards({ policy: { guards, stage } }: { policy: PolicyOfLoop }): ReactNode {
  const { t } = useTranslation('operator')
  const { value } = useLoopFormat()
  if (stage !== 'live' && stage !== 'canary') return null
  if (guards.length === 0) return <p className={css.quiet}>{t('loops.noGuards')}</p>
  return (
    <ul className={css.demands} aria-label={t('loops.guards')}>
      {guards.map(({ metric, state, before, now, tolerated }) => (
        <li key={metric}>
          <StateBadge text={t(`loops.guardStates.${state}`)} tone={guardTones[state]} />
          <span>{metric}</span>
          {before !== null && now !== null && (
            <span className={css.quiet}>
              {t('loops.guardOf', { before: value(before.mean), now: value(now.mean), tolerated: value(tolerated) })}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

function Ladder({ point, policy }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const { next, demands, stage } = policy
  const isActing = stage === 'live' || stage === 'canary'
  return (
    <>
      {next !== null && demands.length > 0 && (
        <Demands demands={demands} label={t('loops.next', { step: t(`loops.steps.${next}`) })} />
      )}
      <div className={css.buttons}>
        {next !== null && <Promote point={point} policy={policy} next={next} />}
        {isActing && <RollBack point={point} policy={policy} />}
      </div>
    </>
  )
}

type Step = NonNullable<PolicyOfLoop['next']>

function Promote({ point, policy, next }: Props & { next: Step }): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const named = { policy: policy.policy, version: policy.version }
  const climb = useIntention(async (key: string, force?: string) => {
    const body = { ...named, ...(force === undefined ? {} : { force }) }
    const { step } = await api.post('/v1/decisions/loops/{point}/promote', { path: { point }, body, key })
    setAsking(false)
    toast(t('loops.promoted', { ...named, step: t(`loops.steps.${step}`) }))
    await client.invalidateQueries()
  })
  return (
    <>
      <Button
        leftSection={<IconArrowUp size={18} aria-hidden />}
        loading={climb.isPending}
        onClick={() => void climb.press()}
      >
        {t('loops.promote')}
      </Button>
      <span className={css.quiet}>{t('loops.next', { step: t(`loops.steps.${next}`) })}</span>
      <ProblemNote problem={climb.problem} />
      {climb.problem?.slug === 'ladder-step-refused' && (
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('loops.force')}
        </Button>
      )}
      <Words
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        intention={climb}
        texts={{
          title: t('loops.forceTitle'),
          hint: t('loops.forceHint'),
          label: t('loops.forceWhy'),
          act: t('loops.force'),
        }}
      />
    </>
  )
}

function RollBack({ point, policy }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const named = { policy: policy.policy, version: policy.version }
  const roll = useIntention(async (key: string, why?: string) => {
    const body = { ...named, why: why ?? '' }
    const { to } = await api.post('/v1/decisions/loops/{point}/roll-back', { path: { point }, body, key })
    setAsking(false)
    toast(to === null ? t('loops.rolledBackSafe') : t('loops.rolledBackTo', to))
    await client.invalidateQueries()
  })
  return (
    <>
      <Button variant="default" leftSection={<IconArrowBackUp size={18} aria-hidden />} onClick={() => setAsking(true)}>
        {t('loops.rollBack')}
      </Button>
      <Words
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        intention={roll}
        texts={{
          title: t('loops.rollBackTitle', named),
          hint: t('loops.rollBackHint'),
          label: t('loops.rollBackWhy'),
          act: t('loops.rollBack'),
        }}
      />
    </>
  )
}

type WordsProps = {
  isOpen: boolean
  onClose: () => void
  intention: Intention<void, [words?: string]>
  texts: { title: string; hint: string; label: string; act: string }
}

/** What is done against a rule, or cannot be taken back by a machine, is said in words. */
function Words({ isOpen, onClose, intention, texts: { title, hint, label, act } }: WordsProps): ReactNode {
  const [words, setWords] = useState('')
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (words.trim() !== '') void intention.press(words)
        }}
      >
        <p>{hint}</p>
        <Textarea
          label={label}
          value={words}
          maxLength={1000}
          required
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <ProblemNote problem={intention.problem} />
        <div className={css.buttons}>
          <Button type="submit" loading={intention.isPending} disabled={words.trim() === ''}>
            {act}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
