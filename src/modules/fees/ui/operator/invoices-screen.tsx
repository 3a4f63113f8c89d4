import { Anchor, Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LoadedRows } from '#kit/loaded-rows'
import { MoreButton } from '#kit/more-button'
import { MoneyNav } from '#kit/operator-navs'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemNote } from '#kit/problem'
import type { Column } from '#kit/rows-table'
import { SaveButton, csvOf } from '#kit/save-button'
import { Page, PageTitle, Section } from '#kit/section'
import { type Reply, useApi } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { usePages } from '#web/pages'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import css from './fees.module.css'

type Invoice = Reply<'get', '/v1/fees/invoices'>['items'][number]

/** Fee invoices of all sellers, and making those of a month that is over. */
export function InvoicesScreen(): ReactNode {
  const { t } = useTranslation('operator')
  useHead({ title: t('money.invoices'), isPrivate: true })
  return (
    <OperatorsOnly>
      <Page>
        <PageTitle hint={t('invoices.hint')}>{t('money.invoices')}</PageTitle>
        <MoneyNav />
        <Issue />
        <List />
      </Page>
    </OperatorsOnly>
  )
}

/** The month before this one: the newest that can be over. */
function lastMonth(): string {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7)
}

function Issue(): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const [month, setMonth] = useState(lastMonth)
  const issue = useIntention(async (key: string) => {
    const { items } = await api.post('/v1/fees/invoices', { body: { month }, key })
    toast(t('invoices.made', { count: items.length }))
    await client.invalidateQueries({ queryKey: ['/v1/fees/invoices'] })
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void issue.press()
  }
  return (
    <Section title={t('invoices.make')}>
      <form onSubmit={submit} className={css.filters} aria-label={t('invoices.make')}>
        <TextInput
          type="month"
          label={t('invoices.month')}
          value={month}
          required
          onChange={(event) => setMonth(event.currentTarget.value)}
        />
        <Button type="submit" loading={issue.isPending}>
          {t('invoices.make')}
        </Button>
      </form>
      <ProblemNote problem={issue.problem} />
    </Section>
  )
}

function List(): ReactNode {
  const { t } = useTranslation('operator')
  const columns = useColumns()
  const pages = usePages('/v1/fees/invoices', { query: { everyone: true } })
  const { rows, problem, again } = pages
  return (
    <Section
      title={t('invoices.all')}
      aside={
        <SaveButton
          name="invoices.csv"
          read={async () => csvOf((rows ?? []).map(({ lines, ...row }) => ({ ...row, lines: JSON.stringify(lines) })))}
        >
          {t('export')}
        </SaveButton>
      }
    >
      <LoadedRows
        label={t('invoices.all')}
        columns={columns}
        rows={rows}
        problem={problem}
        again={again}
        none={t('invoices.none')}
        keyOf={({ id }) => id}
      />
      <MoreButton pages={pages} />
    </Section>
  )
}

function useColumns(): Column<Invoice>[] {
  const { t } = useTranslation('operator')
  const { money, day } = useFormat()
  return [
    { key: 'number', title: t('invoices.number'), kind: 'head', cell: ({ number }) => number },
    { key: 'kind', title: t('invoices.kind'), cell: ({ kind }) => t(`invoices.kinds.${kind}`) },
    { key: 'seller', title: t('fees.seller'), cell: ({ sellerName }) => sellerName },
    { key: 'month', title: t('invoices.month'), cell: ({ month }) => month },
    {
      key: 'total',
      title: t('invoices.total'),
      kind: 'number',
      cell: ({ totalMinor, currency }) => money(totalMinor, currency),
    },
    { key: 'issued', title: t('invoices.issued'), cell: ({ issuedAt }) => day(issuedAt) },
    {
      key: 'paper',
      title: t('invoices.paper'),
      cell: ({ id }) => (
        <Anchor href={`/v1/fees/invoices/${id}/pdf`} target="_blank" rel="noreferrer">
          PDF
        </Anchor>
      ),
    },
  ]
}
