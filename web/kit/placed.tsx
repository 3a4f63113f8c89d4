import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { noteSeen } from '#web/interactions'
import { useSession } from '#web/session'
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

/** Half of a card has to be on the screen for it to count as shown. */
const shownShare = 0.5

/** Tells what comes onto the screen, once, and what is chosen. The town listens to whoever is signed in. */
function useTelling(
  around: RefObject<HTMLDivElement | null>,
  { items, place }: Pick<Props, 'items' | 'place'>,
): (event: { target: EventTarget }) => void {
  const { since } = useSession()
  const isHeard = since !== null && since !== undefined
  useEffect(() => {
    const cards = [...(around.current?.querySelectorAll('ul > li') ?? [])]
    if (!isHeard || cards.length === 0) return undefined
    const watcher = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          const item = items[cards.indexOf(target)]
          if (!isIntersecting || item === undefined) continue
          watcher.unobserve(target)
          noteSeen(seenOf('impression', item, place))
        }
      },
      { threshold: shownShare },
    )
    for (const card of cards) watcher.observe(card)
    return () => watcher.disconnect()
  }, [around, items, place, isHeard])
  return ({ target }) => {
    if (!isHeard || !(target instanceof Element) || target.closest('a') === null) return
    const card = target.closest('li')
    const cards = [...(around.current?.querySelectorAll('ul > li') ?? [])]
    const item = card === null ? undefined : items[cards.indexOf(card)]
    if (item !== undefined) noteSeen(seenOf('click', item, place))
  }
}

function seenOf(type: 'impression' | 'click', { offer, decision, position }: PlacedOffer, place: string) {
  return { type, subject: offer.id, data: { place, position, decision } } as const
}
