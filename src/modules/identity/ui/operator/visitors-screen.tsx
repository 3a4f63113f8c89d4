import { Button, Group, NumberInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BackLink } from '#kit/back-link'
import { Columns } from '#kit/columns'
import { LoadedRows } from '#kit/loaded-rows'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemNote } from '#kit/problem'
import type { Column } from '#kit/rows-table'
import { Page, PageTitle, Section } from '#kit/section'
import { type Reply, useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import css from './parties.module.css'

type Visit = Reply<'get', '/v1/sandbox/visits'>['items'][number]

/** Links by which people from elsewhere may be the personas of a sandbox. */
export function VisitorsScreen(): ReactNode {
  const { t } = useTranslation('operator')
  useHead({ title: t('visitors.title'), isPrivate: true })
  return (
    <OperatorsOnly>
      <Page>
        <BackLink to="/operator/parties" label={t('path')}>
          {t('parties.title')}
        </BackLink>
        <PageTitle hint={t('visitors.hint')}>{t('visitors.title')}</PageTitle>
        <Columns>
          <NewVisit />
          <Visits />
        </Columns>
      </Page>
    </OperatorsOnly>
  )
}

function NewVisit(): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const [label, setLabel] = useState('')
  const [days, setDays] = useState(7)
  const [link, setLink] = useState<string | undefined>(undefined)
  const make = useIntention(async (key: string) => {
    const made = await api.post('/v1/sandbox/visits', { body: { label: label.trim(), days }, key })
    setLink(made.link)
    setLabel('')
    await client.invalidateQueries({ queryKey: ['/v1/sandbox/visits'] })
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (label.trim() !== '') void make.press()
  }
  return (
    <Section title={t('visitors.make')}>
      <form onSubmit={submit} className={css.form} aria-label={t('visitors.make')}>
        <TextInput
          label={t('visitors.label')}
          description={t('visitors.labelHint')}
          value={label}
          maxLength={80}
          required
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <NumberInput
          label={t('visitors.days')}
          value={days}
          min={1}
          max={90}
          allowDecimal={false}
          onChange={(value) => setDays(Number(value))}
        />
        <ProblemNote problem={make.problem} />
        <Group justify="flex-end">
          <Button type="submit" disabled={label.trim() === ''} loading={make.isPending}>
            {t('visitors.make')}
          </Button>
        </Group>
      </form>
      {link !== undefined && <Made link={link} />}
    </Section>
  )
}

function Made({ link }: { link: string }): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <div role="status" className={css.form}>
      <p>{t('visitors.once')}</p>
      <p className={css.link}>{link}</p>
      <Button
        variant="default"
        onClick={() => {
          void navigator.clipboard.writeText(link).then(() => toast(t('visitors.copied')))
        }}
      >
        {t('visitors.copy')}
      </Button>
    </div>
  )
}

function Visits(): ReactNode {
  const { t } = useTranslation('operator')
  const { data, error, refetch } = useGet('/v1/sandbox/visits')
  const columns = useColumns()
  return (
    <Section title={t('visitors.open')}>
      <LoadedRows
        label={t('visitors.open')}
        columns={columns}
        rows={data?.items}
        problem={error}
        again={refetch}
        none={t('visitors.none')}
        keyOf={({ id }) => id}
      />
    </Section>
  )
}

function useColumns(): Column<Visit>[] {
  const { t } = useTranslation('operator')
  const { when } = useFormat()
  return [
    { key: 'label', title: t('visitors.label'), kind: 'head', cell: ({ label }) => label },
    { key: 'until', title: t('visitors.until'), cell: ({ expiresAt }) => when(expiresAt) },
    { key: 'close', title: t('visitors.close'), cell: ({ id, label }) => <Close id={id} label={label} /> },
  ]
}

function Close({ id, label }: { id: string; label: string }): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const close = useIntention(async (key: string) => {
    await api.delete('/v1/sandbox/visits/{id}', { path: { id }, key })
    await client.invalidateQueries({ queryKey: ['/v1/sandbox/visits'] })
  })
  return (
    <>
      <Button
        size="compact-md"
        variant="default"
        aria-label={t('visitors.closeOne', { label })}
        loading={close.isPending}
        onClick={() => void close.press()}
      >
        {t('visitors.close')}
      </Button>
      <ProblemNote problem={close.problem} />
    </>
  )
}
