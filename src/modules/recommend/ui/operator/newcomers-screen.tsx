import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Columns } from '#kit/columns'
import { ProblemState } from '#kit/problem'
import { type Column, RowsTable } from '#kit/rows-table'
import { Section } from '#kit/section'
import { SettingsPage } from '#kit/settings-page'
import { RowSkeletons } from '#kit/skeletons'
import { Tiles } from '#kit/tiles'
import { type Reply, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { RulesForm } from './rules-form.tsx'

type Newcomers = Reply<'get', '/v1/feed/newcomers'>
type Had = Newcomers['items'][number]
type Cost = Pick<Newcomers, 'cost' | 'costLow' | 'costHigh'>

/** What newcomers are given of home pages: how much, who has had it, what it costs, and the numbers that rule it. */
export function NewcomersScreen(): ReactNode {
  const { t } = useTranslation('newcomers')
  const { data, error, refetch } = useGet('/v1/feed/newcomers', { refetchInterval: 10_000 })
  return (
    <SettingsPage title={t('title')} hint={t('hint')}>
      {data === undefined ? (
        error === null ? (
          <RowSkeletons count={4} />
        ) : (
          <ProblemState problem={error} again={() => void refetch()} />
        )
      ) : (
        <>
          <Figures newcomers={data} />
          <Columns>
            <Section title={t('budget')}>
              <RulesForm known={data} />
            </Section>
            <Section title={t('had')}>
              <HadList items={data.items} />
            </Section>
          </Columns>
        </>
      )}
    </SettingsPage>
  )
}

/** Clicks to a tenth: what is estimated is not told to the thousandth. */
function useClicks(): { clicks: (value: number) => string; between: (cost: Cost) => string } {
  const { t } = useTranslation('newcomers')
  const { number } = useFormat()
  const clicks = (value: number): string => number(Math.round(value * 10) / 10 + 0)
  return {
    clicks,
    between: ({ costLow, costHigh }) => t('between', { low: clicks(costLow), high: clicks(costHigh) }),
  }
}

function Figures({ newcomers }: { newcomers: Newcomers }): ReactNode {
  const { t } = useTranslation('newcomers')
  const { number, share } = useFormat()
  const { clicks, between } = useClicks()
  const { shown, places } = newcomers
  const tiles = [
    {
      label: t('now'),
      value: number(newcomers.newcomers),
      hint: t('newSellers', { count: newcomers.newSellers }),
    },
    {
      label: t('places'),
      value: number(places),
      hint: t('ofPages', { share: share(shown === 0 ? 0 : Math.round((places / shown) * 10_000)) }),
    },
    { label: t('cost'), value: clicks(newcomers.cost), hint: between(newcomers) },
    { label: t('given'), value: clicks(newcomers.given), hint: t('forgone', { clicks: clicks(newcomers.forgone) }) },
  ]
  return <Tiles label={t('title')} tiles={tiles} />
}

function HadList({ items }: { items: readonly Had[] }): ReactNode {
  const { t } = useTranslation('newcomers')
  const { number } = useFormat()
  const { clicks, between } = useClicks()
  if (items.length === 0) return <p>{t('none')}</p>
  const nameOf = ({ seller, isNew }: Had): ReactNode => (
    <>
      <Link to={`/operator/parties/${seller.id}`}>{seller.name === '' ? t('gone') : seller.name}</Link>
      {isNew && <> · {t('isNew')}</>}
    </>
  )
  const columns: Column<Had>[] = [
    { key: 'seller', title: t('seller'), kind: 'head', cell: nameOf },
    { key: 'things', title: t('things'), kind: 'number', cell: ({ things }) => number(things) },
    { key: 'places', title: t('placesHad'), kind: 'number', cell: ({ places }) => number(places) },
    { key: 'cost', title: t('cost'), kind: 'number', cell: (had) => `${clicks(had.cost)} (${between(had)})` },
  ]
  return <RowsTable label={t('had')} columns={columns} rows={items} keyOf={({ seller }) => seller.id} />
}
