import { Button, NativeSelect } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import { BeginForm } from '#kit/begin-form'
import { ProblemState } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { Tiles } from '#kit/tiles'
import { type Reply, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { useMe } from '#web/me'
import { useTown } from '#web/town'
import { Entries } from './entries.tsx'
import { Fees } from './fees.tsx'
import css from './money.module.css'
import { Mandates } from './mandates.tsx'

const purposes = ['earned', 'available', 'wallet', 'debt'] as const
/** Accounts of a seller. */
export type Purpose = (typeof purposes)[number]

type Account = Reply<'get', '/v1/wallet'>['accounts'][number]

/** A seller's money: what is earned, what may leave, what is owed, and everything that moved it. */
export function MoneyScreen(): ReactNode {
  const { t } = useTranslation('seller')
  useHead({ title: t('money.title'), isPrivate: true })
  const { data, error, refetch } = useGet('/v1/wallet')
  if (error !== null && data === undefined) return <ProblemState problem={error} again={() => void refetch()} />
  if (data === undefined) return <PageSkeleton />
  return (
    <Page>
      <PageTitle>{t('money.title')}</PageTitle>
      <Figures accounts={data.accounts} />
      <PayOut accounts={data.accounts} />
      <Statement accounts={data.accounts} />
      <Fees />
      <Mandates />
    </Page>
  )
}

/** Currencies there is anything in; the town's own always. */
function useCurrencies(accounts: readonly Account[]): string[] {
  const town = useTown()
  return [...new Set([town.currency, ...accounts.map(({ currency }) => currency)])]
}

function Figures({ accounts }: { accounts: readonly Account[] }): ReactNode {
  const { t } = useTranslation('seller')
  const { money } = useFormat()
  const currencies = useCurrencies(accounts)
  const of = (purpose: Purpose, currency: string): number =>
    accounts.find((one) => one.purpose === purpose && one.currency === currency)?.balanceMinor ?? 0
  return currencies.map((currency) => (
    <Tiles
      key={currency}
      label={t('money.in', { currency })}
      tiles={purposes.map((purpose) => ({
        label: t(`money.${purpose}`),
        value: money(of(purpose, currency), currency),
        hint: t(`money.hint.${purpose}`),
        to: `/sell/money?of=${purpose}`,
        ...(purpose === 'debt' && of('debt', currency) !== 0 ? { tone: 'warn' as const } : {}),
      }))}
    />
  ))
}

/** Only what nobody can ask back leaves the town, and only an owner sends it. */
function PayOut({ accounts }: { accounts: readonly Account[] }): ReactNode {
  const { t } = useTranslation('seller')
  const { money } = useFormat()
  const me = useMe()
  const navigate = useNavigate()
  const [isOpen, setOpen] = useState(false)
  const ready = accounts.filter(({ purpose, balanceMinor }) => purpose === 'available' && balanceMinor > 0)
  const [first] = ready
  const isOwner = me?.role === undefined || me.role === 'owner'
  return (
    <Section title={t('money.payOut')}>
      {first === undefined && <p className={css.hint}>{t('money.nothingReady')}</p>}
      {first !== undefined && !isOwner && <p className={css.hint}>{t('money.ownersOnly')}</p>}
      {first !== undefined && isOwner && (
        <>
          <p>{t('money.ready', { amount: ready.map((one) => money(one.balanceMinor, one.currency)).join(', ') })}</p>
          {isOpen ? (
            <BeginForm
              business="wallet"
              type="payOut"
              currency={first.currency}
              expect={({ amountMinor }) => (typeof amountMinor === 'number' ? amountMinor : undefined)}
              onPlaced={async (id) => navigate(`/sell/orders/${id}`)}
            />
          ) : (
            <div>
              <Button onClick={() => setOpen(true)}>{t('money.payOut')}</Button>
            </div>
          )}
        </>
      )}
    </Section>
  )
}

function Statement({ accounts }: { accounts: readonly Account[] }): ReactNode {
  const { t } = useTranslation('seller')
  const [query, setQuery] = useSearchParams()
  const purpose = purposes.find((one) => one === query.get('of')) ?? 'earned'
  const known = purposes.filter((one) => one === purpose || accounts.some((account) => account.purpose === one))
  return (
    <Section
      title={t('money.statement')}
      aside={
        <NativeSelect
          size="sm"
          aria-label={t('money.account')}
          value={purpose}
          onChange={(event) => setQuery({ of: event.currentTarget.value }, { replace: true, preventScrollReset: true })}
          data={known.map((value) => ({ value, label: t(`money.${value}`) }))}
        />
      }
    >
      <Entries key={purpose} purpose={purpose} />
    </Section>
  )
}
