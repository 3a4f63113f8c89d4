import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { ProblemNote } from '#kit/problem'
import { PageSkeleton } from '#kit/skeletons'
import { TextLink } from '#kit/text-link'
import { useGet } from '#web/api'
import { shortNumber, useFormat } from '#web/format'
import { useHead } from '#web/head'
import { useMe } from '#web/me'
import { useNames } from '#web/names'
import type { Order } from '../order-screen.tsx'
import css from './slips.module.css'

/** As many as somebody packs in one go. */
const slipsMax = 50

/** Slips that go into the parcels: what belongs in, for whom, where to. One a page when printed. */
export function SlipsScreen(): ReactNode {
  const { t } = useTranslation('seller')
  const [query] = useSearchParams()
  const ids = (query.get('ids') ?? '').split(',').filter((id) => id !== '')
  useHead({ title: t('slip.title'), isPrivate: true })
  return (
    <div className={css.slips}>
      <div className={css.bar}>
        <h1>{t('slip.heading', { count: ids.length })}</h1>
        <TextLink to="/sell/orders">{t('orders.title')}</TextLink>
        <Button leftSection={<IconPrinter size={18} />} onClick={() => print()}>
          {t('slip.print')}
        </Button>
      </div>
      {ids.length === 0 && <p>{t('slip.none')}</p>}
      {ids.slice(0, slipsMax).map((id) => (
        <Slip key={id} id={id} />
      ))}
    </div>
  )
}

function Slip({ id }: { id: string }): ReactNode {
  const { data, error } = useGet('/v1/orders/{id}', { path: { id } })
  if (error !== null && data === undefined) return <ProblemNote problem={error} />
  return data === undefined ? <PageSkeleton /> : <Filled order={data} />
}

function Filled({ order }: { order: Order }): ReactNode {
  const { t } = useTranslation('seller')
  const { when, said } = useFormat()
  const me = useMe()
  const buyer = order.roles['buyer'] ?? ''
  const nameOf = useNames(buyer === '' ? [] : [buyer])
  const facts: Readonly<Record<string, unknown>> = { ...order.terms, ...order.data }
  const text = (name: string): string => (typeof facts[name] === 'string' ? facts[name] : '')
  const address = text('address')
  return (
    <article className={css.slip} aria-label={t('slip.of', { number: shortNumber(order.id) })}>
      <header>
        <span>
          <strong>{me?.party.name}</strong>
          <span>{when(order.placedAt)}</span>
        </span>
        <strong className={css.number}>{shortNumber(order.id)}</strong>
      </header>
      <section className={css.to}>
        <h2>{t('slip.to')}</h2>
        <p>
          {nameOf(buyer)}
          {'\n'}
          {address === '' ? t('slip.collected') : address}
        </p>
      </section>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('slip.count')}</th>
            <th scope="col">{t('table.what')}</th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map(({ offerId, qty, title }) => (
            <tr key={offerId}>
              <td>
                <span className={css.box} />
                {qty}
              </td>
              <td>{title}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {text('note') !== '' && (
        <p className={css.note}>
          <strong>{t('slip.note')}</strong> {text('note')}
        </p>
      )}
      <footer>{t('slip.thanks', { business: said(order.title) })}</footer>
    </article>
  )
}
