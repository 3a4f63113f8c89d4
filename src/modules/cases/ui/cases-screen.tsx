import { IconMessageReport } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { EmptyState } from '#kit/empty-state'
import { MoreButton } from '#kit/more-button'
import { ProblemState } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { usePages } from '#web/pages'
import { usePeopleWords } from '#web/people'
import { CaseState } from './case-parts.tsx'
import css from './cases.module.css'

/** What somebody has brought before the town, and what they were told of. */
export function CasesScreen(): ReactNode {
  const t = usePeopleWords()
  const { t: shell } = useTranslation('shell')
  const { said, when } = useFormat()
  useHead({ title: t?.('cases.title') ?? shell('loading'), isPrivate: true })
  const pages = usePages('/v1/cases/mine', { query: { limit: 20 } })
  const { rows: cases, problem, again } = pages
  if (cases === undefined && problem !== undefined) return <ProblemState problem={problem} again={again} />
  if (t === undefined || cases === undefined) return <PageSkeleton />
  if (cases.length === 0)
    return <EmptyState icon={IconMessageReport} title={t('cases.none')} text={t('cases.noneHint')} />
  return (
    <Page width="narrow">
      <PageTitle hint={t('cases.hint')}>{t('cases.title')}</PageTitle>
      <Section>
        <ul className={css.list}>
          {cases.map(({ id, title, facts, state, ruling, openedAt }) => (
            <li key={id} className={css.item}>
              <span>
                <Link to={`/cases/${id}`}>{said(title)}</Link>
                {typeof facts['title'] === 'string' && <span> {facts['title']}</span>}
                <span className={css.quiet}>{when(openedAt)}</span>
              </span>
              <CaseState found={{ state, ruling }} t={t} />
            </li>
          ))}
        </ul>
        <MoreButton pages={pages} />
      </Section>
    </Page>
  )
}
