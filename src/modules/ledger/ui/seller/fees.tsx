import { NativeSelect } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SumRows } from '#kit/data-rows'
import { MoreButton } from '#kit/more-button'
import { ProblemNote } from '#kit/problem'
import { RowsTable } from '#kit/rows-table'
import { SaveButton } from '#kit/save-button'
import { Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { useApi, useGet } from '#web/api'
import { localeOf, plainWords, useFormat } from '#web/format'
import { usePages } from '#web/pages'
import { useTown } from '#web/town'
import { localOf } from '#web/zoned'
import css from './money.module.css'

/** So many months can be looked back. */
const monthsBack = 24

/** What the town charged: month by month as it stands, and the invoices of months that are over. */
export function Fees(): ReactNode {
  const { t } = useTranslation('seller')
  const { language } = useFormat()
  const { timeZone, aheadMs } = useTown()
  const [now] = useState(() => localOf(Date.now() + aheadMs, timeZone).slice(0, 7))
  const [month, setMonth] = useState(now)
  const name = new Intl.DateTimeFormat(localeOf(language), { month: 'long', year: 'numeric', timeZone: 'UTC' })
  return (
    <Section
      title={t('fees.title')}
      aside={
        <NativeSelect
          size="sm"
          aria-label={t('fees.month')}
          value={month}
          onChange={(event) => setMonth(event.currentTarget.value)}
          data={monthsUntil(now).map((value) => ({ value, label: name.format(new Date(`${value}-01T00:00:00Z`)) }))}
        />
      }
    >
      <Month month={month} />
      <Invoices />
    </Section>
  )
}

/** `2026-03`, `2026-02` … */
function monthsUntil(last: string): string[] {
  const [year = 1970, month = 1] = last.split('-').map(Number)
  return Array.from({ length: monthsBack }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  )
}

function Month({ month }: { month: string }): ReactNode {
  const { t } = useTranslation('seller')
  const { money } = useFormat()
  const { data, error } = useGet('/v1/fees/statements/{month}', { path: { month } })
  if (error !== null && data === undefined) return <ProblemNote problem={error} />
  if (data === undefined) return <RowSkeletons count={2} />
  if (data.items.length === 0) return <p className={css.hint}>{t('fees.none')}</p>
  return data.items.map(({ currency, orders, chargedMinor, givenBackMinor, lines }) => (
    <SumRows
      key={currency}
      rows={lines.map((line) => [plainWords(line.name), money(line.chargedMinor - line.givenBackMinor, currency)])}
      total={[t('fees.total', { count: orders }), money(chargedMinor - givenBackMinor, currency)]}
    />
  ))
}

function Invoices(): ReactNode {
  const { t } = useTranslation('seller')
  const { money, day } = useFormat()
  const pages = usePages('/v1/fees/invoices', { query: { limit: 12 } })
  const { rows: invoices, problem } = pages
  if (invoices === undefined) return <ProblemNote problem={problem} />
  if (invoices.length === 0) return <p className={css.hint}>{t('fees.noInvoices')}</p>
  return (
    <>
      <RowsTable
        label={t('fees.invoices')}
        rows={invoices}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'number',
            kind: 'head',
            title: t('fees.number'),
            cell: ({ number, kind }) => `${t(`fees.kind.${kind}`)} ${number}`,
          },
          { key: 'month', title: t('fees.month'), cell: ({ month }) => month },
          { key: 'issued', title: t('fees.issued'), cell: ({ issuedAt }) => day(issuedAt) },
          {
            key: 'total',
            kind: 'number',
            title: t('money.amount'),
            cell: ({ totalMinor, currency }) => money(totalMinor, currency),
          },
          {
            key: 'files',
            title: t('fees.files'),
            cell: filesOf,
          },
        ]}
      />
      <MoreButton pages={pages} />
    </>
  )
}

function filesOf(invoice: { id: string; number: string }): ReactNode {
  return <Files invoice={invoice} />
}

function Files({ invoice: { id, number } }: { invoice: { id: string; number: string } }): ReactNode {
  const api = useApi()
  const read = (form: 'page' | 'pdf') => async () => (await api.raw(`/v1/fees/invoices/${id}/${form}`)).blob()
  return (
    <span className={css.buttons}>
      <SaveButton name={`${number}.pdf`} read={read('pdf')}>
        PDF
      </SaveButton>
      <SaveButton name={`${number}.html`} read={read('page')}>
        HTML
      </SaveButton>
    </span>
  )
}
