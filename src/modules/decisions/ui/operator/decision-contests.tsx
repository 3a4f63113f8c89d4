import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { StateBadge } from '#kit/state-badge'
import { TextLink } from '#kit/text-link'
import { type Reply, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { againMs } from './loop-words.tsx'
import css from './loops.module.css'

type Case = Reply<'get', '/v1/cases/{id}'>

/** Who has contested the decision, in which words, and what a person made of it. */
export function Contests({ contests }: { contests: readonly { case: string }[] }): ReactNode {
  const { t } = useTranslation('operator')
  if (contests.length === 0) return null
  return (
    <Section title={t('loops.contests')}>
      <ul className={css.policies}>
        {contests.map((one) => (
          <Contest key={one.case} id={one.case} />
        ))}
      </ul>
    </Section>
  )
}

function Contest({ id }: { id: string }): ReactNode {
  const { data, error } = useGet('/v1/cases/{id}', { path: { id }, refetchInterval: againMs, retry: false })
  if (data === undefined)
    return <li>{error === null ? <RowSkeletons count={1} /> : <ProblemNote problem={error} />}</li>
  return <One found={data} />
}

function One({ found }: { found: Case }): ReactNode {
  const { t } = useTranslation('operator')
  const { said, when } = useFormat()
  const { id, state, ruling, dueAt, statements, rulings } = found
  const isOpen = state === 'open'
  return (
    <li className={css.policy}>
      {statements.map((one) => (
        <div key={one.id}>
          <strong>{one.name ?? t('loops.contestedBySomebody')}</strong>{' '}
          <span className={css.quiet}>{when(one.at)}</span>
          {one.words !== null && <p className={css.said}>{one.words}</p>}
        </div>
      ))}
      <div className={css.policyHead}>
        <StateBadge text={t(`loops.contestStates.${state}`)} tone={isOpen ? 'warn' : 'quiet'} />
        {isOpen && <span className={css.quiet}>{t('loops.contestUntil', { when: when(dueAt) })}</span>}
        {!isOpen && ruling !== null && <strong>{said(ruling.title)}</strong>}
      </div>
      {rulings.map(({ at, words }) => (
        <p key={at} className={css.said}>
          {words} <span className={css.quiet}>{when(at)}</span>
        </p>
      ))}
      <span>
        <TextLink to={`/operator/exceptions/cases/${id}`}>{t(isOpen ? 'loops.ruleCase' : 'loops.openCase')}</TextLink>
      </span>
    </li>
  )
}
