import type { Draft } from './draft.ts'

/**
 * Whether the actor of a command may act in a role. A bound role admits its party; one that is not bound admits whoever
 * has been granted it, or whoever is of its kind when it asks for nothing else. The kind always applies.
 */
export function admits(draft: Draft, role: string): boolean {
  const { actor } = draft.command
  const { grant, kind, bind } = draft.flow.manifest.roles[role]!
  if (kind !== undefined && kind !== actor.kind) return false
  const holder = draft.order.roles[role]
  if (holder !== undefined) return holder === actor.party
  if (grant !== undefined) return actor.grants.includes(grant)
  return kind !== undefined && bind === undefined
}
