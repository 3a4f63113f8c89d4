import { Button, Stack, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { BackLink } from '#kit/back-link'
import { ProblemNote, ProblemState } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { usePeopleWords } from '#web/people'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { About, type Case, CaseState, Rulings, Statements } from './case-parts.tsx'
import { TakeBack } from './take-back.tsx'

/** A case for whoever brought it, or whose thing it is about. */
export function CaseScreen(): ReactNode {
  const { id = '' } = useParams()
  const t = usePeopleWords()
  const { t: shell } = useTranslation('shell')
  const { said, when } = useFormat()
  const { data, error, refetch } = useGet('/v1/cases/{id}', { path: { id }, retry: false })
  useHead({ title: data === undefined ? shell('loading') : said(data.title), isPrivate: true })
  if (error !== null && data === undefined) return <ProblemState problem={error} again={() => void refetch()} />
  if (t === undefined || data === undefined) return <PageSkeleton />
  const isOpen = data.state === 'open'
  return (
    <Page width="narrow">
      <BackLink to="/cases" label={t('cases.title')}>
        {t('cases.title')}
      </BackLink>
      <PageTitle
        hint={isOpen ? t('cases.until', { when: when(data.dueAt) }) : when(data.openedAt)}
        aside={<CaseState found={data} t={t} />}
      >
        {said(data.title)}
      </PageTitle>
      <About found={data} t={t} />
      <Rulings found={data} t={t} />
      {(data.mayReopen || data.maySay) && <Say key={data.state} found={data} t={t} />}
      {data.mayWithdraw && <TakeBack found={data} t={t} />}
      <Statements found={data} t={t} />
    </Page>
  )
}

/** Words to an open case, or asking once that a ruled one is looked at again. */
function Say({ found: { id, mayReopen }, t }: { found: Case; t: TFunction<'people'> }): ReactNode {
  const api = useApi()
  const client = useQueryClient()
  const [words, setWords] = useState('')
  const path = mayReopen ? '/v1/cases/{id}/reopening' : '/v1/cases/{id}/statements'
  const send = useIntention(async (key: string) => {
    await api.post(path, { path: { id }, body: { words }, key })
    toast(mayReopen ? t('cases.reopened') : t('cases.added'))
    setWords('')
    await client.invalidateQueries({ predicate: ({ queryKey: [first] }) => String(first).startsWith('/v1/cases') })
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (words.trim() !== '') void send.press()
  }
  return (
    <Section title={mayReopen ? t('cases.reopen') : t('cases.add')}>
      <form onSubmit={submit}>
        <Stack>
          <Textarea
            label={t('cases.words')}
            {...(mayReopen ? { description: t('cases.reopenHint') } : {})}
            maxLength={2000}
            minRows={3}
            autosize
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <ProblemNote problem={send.problem} />
          <div>
            <Button type="submit" loading={send.isPending} disabled={words.trim() === ''}>
              {mayReopen ? t('cases.reopen') : t('cases.addSend')}
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  )
}
