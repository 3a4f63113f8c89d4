import { Type } from 'typebox'
import type { Actor, Decision, DirectCommand, DirectEvent, Refusal } from '#kernel/commands'
import type { CellMove } from './cells.ts'

/** What `capacity.adjust` looks at. */
export type CapacityView = {
  readonly offer: (id: string) => { business: string; seller: string } | undefined
  readonly available: (cell: string) => number | undefined
}

/** What it changes. */
export type CapacityChanges = { event: DirectEvent; cells: readonly CellMove[] }

const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'

/**
 * Input of `capacity.adjust`. `offerId` alone means the stock of that offer; `cell` names any other cell, below its
 * offer (`BUSINESS/OFFER/…`) or, for the operator, anywhere. A cell that nobody has written yet counts 0 here, whatever
 * supply its business would begin with.
 */
export const adjustInput = Type.Object(
  {
    offerId: Type.Optional(Type.String({ pattern: uuid })),
    cell: Type.Optional(Type.String({ minLength: 3, maxLength: 200, pattern: '^[a-z][a-zA-Z0-9-]*/[^\\u0000]+$' })),
    delta: Type.Integer({ minimum: -1_000_000_000, maximum: 1_000_000_000 }),
    reason: Type.String({ minLength: 1, maxLength: 200 }),
  },
  { additionalProperties: false },
)
type AdjustInput = Type.Static<typeof adjustInput>

const adjust: DirectCommand<CapacityView, CapacityChanges> = {
  name: 'capacity.adjust',
  input: adjustInput,
  decide: (view, { actor, input }) => {
    const { delta, reason, ...named } = input as AdjustInput // checked against the schema
    const found = cellNamed(view, actor, named)
    if ('ok' in found) return found
    const { cell, subject } = found
    const before = view.available(cell) ?? 0
    if (before + delta < 0) {
      return refused('below-zero', 409, `Only ${before} are free; what is held or sold cannot be taken away`)
    }
    const data = { cell, delta, reason, available: before + delta }
    const move: CellMove = { name: cell, supply: 0, available: delta, held: 0, sold: 0 }
    const event: DirectEvent = { type: 'capacity.adjusted', subject, data }
    return { ok: true, changes: { event, cells: [move] }, result: { cell, available: before + delta } }
  },
}

/** The commands of capacity. */
export const capacityCommands: readonly DirectCommand<CapacityView, CapacityChanges>[] = [adjust]

type Found = { cell: string; subject: string | null }
type Named = Pick<AdjustInput, 'offerId' | 'cell'>

function cellNamed(view: CapacityView, actor: Actor, { offerId, cell }: Named): Found | Decision<never> {
  if (offerId !== undefined && cell === undefined) return cellBelow(view, actor, { offerId })
  if (cell === undefined || offerId !== undefined)
    return refused('cell-or-offer', 422, 'Name either an offer or a cell')
  const [business, second = ''] = cell.split('/')
  if (view.offer(second)?.business === business) return cellBelow(view, actor, { offerId: second, cell })
  return isOperator(actor) ? { cell, subject: null } : noOffer()
}

/** The stock of an offer, or a cell whose name begins with it. */
function cellBelow(
  view: CapacityView,
  actor: Actor,
  { offerId, cell }: { offerId: string; cell?: string },
): Found | Decision<never> {
  const offer = view.offer(offerId)
  if (offer === undefined) return noOffer()
  if (offer.seller !== actor.party && !isOperator(actor)) {
    return refused('not-yours', 403, 'Only the seller of the offer may count its stock')
  }
  return { cell: cell ?? `${offer.business}/${offerId}`, subject: offerId }
}

function isOperator({ grants }: Actor): boolean {
  return grants.includes('operator')
}

function noOffer(): Decision<never> {
  return refused('offer-not-found', 404, 'There is no such offer')
}

function refused(slug: string, status: Refusal['status'], detail: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { slug, status, detail } }
}
