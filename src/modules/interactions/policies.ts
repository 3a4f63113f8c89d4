import type { Actor } from '#kernel/commands'

/** Those who may send what others did: the operator, and devices or servers that were granted `collector`. */
export function mayCollect({ grants }: Actor): boolean {
  return grants.includes('operator') || grants.includes('collector')
}
