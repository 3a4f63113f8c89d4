import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconFileImport, IconPlus, IconTag } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { EmptyState } from '#kit/empty-state'
import { MoreButton } from '#kit/more-button'
import { ProblemState } from '#kit/problem'
import { RowsTable } from '#kit/rows-table'
import { SaveButton, csvOf } from '#kit/save-button'
import { Page, PageTitle, Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { usePages } from '#web/pages'
import { BulkEdit } from './bulk-edit.tsx'
import { nameOf, useColumns } from './columns.tsx'
import { rowsOfOffers } from './export.ts'
import css from './listings.module.css'
import { readAllOwn } from './own-offers.ts'

const pageLength = 50
/** Few enough to make more; the same as on the screen of today. */
const lowMax = 3
const sorts = ['newest', 'title', 'price', '-price', 'stock'] as const
const statuses = ['active', 'archived', 'barred', 'all'] as const

/** What the address of this screen asks for. */
function wantedOf(query: URLSearchParams) {
  const text = (name: string): Record<string, string> => {
    const value = query.get(name) ?? ''
    return value === '' ? {} : { [name]: value }
  }
  const status = statuses.find((one) => one === query.get('status')) ?? 'active'
  return {
    sort: sorts.find((one) => one === query.get('sort')) ?? 'newest',
    ...(status === 'all' ? {} : { status }),
    ...text('q'),
    ...text('category'),
    ...(query.has('low') ? { availableMax: lowMax } : {}),
  }
}

/** Everything that one offers: found, ordered, counted, and changed one by one or many at once. */
export function ListingsScreen(): ReactNode {
  const { t } = useTranslation('seller')
  useHead({ title: t('listings.title'), isPrivate: true })
  const api = useApi()
  const [query] = useSearchParams()
  return (
    <Page>
      <PageTitle
        aside={
          <div className={css.buttons}>
            <Button component={Link} to="/sell/listings/new" leftSection={<IconPlus size={18} />}>
              {t('listings.new')}
            </Button>
            <Button
              component={Link}
              to="/sell/listings/import"
              variant="default"
              leftSection={<IconFileImport size={18} />}
            >
              {t('listings.import')}
            </Button>
            <SaveButton
              name="offers.csv"
              read={async () => csvOf(rowsOfOffers(await readAllOwn(api, wantedOf(query))))}
            >
              {t('listings.export')}
            </SaveButton>
          </div>
        }
      >
        {t('listings.title')}
      </PageTitle>
      <Filters />
      <Listings />
    </Page>
  )
}

function Filters(): ReactNode {
  const { t } = useTranslation('seller')
  const { said } = useFormat()
  const [query, setQuery] = useSearchParams()
  const [typed, setTyped] = useState(query.get('q') ?? '')
  const categories = useGet('/v1/categories', { staleTime: 60_000 })
  const set = (name: string, value: string): void => {
    const next = new URLSearchParams(query)
    if (value === '') next.delete(name)
    else next.set(name, value)
    setQuery(next, { replace: true })
  }
  return (
    <form
      role="search"
      className={css.filters}
      onSubmit={(event) => {
        event.preventDefault()
        set('q', typed.trim())
      }}
    >
      <TextInput
        type="search"
        className={css.words}
        label={t('listings.words')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => set('q', typed.trim())}
      />
      <NativeSelect
        label={t('listings.category')}
        value={query.get('category') ?? ''}
        onChange={(event) => set('category', event.currentTarget.value)}
        data={[
          { value: '', label: t('listings.allCategories') },
          ...(categories.data?.items ?? []).map(({ slug, titles }) => ({ value: slug, label: said(titles) })),
        ]}
      />
      <NativeSelect
        label={t('listings.status')}
        value={query.get('status') ?? 'active'}
        onChange={(event) => set('status', event.currentTarget.value)}
        data={statuses.map((value) => ({ value, label: t(`listings.is.${value}`) }))}
      />
      <NativeSelect
        label={t('listings.sort')}
        value={query.get('sort') ?? 'newest'}
        onChange={(event) => set('sort', event.currentTarget.value)}
        data={sorts.map((value) => ({ value, label: t(`listings.by.${value === '-price' ? 'dearest' : value}`) }))}
      />
      <Button
        type="button"
        variant={query.has('low') ? 'filled' : 'default'}
        aria-pressed={query.has('low')}
        onClick={() => set('low', query.has('low') ? '' : '1')}
      >
        {t('today.low')}
      </Button>
    </form>
  )
}

function Listings(): ReactNode {
  const { t } = useTranslation('seller')
  const [query] = useSearchParams()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const wanted = wantedOf(query)
  const columns = useColumns()
  const pages = usePages('/v1/offers/mine', { query: { ...wanted, limit: pageLength }, keepsRows: true })
  const { rows: offers, problem, again } = pages
  if (offers === undefined)
    return problem === undefined ? <RowSkeletons count={8} /> : <ProblemState problem={problem} again={again} />
  if (offers.length === 0) return <Nothing isFiltered={[...query.keys()].length > 0} />
  return (
    <>
      <Section>
        <RowsTable
          label={t('listings.title')}
          columns={columns}
          rows={offers}
          keyOf={({ id }) => id}
          ticks={{
            ticked,
            onTick: setTicked,
            label: (offer) => t('listings.tick', { title: nameOf(offer) }),
            allLabel: t('orders.tickAll'),
          }}
        />
        <MoreButton pages={pages} />
      </Section>
      <BulkEdit offers={offers.filter(({ id }) => ticked.has(id))} clear={() => setTicked(new Set())} />
    </>
  )
}

function Nothing({ isFiltered }: { isFiltered: boolean }): ReactNode {
  const { t } = useTranslation('seller')
  if (isFiltered)
    return <EmptyState icon={IconTag} title={t('listings.noneFound')} text={t('listings.noneFoundHint')} />
  return (
    <EmptyState icon={IconTag} title={t('listings.none')} text={t('listings.noneHint')}>
      <Button component={Link} to="/sell/listings/new">
        {t('listings.new')}
      </Button>
      <Button component={Link} to="/sell/listings/import" variant="default">
        {t('listings.import')}
      </Button>
    </EmptyState>
  )
}
