import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataRows } from '#kit/data-rows'
import { ProblemNote } from '#kit/problem'
import { type Column, RowsTable } from '#kit/rows-table'
import { Section } from '#kit/section'
import { type Reply, useApi } from '#web/api'
import { useFormat } from '#web/format'
import { useNames } from '#web/names'
import { useIntention } from '#web/send'
import type { Line } from './fees-screen.tsx'
import css from './fees.module.css'

type Effect = Reply<'post', '/v1/fees/what-if'>
type Seller = Effect['sellers'][number]

/** What the orders of the last month would have been charged under the menu as it is being written. */
export function WhatIf({ business, lines }: { business: string; lines: readonly Line[] }): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const [effect, setEffect] = useState<Effect | undefined>(undefined)
  const ask = useIntention(async (key: string) => {
    setEffect(await api.post('/v1/fees/what-if', { body: { business, lines: [...lines] }, key }))
  })
  return (
    <Section title={t('fees.whatIf')}>
      <p>{t('fees.whatIfHint')}</p>
      {effect !== undefined && <Shown effect={effect} />}
      <ProblemNote problem={ask.problem} />
      <Button variant="default" loading={ask.isPending} onClick={() => void ask.press()}>
        {t('fees.ask')}
      </Button>
    </Section>
  )
}

function Shown({ effect }: { effect: Effect }): ReactNode {
  const { t } = useTranslation('operator')
  const { money, number } = useFormat()
  const { currency, orders, goodsMinor, feesMinor, otherMinor, sellers, isPartial } = effect
  const columns = useColumns(sellers, currency)
  if (orders === 0) return <p className={css.quiet}>{t('fees.noOrders')}</p>
  return (
    <>
      <DataRows
        rows={[
          [t('fees.orders'), number(orders)],
          [t('fees.goods'), money(goodsMinor, currency)],
          [t('fees.was'), money(feesMinor, currency)],
          [t('fees.wouldBe'), money(otherMinor, currency)],
          [t('fees.difference'), money(otherMinor - feesMinor, currency)],
        ]}
      />
      {isPartial && <p className={css.quiet}>{t('fees.partial')}</p>}
      <RowsTable label={t('fees.sellers')} columns={columns} rows={sellers} keyOf={({ seller }) => seller} />
    </>
  )
}

function useColumns(sellers: readonly Seller[], currency: string): Column<Seller>[] {
  const { t } = useTranslation('operator')
  const { money } = useFormat()
  const nameOf = useNames(sellers.map(({ seller }) => seller))
  return [
    { key: 'seller', title: t('fees.seller'), kind: 'head', cell: ({ seller }) => nameOf(seller) },
    { key: 'was', title: t('fees.was'), kind: 'number', cell: ({ feesMinor }) => money(feesMinor, currency) },
    { key: 'be', title: t('fees.wouldBe'), kind: 'number', cell: ({ otherMinor }) => money(otherMinor, currency) },
  ]
}
