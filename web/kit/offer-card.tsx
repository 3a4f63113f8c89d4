import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useFormat } from '#web/format'
import { metresBetween, useNear } from '#web/near'
import css from './offer-card.module.css'
import { Picture } from './picture.tsx'
import { Rating } from './rating.tsx'

/** What a card shows of an offer. */
export type OfferShown = {
  id: string
  title: string
  currency: string
  priceMinor: number
  priceMinorMax: number
  picture: string | null
  seller: { name: string; place?: { latitude: number; longitude: number } }
  available: number | null
  rating?: { mean: number; count: number }
}

/** So few that it should be said. */
const fewMax = 3

type CardProps = {
  offer: OfferShown
  isFirst?: boolean
  /** Said on the picture, unless there is something more urgent to say. */
  flag?: string | undefined
  /** Stands below all that is said of the thing. */
  foot?: ReactNode
}

/** One thing in a list: a large picture, what it is, what it costs, who has it. */
export function OfferCard({ offer, isFirst = false, flag, foot }: CardProps): ReactNode {
  const { t } = useTranslation('shell')
  const { money, distance } = useFormat()
  const near = useNear()
  const { place } = offer.seller
  const price = offer.priceMinor === 0 ? t('offer.free') : money(offer.priceMinor, offer.currency)
  const { available } = offer
  return (
    <li className={css.card} data-gone={available === 0}>
      <div className={css.frame}>
        <Picture id={offer.picture} title={offer.title} isFirst={isFirst} />
        {available !== null && available <= fewMax ? (
          <span className={css.flag}>
            {available === 0 ? t('offer.soldOut') : t('offer.left', { count: available })}
          </span>
        ) : (
          flag !== undefined && <span className={css.flag}>{flag}</span>
        )}
      </div>
      <Link to={`/offers/${offer.id}`} className={css.title}>
        {offer.title}
      </Link>
      <span className={css.price}>{offer.priceMinorMax > offer.priceMinor ? t('offer.from', { price }) : price}</span>
      <span className={css.seller}>
        {offer.seller.name}
        {near !== undefined && place !== undefined && ` · ${distance(metresBetween(near, place))}`}
      </span>
      {offer.rating !== undefined && <Rating rating={offer.rating} />}
      {foot !== undefined && <div className={css.foot}>{foot}</div>}
    </li>
  )
}

/** Cards in as many columns as there is room for. */
export function OfferGrid({ children, busy = false }: { children: ReactNode; busy?: boolean }): ReactNode {
  return (
    <ul className={css.grid} aria-busy={busy}>
      {children}
    </ul>
  )
}

/** Cards in a row that is pushed sideways. */
export function OfferRow({ children, label }: { children: ReactNode; label: string }): ReactNode {
  return (
    // A row that scrolls must be reachable by keyboard (WCAG 2.1.1).
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <ul className={css.row} tabIndex={0} aria-label={label}>
      {children}
    </ul>
  )
}
