import { NativeSelect } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { MoreButton } from '#kit/more-button'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { type Reply } from '#web/api'
import { plainWords, shortNumber, useFormat } from '#web/format'
import { useAccountNames } from '#web/names'
import { usePages } from '#web/pages'
import { Entry, EntryList } from './entry.tsx'
import css from './statement.module.css'

type StatementLine = Reply<'get', '/v1/wallet/statement'>['items'][number]

const pageLength = 25
const purposesSaid = ['wallet', 'earned', 'available', 'debt'] as const

/** What moved the money, in plain words; the double entry is one tap away. */
export function Statement({
  currencies,
  purposes,
}: {
  currencies: readonly string[]
  purposes: readonly string[]
}): ReactNode {
  const { t } = useTranslation('account')
  const [purpose, setPurpose] = useState('wallet')
  const pages = usePages('/v1/wallet/statement', { query: { purpose, limit: pageLength } })
  const { rows: entries, problem } = pages
  const nameOf = useAccountNames((entries ?? []).flatMap(({ other }) => partyOf(other)))
  const choices = purposesSaid.filter((one) => one === 'wallet' || purposes.includes(one))
  return (
    <Section
      title={t('statement.title')}
      aside={
        choices.length > 1 && (
          <NativeSelect
            size="sm"
            aria-label={t('statement.of')}
            value={purpose}
            onChange={(event) => setPurpose(event.currentTarget.value)}
            data={choices.map((value) => ({ value, label: t(`statement.purpose.${value}`) }))}
          />
        )
      }
    >
      <ProblemNote problem={problem} />
      {entries === undefined && problem === undefined && <RowSkeletons count={4} />}
      {entries?.length === 0 && <p className={css.none}>{t('statement.none')}</p>}
      <EntryList>
        {entries?.map((line, index) => (
          <Line key={`${line.commandId} ${index}`} line={line} purpose={purpose} nameOf={nameOf} />
        ))}
      </EntryList>
      <MoreButton pages={pages} />
      {currencies.length > 1 && <p className={css.none}>{currencies.join(' · ')}</p>}
    </Section>
  )
}

function partyOf(account: string | null): string[] {
  const party = account?.split(':')[1]
  return party === undefined ? [] : [party]
}

type LineProps = { line: StatementLine; purpose: string; nameOf: (account: string) => string }

function Line({ line, purpose, nameOf }: LineProps): ReactNode {
  const { t, i18n } = useTranslation('account')
  const { when } = useFormat()
  const { amountMinor, currency, code, other, at, orderId } = line
  const isIn = amountMinor > 0
  const title = i18n.exists(`statement.code.${code}`, { ns: 'account' })
    ? t(`statement.code.${code}` as 'statement.code.hold')
    : plainWords(code)
  const own = t(`statement.purpose.${purpose as 'wallet'}`)
  const facing = other === null ? t('statement.heldOnOrder') : nameOf(other)
  const hint = [other === null ? [] : [facing], orderId === null ? [] : [shortNumber(orderId)], [when(at)]].flat()
  return (
    <Entry
      words={{
        title,
        hint: hint.join(' · '),
        debit: [t('statement.debit'), isIn ? facing : own],
        credit: [t('statement.credit'), isIn ? own : facing],
        amount: t('statement.amount'),
      }}
      amountMinor={amountMinor}
      currency={currency}
      link={orderId !== null && <Link to={`/orders/${orderId}`}>{t('statement.order')}</Link>}
    />
  )
}
