import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { MoreButton } from '#kit/more-button'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { type Reply } from '#web/api'
import { useFormat } from '#web/format'
import { useNames } from '#web/names'
import { usePages } from '#web/pages'
import { againMs, type PolicyOfLoop, useWorsened } from './loop-words.tsx'
import css from './loops.module.css'

type Chapter = Reply<'get', '/v1/decisions/loops/{point}/story'>['items'][number]

/** What happened, the newest first, with the decisions and events that it was concluded from. */
export function LoopStory({ point }: { point: string }): ReactNode {
  const { t } = useTranslation('operator')
  const pages = usePages('/v1/decisions/loops/{point}/story', {
    path: { point },
    query: { limit: 20 },
    refetchInterval: againMs,
  })
  const { rows: chapters, problem } = pages
  const names = useNames((chapters ?? []).flatMap(({ by }) => (by === null ? [] : [by])))
  return (
    <Section title={t('loops.story')}>
      <ProblemNote problem={problem} />
      {chapters === undefined && problem === undefined && <RowSkeletons count={3} />}
      {chapters?.length === 0 && <p>{t('loops.storyNone')}</p>}
      <ol className={css.story}>
        {chapters?.map((chapter) => (
          <One key={chapter.id} chapter={chapter} nameOf={names} />
        ))}
      </ol>
      <MoreButton pages={pages} />
    </Section>
  )
}

function One({ chapter, nameOf }: { chapter: Chapter; nameOf: (id: string) => string }): ReactNode {
  const { t } = useTranslation('operator')
  const { when } = useFormat()
  const { kind, at, policy, by, id, eventId } = chapter
  const who = by === null ? t('loops.byTown') : t('loops.byPerson', { name: nameOf(by) })
  const name = policy === null ? '' : ` ${policy.policy} ${policy.version}`
  return (
    <li className={css.chapter} data-kind={kind}>
      <span>
        <strong>
          {t(`loops.storyKinds.${kind}`)}
          {name}
        </strong>{' '}
        <span className={css.quiet}>
          {when(at)}, {who}
        </span>
      </span>
      <Details chapter={chapter} />
      <span className={`${css.quiet} ${css.ids}`}>
        {t('loops.storyId', { id })}
        {eventId !== null && ` · ${t('loops.storyEvent')} ${eventId}`}
      </span>
    </li>
  )
}

type Evidence = { decisions?: readonly string[]; events?: readonly string[] }
/** Of each kind only what it has. */
type Told = {
  why?: string | null
  found?: PolicyOfLoop['worsened']
  causeId?: string | null
  stage?: PolicyOfLoop['stage']
  canaryBps?: number
  step?: NonNullable<PolicyOfLoop['next']>
  isOff?: boolean
  to?: { name: string; version: number } | null
  evidence?: Evidence
}

function Details({ chapter: { kind, details } }: { chapter: Chapter }): ReactNode {
  const { t } = useTranslation('operator')
  const { share } = useFormat()
  const saidOf = useWorsened()
  // As the town writes it.
  const { why, found, causeId, stage, canaryBps = 0, to, evidence, isOff, step } = details as Told
  const stageSaid = t(`loops.stages.${stage as 'live'}`, { share: share(canaryBps) })
  const lines = [
    ...(kind === 'promoted' && stage !== undefined ? [t('loops.storyStage', { stage: stageSaid })] : []),
    ...(step === undefined ? [] : [t(`loops.steps.${step}`)]),
    ...(isOff === undefined ? [] : [t(isOff ? 'loops.storyOff' : 'loops.storyOn')]),
    ...whyOf(),
    ...(to === undefined ? [] : [backTo(to)]),
  ]
  /** What a guard found is told once, where it was found. */
  function whyOf(): string[] {
    if (found !== undefined && found !== null) return [saidOf(found)]
    return typeof why === 'string' && typeof causeId !== 'string' ? [why] : []
  }
  function backTo(now: NonNullable<Told['to']> | null): string {
    return now === null ? t('loops.rolledBackSafe') : t('loops.storyTo', { policy: now.name, version: now.version })
  }
  return (
    <>
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
      {evidence !== undefined && <Proof evidence={evidence} />}
    </>
  )
}

function Proof({ evidence: { decisions = [], events = [] } }: { evidence: Evidence }): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <>
      {decisions.length > 0 && (
        <span className={css.ids}>
          {t('loops.storyDecisions')}:{' '}
          {decisions.map((id) => (
            <Link key={id} to={`/operator/decisions/${id}`}>
              {id}
            </Link>
          ))}
        </span>
      )}
      {events.length > 0 && (
        <span className={css.ids}>
          {t('loops.storyEvents')}: {events.join(', ')}
        </span>
      )}
    </>
  )
}
