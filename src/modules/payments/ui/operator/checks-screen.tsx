import { Button, NumberInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Columns } from '#kit/columns'
import { DataRows } from '#kit/data-rows'
import { MoneyNav } from '#kit/operator-navs'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemNote } from '#kit/problem'
import { type Column, RowsTable } from '#kit/rows-table'
import { Page, PageTitle, Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { StateBadge } from '#kit/state-badge'
import { type Reply, useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import css from './checks.module.css'

type Reconciliation = Reply<'get', '/v1/reconciliation'>
type Break = Reconciliation['breaks'][number]
type Journal = Reply<'get', '/v1/reconciliation/journal'>

/** Whether the books are right: by themselves, and against the payment provider. */
export function ChecksScreen(): ReactNode {
  const { t } = useTranslation('operator')
  useHead({ title: t('money.checks'), isPrivate: true })
  return (
    <OperatorsOnly>
      <Page>
        <PageTitle hint={t('checks.hint')}>{t('money.checks')}</PageTitle>
        <MoneyNav />
        <Columns shares="list">
          <Replay />
          <Provider />
        </Columns>
      </Page>
    </OperatorsOnly>
  )
}

/** A replay reads every transfer there is: it is made when it is asked for. */
function Replay(): ReactNode {
  const { t } = useTranslation('operator')
  const [isAsked, setAsked] = useState(false)
  const { data, error, isFetching, refetch } = useGet('/v1/reconciliation/journal', { enabled: isAsked })
  return (
    <Section title={t('checks.journal')} aside={data !== undefined && <Verdict isGood={isRight(data)} />}>
      <p>{t('checks.journalHint')}</p>
      {data !== undefined && <JournalFigures journal={data} />}
      <ProblemNote problem={error} />
      <Button
        loading={isFetching}
        onClick={() => {
          if (isAsked) void refetch()
          setAsked(true)
        }}
      >
        {t('checks.replay')}
      </Button>
    </Section>
  )
}

function isRight({ differences, sums }: Journal): boolean {
  return differences.length === 0 && sums.every(({ sumMinor }) => sumMinor === 0)
}

function Verdict({ isGood }: { isGood: boolean }): ReactNode {
  const { t } = useTranslation('operator')
  return <StateBadge text={t(isGood ? 'checks.right' : 'checks.wrong')} tone={isGood ? 'good' : 'warn'} />
}

function JournalFigures({
  journal: { transfers, accounts, pots, differences, sums },
}: {
  journal: Journal
}): ReactNode {
  const { t } = useTranslation('operator')
  const { money, number } = useFormat()
  return (
    <>
      <DataRows
        rows={[
          [t('checks.transfers'), number(transfers)],
          [t('checks.accounts'), number(accounts)],
          [t('checks.pots'), number(pots)],
          ...sums.map(({ currency, sumMinor }) => [t('checks.sum', { currency }), money(sumMinor, currency)] as const),
        ]}
      />
      {differences.length > 0 && (
        <ul className={css.differences}>
          {differences.map((difference) => (
            <li key={difference}>{difference}</li>
          ))}
        </ul>
      )}
    </>
  )
}

function Provider(): ReactNode {
  const { t } = useTranslation('operator')
  const { when, number, money } = useFormat()
  const [days, setDays] = useState(31)
  const { data, error, isFetching, refetch } = useGet('/v1/reconciliation', { query: { days }, retry: false })
  const columns = useColumns()
  return (
    <Section title={t('checks.provider')} aside={data !== undefined && <Verdict isGood={data.isWhole} />}>
      <p>{t('checks.providerHint')}</p>
      <NumberInput
        label={t('checks.days')}
        value={days}
        min={1}
        max={400}
        allowDecimal={false}
        onChange={(value) => setDays(Math.min(400, Math.max(1, Number(value) || 1)))}
      />
      <ProblemNote problem={error} />
      {data === undefined && error === null && <RowSkeletons count={3} />}
      {data !== undefined && (
        <>
          <DataRows
            rows={[
              [t('checks.with'), data.provider],
              [t('checks.madeAt'), when(data.madeAt)],
              [t('checks.charges'), number(data.matched.charges)],
              [t('checks.refunds'), number(data.matched.refunds)],
              [t('checks.payouts'), number(data.matched.payouts)],
              ...data.balances.map(
                ({ currency, atProviderMinor }) =>
                  [t('checks.balance', { currency }), money(atProviderMinor, currency)] as const,
              ),
            ]}
          />
          {data.breaks.length === 0 ? (
            <p>{t('checks.noBreak')}</p>
          ) : (
            <RowsTable
              label={t('checks.breaks')}
              columns={columns}
              rows={data.breaks}
              keyOf={({ cause, orderId, transaction }) => `${cause} ${orderId} ${transaction}`}
            />
          )}
        </>
      )}
      <Button variant="default" loading={isFetching} onClick={() => void refetch()}>
        {t('checks.compare')}
      </Button>
    </Section>
  )
}

function useColumns(): Column<Break>[] {
  const { t } = useTranslation('operator')
  const { money } = useFormat()
  return [
    {
      key: 'cause',
      title: t('checks.cause'),
      kind: 'head',
      cell: ({ cause, detail }) => (
        <>
          <code>{cause}</code>
          <p className={css.quiet}>{detail}</p>
        </>
      ),
    },
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
    { key: 'mend', title: t('checks.mend'), cell: (found) => <Mend found={found} /> },
  ]
}

function Mend({ found: { cause, orderId, transaction, mend } }: { found: Break }): ReactNode {
  const { t, i18n } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const act = useIntention(async (key: string) => {
    const named = { ...(orderId === null ? {} : { orderId }), ...(transaction === null ? {} : { transaction }) }
    await api.post('/v1/reconciliation/mends', { body: { cause, ...named }, key })
    toast(t('checks.mended'))
    await client.invalidateQueries({ queryKey: ['/v1/reconciliation'] })
  })
  if (mend === null) return t('checks.byHand')
  const known = i18n.exists(`checks.mends.${mend}`, { ns: 'operator' })
  return (
    <>
      <Button size="compact-md" loading={act.isPending} onClick={() => void act.press()}>
        {known ? t(`checks.mends.${mend}` as 'checks.mends.refund') : mend}
      </Button>
      <ProblemNote problem={act.problem} />
    </>
  )
}
