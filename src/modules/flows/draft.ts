import type { Command, Json, JsonObject } from '#kernel/commands'
import type { CellMove } from '#modules/capacity'
import type { Posting } from '#modules/ledger'
import type { Offer } from '#modules/offers'
import type { Flow } from './flow.ts'
import { smallestFree } from './cells.ts'
import type { Order, Outgoing, Step, Timer, View } from './view.ts'

/**
 * An order being changed by one command. Values are replaced, never changed in place, so the order that the draft
 * began with stays as it was, and leaving the draft behind is all it takes to refuse.
 */
export type Draft = {
  readonly flow: Flow
  readonly view: View
  readonly command: Command
  readonly isNew: boolean
  order: Order
  scope: Scope
  /** Per cell what this command moves so far. */
  cells: Map<string, CellMove>
  /** Per account what this command adds so far, minor units. */
  spent: Map<string, number>
  postings: Posting[]
  steps: Step[]
  timers: Timer[]
  /** Of the step in progress. */
  stepPostings: Posting[]
  outgoing: Outgoing[]
}

/** The names that expressions see. */
export type Scope = { readonly [name: string]: unknown; item: Json; all: Json }

/** Begins a draft of an order. */
export function createDraft(flow: Flow, view: View, command: Command, order: Order, isNew: boolean): Draft {
  const draft: Draft = {
    flow,
    view,
    command,
    isNew,
    order,
    scope: { item: null, all: null },
    cells: new Map(),
    spent: new Map(),
    postings: [],
    steps: [],
    timers: [],
    stepPostings: [],
    outgoing: [],
  }
  draft.scope = createScope(draft)
  return draft
}

/** A copy to come back to. The order itself needs none: it is never changed in place. */
export function snapshot(draft: Draft): Partial<Draft> {
  return {
    order: draft.order,
    cells: new Map([...draft.cells].map(([name, move]) => [name, { ...move }])),
    spent: new Map(draft.spent),
    postings: [...draft.postings],
    steps: [...draft.steps],
    timers: [...draft.timers],
    stepPostings: [...draft.stepPostings],
    outgoing: [...draft.outgoing],
  }
}

/** What the draft can debit from an account now. */
export function spendable(draft: Draft, account: string): number {
  return draft.view.spendable(account) + (draft.spent.get(account) ?? 0)
}

/** Everything is read when asked for: an expression that does not mention parties costs no look at them. */
function createScope(draft: Draft): Scope {
  const { view, command } = draft
  let lines: JsonObject[] | undefined
  return {
    item: null,
    all: null,
    now: view.now,
    input: command.input,
    answers: command.answers ?? {},
    actor: { id: command.actor.party, kind: command.actor.kind },
    get order() {
      const { id, state, placedAt, roles } = draft.order
      return { id, state, placedAt, roles }
    },
    get terms() {
      return draft.order.terms
    },
    get data() {
      return draft.order.data
    },
    get rates() {
      return draft.order.rates
    },
    get offer() {
      const line = draft.order.lines[0]
      return line === undefined ? {} : offerScope(view.offer(line.offerId))
    },
    get lines() {
      // Lines never change, and several expressions walk them.
      lines ??= draft.order.lines.map((line) => ({
        qty: line.qty,
        options: line.options ?? {},
        offer: offerScope(view.offer(line.offerId)),
      }))
      return lines
    },
    get party() {
      return partyScope(draft)
    },
    get free() {
      return Object.fromEntries([...draft.flow.capacity.keys()].map((name) => [name, { left: smallestFree(draft, name) }]))
    },
    get codes() {
      const names = Object.keys(draft.flow.manifest.codes ?? {})
      return Object.fromEntries(names.map((name) => [name, view.code(draft.order.id, name)]))
    },
  }
}

const offerScopes = new WeakMap<Offer, JsonObject>()

/** An offer as expressions see it: its own attributes beside those of every offer. */
function offerScope(offer: Offer | undefined): JsonObject {
  if (offer === undefined) return {}
  const known = offerScopes.get(offer)
  if (known !== undefined) return known
  const { id, seller, title, category, currency, priceMinor, taxCode, priceIncludesTax } = offer
  const scope = { ...offer.attributes, id, seller, title, category, currency, priceMinor, taxCode, priceIncludesTax }
  offerScopes.set(offer, scope)
  return scope
}

function partyScope(draft: Draft): JsonObject {
  const scope: Record<string, JsonObject> = {}
  for (const [role, id] of Object.entries(draft.order.roles)) {
    const party = draft.view.party(id)
    scope[role] = party === undefined ? { id } : { ...party.facts, id, kind: party.kind }
  }
  return scope
}
