import type { JsonObject } from '#kernel/commands'

/** A thing or service that a party offers, as the engine and the API know it. */
export type Offer = {
  id: string
  business: string
  /** Party id of who offers it. */
  seller: string
  title: string
  description: string
  /** Slug of a category. */
  category: string
  /** ISO 4217. */
  currency: string
  /** Minor units; 0 where the business prices by its own rates. */
  priceMinor: number
  /** Key into the town's tax rates, such as `standard`, `reduced`, `exempt`. */
  taxCode: string
  priceIncludesTax: boolean
  /** Variants of one thing share it. */
  groupId: string | null
  /** What tells this variant from its siblings, such as `{ "size": "M" }`. */
  variant: { readonly [option: string]: string }
  /** File ids, the first is the cover. */
  pictures: readonly string[]
  /** Whatever the manifest's `offer` schema asks for. */
  attributes: JsonObject
  /** `barred`: taken down by the town. */
  status: 'active' | 'archived' | 'barred'
  /** Counts changes; a writer that saw an older one is refused. */
  rev: number
}
