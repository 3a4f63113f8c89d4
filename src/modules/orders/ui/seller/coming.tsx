import { useQueries } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '#kit/section'
import { TextLink } from '#kit/text-link'
import { getOptions, useApi } from '#web/api'
import { useFormat } from '#web/format'
import { afterSilence } from '#web/manifest'
import css from './sales.module.css'
import type { Sale } from './turns.ts'

/** So many are looked into for their day; more would be a list nobody reads. */
const lookedAtMax = 30

/** Money that is held on orders, and the day on which it comes if nobody does anything. */
export function Coming({ sales }: { sales: readonly Sale[] }): ReactNode {
  const { t } = useTranslation('seller')
  const { money, day } = useFormat()
  const api = useApi()
  const held = sales.filter(({ order }) => order.heldMinor > 0).slice(0, lookedAtMax)
  const orders = useQueries({
    queries: held.map(({ order: { id } }) => getOptions(api, '/v1/orders/{id}', { path: { id } })),
  })
  const rows = held.flatMap((sale, index) => {
    const order = orders[index]?.data
    const silence = order === undefined ? undefined : afterSilence(sale.manifest, order)
    const isMine = Array.isArray(silence?.to) && silence.to.some((role) => sale.order.mine.includes(role))
    return [{ ...sale, at: isMine ? silence?.at : undefined }]
  })
  if (rows.length === 0) return null
  const sorted = rows.toSorted((one, other) => ((one.at ?? '~') < (other.at ?? '~') ? -1 : 1))
  return (
    <Section title={t('today.coming')}>
      <ul className={css.lines}>
        {sorted.map(({ order, at }) => (
          <li key={order.id}>
            <TextLink to={`/sell/orders/${order.id}`}>{order.title}</TextLink>
            <span className={css.hint}>{at === undefined ? t('today.whenSent') : t('today.on', { day: day(at) })}</span>
            <strong>{money(order.heldMinor, order.currency)}</strong>
          </li>
        ))}
      </ul>
      <p className={css.hint}>{t('today.comingHint')}</p>
    </Section>
  )
}
