import type { Actor, Command, DirectCommand, DirectEvent, JsonObject, Refusal } from '#kernel/commands'
import type { FieldError } from '#kernel/problem'
import type { CellMove } from '#modules/capacity'
import { ArchiveInput, type ArchiveInputOf, PutInput, type PutInputOf } from './contract.ts'
import { accepted, refused } from './acceptance.ts'
import { barring } from './barring.ts'
import type { Offer } from './offer.ts'
import { mayChangeOffer, mayOfferAs, maySellWith } from './policies.ts'

/** What the commands of this module look at. */
export type OffersView = {
  readonly offer: (id: string) => Offer | undefined
  /** Counts available in a cell; `undefined` when nobody has written it yet. */
  readonly available: (cell: string) => number | undefined
  /** What is wrong with the attributes of an offer of a business; `undefined` when there is no such business. */
  readonly offerErrors: (business: string, attributes: JsonObject) => readonly FieldError[] | undefined
  /** The grant that a seller of a business must have. */
  readonly sellerGrant: (business: string) => string | undefined
}

/** What they change. */
export type OffersChanges = {
  event: DirectEvent
  /** Whole offers to be stored. */
  offers: readonly Offer[]
  /** Initial stock of a new offer. */
  cells: readonly CellMove[]
}

const put: DirectCommand<OffersView, OffersChanges> = {
  name: 'offers.put',
  input: PutInput,
  decide: (view, command) => {
    const input = command.input as PutInputOf // checked against the schema
    const target = targetOf(view, input, command)
    const { before } = target
    if (before !== undefined && !mayChangeOffer(command.actor, before)) return notYours()
    const grant = view.sellerGrant(input.business)
    if (grant !== undefined && !maySellWith(command.actor, grant)) return notGranted(input.business, grant)
    const errors = [...fieldErrors(view, input, target), ...sellerErrors(command.actor, input, before)]
    if (errors.length > 0) return invalid(errors)
    if (before !== undefined && input.rev !== before.rev) return changed(before)
    const offer = offerFrom(input, target)
    if (before !== undefined) return accepted(offer, { type: 'offers.changed', cells: [], before })
    return accepted(offer, { type: 'offers.created', cells: initialStock(view, offer, input.stock), before })
  },
}

const archive: DirectCommand<OffersView, OffersChanges> = {
  name: 'offers.archive',
  input: ArchiveInput,
  decide: (view, { actor, input }) => {
    const { offerId, rev } = input as ArchiveInputOf // checked against the schema
    const before = view.offer(offerId)
    if (before === undefined) return refused({ slug: 'offer-not-found', status: 404, detail: 'There is no such offer' })
    if (!mayChangeOffer(actor, before)) return notYours()
    if (before.status === 'barred') return barred()
    if (rev !== undefined && rev !== before.rev) return changed(before)
    const offer: Offer = { ...before, status: 'archived', rev: before.rev + 1 }
    return accepted(offer, { type: 'offers.archived', cells: [], before })
  },
}

/** The commands of offers. */
export const offersCommands: readonly DirectCommand<OffersView, OffersChanges>[] = [put, archive, ...barring]

/** The cell that counts the stock of an offer. */
export function stockCell({ business, id }: Pick<Offer, 'business' | 'id'>): string {
  return `${business}/${id}`
}

type Target = { id: string; before: Offer | undefined; seller: string }

/** Which offer is put, what it was before, and whose it is. */
function targetOf(view: OffersView, input: PutInputOf, command: Command): Target {
  const id = input.offerId ?? command.id
  const before = view.offer(id)
  return { id, before, seller: before?.seller ?? input.seller ?? command.actor.party }
}

function fieldErrors(view: OffersView, input: PutInputOf, target: Target): FieldError[] {
  const attributes = view.offerErrors(input.business, (input.attributes ?? {}) as JsonObject) // a JSON body
  const unknown = { pointer: '/business', detail: 'is not a business of this town' }
  const errors = attributes?.map(({ pointer, detail }) => ({ pointer: `/attributes${pointer}`, detail })) ?? [unknown]
  return [...errors, ...lifeErrors(input, target.before), ...groupErrors(view, input, target)]
}

/** What belongs to a new offer only, and what only to one that exists. */
function lifeErrors(input: PutInputOf, before: Offer | undefined): FieldError[] {
  if (before === undefined) {
    return input.rev === undefined ? [] : [{ pointer: '/rev', detail: 'is of an offer that does not exist' }]
  }
  const errors: FieldError[] = []
  if (before.business !== input.business) {
    errors.push({ pointer: '/business', detail: 'cannot change; archive the offer and make another' })
  }
  if (input.stock !== undefined) errors.push({ pointer: '/stock', detail: 'is given once; adjust the stock instead' })
  return errors
}

/** A group is named after its first variant, so that whose it is can be seen from one offer. */
function groupErrors(view: OffersView, input: PutInputOf, { id, seller }: Target): FieldError[] {
  const { groupId } = input
  if (groupId === undefined || groupId === null) {
    const isVariant = Object.keys(input.variant ?? {}).length > 0
    return isVariant ? [{ pointer: '/groupId', detail: 'is required for a variant' }] : []
  }
  if (groupId === id) return []
  const wrong = headError(view.offer(groupId), { groupId, business: input.business, seller })
  return wrong === undefined ? [] : [{ pointer: '/groupId', detail: wrong }]
}

type Group = Pick<Offer, 'groupId' | 'business' | 'seller'>

function headError(head: Offer | undefined, { groupId, business, seller }: Group): string | undefined {
  const isHead = head?.groupId === groupId && head.business === business && head.seller === seller
  if (!isHead) return 'is not the first variant of an offer of this seller'
  return head.status === 'barred' ? 'has been taken down by the town' : undefined
}

function sellerErrors(actor: Actor, { seller }: PutInputOf, before: Offer | undefined): FieldError[] {
  if (seller === undefined) return []
  if (before !== undefined && seller !== before.seller) return [{ pointer: '/seller', detail: 'cannot change' }]
  return mayOfferAs(actor, seller)
    ? []
    : [{ pointer: '/seller', detail: 'must be you; only the operator offers for others' }]
}

function offerFrom(input: PutInputOf, { id, before, seller }: Target): Offer {
  return {
    id,
    business: input.business,
    seller,
    title: input.title.trim(),
    description: input.description ?? '',
    category: input.category,
    currency: input.currency,
    priceMinor: input.priceMinor,
    taxCode: input.taxCode ?? 'standard',
    priceIncludesTax: input.priceIncludesTax ?? true,
    groupId: input.groupId ?? null,
    variant: input.variant ?? {},
    pictures: input.pictures ?? [],
    attributes: (input.attributes ?? {}) as JsonObject, // a JSON body
    status: statusAfter(before),
    rev: (before?.rev ?? 0) + 1,
  }
}

/** Its seller may mend what was taken down; whether it comes back is ruled. */
function statusAfter(before: Offer | undefined): Offer['status'] {
  return before?.status === 'barred' ? 'barred' : 'active'
}

function initialStock(view: OffersView, offer: Offer, stock: number | undefined): CellMove[] {
  if (stock === undefined) return []
  const name = stockCell(offer)
  const counted = view.available(name)
  // The cell of a new id is unwritten; should somebody have counted it before, what was counted stays.
  return counted === undefined ? [{ name, supply: stock, available: 0, held: 0, sold: 0 }] : []
}

function notYours(): { ok: false; refusal: Refusal } {
  return refused({ slug: 'not-yours', status: 403, detail: 'Only the seller of an offer may change it' })
}

function barred(): { ok: false; refusal: Refusal } {
  return refused({
    slug: 'offer-barred',
    status: 409,
    detail: 'The town has taken this offer down; answer in its case',
  })
}

function notGranted(business: string, grant: string): { ok: false; refusal: Refusal } {
  return refused({ slug: 'not-granted', status: 403, detail: `To sell in ${business} you need the grant ${grant}` })
}

function changed({ rev }: Offer): { ok: false; refusal: Refusal } {
  const detail = 'The offer has been changed since you saw it; look at it again and send its rev'
  return refused({ slug: 'offer-changed', status: 409, detail, extra: { rev } })
}

function invalid(errors: readonly FieldError[]): { ok: false; refusal: Refusal } {
  return refused({ slug: 'invalid-input', status: 422, detail: 'The offer is not valid.', errors })
}
