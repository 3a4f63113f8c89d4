import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useTelling } from '#web/telling'
import { OfferCard, OfferGrid, OfferRow, type OfferShown } from './offer-card.tsx'
import { WhyPlaced } from './why-placed.tsx'

/** A thing that a decision has put in its place. */
export type PlacedOffer = {
  offer: OfferShown
  decision: string
  position: number
  isNewcomer: boolean
  isSponsored: boolean
  reasons: readonly { feature: string; weight: number }[]
}

type Props = {
  items: readonly PlacedOffer[]
  /** Where on the site, as it is told: `home`, `also`. */
  place: string
  /** Name of a row that is pushed sideways; absent: a grid. */
  row?: string
  /** How many are seen at once. */
  first?: number
}

/** Cards that were chosen for whoever looks: each says why, and what becomes of it is told to whoever chose. */
export function PlacedCards({ items, place, row, first = 0 }: Props): ReactNode {
  const { t } = useTranslation('shell')
  const around = useRef<HTMLDivElement>(null)
  const tell = useTelling(around, { items, place })
  const cards = items.map((item, index) => (
    <OfferCard
      key={item.offer.id}
      offer={item.offer}
      isFirst={index < first}
      flag={item.isSponsored ? t('placed.sponsored') : item.isNewcomer ? t('placed.new') : undefined}
      foot={<WhyPlaced about={item.offer.title} reasons={item.reasons} />}
    />
  ))
  return (
    <div ref={around} onClickCapture={tell}>
      {row === undefined ? <OfferGrid>{cards}</OfferGrid> : <OfferRow label={row}>{cards}</OfferRow>}
    </div>
  )
}
