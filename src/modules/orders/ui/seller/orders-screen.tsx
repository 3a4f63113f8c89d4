import { NativeSelect, SegmentedControl } from '@mantine/core'
import '@mantine/core/styles/SegmentedControl.css'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { SaveButton, csvOf } from '#kit/save-button'
import { Page, PageTitle } from '#kit/section'
import { useApi } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { Board } from './board.tsx'
import { readAllSales, rowsOfSales } from './export.ts'
import css from './sales.module.css'
import { SalesTable } from './table.tsx'

const views = ['board', 'table'] as const
const shows = ['open', 'ended', 'all'] as const
/** What the table lists. */
export type Show = (typeof shows)[number]

/** All orders that I sell: a board by what they wait for, or a table that goes back as far as there are any. */
export function SellerOrdersScreen(): ReactNode {
  const { t } = useTranslation('seller')
  useHead({ title: t('orders.title'), isPrivate: true })
  const id = useId()
  const api = useApi()
  const format = useFormat()
  const [query, setQuery] = useSearchParams()
  const view = query.get('view') === 'table' ? 'table' : 'board'
  const show = shows.find((one) => one === query.get('show')) ?? 'open'
  const set = (name: string, value: string): void => {
    const next = new URLSearchParams(query)
    next.set(name, value)
    setQuery(next, { replace: true })
  }
  return (
    <Page>
      <PageTitle
        aside={
          <SegmentedControl
            aria-label={t('orders.view')}
            value={view}
            onChange={(value) => set('view', value)}
            data={views.map((value) => ({ value, label: t(`orders.${value}`) }))}
          />
        }
      >
        {t('orders.title')}
      </PageTitle>
      {view === 'board' ? (
        <Board />
      ) : (
        <>
          <div className={css.filters}>
            <NativeSelect
              id={id}
              label={t('orders.show')}
              value={show}
              onChange={(event) => set('show', event.currentTarget.value)}
              data={shows.map((value) => ({ value, label: t(`orders.showing.${value}`) }))}
            />
            <SaveButton
              name="orders.csv"
              read={async () => csvOf(rowsOfSales(await readAllSales(api, show), { format, t }))}
            >
              {t('orders.export')}
            </SaveButton>
          </div>
          <SalesTable show={show} />
        </>
      )}
    </Page>
  )
}
