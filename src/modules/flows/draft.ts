import type { Command, Json, JsonObject } from '#kernel/commands'
import type { CellMove } from '#modules/capacity'
import type { Posting } from '#modules/ledger'
import type { Offer } from '#modules/offers'
import type { Flow } from './flow.ts'
import { smallestFree } from './cells.ts'
import type { Order, Outgoing, Step, Timer, View } from './view.ts'

/**
 * An order being changed by one command. The draft has a copy of its own whose values are replaced, never changed in
 * place, so the order that it began with stays as it was, and leaving the draft behind is all it takes to refuse.
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
export type Scope = {
  readonly [name: string]: unknown
  item: Json
  all: Json
  order: Order
  terms: JsonObject
  data: JsonObject
}

// Stands in only until the scope of the draft itself is made.
const emptyScope = {} as Scope

/** What a decision begins with. */
export type Begun = Pick<Draft, 'flow' | 'view' | 'command'>

/** Begins a draft of an order. */
export function createDraft({ flow, view, command }: Begun, order: Order, isNew: boolean): Draft {
  const draft: Draft = {
    flow,
    view,
    command,
    isNew,
    order: { ...order },
    scope: emptyScope,
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

/** A copy to come back to. */
export function snapshot(draft: Draft): Partial<Draft> {
  return {
    order: { ...draft.order },
    cells: new Map([...draft.cells].map(([name, move]) => [name, { ...move }])),
    spent: new Map(draft.spent),
    postings: [...draft.postings],
    steps: [...draft.steps],
    timers: [...draft.timers],
    stepPostings: [...draft.stepPostings],
    outgoing: [...draft.outgoing],
  }
}

/** Comes back to a snapshot. */
export function restore(draft: Draft, before: Partial<Draft>): void {
  Object.assign(draft, before)
  draft.scope.order = draft.order
  changeOrder(draft, {})
}

/** What the draft can debit from an account now. */
export function spendable(draft: Draft, account: string): number {
  return draft.view.spendable(account) + (draft.spent.get(account) ?? 0)
}

/**
 * Plain fields are quickest to read; `changeOrder` keeps those of the order in step. Parties, codes and free counts are
 * worked out only when an expression asks for them.
 */
function createScope(draft: Draft): Scope {
  const { view, command, order } = draft
  const lines = order.lines.map((line) => ({
    qty: line.qty,
    options: line.options ?? {},
    offer: offerScope(view.offer(line.offerId)),
  }))
  return {
    item: null,
    all: null,
    now: view.now,
    input: command.input,
    answers: command.answers ?? {},
    actor: { id: command.actor.party, kind: command.actor.kind },
    order,
    terms: order.terms,
    data: order.data,
    rates: order.rates,
    offer: lines[0]?.offer ?? {},
    lines,
    get party() {
      return partyScope(draft)
    },
    get free() {
      return freeScope(draft)
    },
    get codes() {
      return codeScope(draft)
    },
  }
}

/** Changes parts of the draft's own copy of the order, and what expressions see of them. */
export function changeOrder(draft: Draft, change: Partial<Order>): void {
  const { order, scope } = draft
  Object.assign(order, change)
  scope.terms = order.terms
  scope.data = order.data
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
    const facts = Object.fromEntries(draft.flow.facts.map((fact) => [fact, party?.facts[fact] ?? 0]))
    scope[role] = { ...facts, id, kind: party?.kind ?? 'person' }
  }
  return scope
}

function freeScope(draft: Draft): JsonObject {
  return Object.fromEntries([...draft.flow.capacity.keys()].map((name) => [name, { left: smallestFree(draft, name) }]))
}

function codeScope(draft: Draft): JsonObject {
  const names = Object.keys(draft.flow.manifest.codes ?? {})
  return Object.fromEntries(names.map((name) => [name, draft.view.code(draft.order.id, name)]))
}
