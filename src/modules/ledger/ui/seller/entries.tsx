import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { MoreButton } from '#kit/more-button'
import { ProblemNote } from '#kit/problem'
import { SaveButton } from '#kit/save-button'
import { RowSkeletons } from '#kit/skeletons'
import { TextLink } from '#kit/text-link'
import { type Reply, useApi } from '#web/api'
import { useFormat } from '#web/format'
import { useAccountNames } from '#web/names'
import { usePages } from '#web/pages'
import { Entry, EntryList } from '../entry.tsx'
import type { Purpose } from './money-screen.tsx'
import css from './money.module.css'

type StatementLine = Reply<'get', '/v1/wallet/statement'>['items'][number]

const pageLength = 25

/** Everything that moved an account, in plain words; the double entry behind a line is one tap away. */
export function Entries({ purpose }: { purpose: Purpose }): ReactNode {
  const { t } = useTranslation('seller')
  const api = useApi()
  const pages = usePages('/v1/wallet/statement', { query: { purpose, limit: pageLength } })
  const { rows: entries, problem } = pages
  const nameOf = useAccountNames((entries ?? []).flatMap(({ debit, credit }) => [debit, credit].flatMap(partyOf)))
  return (
    <>
      <ProblemNote problem={problem} />
      {entries === undefined && problem === undefined && <RowSkeletons count={4} />}
      {entries?.length === 0 && <p>{t('money.noEntries')}</p>}
      <EntryList>
        {entries?.map((line, index) => (
          <Line key={`${line.commandId} ${index}`} line={line} nameOf={nameOf} />
        ))}
      </EntryList>
      <div className={css.buttons}>
        <MoreButton pages={pages} />
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

type LineProps = { line: StatementLine; nameOf: (account: string) => string }

function Line({ line, nameOf }: LineProps): ReactNode {
  const { t } = useTranslation('seller')
  const { when, said } = useFormat()
  const { amountMinor, currency, words, debit, credit, at, orderId } = line
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
    <Entry
      words={{
        title: said(words),
        hint: when(at),
        debit: [t('money.debit'), account(debit)],
        credit: [t('money.credit'), account(credit)],
        amount: t('money.amount'),
      }}
      amountMinor={amountMinor}
      currency={currency}
      link={orderId !== null && <TextLink to={`/sell/orders/${orderId}`}>{t('money.order')}</TextLink>}
    />
  )
}
