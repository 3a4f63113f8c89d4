import { IconPackageImport } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { EmptyState } from '#kit/empty-state'
import { Picture } from '#kit/picture'
import { ProblemNote, ProblemState } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton, RowSkeletons } from '#kit/skeletons'
import { StateBadge } from '#kit/state-badge'
import { useGet } from '#web/api'
import { shortNumber, useFormat } from '#web/format'
import { useHead } from '#web/head'
import { useNames } from '#web/names'
import { Agreed } from '../order-agreed.tsx'
import { OrderActions } from '../order-actions.tsx'
import type { Order } from '../order-screen.tsx'
import { Story } from '../order-story.tsx'
import css from './returns.module.css'
import { useOpenSales } from './sales.ts'
import type { Sale } from './turns.ts'

/** Returns and problems: what happened, what the buyer says, and what each answer would move, before it is given. */
export function ReturnsScreen(): ReactNode {
  const { t } = useTranslation('seller')
  useHead({ title: t('returns.title'), isPrivate: true })
  const { sales, problem, again } = useOpenSales()
  if (problem !== null) return <ProblemState problem={problem} again={again} />
  if (sales === undefined) return <PageSkeleton />
  const waiting = sales.filter(({ turn }) => turn === 'back')
  return (
    <Page width="narrow">
      <PageTitle hint={waiting.length > 0 ? t('returns.hint') : undefined}>{t('returns.title')}</PageTitle>
      {waiting.length === 0 && (
        <EmptyState icon={IconPackageImport} title={t('returns.none')} text={t('returns.noneHint')} />
      )}
      {waiting.map((sale) => (
        <OneReturn key={sale.order.id} sale={sale} />
      ))}
    </Page>
  )
}

function OneReturn({ sale }: { sale: Sale }): ReactNode {
  const { t } = useTranslation('seller')
  const { said, fromNow } = useFormat()
  const { order: listed, manifest } = sale
  const { data, error } = useGet('/v1/orders/{id}', { path: { id: listed.id } })
  const due = data?.timers.map(({ dueAt }) => dueAt).toSorted()[0]
  return (
    <article className={css.one} aria-label={t('returns.of', { number: shortNumber(listed.id) })}>
      <div className={css.head}>
        <h2>
          <Link to={`/sell/orders/${listed.id}`}>{listed.title}</Link>
        </h2>
        <StateBadge text={said(listed.stateTitle)} tone="warn" />
      </div>
      <ProblemNote problem={error} />
      {data === undefined ? (
        <RowSkeletons count={3} />
      ) : (
        <>
          <Said order={data} />
          {due !== undefined && <p className={css.hint}>{t('returns.due', { when: fromNow(due) })}</p>}
          <OrderActions key={data.rev} order={data} manifest={manifest} />
          <Section>
            <details className={css.evidence}>
              <summary>{t('returns.evidence')}</summary>
              <Agreed order={data} />
              <Story order={data} manifest={manifest} />
            </details>
          </Section>
        </>
      )}
    </article>
  )
}

/** Who wants what back, line by line. */
function Said({ order }: { order: Order }): ReactNode {
  const { t } = useTranslation('seller')
  const { money } = useFormat()
  const buyer = order.roles['buyer']
  const nameOf = useNames(buyer === undefined ? [] : [buyer])
  const facts = (order.data ?? {}) as Readonly<Record<string, unknown>>
  const returning = Array.isArray(facts['returning']) ? facts['returning'].map(Number) : []
  const isDispute = returning.every((qty) => qty === 0)
  const who = buyer === undefined ? '' : nameOf(buyer)
  return (
    <div className={css.said}>
      <p>
        {isDispute
          ? t('returns.problemBy', { who })
          : t('returns.returnBy', { who, paid: money(order.money.capturedMinor, order.currency) })}
      </p>
      <ul>
        {order.lines.map(({ offerId, title, picture, qty }, index) => (
          <li key={offerId}>
            <span className={css.picture}>
              <Picture id={picture} />
            </span>
            <span>
              {isDispute || returning[index] === undefined
                ? t('orders.times', { title, count: qty })
                : t('returns.ofQty', { title, count: returning[index], all: qty })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
