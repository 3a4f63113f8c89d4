import { Button, NativeSelect } from '@mantine/core'
import { IconMoodSmile } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemState } from '#kit/problem'
import { type Column, RowsTable } from '#kit/rows-table'
import { SaveButton, csvOf } from '#kit/save-button'
import { Page, PageTitle, Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { StateBadge } from '#kit/state-badge'
import { ApiProblem, type Reply, useApi, useGet } from '#web/api'
import { digitsOf, plainWords, useFormat } from '#web/format'
import { useHead } from '#web/head'
import { useNames } from '#web/names'
import css from './exceptions.module.css'

type Exception = Reply<'get', '/v1/exceptions'>['items'][number]

/** A dispute must be seen within two seconds, and its parties' events are not ours, ms. */
const againMs = 2_000

/** Orders that need a person of the town, newest first. */
export function ExceptionsScreen(): ReactNode {
  const { t } = useTranslation('operator')
  useHead({ title: t('exceptions.title'), isPrivate: true })
  const [query, setQuery] = useSearchParams()
  const business = query.get('business') ?? ''
  return (
    <OperatorsOnly grants={['arbiter']}>
      <Page>
        <PageTitle hint={t('exceptions.hint')}>{t('exceptions.title')}</PageTitle>
        <Section>
          <List business={business} setBusiness={(next) => setQuery(next === '' ? {} : { business: next })} />
        </Section>
      </Page>
    </OperatorsOnly>
  )
}

function List({ business, setBusiness }: { business: string; setBusiness: (name: string) => void }): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const { said } = useFormat()
  const businesses = useGet('/v1/businesses', { staleTime: 60_000 })
  const pages = useInfiniteQuery({
    queryKey: ['/v1/exceptions', business],
    initialPageParam: '',
    refetchInterval: againMs,
    queryFn: async ({ pageParam, signal }) =>
      api.get('/v1/exceptions', { query: { business, cursor: pageParam }, signal }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  const rows = pages.data?.pages.flatMap(({ items }) => items)
  const names = useNames((rows ?? []).flatMap(({ roles }) => Object.values(roles)))
  const columns = useColumns(names)
  if (rows === undefined) {
    if (pages.error instanceof ApiProblem)
      return <ProblemState problem={pages.error} again={() => void pages.refetch()} />
    return <RowSkeletons count={5} />
  }
  const everything = { value: '', label: t('exceptions.every') }
  const choices = (businesses.data?.items ?? []).map(({ business: value, title }) => ({ value, label: said(title) }))
  return (
    <>
      <div className={css.filters}>
        <NativeSelect
          label={t('exceptions.business')}
          value={business}
          onChange={(event) => setBusiness(event.currentTarget.value)}
          data={[everything, ...choices]}
        />
        <SaveButton name="exceptions.csv" read={async () => csvOf(rows.map(csvRow))}>
          {t('export')}
        </SaveButton>
      </div>
      {rows.length === 0 ? (
        <Nothing />
      ) : (
        <RowsTable label={t('exceptions.title')} columns={columns} rows={rows} keyOf={({ id }) => id} />
      )}
      {pages.hasNextPage && (
        <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  )
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

function useColumns(nameOf: (id: string) => string): Column<Exception>[] {
  const { t } = useTranslation('operator')
  const { said, money, when } = useFormat()
  return [
    {
      key: 'title',
      title: t('exceptions.order'),
      kind: 'head',
      cell: ({ id, title, business }) => (
        <>
          <Link to={`/operator/exceptions/${id}`} className={css.name}>
            {title === '' ? plainWords(business) : title}
          </Link>
          <span className={css.quiet}>{id.replaceAll('-', '').slice(-8).toUpperCase()}</span>
        </>
      ),
    },
    {
      key: 'why',
      title: t('exceptions.why'),
      cell: ({ stuck, waitsFor, stateTitle }) => (
        <StateBadge
          tone={stuck === null ? 'open' : 'warn'}
          text={
            stuck !== null ? t('exceptions.stuck') : waitsFor === null ? said(stateTitle) : t(`exceptions.${waitsFor}`)
          }
        />
      ),
    },
    { key: 'state', title: t('exceptions.state'), cell: ({ stateTitle }) => said(stateTitle) },
    {
      key: 'who',
      title: t('exceptions.who'),
      cell: ({ roles }) => [...new Set(Object.values(roles))].map(nameOf).join(', '),
    },
    {
      key: 'held',
      title: t('exceptions.held'),
      kind: 'number',
      cell: ({ heldMinor, currency }) => money(heldMinor, currency),
    },
    { key: 'placed', title: t('exceptions.placed'), cell: ({ placedAt }) => when(placedAt) },
  ]
}

function csvRow({ roles, stateTitle: _title, heldMinor, currency, ...row }: Exception): Record<string, string> {
  const held = (heldMinor / 10 ** digitsOf(currency)).toFixed(digitsOf(currency))
  return Object.fromEntries(
    Object.entries({ ...row, held, currency, roles: JSON.stringify(roles) }).map(([key, value]) => [key, value ?? '']),
  )
}
