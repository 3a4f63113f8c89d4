import type { PartyKind } from '#kernel/commands'

/** What the engine needs to know of a party. */
export type PartyFacts = {
  id: string
  kind: PartyKind
  grants: readonly string[]
  isSuspended: boolean
  /** Facts that modules register, such as `score`; only those that some expression reads are loaded. */
  facts: { readonly [name: string]: number }
}
