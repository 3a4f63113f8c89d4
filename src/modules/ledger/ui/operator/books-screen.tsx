import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { LoadedRows } from '#kit/loaded-rows'
import { MoreButton } from '#kit/more-button'
import { MoneyNav } from '#kit/operator-navs'
import { OperatorsOnly } from '#kit/operators-only'
import type { Column } from '#kit/rows-table'
import { SaveButton, csvOf } from '#kit/save-button'
import { Page, PageTitle, Section } from '#kit/section'
import { type Reply, useGet } from '#web/api'
import { plainWords, useFormat } from '#web/format'
import { useHead } from '#web/head'
import { useAccountNames } from '#web/names'
import { usePages } from '#web/pages'
import css from './books.module.css'

type Transfer = Reply<'get', '/v1/books/transfers'>['items'][number]
type Account = Reply<'get', '/v1/books/accounts'>['items'][number]

/** Money moves all the time, and its events are its parties', ms. */
const againMs = 5_000
const pageLength = 50

/** Accounts and the journal. With `?party=` the accounts of one party. */
export function BooksScreen(): ReactNode {
  const { t } = useTranslation('operator')
  useHead({ title: t('money.title'), isPrivate: true })
  return (
    <OperatorsOnly>
      <Page>
        <PageTitle hint={t('money.hint')}>{t('money.title')}</PageTitle>
        <MoneyNav />
        <Accounts />
        <Journal />
      </Page>
    </OperatorsOnly>
  )
}

function Accounts(): ReactNode {
  const { t } = useTranslation('operator')
  const [query] = useSearchParams()
  const party = query.get('party')
  const { data, error, refetch } = useGet('/v1/books/accounts', {
    ...(party === null ? {} : { query: { party } }),
    refetchInterval: againMs,
  })
  const nameOf = useAccountNames(party === null ? [] : [party])
  const columns = useAccountColumns()
  const title = party === null ? t('money.ofTown') : t('money.ofParty', { name: nameOf(`wallet:${party}`) })
  return (
    <Section title={title} aside={party !== null && <Link to="/operator/money">{t('money.ofTown')}</Link>}>
      <LoadedRows
        label={title}
        columns={columns}
        rows={data?.items}
        problem={error}
        again={refetch}
        none={t('money.noAccounts')}
        keyOf={(row) => `${row.name} ${row.currency}`}
      />
    </Section>
  )
}

function useAccountColumns(): Column<Account>[] {
  const { t, i18n } = useTranslation('operator')
  const { money } = useFormat()
  const nameOf = useAccountNames([])
  return [
    {
      key: 'name',
      title: t('money.account'),
      kind: 'head',
      cell: ({ name, purpose, party }) => {
        if (party === null) return nameOf(name)
        const known = i18n.exists(`money.purposes.${purpose}`, { ns: 'operator' })
        return known ? t(`money.purposes.${purpose}` as 'money.purposes.wallet') : plainWords(purpose)
      },
    },
    {
      key: 'id',
      title: t('money.name'),
      cell: ({ name, party }) => <code>{party === null ? name : name.split(':')[0]}</code>,
    },
    {
      key: 'balance',
      title: t('money.balance'),
      kind: 'number',
      cell: ({ balanceMinor, currency }) => money(balanceMinor, currency),
    },
  ]
}

function Journal(): ReactNode {
  const { t } = useTranslation('operator')
  const pages = usePages('/v1/books/transfers', { query: { limit: pageLength }, refetchInterval: againMs })
  const { rows, problem, again } = pages
  const columns = useTransferColumns(rows ?? [])
  return (
    <Section
      title={t('money.journal')}
      aside={
        <SaveButton name="transfers.csv" read={async () => csvOf((rows ?? []).map((row) => ({ ...row })))}>
          {t('export')}
        </SaveButton>
      }
    >
      <LoadedRows
        label={t('money.journal')}
        columns={columns}
        rows={rows}
        problem={problem}
        again={again}
        none={t('money.nothingMoved')}
        keyOf={({ commandId, n }) => `${commandId} ${n}`}
      />
      <MoreButton pages={pages} />
    </Section>
  )
}

function useTransferColumns(rows: readonly Transfer[]): Column<Transfer>[] {
  const { t } = useTranslation('operator')
  const { money, when } = useFormat()
  const nameOf = useAccountNames(
    rows.flatMap(({ debit, credit }) => [debit, credit].map((account) => account.split(':')[1] ?? '')),
  )
  const side = (account: string): ReactNode => {
    if (account.startsWith('pot:')) return <span className={css.quiet}>{t('money.heldOnOrder')}</span>
    const [, party] = account.split(':')
    if (party === undefined) return nameOf(account)
    return <Link to={`/operator/money?party=${party}`}>{nameOf(account)}</Link>
  }
  return [
    { key: 'at', title: t('money.at'), kind: 'head', cell: ({ at }) => when(at) },
    { key: 'debit', title: t('money.from'), cell: ({ debit }) => side(debit) },
    { key: 'credit', title: t('money.to'), cell: ({ credit }) => side(credit) },
    { key: 'code', title: t('money.code'), cell: ({ code }) => <code>{code}</code> },
    {
      key: 'amount',
      title: t('money.amount'),
      kind: 'number',
      cell: ({ amountMinor, currency }) => money(amountMinor, currency),
    },
    {
      key: 'order',
      title: t('money.order'),
      cell: ({ orderId }) =>
        orderId === null ? '–' : <Link to={`/operator/exceptions/${orderId}`}>{t('money.open')}</Link>,
    },
  ]
}
