import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '#kit/section'
import { useFormat } from '#web/format'
import { type Manifest, afterSilence, roleTitle } from '#web/manifest'
import { useMe } from '#web/me'
import { useAccountNames } from '#web/names'
import css from './money-box.module.css'
import type { Order } from './order-screen.tsx'

/** Where an order's money is, where it goes when nobody does anything, and who has had what. */
export function MoneyBox({ order, manifest }: { order: Order; manifest: Manifest }): ReactNode {
  const { t } = useTranslation('orders')
  const { money } = useFormat()
  const { capturedMinor, refundedMinor, heldMinor, pots } = order.money
  const positions = positionsOf(pots)
  const nameOf = useAccountNames([
    ...positions.map(([account]) => account.split(':')[1] ?? ''),
    ...Object.values(order.roles),
  ])
  if (capturedMinor === 0 && heldMinor === 0) return null
  const { currency } = order
  return (
    <Section title={t('money.title')}>
      <p className={css.held}>
        {heldMinor > 0 ? t('money.held', { amount: money(heldMinor, currency) }) : t('money.nothingHeld')}
      </p>
      {heldMinor > 0 && <Then order={order} manifest={manifest} nameOf={nameOf} />}
      <ul className={css.moved}>
        {positions.map(([account, minor]) => (
          <li key={account}>
            <span>{t(minor < 0 ? 'money.paid' : 'money.received', { who: nameOf(account) })}</span>
            <span>{money(Math.abs(minor), currency)}</span>
          </li>
        ))}
        {refundedMinor > 0 && (
          <li>
            <span>{t('money.refunded')}</span>
            <span>{money(refundedMinor, currency)}</span>
          </li>
        )}
      </ul>
    </Section>
  )
}

type ThenProps = { order: Order; manifest: Manifest; nameOf: (account: string) => string }

/** "It goes to the seller on 3 December unless somebody acts." */
function Then({ order, manifest, nameOf }: ThenProps): ReactNode {
  const { t } = useTranslation('orders')
  const format = useFormat()
  const me = useMe()
  const silence = afterSilence(manifest, order)
  if (silence === undefined) return null
  const day = format.when(silence.at)
  if (silence.to === 'back') return <p>{t('money.thenBack', { day })}</p>
  if (silence.to === undefined) {
    const state = format.said(manifest.flow.states[silence.state]?.title) || silence.state
    return <p>{t('money.thenState', { day, state })}</p>
  }
  const names = silence.to.map((role) => {
    const party = order.roles[role]
    if (party === undefined) return roleTitle(manifest, role, format)
    return party === me?.party.id ? t('money.you') : nameOf(`wallet:${party}`)
  })
  const who = new Intl.ListFormat(format.language, { type: 'conjunction' }).format(new Set(names))
  return <p>{t('money.thenTo', { day, who })}</p>
}

/** What each account has paid in (below 0) or received, over all pots; those that ended even are left out. */
function positionsOf(pots: Order['money']['pots']): [string, number][] {
  const sums = new Map<string, number>()
  for (const { positions } of Object.values(pots)) {
    for (const [account, minor] of Object.entries(positions)) sums.set(account, (sums.get(account) ?? 0) + minor)
  }
  return [...sums].filter(([, minor]) => minor !== 0).toSorted(([, one], [, other]) => one - other)
}
