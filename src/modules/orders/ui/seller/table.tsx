import { IconPackage } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '#kit/empty-state'
import { MoreButton } from '#kit/more-button'
import { ProblemState } from '#kit/problem'
import { type Column, RowsTable } from '#kit/rows-table'
import { Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { StateBadge, toneOf } from '#kit/state-badge'
import { TextLink } from '#kit/text-link'
import { shortNumber, useFormat } from '#web/format'
import { useNames } from '#web/names'
import { usePages } from '#web/pages'
import { BulkSteps } from './bulk.tsx'
import type { Show } from './orders-screen.tsx'
import { useManifests } from './sales.ts'
import { type Sale, salesOf } from './turns.ts'

const pageLength = 50

/** Orders in rows, with one step for many of them at once. */
export function SalesTable({ show }: { show: Show }): ReactNode {
  const { t } = useTranslation('seller')
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const { sales, pages } = useSalePages(show)
  const columns = useColumns(sales ?? [])
  if (pages.rows === undefined && pages.problem !== undefined)
    return <ProblemState problem={pages.problem} again={pages.again} />
  if (sales === undefined) return <RowSkeletons count={8} />
  if (sales.length === 0) return <EmptyState icon={IconPackage} title={t('orders.none')} text={t('orders.noneHint')} />
  const chosen = sales.filter(({ order }) => ticked.has(order.id))
  return (
    <>
      <Section>
        <RowsTable
          label={t('orders.title')}
          columns={columns}
          rows={sales}
          keyOf={({ order }) => order.id}
          ticks={{
            ticked,
            onTick: setTicked,
            label: ({ order }) => t('orders.tick', { title: order.title, number: shortNumber(order.id) }),
            allLabel: t('orders.tickAll'),
          }}
        />
        <MoreButton pages={pages} />
      </Section>
      {chosen.length > 0 && <BulkSteps sales={chosen} onDone={setTicked} />}
    </>
  )
}

function useSalePages(show: Show) {
  const wanted = { limit: pageLength, ...(show === 'all' ? {} : { isOpen: show === 'open' }) }
  const pages = usePages('/v1/orders', { query: wanted })
  const { rows: orders } = pages
  const { manifests, isWhole } = useManifests((orders ?? []).map(({ business }) => business))
  return { pages, sales: orders === undefined || !isWhole ? undefined : salesOf(orders, manifests) }
}

function useColumns(sales: readonly Sale[]): Column<Sale>[] {
  const { t } = useTranslation('seller')
  const { money, when, said } = useFormat()
  const buyerOf = ({ order }: Sale): string =>
    order.roles['buyer'] ?? Object.entries(order.roles).find(([role]) => !order.mine.includes(role))?.[1] ?? ''
  const nameOf = useNames(sales.map(buyerOf).filter((id) => id !== ''))
  return [
    {
      key: 'what',
      kind: 'head',
      title: t('table.what'),
      cell: ({ order }) => (
        <TextLink to={`/sell/orders/${order.id}`}>
          {order.linesCount > 1
            ? t('orders.andMore', { title: order.title, count: order.linesCount - 1 })
            : order.title || shortNumber(order.id)}
        </TextLink>
      ),
    },
    { key: 'number', title: t('table.number'), cell: ({ order }) => shortNumber(order.id) },
    { key: 'buyer', title: t('table.buyer'), cell: (sale) => nameOf(buyerOf(sale)) },
    { key: 'when', title: t('table.when'), cell: ({ order }) => when(order.placedAt) },
    {
      key: 'state',
      title: t('table.state'),
      cell: ({ order }) => <StateBadge text={said(order.stateTitle)} tone={toneOf(order)} />,
    },
    {
      key: 'paid',
      kind: 'number',
      title: t('table.paid'),
      cell: ({ order }) => money(order.capturedMinor, order.currency),
    },
  ]
}
