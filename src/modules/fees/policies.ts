import type { Actor } from '#kernel/commands'

/** A document is its seller's and the operator's. */
export function maySeeDocument({ party, grants }: Actor, { seller }: { seller: string }): boolean {
  return party === seller || grants.includes('operator')
}
