import type { Decision, DirectEvent, JsonObject, Refusal } from '#kernel/commands'
import type { CellMove } from '#modules/capacity'
import type { OffersChanges } from './commands.ts'
import type { Offer } from './offer.ts'

type Acceptance = { type: string; cells: readonly CellMove[]; before: Offer | undefined }

/** An offer to be stored, with the event that tells of it. */
export function accepted(offer: Offer, { type, cells, before }: Acceptance): Decision<OffersChanges> {
  const { id, business, seller, groupId, priceMinor, currency, category, status, rev, title } = offer
  const data: JsonObject = {
    business, seller, groupId, title, category, priceMinor, currency, status, rev,
    ...(before === undefined ? {} : { previously: { priceMinor: before.priceMinor, status: before.status } }),
    ...(cells[0] === undefined ? {} : { stock: cells[0].supply }),
  } // prettier-ignore
  const event: DirectEvent = { type, subject: id, data }
  return { ok: true, changes: { event, offers: [offer], cells }, result: { offerId: id, rev } }
}

/** A refused decision. */
export function refused(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal }
}
