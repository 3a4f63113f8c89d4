import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DataRows } from '#kit/data-rows'
import { ProblemNote } from '#kit/problem'
import { SaveButton } from '#kit/save-button'
import { RowSkeletons } from '#kit/skeletons'
import { TextLink } from '#kit/text-link'
import { ApiProblem, type Reply, useApi } from '#web/api'
import { useFormat } from '#web/format'
import { useAccountNames } from '#web/names'
import type { Purpose } from './money-screen.tsx'
import css from './money.module.css'

type Entry = Reply<'get', '/v1/wallet/statement'>['items'][number]

const pageLength = 25

/** Everything that moved an account, in plain words; the double entry behind a line is one tap away. */
export function Entries({ purpose }: { purpose: Purpose }): ReactNode {
  const { t } = useTranslation('seller')
  const api = useApi()
  const pages = useInfiniteQuery({
    queryKey: ['/v1/wallet/statement', 'sold', purpose],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) =>
      api.get('/v1/wallet/statement', { query: { purpose, limit: pageLength, cursor: pageParam }, signal }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  const entries = pages.data?.pages.flatMap(({ items }) => items)
  const nameOf = useAccountNames((entries ?? []).flatMap(({ debit, credit }) => [debit, credit].flatMap(partyOf)))
  return (
    <>
      <ProblemNote problem={pages.error instanceof ApiProblem ? pages.error : undefined} />
      {entries === undefined && <RowSkeletons count={4} />}
      {entries?.length === 0 && <p>{t('money.noEntries')}</p>}
      <ul className={css.entries}>
        {entries?.map((entry, index) => (
          <One key={`${entry.commandId} ${index}`} entry={entry} nameOf={nameOf} />
        ))}
      </ul>
      <div className={css.buttons}>
        {pages.hasNextPage && (
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('more')}
          </Button>
        )}
        <SaveButton
          name={`statement-${purpose}.csv`}
          read={async () => (await api.raw(`/v1/wallet/statement.csv?purpose=${purpose}`)).blob()}
        >
          {t('orders.export')}
        </SaveButton>
      </div>
    </>
  )
}

/** The party of `PURPOSE:PARTY`; pots and accounts of the town have none. */
function partyOf(account: string): string[] {
  const [purpose, party] = account.split(':')
  return party === undefined || purpose === 'pot' || account.startsWith('@') ? [] : [party]
}

type OneProps = { entry: Entry; nameOf: (account: string) => string }

function One({ entry, nameOf }: OneProps): ReactNode {
  const { t } = useTranslation('seller')
  const { money, when, said } = useFormat()
  const { amountMinor, currency, words, debit, credit, at, orderId } = entry
  const account = (text: string): string => {
    if (text.startsWith('pot')) return t('money.pot')
    if (text.startsWith('@')) return nameOf(text)
    const purpose = text.split(':')[0]
    const known = (['earned', 'available', 'wallet', 'debt'] as const).find((one) => one === purpose)
    return known === undefined
      ? nameOf(text)
      : t('money.accountOf', { who: nameOf(text), account: t(`money.${known}`) })
  }
  return (
    <li>
      <details className={css.entry}>
        <summary>
          <span className={css.what}>
            <strong>{said(words)}</strong>
            <span>{when(at)}</span>
          </span>
          <span className={css.amount} data-in={amountMinor > 0}>
            {amountMinor > 0 ? '+' : '−'}
            {money(Math.abs(amountMinor), currency)}
          </span>
        </summary>
        <div className={css.double}>
          <DataRows
            rows={[
              [t('money.debit'), account(debit)],
              [t('money.credit'), account(credit)],
              [t('money.amount'), money(Math.abs(amountMinor), currency)],
            ]}
          />
          {orderId !== null && <TextLink to={`/sell/orders/${orderId}`}>{t('money.order')}</TextLink>}
        </div>
      </details>
    </li>
  )
}
