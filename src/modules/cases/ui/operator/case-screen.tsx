import { Button, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { BackLink } from '#kit/back-link'
import { Column, Columns } from '#kit/columns'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemNote, ProblemState } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { usePeopleWords } from '#web/people'
import { errorAt } from '#web/schema'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { About, type Case, CaseState, Rulings, Statements } from '../case-parts.tsx'
import css from '../cases.module.css'

/** A case for those who rule: the evidence beside one press for each ruling. */
export function OperatorCaseScreen(): ReactNode {
  const { id = '' } = useParams()
  const { t: operator } = useTranslation('operator')
  const found = useGet('/v1/cases/{id}', { path: { id }, retry: false })
  useHead({ title: operator('exceptions.title'), isPrivate: true })
  if (found.error !== null && found.data === undefined)
    return <ProblemState problem={found.error} again={() => void found.refetch()} />
  return (
    <OperatorsOnly grants={['arbiter']}>
      {found.data === undefined ? <PageSkeleton /> : <Whole found={found.data} />}
    </OperatorsOnly>
  )
}

function Whole({ found }: { found: Case }): ReactNode {
  const t = usePeopleWords()
  const { t: operator } = useTranslation('operator')
  const { said, when } = useFormat()
  if (t === undefined) return <PageSkeleton />
  const isOpen = found.state === 'open'
  const hints = [
    t('cases.reports', { count: found.reports }),
    isOpen ? t('cases.until', { when: when(found.dueAt) }) : when(found.openedAt),
  ]
  return (
    <Page>
      <BackLink to="/operator/exceptions" label={operator('path')}>
        {operator('exceptions.title')}
      </BackLink>
      <PageTitle hint={hints.join(' · ')} aside={<CaseState found={found} t={t} />}>
        {said(found.title)}
      </PageTitle>
      <Columns>
        <Column>
          {isOpen && <Rule found={found} t={t} />}
          <Rulings found={found} t={t} />
        </Column>
        <Column>
          <About found={found} t={t} />
          <Statements found={found} t={t} />
        </Column>
      </Columns>
    </Page>
  )
}

/** One press a ruling; the words are told to both sides. */
function Rule({ found, t }: { found: Case; t: TFunction<'people'> }): ReactNode {
  const { said } = useFormat()
  const api = useApi()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [words, setWords] = useState('')
  const rule = useIntention(async (key: string, ruling: string) => {
    await api.post('/v1/cases/{id}/ruling', { path: { id: found.id }, body: { ruling, words }, key })
    toast(t('cases.ruled'))
    await client.invalidateQueries({ predicate: ({ queryKey: [first] }) => String(first).startsWith('/v1/cases') })
    await navigate('/operator/exceptions')
  })
  return (
    <Section title={t('cases.rule')}>
      {found.choices.length === 0 && <p>{t('cases.own')}</p>}
      {found.choices.length > 0 && (
        <>
          <Textarea
            label={t('cases.why')}
            maxLength={2000}
            minRows={2}
            autosize
            value={words}
            error={errorAt(rule.problem?.errors ?? [], 'words')}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <ProblemNote problem={rule.problem} />
          <div className={css.choices}>
            {found.choices.map(({ name, title }) => (
              <Button key={name} variant="default" loading={rule.isPending} onClick={() => void rule.press(name)}>
                {said(title)}
              </Button>
            ))}
          </div>
        </>
      )}
    </Section>
  )
}
