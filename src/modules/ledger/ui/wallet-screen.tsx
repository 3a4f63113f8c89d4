import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { BeginForm } from '#kit/begin-form'
import { ProblemState } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { type Reply, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { useTown } from '#web/town'
import { MyCode } from './my-code.tsx'
import { SendForm } from './send-form.tsx'
import { Statement } from './statement.tsx'
import css from './wallet-screen.module.css'

type Account = Reply<'get', '/v1/wallet'>['accounts'][number]
type Doing = 'topUp' | 'send' | 'payOut' | 'code'

/** One's money: what there is, what is held and for what, and everything that moved it. */
export function WalletScreen(): ReactNode {
  const { t } = useTranslation('account')
  useHead({ title: t('wallet.title'), isPrivate: true })
  const town = useTown()
  const { data, error, refetch } = useGet('/v1/wallet')
  if (error !== null && data === undefined) return <ProblemState problem={error} again={() => void refetch()} />
  if (data === undefined) return <PageSkeleton />
  const currencies = [...new Set([town.currency, ...data.accounts.map(({ currency }) => currency)])]
  return (
    <Page width="narrow">
      <PageTitle>{t('wallet.title')}</PageTitle>
      {currencies.map((currency) => (
        <Purse key={currency} currency={currency} accounts={data.accounts.filter((one) => one.currency === currency)} />
      ))}
      <Held />
      <Statement currencies={currencies} purposes={[...new Set(data.accounts.map(({ purpose }) => purpose))]} />
    </Page>
  )
}

/** Purposes whose money is neither held nor in the wallet. */
const otherPurposes = ['earned', 'available', 'debt'] as const

function Purse({ currency, accounts }: { currency: string; accounts: readonly Account[] }): ReactNode {
  const { t } = useTranslation('account')
  const { money } = useFormat()
  const [query] = useSearchParams()
  const [doing, setDoing] = useState<Doing | undefined>(query.has('to') ? 'send' : undefined)
  const of = (purpose: string): number => accounts.find((one) => one.purpose === purpose)?.balanceMinor ?? 0
  const others = otherPurposes.filter((purpose) => of(purpose) !== 0)
  return (
    <Section>
      <p className={css.balance}>
        <span>{t('wallet.balance')}</span>
        <strong>{money(of('wallet'), currency)}</strong>
      </p>
      {others.map((purpose) => (
        <p key={purpose} className={css.other}>
          <span>{t(`wallet.${purpose}`)}</span>
          <strong>{money(of(purpose), currency)}</strong>
        </p>
      ))}
      <div className={css.actions}>
        {(['topUp', 'send', 'code', 'payOut'] as const).map((one) => (
          <Button
            key={one}
            variant={doing === one ? 'filled' : 'light'}
            aria-expanded={doing === one}
            onClick={() => setDoing(doing === one ? undefined : one)}
          >
            {t(`wallet.do.${one}`)}
          </Button>
        ))}
      </div>
      {doing !== undefined && <Doing doing={doing} currency={currency} done={() => setDoing(undefined)} />}
    </Section>
  )
}

function Doing({ doing, currency, done }: { doing: Doing; currency: string; done: () => void }): ReactNode {
  const { t } = useTranslation('account')
  const navigate = useNavigate()
  if (doing === 'send') return <SendForm currency={currency} done={done} />
  if (doing === 'code') return <MyCode />
  return (
    <>
      <p className={css.hint}>{t(`wallet.${doing}Hint`)}</p>
      <BeginForm
        key={doing}
        business="wallet"
        type={doing}
        currency={currency}
        {...(doing === 'payOut' ? { expect: ({ amountMinor }) => amountMinor as number } : {})}
        onPlaced={async (orderId) => navigate(`/orders/${orderId}`)}
      />
    </>
  )
}

/** What is held on open orders, and for what. */
function Held(): ReactNode {
  const { t } = useTranslation('account')
  const { money, said } = useFormat()
  const { data } = useGet('/v1/orders', { query: { isOpen: true, limit: 100 } })
  const held = (data?.items ?? []).filter(({ heldMinor, mine }) => heldMinor > 0 && mine.length > 0)
  if (held.length === 0) return null
  return (
    <Section title={t('wallet.held')}>
      <ul className={css.held}>
        {held.map((order) => (
          <li key={order.id}>
            <Link to={`/orders/${order.id}`}>{order.title || said(order.stateTitle)}</Link>
            <span>{said(order.stateTitle)}</span>
            <strong>{money(order.heldMinor, order.currency)}</strong>
          </li>
        ))}
      </ul>
    </Section>
  )
}
