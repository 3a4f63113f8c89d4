import type { Actor } from '#kernel/commands'

/** A token is ended by who holds it, or by the operator. */
export function mayRevokeToken(actor: Actor, owner: string): boolean {
  return owner === (actor.user ?? actor.party) || actor.grants.includes('operator')
}

/** Personas without passwords exist in a sandbox only, and only for who sits at the machine. */
export function mayBecomePersona({ isSandbox, isLocal }: { isSandbox: boolean; isLocal: boolean }): boolean {
  return isSandbox && isLocal
}
