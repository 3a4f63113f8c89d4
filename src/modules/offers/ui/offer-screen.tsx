import { keepPreviousData } from '@tanstack/react-query'
import { type ReactNode, useEffect, lazy } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'react-router'
import { DataRows } from '#kit/data-rows'
import { Later } from '#kit/later'
import { OfferCard, OfferRow } from '#kit/offer-card'
import { ProblemState } from '#kit/problem'
import { ReportButton } from '#kit/report'
import { PlacedCards } from '#kit/placed'
import { Page, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { useChoiceText } from '#kit/schema-field'
import { Rating } from '#kit/rating'
import { type Reply, useGet } from '#web/api'
import { plainWords, useFormat } from '#web/format'
import { useHead } from '#web/head'
import { manifestOf } from '#web/manifest'
import { controlOf } from '#web/schema'
import { noteLooked, useTrail } from '#web/trail'
import { useTown } from '#web/town'
import { BuyBox } from './buy-box.tsx'
import { Gallery } from './gallery.tsx'
import { jsonLdOf, shopJsonLdOf } from './json-ld.ts'
import { reviewsRow } from './queries.ts'
import css from './offer-screen.module.css'
import { SellerCard } from './seller-card.tsx'
import { VariantChoice } from './variant-choice.tsx'

/** Below the fold, and not on every page: what few look at first is brought after the rest. */
const Reviews = lazy(async () => ({ default: (await import('#kit/reviews')).Reviews }))

/** A thing with its variants. */
export type Thing = Reply<'get', '/v1/offers/{id}'>
/** One of them. */
export type Variant = Thing['variants'][number]

/** Others change what is free, and a visitor has no stream of events: looked at again after so long, ms. */
const lookAgainMs = 10_000

/** One thing: what it is, who has it, and getting it. */
export function OfferScreen(): ReactNode {
  const { id = '' } = useParams()
  const { t } = useTranslation('buyer')
  const thing = useGet('/v1/offers/{id}', { path: { id }, retry: false, refetchInterval: lookAgainMs })
  if (thing.error !== null && thing.data === undefined) {
    return (
      <Gone
        title={t('offer.gone')}
        problem={<ProblemState problem={thing.error} again={() => void thing.refetch()} />}
        status={thing.error.status}
      />
    )
  }
  if (thing.data === undefined) return <PageSkeleton />
  return <Shown thing={thing.data} />
}

function Gone({ title, problem, status }: { title: string; problem: ReactNode; status: number }): ReactNode {
  useHead({ title, isPrivate: true, ...(status === 404 ? { status: 404 } : {}) })
  return problem
}

function Shown({ thing }: { thing: Thing }): ReactNode {
  const { id = '' } = useParams()
  const { t } = useTranslation('buyer')
  const { money } = useFormat()
  const [query, setQuery] = useSearchParams()
  const wanted = query.get('variant') ?? id
  const chosen = chosenOf(thing, wanted)
  const reviews = useGet('/v1/reviews', { query: reviewsRow(thing.id), enabled: thing.rating !== undefined })
  const hours = useGet('/v1/hours/{party}', { path: { party: thing.seller.id }, staleTime: 60_000 })
  const town = useTown()
  const shop = hours.data === undefined ? [] : shopJsonLdOf(thing.seller, hours.data, town.name)
  useHead(headOf(thing, [...jsonLdOf(thing, reviews.data?.items ?? []), ...shop]))
  return (
    <Page>
      <Shelf path={thing.categoryPath} />
      <div className={css.columns}>
        <Gallery key={chosen.id} pictures={picturesOf(thing, chosen)} title={thing.title} />
        <div className={css.about}>
          <h1>{thing.title}</h1>
          {thing.rating !== undefined && <Rating rating={thing.rating} />}
          <p className={css.price}>{money(chosen.priceMinor, thing.currency)}</p>
          {thing.isListed ? <Stock available={chosen.available} /> : <p className={css.gone}>{t('offer.notListed')}</p>}
          {thing.variants.length > 1 && (
            <VariantChoice
              variants={thing.variants}
              chosen={chosen}
              choose={(variant) => setQuery({ variant }, { replace: true, preventScrollReset: true })}
            />
          )}
          {thing.isListed && <BuyBox key={chosen.id} thing={thing} chosen={chosen} />}
          <SellerCard seller={thing.seller} />
          {thing.description !== '' && <p className={css.description}>{thing.description}</p>}
          <Attributes thing={thing} chosen={chosen} />
          <Report thing={thing} />
        </div>
      </div>
      {thing.rating !== undefined && (
        <Later>
          <Reviews offer={thing.id} />
        </Later>
      )}
      <Also thing={thing} />
      <Because thing={thing} />
      <Others thing={thing} />
    </Page>
  )
}

function Report({ thing }: { thing: Thing }): ReactNode {
  const { t } = useTranslation('buyer')
  return (
    <p>
      <ReportButton kind="listing-report" about={{ type: 'listing', id: thing.id }}>
        {t('offer.report')}
      </ReportButton>
    </p>
  )
}

function headOf(thing: Thing, jsonLd: readonly object[]): Parameters<typeof useHead>[0] {
  const cover = coverOf(thing)
  return {
    title: thing.title,
    description: `${thing.title}. ${thing.description}`.slice(0, 300),
    canonical: `/offers/${thing.id}`,
    kind: 'product',
    ...(cover === null ? {} : { image: `/v1/files/${cover}` }),
    jsonLd,
  }
}

/** The variant that was asked for, if it can be had; else the first that can. */
function chosenOf({ variants }: Thing, wanted: string): Variant {
  const named = variants.find((variant) => variant.id === wanted && variant.available !== 0)
  return named ?? variants.find(({ available }) => available !== 0) ?? variants.at(0)!
}

function coverOf({ variants }: Thing): string | null {
  return variants.find(({ pictures }) => pictures.length > 0)?.pictures[0] ?? null
}

function picturesOf(thing: Thing, chosen: Variant): readonly string[] {
  if (chosen.pictures.length > 0) return chosen.pictures
  const cover = coverOf(thing)
  return cover === null ? [] : [cover]
}

/** So few that it should be said how many. */
const fewMax = 5

function Stock({ available }: { available: number | null }): ReactNode {
  const { t } = useTranslation('buyer')
  if (available === null) return null
  if (available === 0) return <p className={css.gone}>{t('offer.soldOut')}</p>
  return <p className={css.stock}>{available <= fewMax ? t('offer.few', { count: available }) : t('offer.inStock')}</p>
}

function Shelf({ path }: { path: readonly string[] }): ReactNode {
  const { t } = useTranslation('buyer')
  const { said } = useFormat()
  const { data } = useGet('/v1/categories')
  const shelves = path.flatMap((slug) => data?.items.find((one) => one.slug === slug) ?? [])
  return (
    <nav className={css.shelf} aria-label={t('offer.where')}>
      <Link to="/search">{t('search.everything')}</Link>
      {shelves.map(({ slug, titles }) => (
        <Link key={slug} to={`/search?category=${slug}`}>
          {said(titles)}
        </Link>
      ))}
    </nav>
  )
}

/** What the business asks of its offers, in its own words. */
function Attributes({ thing, chosen }: { thing: Thing; chosen: Variant }): ReactNode {
  const { t } = useTranslation('buyer')
  const { said, money, number } = useFormat()
  const choice = useChoiceText()
  const { data } = useGet('/v1/businesses/{name}', { path: { name: thing.business }, staleTime: 60_000 })
  const { properties = {} } = data === undefined ? {} : (manifestOf(data).offer ?? {})
  const rows = Object.entries(chosen.attributes).flatMap(([name, value]): [string, string][] => {
    const property = properties[name]
    if (property === undefined) return []
    const label = said(property.title) || plainWords(name)
    const control = controlOf(name, property)
    if (control === 'money' && typeof value === 'number')
      return [[label, value === 0 ? t('offer.free') : money(value, thing.currency)]]
    if (control === 'choice') return [[label, choice(value as string | number)]]
    if (typeof value === 'number') return [[label, number(value)]]
    return typeof value === 'string' ? [[label, value]] : []
  })
  if (rows.length === 0) return null
  return (
    <Section title={t('offer.details')}>
      <DataRows rows={rows} />
    </Section>
  )
}

/** What people who looked at it chose. */
function Also({ thing: { id } }: { thing: Thing }): ReactNode {
  const { t } = useTranslation('buyer')
  const { data } = useGet('/v1/feed/also', { query: { offer: id, limit: rowLength, ...useTrail() }, ...onceShown })
  if (data === undefined || data.items.length === 0) return null
  return (
    <Section look="plain" title={t('home.also')}>
      <PlacedCards items={data.items} place="also" row={t('home.also')} />
    </Section>
  )
}

/** What goes with the thing that was looked at before; nothing on a first visit. */
function Because({ thing: { id } }: { thing: Thing }): ReactNode {
  const { t } = useTranslation('buyer')
  const trail = useTrail()
  useEffect(() => noteLooked(id), [id])
  const query = { except: id, limit: rowLength, ...trail }
  const { data } = useGet('/v1/feed/because', { query, ...onceShown })
  const anchor = data?.anchor
  if (anchor === null || anchor === undefined || data === undefined || data.items.length === 0) return null
  const title = t('home.because', { title: anchor.title })
  return (
    <Section look="plain" title={title}>
      <PlacedCards items={data.items} place="because" row={title} />
    </Section>
  )
}

/** Things of a row; what is chosen for a page stays on it, or it would move under the hand. */
const rowLength = 10
const onceShown = { staleTime: Infinity, placeholderData: keepPreviousData } as const

/** What else the same people offer. */
function Others({ thing }: { thing: Thing }): ReactNode {
  const { t } = useTranslation('buyer')
  const { data } = useGet('/v1/offers', { query: { seller: thing.seller.id, limit: 12 } })
  const others = (data?.items ?? []).filter(({ id }) => id !== thing.id)
  if (others.length === 0) return null
  const title = t('offer.others', { name: thing.seller.name })
  return (
    <Section look="plain" title={title}>
      <OfferRow label={title}>
        {others.map((offer) => (
          <OfferCard key={offer.id} offer={offer} />
        ))}
      </OfferRow>
    </Section>
  )
}
