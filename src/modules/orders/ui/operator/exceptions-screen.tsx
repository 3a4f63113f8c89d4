import { NativeSelect } from '@mantine/core'
import { IconMoodSmile } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { MoreButton } from '#kit/more-button'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemState } from '#kit/problem'
import { type Column, RowsTable } from '#kit/rows-table'
import { SaveButton, csvOf } from '#kit/save-button'
import { Page, PageTitle, Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { StateBadge } from '#kit/state-badge'
import { TextLink } from '#kit/text-link'
import { useGet } from '#web/api'
import { digitsOf, plainWords, useFormat } from '#web/format'
import { useHead } from '#web/head'
import { useNames } from '#web/names'
import { type Pages, usePages } from '#web/pages'
import css from './exceptions.module.css'
import { type Waiting, type WaitingCase, type WaitingOrder, inboxOrder } from './inbox-order.ts'
import { Due, type Places, Presses, SortChoice, placed, usePlaces } from './inbox-places.tsx'

/** A dispute must be seen within two seconds, and its parties' events are not ours, ms. */
const againMs = 2_000

/** Orders and cases that need a person of the town, in one list. */
export function ExceptionsScreen(): ReactNode {
  const { t } = useTranslation('operator')
  useHead({ title: t('exceptions.title'), isPrivate: true })
  const [query, setQuery] = useSearchParams()
  const business = query.get('business') ?? ''
  const choose = (value: string): void =>
    setQuery((before) => {
      const next = new URLSearchParams(before)
      if (value === '') next.delete('business')
      else next.set('business', value)
      return next
    })
  return (
    <OperatorsOnly grants={['arbiter']}>
      <Page>
        <PageTitle
          hint={t('exceptions.hint')}
          aside={<TextLink to="/operator/exceptions/removed-reviews">{t('exceptions.removed')}</TextLink>}
        >
          {t('exceptions.title')}
        </PageTitle>
        <Section>
          <List business={business} setBusiness={choose} />
        </Section>
      </Page>
    </OperatorsOnly>
  )
}

type ListProps = { business: string; setBusiness: (name: string) => void }

/** Filters by case say so with a sign that no line of business has in its name. */
const casePrefix = 'case:'

function List({ business: filter, setBusiness }: ListProps): ReactNode {
  const { t } = useTranslation('operator')
  const kind = filter.startsWith(casePrefix) ? filter.slice(casePrefix.length) : undefined
  const orders = useOrders(kind === undefined ? filter : undefined)
  const cases = useCases(kind ?? (filter === '' ? '' : undefined))
  const { places, isKnown } = usePlaces(againMs)
  const arrived = inboxOrder([
    ...(orders.rows ?? []).map((order) => ({ is: 'order', id: order.id, order }) as const),
    ...(cases.rows ?? []).map((found) => ({ is: 'case', id: found.id, found }) as const),
  ])
  const waiting = placed(arrived, places)
  const names = useNames(waiting.flatMap((row) => (row.is === 'order' ? Object.values(row.order.roles) : [])))
  const columns = useColumns(names, places)
  const failed = [orders, cases].find(({ problem }) => problem !== undefined)
  if (orders.rows === undefined || cases.rows === undefined || !isKnown) {
    if (failed?.problem !== undefined) return <ProblemState problem={failed.problem} again={failed.again} />
    return <RowSkeletons count={5} />
  }
  const more = [orders, cases].find(({ hasMore }) => hasMore)
  return (
    <>
      <div className={css.filters}>
        <Filter value={filter} onChange={setBusiness} />
        <SortChoice />
        <SaveButton name="exceptions.csv" read={async () => csvOf(waiting.map(csvRow))}>
          {t('export')}
        </SaveButton>
      </div>
      {waiting.length === 0 ? (
        <Nothing />
      ) : (
        <RowsTable label={t('exceptions.title')} columns={columns} rows={waiting} keyOf={({ id }) => id} />
      )}
      {more !== undefined && <MoreButton pages={more} />}
    </>
  )
}

/** One line of business, or one kind of case. */
function Filter({ value, onChange }: { value: string; onChange: (value: string) => void }): ReactNode {
  const { t } = useTranslation('operator')
  const { said } = useFormat()
  const businesses = useGet('/v1/businesses', { staleTime: 60_000 })
  const kinds = useGet('/v1/cases/kinds', { staleTime: 60_000 })
  const orders = (businesses.data?.items ?? []).map((one) => ({ value: one.business, label: said(one.title) }))
  const cases = (kinds.data?.items ?? []).map(({ name, title }) => ({ value: casePrefix + name, label: said(title) }))
  return (
    <NativeSelect
      label={t('exceptions.filter')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: t('exceptions.every') },
        { group: t('exceptions.orders'), items: orders },
        { group: t('exceptions.cases'), items: cases },
      ]}
    />
  )
}

/** Orders that wait; none are asked for while one looks at cases. */
function useOrders(business: string | undefined): Pages<WaitingOrder> {
  const isAsked = business !== undefined
  const query = { business: business ?? '' }
  return asked(isAsked, usePages('/v1/exceptions', { query, enabled: isAsked, refetchInterval: againMs }))
}

/** Open cases of a kind, of all kinds by the empty text; none are asked for while one looks at orders. */
function useCases(kind: string | undefined): Pages<WaitingCase> {
  const isAsked = kind !== undefined
  const query = { state: 'open', ...(kind === undefined || kind === '' ? {} : { kind }) } as const
  return asked(isAsked, usePages('/v1/cases', { query, enabled: isAsked, refetchInterval: againMs }))
}

function asked<Row>(isAsked: boolean, pages: Pages<Row>): Pages<Row> {
  return isAsked ? pages : { ...pages, rows: [], hasMore: false }
}

function Nothing(): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <div className={css.nothing}>
      <IconMoodSmile size={40} stroke={1.4} aria-hidden />
      <p>
        <strong>{t('exceptions.none')}</strong>
      </p>
      <p>{t('exceptions.noneHint')}</p>
    </div>
  )
}

function useColumns(nameOf: (id: string) => string, places: Places): Column<Waiting>[] {
  const { t } = useTranslation('operator')
  const { said, money, when } = useFormat()
  return [
    { key: 'title', title: t('exceptions.order'), kind: 'head', cell: (row) => <Head row={row} /> },
    { key: 'why', title: t('exceptions.why'), cell: (row) => <Need row={row} places={places} /> },
    { key: 'due', title: t('inbox.due'), cell: ({ id }) => <Due id={id} places={places} /> },
    {
      key: 'state',
      title: t('exceptions.state'),
      cell: (row) =>
        row.is === 'order' ? said(row.order.stateTitle) : t('exceptions.reports', { count: row.found.reports }),
    },
    {
      key: 'who',
      title: t('exceptions.who'),
      cell: (row) =>
        row.is === 'order'
          ? [...new Set(Object.values(row.order.roles))].map(nameOf).join(', ')
          : textIn(row.found.facts, 'sellerName'),
    },
    {
      key: 'held',
      title: t('exceptions.held'),
      kind: 'number',
      cell: (row) => (row.is === 'order' ? money(row.order.heldMinor, row.order.currency) : ''),
    },
    {
      key: 'placed',
      title: t('exceptions.placed'),
      cell: (row) => (row.is === 'order' ? when(row.order.placedAt) : when(row.found.openedAt)),
    },
  ]
}

function textIn(facts: Readonly<Record<string, unknown>>, name: string): string {
  const value = facts[name]
  return typeof value === 'string' ? value : ''
}

/** What it is, as the way to it. */
function Head({ row }: { row: Waiting }): ReactNode {
  const { said } = useFormat()
  if (row.is === 'case') {
    const { id, title, facts } = row.found
    return (
      <>
        <Link to={`/operator/exceptions/cases/${id}`} className={css.name}>
          {textIn(facts, 'title') || said(title)}
        </Link>
        <span className={css.quiet}>{said(title)}</span>
      </>
    )
  }
  const { id, title, business } = row.order
  return (
    <>
      <Link to={`/operator/exceptions/${id}`} className={css.name}>
        {title === '' ? plainWords(business) : title}
      </Link>
      <span className={css.quiet}>{id.replaceAll('-', '').slice(-8).toUpperCase()}</span>
    </>
  )
}

/** Why a person is needed. */
function Need({ row, places }: { row: Waiting; places: Places }): ReactNode {
  const { t } = useTranslation('operator')
  const { said, when } = useFormat()
  if (row.is === 'case') {
    const { dueAt, reopenedAt } = row.found
    const text = reopenedAt === null ? t('exceptions.due', { when: when(dueAt) }) : t('exceptions.reopened')
    return <StateBadge tone="open" text={text} />
  }
  const { stuck, waitsFor, stateTitle } = row.order
  const waits = waitsFor === null ? said(stateTitle) : t(`exceptions.${waitsFor}`)
  return (
    <>
      <StateBadge tone={stuck === null ? 'open' : 'warn'} text={stuck === null ? waits : t('exceptions.stuck')} />
      <Presses id={row.id} places={places} />
    </>
  )
}

/** The same columns for both, so that one sheet holds them. */
function csvRow(row: Waiting): Record<string, string> {
  if (row.is === 'case') {
    const { id, kind, state, openedAt, dueAt, reports, facts } = row.found
    const none = { held: '', currency: '', roles: '' }
    return {
      id,
      kind,
      title: textIn(facts, 'title'),
      state,
      since: openedAt,
      due: dueAt,
      reports: `${reports}`,
      ...none,
    }
  }
  const { id, business, title, state, placedAt, heldMinor, currency, roles } = row.order
  const held = (heldMinor / 10 ** digitsOf(currency)).toFixed(digitsOf(currency))
  const none = { due: '', reports: '' }
  return { id, kind: business, title, state, since: placedAt, ...none, held, currency, roles: JSON.stringify(roles) }
}
