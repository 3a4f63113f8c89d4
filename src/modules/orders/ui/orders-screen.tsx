import { Button, SegmentedControl } from '@mantine/core'
import { IconPackage } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { EmptyState } from '#kit/empty-state'
import { MoreButton } from '#kit/more-button'
import { ProblemState } from '#kit/problem'
import { Page, PageTitle } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { StateBadge, toneOf } from '#kit/state-badge'
import '@mantine/core/styles/FloatingIndicator.css'
import '@mantine/core/styles/SegmentedControl.css'
import { type Reply } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { usePages } from '#web/pages'
import css from './orders-screen.module.css'

type Listed = Reply<'get', '/v1/orders'>['items'][number]

const pageLength = 30

/** Every order in which one takes part, newest first; a new one appears by itself. */
export function OrdersScreen(): ReactNode {
  const { t } = useTranslation('orders')
  useHead({ title: t('orders.title'), isPrivate: true })
  const [query, setQuery] = useSearchParams()
  const shown = query.get('show') ?? 'all'
  return (
    <Page width="narrow">
      <PageTitle>{t('orders.title')}</PageTitle>
      <SegmentedControl
        aria-label={t('orders.which')}
        value={shown}
        onChange={(show) => setQuery(show === 'all' ? {} : { show }, { replace: true })}
        data={(['all', 'open', 'ended'] as const).map((value) => ({ value, label: t(`orders.${value}`) }))}
      />
      <List shown={shown} />
    </Page>
  )
}

function List({ shown }: { shown: string }): ReactNode {
  const { t } = useTranslation('orders')
  const wanted = { limit: pageLength, ...(shown === 'all' ? {} : { isOpen: shown === 'open' }) }
  const pages = usePages('/v1/orders', { query: wanted })
  const { rows: orders, problem, again } = pages
  if (orders === undefined)
    return problem === undefined ? <RowSkeletons count={6} /> : <ProblemState problem={problem} again={again} />
  if (orders.length === 0) {
    return (
      <EmptyState icon={IconPackage} title={t('orders.none')} text={t('orders.noneHint')}>
        <Button component={Link} to="/">
          {t('orders.toTown')}
        </Button>
      </EmptyState>
    )
  }
  return (
    <>
      <ul className={css.list}>
        {orders.map((order) => (
          <Entry key={order.id} order={order} />
        ))}
      </ul>
      <MoreButton pages={pages} />
    </>
  )
}

function Entry({ order }: { order: Listed }): ReactNode {
  const { t } = useTranslation('orders')
  const { money, when, said } = useFormat()
  const more = order.linesCount - 1
  return (
    <li className={css.entry}>
      <Link to={`/orders/${order.id}`} className={css.title}>
        {order.title === '' ? said(order.stateTitle) : order.title}
        {more > 0 && ` ${t('orders.andMore', { count: more })}`}
      </Link>
      <span className={css.amount}>{order.capturedMinor > 0 && money(order.capturedMinor, order.currency)}</span>
      <span className={css.when}>{when(order.placedAt)}</span>
      <span className={css.state}>
        <StateBadge text={said(order.stateTitle)} tone={toneOf(order)} />
      </span>
    </li>
  )
}
