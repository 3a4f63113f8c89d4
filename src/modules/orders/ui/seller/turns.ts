import type { Reply } from '#web/api'
import type { Manifest } from '#web/manifest'
import { graveTypes } from '../grave-types.ts'

/** What a seller's orders wait for, read from their manifests: the same for every line of business. */

/** An order in a list. */
export type Listed = Reply<'get', '/v1/orders'>['items'][number]

/** Whose turn it is: `todo` mine, `back` something is wrong or comes back, `waiting` somebody else's. */
export type Turn = 'todo' | 'back' | 'waiting'

/** An order that I sell, with its manifest. */
export type Sale = { readonly order: Listed; readonly manifest: Manifest; readonly turn: Turn }

type Standing = Pick<Listed, 'state' | 'mine' | 'roles'> & { stuck?: string | null }

/** True when one of my roles is that of whoever offers. */
export function isSale(manifest: Manifest, { mine }: Pick<Listed, 'mine'>): boolean {
  return mine.some((role) => manifest.roles[role]?.bind === 'offer.seller')
}

/** Names of states in which goods or money are on their way back, as manifests name them. */
const backStates = /return|sentBack|takenBack|contest|disput|claim/i

/** Whose turn it is. I am to act when nobody else who is bound to the order could lead it on instead. */
export function turnOf(manifest: Manifest, order: Standing): Turn {
  if (backStates.test(order.state) || (order.stuck ?? null) !== null) return 'back'
  const others = Object.keys(order.roles).filter((role) => !order.mine.includes(role))
  const canI = stepsFor(manifest, order.state, order.mine).length > 0
  return canI && stepsFor(manifest, order.state, others).length === 0 ? 'todo' : 'waiting'
}

/** What these roles may do in a state to lead an order on, by type. */
export function stepsFor(manifest: Manifest, state: string, roles: readonly string[]): string[] {
  return Object.entries(manifest.flow.states[state]?.on ?? {}).flatMap(([type, transition]) => {
    const isTheirs = [transition].flat().some(({ by = [] }) => by.some((role) => roles.includes(role)))
    return isTheirs && !graveTypes.test(type) ? [type] : []
  })
}

/** Those of a list that I sell. */
export function salesOf(orders: readonly Listed[], manifests: ReadonlyMap<string, Manifest>): Sale[] {
  return orders.flatMap((order) => {
    const manifest = manifests.get(order.business)
    if (manifest === undefined || !isSale(manifest, order)) return []
    return [{ order, manifest, turn: turnOf(manifest, order) }]
  })
}
