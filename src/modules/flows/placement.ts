import type { Command, Line } from '#kernel/commands'
import type { Offer } from '#modules/offers'
import { changeOrder, createDraft, type Draft } from './draft.ts'
import { checkHolder } from './effects.ts'
import type { Flow } from './flow.ts'
import { refuse, refuseInput } from './refusals.ts'
import type { Order, View } from './view.ts'

/** Most lines an order may have, and most of one offer in a line: so that sums stay far from the safe integers. */
const LINES_MAX = 200
const QTY_MAX = 1_000_000

/** Opens the draft of a new order in the initial state, with the roles bound that the manifest binds. */
export function placeOrder(flow: Flow, view: View, command: Command): Draft {
  const lines = command.lines ?? []
  checkLines(lines)
  const offers = lines.map((line, index) => offerOf(flow, view, { line, index }))
  checkTogether(offers)
  checkSeller(view, offers)
  const order: Order = {
    id: command.id,
    business: flow.manifest.business,
    version: flow.manifest.version,
    currency: offers[0]?.currency ?? flow.currency,
    lines,
    rates: view.rates(flow.manifest.business),
    placedAt: view.now,
    groupId: command.groupId ?? null,
    state: flow.manifest.flow.initial,
    rev: 0,
    roles: {},
    terms: {},
    data: {},
    holds: {},
    pots: {},
    capturedMinor: 0,
    refundedMinor: 0,
    mandates: {},
    stuck: null,
    ending: null,
  }
  const draft = createDraft({ flow, view, command }, order, true)
  bindRoles(draft)
  return draft
}

function checkLines(lines: readonly Line[]): void {
  if (lines.length > LINES_MAX) refuseInput([{ pointer: '/lines', detail: `has more than ${LINES_MAX} lines` }])
  const errors = lines.flatMap(({ qty }, index) =>
    Number.isSafeInteger(qty) && qty >= 1 && qty <= QTY_MAX
      ? []
      : [{ pointer: `/lines/${index}/qty`, detail: `must be a whole number from 1 to ${QTY_MAX}` }],
  )
  if (errors.length > 0) refuseInput(errors)
}

function offerOf(flow: Flow, view: View, { line, index }: { line: Line; index: number }): Offer {
  const offer = view.offer(line.offerId)
  const { business } = flow.manifest
  if (offer === undefined || offer.business !== business) {
    refuse('offer-not-found', 404, {
      detail: `There is no such offer in ${business}`,
      extra: { pointer: `/lines/${index}/offerId` },
    })
  }
  if (offer.status !== 'active') {
    refuse('offer-archived', 409, {
      detail: `“${offer.title}” is no longer offered`,
      extra: { pointer: `/lines/${index}/offerId` },
    })
  }
  return offer
}

function checkTogether(offers: readonly Offer[]): void {
  const [first] = offers
  if (first === undefined) return
  const stranger = offers.findIndex(({ seller, currency }) => seller !== first.seller || currency !== first.currency)
  if (stranger === -1) return
  refuseInput([
    { pointer: `/lines/${stranger}/offerId`, detail: 'is of another seller or currency than the first line' },
  ])
}

/** What a suspended party has promised goes on; it promises nothing new. */
function checkSeller(view: View, [first]: readonly Offer[]): void {
  if (first !== undefined && view.party(first.seller)?.isSuspended === true)
    refuse('seller-suspended', 409, `“${first.title}” cannot be ordered: its seller is suspended`)
}

function bindRoles(draft: Draft): void {
  const roles: Record<string, string> = {}
  for (const [role, evaluate] of draft.flow.bindings) roles[role] = evaluate(draft.scope) as string
  changeOrder(draft, { roles })
  const { actor } = draft.command
  for (const [role, id] of Object.entries(roles)) {
    const { grant, kind } = draft.flow.manifest.roles[role]!
    if (grant === undefined && kind === undefined) continue
    const party = id === actor.party ? actor : draft.view.party(id)
    if (party === undefined) refuse('party-not-found', 422, `There is nobody to be the ${role}`)
    checkHolder(draft, role, party)
  }
}
