import { type RefObject, useEffect } from 'react'
import { noteSeen } from './interactions.ts'
import { useSession } from './session.ts'

/** A thing at its place, and who put it there. */
export type Told = { offer: { id: string }; decision: string; position: number }

/** Half of a card has to be on the screen for it to count as shown. */
const shownShare = 0.5
const cardsIn = (around: HTMLElement | null): Element[] => [...(around?.querySelectorAll('ul > li') ?? [])]

/**
 * Tells what of a list comes onto the screen, once, and what is chosen; cards stand in the order of the items, and
 * those behind them are nobody's choice. Put the answer on the element as `onClickCapture`.
 *
 * @param place where on the site, as it is told: `home`, `also`, `search`
 */
export function useTelling(
  around: RefObject<HTMLElement | null>,
  { items, place }: { items: readonly Told[]; place: string },
): (event: { target: EventTarget }) => void {
  const isKnown = useSession().since !== undefined
  useEffect(() => {
    const cards = cardsIn(around.current)
    if (!isKnown || cards.length === 0 || items.length === 0) return undefined
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
  }, [around, items, place, isKnown])
  return ({ target }) => {
    if (!(target instanceof Element) || target.closest('a') === null) return
    const card = target.closest('li')
    const item = card === null ? undefined : items[cardsIn(around.current).indexOf(card)]
    if (item !== undefined) noteSeen(seenOf('click', item, place))
  }
}

function seenOf(type: 'impression' | 'click', { offer, decision, position }: Told, place: string) {
  return { type, subject: offer.id, data: { place, position, decision } } as const
}
