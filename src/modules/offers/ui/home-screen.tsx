import { Button } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { OfferCard, OfferGrid, OfferRow, type OfferShown } from '#kit/offer-card'
import { ProblemNote } from '#kit/problem'
import { Page, Section } from '#kit/section'
import { CardSkeletons } from '#kit/skeletons'
import { Tour } from '#kit/tour'
import { useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { useTown } from '#web/town'
import css from './home-screen.module.css'
import { homeRows, shelfRow } from './queries.ts'

/** The town at a glance: its shelves, what is new, and what is worth a look. */
export function HomeScreen(): ReactNode {
  const { t } = useTranslation('buyer')
  const { name } = useTown()
  useHead({
    title: '',
    description: t('home.description', { name }),
    canonical: '/',
    jsonLd: [{ '@context': 'https://schema.org', '@type': 'WebSite', name, url: '/' }],
  })
  const newest = useGet('/v1/offers', { query: homeRows[0] })
  const cheapest = useGet('/v1/offers', { query: homeRows[1] })
  return (
    <Page>
      <div className={css.lead}>
        <h1>{t('home.title')}</h1>
        <p>{t('home.hint', { name })}</p>
      </div>
      <Tour />
      <Shelves />
      <Section look="plain" title={t('home.newest')} aside={<More to="/search?sort=newest" />}>
        <ProblemNote problem={newest.error} />
        <OfferRow label={t('home.newest')}>
          <Cards of={newest} count={6} isFirst />
        </OfferRow>
      </Section>
      <ShelfRows />
      <Section look="plain" title={t('home.smallPrices')} aside={<More to="/search?sort=price" />}>
        <ProblemNote problem={cheapest.error} />
        <OfferGrid busy={cheapest.isPending}>
          <Cards of={cheapest} count={12} />
        </OfferGrid>
      </Section>
    </Page>
  )
}

/** Those that are seen at once on any screen. */
const seenAtOnce = 4

type CardsProps = {
  of: { data: { items: readonly OfferShown[] } | undefined; isPending: boolean }
  /** How many are expected. */
  count: number
  isFirst?: boolean
}

function Cards({ of: { data, isPending }, count, isFirst = false }: CardsProps): ReactNode {
  if (isPending) return <CardSkeletons count={count} />
  return data?.items.map((offer, index) => (
    <OfferCard key={offer.id} offer={offer} isFirst={isFirst && index < seenAtOnce} />
  ))
}

function More({ to }: { to: string }): ReactNode {
  const { t } = useTranslation('buyer')
  return (
    <Button
      component={Link}
      to={to}
      variant="subtle"
      size="sm"
      rightSection={<IconChevronRight size={16} aria-hidden />}
    >
      {t('home.more')}
    </Button>
  )
}

function Shelves(): ReactNode {
  const { t } = useTranslation('buyer')
  const { said } = useFormat()
  const { data } = useGet('/v1/categories')
  const shelves = (data?.items ?? []).filter(({ parent, count }) => parent === null && count > 0)
  return (
    <nav className={css.shelves} aria-label={t('home.shelves')}>
      {shelves.map(({ slug, titles, count }) => (
        <Link key={slug} to={`/search?category=${slug}`} className={css.shelf}>
          <span>{said(titles)}</span>
          <span className={css.count}>{count}</span>
        </Link>
      ))}
    </nav>
  )
}

/** Rows below the first: the fullest shelves. */
const shelfRows = 3

function ShelfRows(): ReactNode {
  const { data } = useGet('/v1/categories')
  const fullest = (data?.items ?? [])
    .filter(({ parent, count }) => parent === null && count > 0)
    .toSorted((one, other) => other.count - one.count)
    .slice(0, shelfRows)
  return fullest.map(({ slug, titles }) => <ShelfRow key={slug} slug={slug} titles={titles} />)
}

function ShelfRow({ slug, titles }: { slug: string; titles: Record<string, string> }): ReactNode {
  const { said } = useFormat()
  const offers = useGet('/v1/offers', { query: shelfRow(slug) })
  return (
    <Section look="plain" title={said(titles)} aside={<More to={`/search?category=${slug}`} />}>
      <ProblemNote problem={offers.error} />
      <OfferRow label={said(titles)}>
        <Cards of={offers} count={6} />
      </OfferRow>
    </Section>
  )
}
