import { Button } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { keepPreviousData } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { OfferCard, OfferGrid, OfferRow, type OfferShown } from '#kit/offer-card'
import { PlacedCards } from '#kit/placed'
import { ProblemNote } from '#kit/problem'
import { Page, Section } from '#kit/section'
import { CardSkeletons } from '#kit/skeletons'
import { Tour } from '#kit/tour'
import { useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { coarseText, useNear } from '#web/near'
import { useSession } from '#web/session'
import { useTown } from '#web/town'
import { useTrail } from '#web/trail'
import { NearHere } from './home-near.tsx'
import css from './home-screen.module.css'
import { homeFeed, homeRows, shelfRow } from './queries.ts'

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
  return (
    <Page>
      <div className={css.lead}>
        <h1>{t('home.title')}</h1>
        <p>{t('home.hint', { name })}</p>
      </div>
      <Tour />
      <Shelves />
      <Feed />
      <Section look="plain" title={t('home.newest')} aside={<More to="/search?sort=newest" />}>
        <ProblemNote problem={newest.error} />
        <OfferRow label={t('home.newest')}>
          <Cards of={newest} count={6} />
        </OfferRow>
      </Section>
      <ShelfRows />
    </Page>
  )
}

/** Those that are seen at once on any screen. */
const seenAtOnce = 4

/** What the town has chosen for whoever looks. */
function Feed(): ReactNode {
  const { t } = useTranslation('buyer')
  const { since } = useSession()
  const trail = useTrail()
  const near = useNear()
  const around = near === undefined ? {} : { near: coarseText(near) }
  const isKnown = trail.trail !== undefined || near !== undefined || (since !== null && since !== undefined)
  // The page arrives as anybody gets it; of whom something is known, another is asked for and takes its place.
  const feed = useGet('/v1/feed', {
    query: { ...homeFeed, ...trail, ...around },
    staleTime: isKnown ? 0 : Infinity,
    placeholderData: keepPreviousData,
  })
  return (
    <Section look="plain" title={t(isKnown ? 'home.forYou' : 'home.worthALook')} aside={<More to="/search" />}>
      <NearHere />
      <ProblemNote problem={feed.error} />
      {feed.data === undefined ? (
        <OfferGrid busy>
          <CardSkeletons count={homeFeed.limit} />
        </OfferGrid>
      ) : (
        <PlacedCards items={feed.data.items} place="home" first={seenAtOnce} />
      )}
    </Section>
  )
}

type CardsProps = {
  of: { data: { items: readonly OfferShown[] } | undefined; isPending: boolean }
  /** How many are expected. */
  count: number
}

function Cards({ of: { data, isPending }, count }: CardsProps): ReactNode {
  if (isPending) return <CardSkeletons count={count} />
  return data?.items.map((offer) => <OfferCard key={offer.id} offer={offer} />)
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
