import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { OfferCard, OfferGrid } from '#kit/offer-card'
import { PlacedCards } from '#kit/placed'
import { Section } from '#kit/section'
import { type Reply, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useTown } from '#web/town'
import { useTrail } from '#web/trail'
import css from './search-screen.module.css'

type Found = Reply<'get', '/v1/offers'>

/** The address with some of its wishes changed; null takes one away. */
export function useWish(): (changes: Record<string, string | null>) => string {
  const [query] = useSearchParams()
  return (changes) => {
    const next = new URLSearchParams(query)
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) next.delete(name)
      else next.set(name, value)
    }
    return `/search?${next}`
  }
}

/** What hits can be narrowed down to, with how many there would be; pressed once more it is wide again. */
export function Facets({ facets }: { facets: Found['facets'] }): ReactNode {
  const { t } = useTranslation('buyer')
  if (facets === null || facets === undefined) return null
  return (
    <nav className={css.shelves} aria-label={t('search.narrow')}>
      <Prices bands={facets.price ?? []} />
      <Businesses counts={facets.business ?? []} />
      <Stars counts={facets.rating ?? []} />
    </nav>
  )
}

type Band = NonNullable<NonNullable<Found['facets']>['price']>[number]

function Prices({ bands }: { bands: readonly Band[] }): ReactNode {
  const { t } = useTranslation('buyer')
  const { money } = useFormat()
  const { currency } = useTown()
  const wish = useWish()
  const [query] = useSearchParams()
  const filled = bands.filter(({ count }) => count > 0)
  const isChosen = query.has('priceMinorMin')
  if (filled.length < 2 && !isChosen) return null
  return (
    <div className={css.chips}>
      {filled.map(({ fromMinor, toMinor, count }) => {
        const isOn = query.get('priceMinorMin') === String(fromMinor)
        const most = { priceMinorMin: String(fromMinor), priceMinorMax: String(toMinor - 1) }
        const to = wish(isOn ? { priceMinorMin: null, priceMinorMax: null } : most)
        return (
          <Link key={fromMinor} to={to} className={css.chip} aria-current={isOn ? 'true' : undefined}>
            {fromMinor === 0
              ? t('search.upTo', { most: money(toMinor, currency) })
              : t('search.between', { least: money(fromMinor, currency), most: money(toMinor, currency) })}{' '}
            <span>{count}</span>
          </Link>
        )
      })}
    </div>
  )
}

function Businesses({ counts }: { counts: readonly { value: string; count: number }[] }): ReactNode {
  const { said } = useFormat()
  const wish = useWish()
  const [query] = useSearchParams()
  const { data } = useGet('/v1/businesses', { staleTime: 60_000, enabled: counts.length > 0 })
  const chosen = query.get('business')
  if (counts.length < 2 && chosen === null) return null
  return (
    <div className={css.chips}>
      {counts.map(({ value, count }) => {
        const isOn = value === chosen
        const title = said(data?.items.find(({ business }) => business === value)?.title)
        return (
          <Link
            key={value}
            to={wish({ business: isOn ? null : value })}
            className={css.chip}
            aria-current={isOn ? 'true' : undefined}
          >
            {title} <span>{count}</span>
          </Link>
        )
      })}
    </div>
  )
}

/** Few stars are no wish. */
const starsWished = 3

function Stars({ counts }: { counts: readonly { starsMin: number; count: number }[] }): ReactNode {
  const { t } = useTranslation('buyer')
  const wish = useWish()
  const [query] = useSearchParams()
  const chosen = query.get('stars')
  const shown = counts.filter(({ starsMin, count }) => count > 0 && starsMin >= starsWished)
  if (shown.length === 0 && chosen === null) return null
  return (
    <div className={css.chips}>
      {shown.map(({ starsMin, count }) => {
        const isOn = chosen === String(starsMin)
        return (
          <Link
            key={starsMin}
            to={wish({ stars: isOn ? null : String(starsMin) })}
            className={css.chip}
            aria-current={isOn ? 'true' : undefined}
          >
            {t('search.stars', { count: starsMin })} <span>{count}</span>
          </Link>
        )
      })}
    </div>
  )
}

/** Says when something else was found than was typed, and offers the spelling that finds more. */
export function Spelling({ search }: { search: Found['search'] }): ReactNode {
  const { t } = useTranslation('buyer')
  const wish = useWish()
  if (search === undefined) return null
  const { corrected, didYouMean } = search
  return (
    <>
      {corrected !== null && <p>{t('search.corrected', { words: corrected })}</p>}
      {didYouMean !== null && (
        <p>
          {t('search.didYouMean')} <Link to={wish({ q: didYouMean })}>{didYouMean}</Link>
        </p>
      )}
    </>
  )
}

/** Instead of nothing: what is near to what was looked for, and how. */
export function Nearby({ nearby }: { nearby: Found['nearby'] }): ReactNode {
  const { t } = useTranslation('buyer')
  if (nearby === undefined || nearby.items.length === 0) return null
  return (
    <Section look="plain" title={t(`search.near.${nearby.why}`)}>
      <OfferGrid>
        {nearby.items.map((offer) => (
          <OfferCard key={offer.id} offer={offer} />
        ))}
      </OfferGrid>
    </Section>
  )
}

/** Where neither words nor filters lead anywhere: what most people choose. */
export function WorthALook(): ReactNode {
  const { t } = useTranslation('buyer')
  const trail = useTrail()
  const feed = useGet('/v1/feed', { query: { limit: 6, ...trail } })
  if (feed.data === undefined || feed.data.items.length === 0) return null
  return (
    <Section look="plain" title={t('home.worthALook')}>
      <PlacedCards items={feed.data.items} place="search" />
    </Section>
  )
}
