import { Button } from '@mantine/core'
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type ApiProblem } from '#web/problem'
import { useFormat } from '#web/format'
import { EmptyState } from './empty-state.tsx'
import css from './problem.module.css'

/** Words for a refusal: ours where we have better ones than its slug, else the problem's own. */
export function useProblemText(): (problem: ApiProblem) => string {
  const { t, i18n } = useTranslation('shell')
  const { money } = useFormat()
  return (problem) => {
    const { slug, body } = problem
    const given = { ...body, amount: amountOf(body, money) }
    if (i18n.exists(`problem.${slug}`, { ns: 'shell' })) return t(`problem.${slug}` as 'problem.offline', given)
    if (problem.status >= 500) return t('failure.oursHint')
    const first = problem.errors[0]
    if (slug === 'invalid-input' && first !== undefined) return t('problem.invalid', { detail: first.detail })
    return i18n.language === 'en' ? problem.message : t('problem.other', { detail: problem.message })
  }
}

function amountOf(body: ApiProblem['body'], money: (minor: number, currency: string) => string): string {
  const { amountMinor, currency } = body
  return typeof amountMinor === 'number' && typeof currency === 'string' ? money(amountMinor, currency) : ''
}

type NoteProps = {
  problem: ApiProblem | undefined | null
  /** Asks once more, where that may help. */
  again?: () => unknown
}

/** A refusal beside what was tried. Read out when it appears. */
export function ProblemNote({ problem, again }: NoteProps): ReactNode {
  const { t } = useTranslation('shell')
  const textOf = useProblemText()
  if (problem === undefined || problem === null) return null
  return (
    <div className={css.note} role="alert">
      <IconAlertTriangle size={20} aria-hidden className={css.icon} />
      <span className={css.text}>{textOf(problem)}</span>
      {again !== undefined && (
        <Button size="compact-md" variant="default" onClick={() => void again()}>
          {t('failure.again')}
        </Button>
      )}
    </div>
  )
}

/** A screen that could not be shown: what happened, and how to go on. */
export function ProblemState({ problem, again }: { problem: ApiProblem; again?: () => void }): ReactNode {
  const { t } = useTranslation('shell')
  const textOf = useProblemText()
  const isGone = problem.status === 404
  return (
    <EmptyState
      icon={problem.slug === 'offline' ? IconPlugConnectedX : IconAlertTriangle}
      title={isGone ? t('failure.gone') : t('failure.title')}
      text={isGone ? t('failure.goneHint') : textOf(problem)}
      role="alert"
    >
      {again !== undefined && !isGone && <Button onClick={again}>{t('failure.again')}</Button>}
      <Button component="a" href="/" variant="default">
        {t('failure.home')}
      </Button>
    </EmptyState>
  )
}
