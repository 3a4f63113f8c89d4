import type { Actor } from '#kernel/commands'
import type { Use } from '#kernel/http'

/**
 * What a member may do for a shop, from most to least:
 * an owner everything; a manager everything but the owners and the money that leaves; staff the daily work; a viewer
 * looks.
 */
export const roles = ['owner', 'manager', 'staff', 'viewer'] as const
export type Role = (typeof roles)[number]

/** Areas of the API (first segment of the path) that only owners change: money that leaves the shop. */
const ownersAreas: readonly string[] = ['wallet']
/** Areas that staff leave alone: who belongs to the shop, what programs may do for it, how it presents itself. */
const managersAreas: readonly string[] = ['profile', 'keys', 'members', 'invitations', 'webhooks']

/** Whether a member of this role may use the API in this way for the shop. */
export function roleMay(role: Role, { area, isWrite }: Use): boolean {
  if (!isWrite || role === 'owner') return true
  if (role === 'viewer' || ownersAreas.includes(area)) return false
  return role === 'manager' || !managersAreas.includes(area)
}

/** Who may take members in and let them go: owners anyone, managers those below them. */
export function mayManage(role: Role | undefined, other: Role): boolean {
  if (role === 'owner') return true
  return role === 'manager' && (other === 'staff' || other === 'viewer')
}

/** What a key needs for a use: `orders:read`. */
export function scopeOf({ area, isWrite }: Use): string {
  return `${area}:${isWrite ? 'write' : 'read'}`
}

/** Whether a key of these scopes may be used so; `*` is for everything. */
export function hasScope(scopes: readonly string[], use: Use): boolean {
  return scopes.includes(scopeOf(use)) || scopes.includes('*')
}

/** A key has scopes of areas; all areas at once only an operator gives, and only to a key of the operator's own. */
export function mayHaveScope(actor: Actor, scope: string): boolean {
  return scope !== '*' || (actor.grants.includes('operator') && actor.user === undefined)
}

/** A key is ended by its party, or by the operator. */
export function mayRevokeKey(actor: Actor, owner: string): boolean {
  return owner === actor.party || actor.grants.includes('operator')
}

/** A token is ended by who holds it, or by the operator. */
export function mayRevokeToken(actor: Actor, owner: string): boolean {
  return owner === (actor.user ?? actor.party) || actor.grants.includes('operator')
}

/** Personas exist in a sandbox only, and only for who sits at the machine or whom the operator let in. */
export function mayBecomePersona({ isSandbox, isLetIn }: { isSandbox: boolean; isLetIn: boolean }): boolean {
  return isSandbox && isLetIn
}
