import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { IconSearchOff, IconX } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { EmptyState } from '#kit/empty-state'
import { MoreButton } from '#kit/more-button'
import { OfferCard, OfferGrid } from '#kit/offer-card'
import { ProblemState } from '#kit/problem'
import { Page } from '#kit/section'
import { CardSkeletons } from '#kit/skeletons'
import { ApiProblem, type Reply, useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { nearText, useNear } from '#web/near'
import type { More } from '#web/pages'
import { type Told, useTelling } from '#web/telling'
import { searchQuery } from './queries.ts'
import { countClicks } from './search-clicks.ts'
import { Facets, Nearby, Spelling, useWish, WorthALook } from './search-facets.tsx'
import { NearMe } from './search-near.tsx'
import css from './search-screen.module.css'

type Category = Reply<'get', '/v1/categories'>['items'][number]

/** Everything that is offered: by words, by shelf, by price; page after page as one goes down. */
export function SearchScreen(): ReactNode {
  const { t } = useTranslation('buyer')
  const { said } = useFormat()
  const [query] = useSearchParams()
  const { data } = useGet('/v1/categories')
  const q = query.get('q') ?? ''
  const shelf = data?.items.find(({ slug }) => slug === query.get('category'))
  const title = q !== '' ? t('search.resultsFor', { q }) : shelf === undefined ? t('search.all') : said(shelf.titles)
  const canonical = `/search${shelf === undefined ? '' : `?category=${shelf.slug}`}`
  useHead({ title, description: t('search.description', { what: title }), canonical, isPrivate: q !== '' })
  return (
    <Page>
      <h1>{title}</h1>
      <Shelves shelves={data?.items ?? []} chosen={shelf} />
      <Tools isSearch={q !== ''} />
      <Found />
    </Page>
  )
}

function Shelves({ shelves, chosen }: { shelves: readonly Category[]; chosen: Category | undefined }): ReactNode {
  const { t } = useTranslation('buyer')
  const { said } = useFormat()
  const wish = useWish()
  const top = chosen?.parent ?? chosen?.slug ?? null
  const filled = shelves.filter(({ count }) => count > 0)
  const chip = ({ slug, titles, count }: Category): ReactNode => (
    <Link
      key={slug}
      to={wish({ category: slug })}
      className={css.chip}
      aria-current={slug === chosen?.slug || slug === top ? 'true' : undefined}
    >
      {said(titles)} <span>{count}</span>
    </Link>
  )
  const children = filled.filter(({ parent }) => parent !== null && parent === top)
  return (
    <nav className={css.shelves} aria-label={t('home.shelves')}>
      <div className={css.chips}>
        <Link to={wish({ category: null })} className={css.chip} aria-current={top === null ? 'true' : undefined}>
          {t('search.everything')}
        </Link>
        {filled.filter(({ parent }) => parent === null).map(chip)}
      </div>
      {children.length > 0 && <div className={css.chips}>{children.map(chip)}</div>}
    </nav>
  )
}

function Tools({ isSearch }: { isSearch: boolean }): ReactNode {
  const { t } = useTranslation('buyer')
  const [query, setQuery] = useSearchParams()
  const set = (name: string, value: string | null): void =>
    setQuery(
      (last) => {
        const next = new URLSearchParams(last)
        if (value === null) next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: true, preventScrollReset: true },
    )
  const near = useNear()
  const isNear = near !== undefined && query.has('near')
  const sorts = [
    ...(isSearch ? (['relevance'] as const) : []),
    ...(isNear ? (['distance'] as const) : []),
    ...(['newest', 'price', '-price', 'rating'] as const),
  ]
  const seller = query.get('seller')
  return (
    <div className={css.tools}>
      <Checkbox
        label={t('search.availableOnly')}
        checked={query.has('available')}
        onChange={(event) => set('available', event.currentTarget.checked ? '1' : null)}
      />
      <Checkbox
        label={t('search.openNow')}
        checked={query.has('open')}
        onChange={(event) => set('open', event.currentTarget.checked ? '1' : null)}
      />
      <NearMe />
      {seller !== null && <SellerChip id={seller} clear={() => set('seller', null)} />}
      <NativeSelect
        className={css.sort}
        size="sm"
        aria-label={t('search.sort')}
        value={query.get('sort') ?? sorts[0]}
        onChange={(event) => set('sort', event.currentTarget.value)}
        data={sorts.map((value) => ({ value, label: t(`search.sorts.${value === '-price' ? 'dearest' : value}`) }))}
      />
    </div>
  )
}

function SellerChip({ id, clear }: { id: string; clear: () => void }): ReactNode {
  const { t } = useTranslation('buyer')
  const { data } = useGet('/v1/parties/{id}', { path: { id } })
  return (
    <Button variant="light" size="compact-md" onClick={clear} rightSection={<IconX size={14} aria-hidden />}>
      {t('search.bySeller', { name: data?.name ?? '…' })}
    </Button>
  )
}

/** The first page, which may come with the HTML, and those that follow as one goes down. */
function useFound() {
  const api = useApi()
  const [query] = useSearchParams()
  const near = useNear()
  const wanted = searchQuery(query, near && nearText(near))
  const first = useGet('/v1/offers', { query: wanted, placeholderData: keepPreviousData })
  const rest = useInfiniteQuery({
    queryKey: ['/v1/offers', 'pages', wanted, first.data?.nextCursor],
    enabled: false,
    initialPageParam: first.data?.nextCursor ?? '',
    queryFn: async ({ pageParam, signal }) =>
      api.get('/v1/offers', { query: { ...wanted, cursor: pageParam }, signal }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  const pages = rest.data?.pages ?? []
  return {
    first,
    items: [...(first.data?.items ?? []), ...pages.flatMap((page) => page.items)],
    hasMore: pages.length === 0 ? typeof first.data?.nextCursor === 'string' : rest.hasNextPage,
    isLoadingMore: rest.isFetching,
    more: () => void (pages.length === 0 ? rest.refetch() : rest.fetchNextPage()),
  }
}

function Found(): ReactNode {
  const { first, items, ...pages } = useFound()
  const [query] = useSearchParams()
  const list = useRef<HTMLDivElement>(null)
  const q = query.get('q') ?? ''
  useEffect(() => countClicks(list.current, q), [q])
  const hits = useRef<HTMLDivElement>(null)
  const tell = useTelling(hits, { items: usePlaced(first.data), place: 'search' })
  if (first.error instanceof ApiProblem)
    return <ProblemState problem={first.error} again={() => void first.refetch()} />
  if (first.data?.items.length === 0) {
    return (
      <>
        <Spelling search={first.data.search} />
        <Nothing />
        <Nearby nearby={first.data.nearby} />
        {first.data.nearby?.why === 'newest' && <WorthALook />}
      </>
    )
  }
  return (
    <div ref={list} className={css.found}>
      <Spelling search={first.data?.search} />
      <Facets facets={first.data?.facets} />
      <div ref={hits} className={css.found} onClickCapture={tell}>
        <OfferGrid busy={first.isPending || first.isPlaceholderData}>
          {first.data === undefined ? (
            <CardSkeletons count={12} />
          ) : (
            items.map((offer, index) => <OfferCard key={offer.id} offer={offer} isFirst={index < 4} />)
          )}
        </OfferGrid>
      </div>
      {pages.hasMore && <NearEnd pages={pages} />}
    </div>
  )
}

/** A decision places so many hits; those behind them stand as they match. */
const placedMax = 20

/** Hits that a decision has put in order. */
function usePlaced(data: Reply<'get', '/v1/offers'> | undefined): readonly Told[] {
  return useMemo(() => {
    const decision = data?.search?.decision
    if (data === undefined || typeof decision !== 'string') return []
    return data.items.slice(0, placedMax).map((offer, position) => ({ offer, decision, position }))
  }, [data])
}

function Nothing(): ReactNode {
  const { t } = useTranslation('buyer')
  return (
    <EmptyState
      icon={IconSearchOff}
      title={t('search.nothing')}
      text={`${t('search.nothingHint')} ${t('search.nothingNoted')}`}
    >
      <Button component={Link} to="/search">
        {t('search.showAll')}
      </Button>
    </EmptyState>
  )
}

/** Loads the next page a little before the end is reached; the button stays for the keyboard. */
function NearEnd({ pages }: { pages: More }): ReactNode {
  const end = useRef<HTMLDivElement>(null)
  const latest = useRef(pages.more)
  useEffect(() => {
    latest.current = pages.isLoadingMore ? () => undefined : pages.more
  })
  useEffect(() => {
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), {
      rootMargin: '600px',
    })
    if (end.current !== null) watcher.observe(end.current)
    return () => watcher.disconnect()
  }, [])
  return (
    <div ref={end} className={css.end}>
      <MoreButton pages={pages} />
    </div>
  )
}
