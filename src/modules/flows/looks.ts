import type { Json, JsonObject } from '#kernel/commands'
import type { Offer } from '#modules/offers'
import type { Draft } from './draft.ts'
import type { CompiledLook } from './flow.ts'
import { refuse, wordsOf } from './refusals.ts'

/**
 * The offers of other businesses that an order looks at, each list read when an expression asks for it. Only a new
 * order looks: what it relies on it freezes.
 */
export function seenScope(draft: Draft): JsonObject {
  const lists = [...draft.flow.looks].map(([name, look]) => [name, offersSeen(draft, look)] as const)
  return Object.fromEntries(lists)
}

function offersSeen(draft: Draft, look: CompiledLook): Json {
  const ids = look.offers(draft.scope) as readonly unknown[]
  return ids.map((id) => offerSeen(draft.view.offer(String(id)), look))
}

function offerSeen(offer: Offer | undefined, look: CompiledLook): JsonObject {
  if (offer === undefined || offer.business !== look.business || offer.status !== 'active') refuseLook(look)
  const relied = look.attributes.flatMap((name) => {
    const value = offer.attributes[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const attributes = Object.fromEntries(relied)
  // The other business may have changed its form since this one was published.
  if (look.checkOffer(attributes).length > 0) refuseLook(look)
  const { id, seller, title, category, currency, priceMinor, taxCode, priceIncludesTax } = offer
  return { ...attributes, id, seller, title, category, currency, priceMinor, taxCode, priceIncludesTax }
}

function refuseLook({ refusal }: CompiledLook): never {
  refuse(refusal, refusal === 'offer-not-found' ? 404 : 409, wordsOf(refusal))
}
