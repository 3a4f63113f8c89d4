import { IconPackage } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '#kit/empty-state'
import { ProblemState } from '#kit/problem'
import { PageSkeleton } from '#kit/skeletons'
import { TextLink } from '#kit/text-link'
import { useFormat } from '#web/format'
import { SaleCard } from './card.tsx'
import { useOpenSales } from './sales.ts'
import css from './sales.module.css'
import type { Sale, Turn } from './turns.ts'

/** Cards of a lane at once. */
const laneMax = 20
const order: readonly Turn[] = ['todo', 'back', 'waiting']

/** Open orders by the state they are in; those that wait for me come first. */
export function Board(): ReactNode {
  const { t } = useTranslation('seller')
  const { said } = useFormat()
  const { sales, problem, again } = useOpenSales()
  if (problem !== null) return <ProblemState problem={problem} again={again} />
  if (sales === undefined) return <PageSkeleton />
  if (sales.length === 0) {
    return (
      <EmptyState icon={IconPackage} title={t('orders.none')} text={t('orders.noneHint')}>
        <TextLink to="/sell/listings">{t('orders.toListings')}</TextLink>
      </EmptyState>
    )
  }
  const sorted = sales.toSorted((one, other) => order.indexOf(one.turn) - order.indexOf(other.turn))
  const lanes = [...Map.groupBy(sorted, ({ order: { stateTitle }, turn }) => `${turn} ${said(stateTitle)}`)]
  return (
    <div className={css.board}>
      {lanes.map(([key, lane]) => (
        <Lane key={key} title={said(lane[0]?.order.stateTitle)} sales={lane} />
      ))}
    </div>
  )
}

function Lane({ title, sales }: { title: string; sales: readonly Sale[] }): ReactNode {
  const { t } = useTranslation('seller')
  const id = useId()
  const rest = sales.length - laneMax
  return (
    <section className={css.lane} aria-labelledby={id}>
      <h2 id={id}>
        <span>{title}</span>
        <span>{sales.length}</span>
      </h2>
      <ul>
        {sales.slice(0, laneMax).map((sale) => (
          <SaleCard key={sale.order.id} sale={sale} />
        ))}
      </ul>
      {rest > 0 && <TextLink to="/sell/orders?view=table">{t('today.rest', { count: rest })}</TextLink>}
    </section>
  )
}
