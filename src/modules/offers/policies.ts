import type { Actor } from '#kernel/commands'
import type { Offer } from './offer.ts'

/** An offer is changed by its seller, or by the operator. */
export function mayChangeOffer(actor: Actor, { seller }: Pick<Offer, 'seller'>): boolean {
  return actor.party === seller || actor.grants.includes('operator')
}

/** Everyone offers for oneself; the operator may list for a party that cannot. */
export function mayOfferAs(actor: Actor, seller: string): boolean {
  return actor.party === seller || actor.grants.includes('operator')
}

/** Where sellers are verified, only they and the operator list. */
export function maySellWith({ grants }: Actor, grant: string): boolean {
  return grants.includes(grant) || grants.includes('operator')
}

/** What has been reported is taken down by those who rule on it. */
export function mayBarOffers({ grants }: Actor): boolean {
  return grants.includes('operator') || grants.includes('arbiter')
}

/** What is held and sold is the seller's business; others see what is free. */
export function maySeeCounts(actor: Actor | null, seller: string): boolean {
  return actor !== null && mayChangeOffer(actor, { seller })
}
