import type { Command, Json, JsonObject } from '#kernel/commands'
import type { CellMove } from '#modules/capacity'
import type { Mandate, Posting } from '#modules/ledger'
import type { Offer } from '#modules/offers'
import type { Flow } from './flow.ts'
import { smallestFree } from './cells.ts'
import { seenScope } from './looks.ts'
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
  /** Standing mandates as this command has drawn on them, by key. */
  mandates: ReadonlyMap<string, Mandate>
  postings: Posting[]
  steps: Step[]
  timers: Timer[]
  /** Of the step in progress. */
  stepPostings: Posting[]
  outgoing: Outgoing[]
}

/** What a decision begins with. */
export type Begun = Pick<Draft, 'flow' | 'view' | 'command'>

/** Shared by all drafts: hardly any draws on a mandate that counts. */
const noMandates: ReadonlyMap<string, Mandate> = new Map()

/** Begins a draft of an order. */
export function createDraft({ flow, view, command }: Begun, order: Order, isNew: boolean): Draft {
  const draft: Draft = {
    flow,
    view,
    command,
    isNew,
    order: { ...order },
    scope: undefined as unknown as Scope, // made below, of the draft itself
    cells: new Map(),
    spent: new Map(),
    mandates: noMandates,
    postings: [],
    steps: [],
    timers: [],
    stepPostings: [],
    outgoing: [],
  }
  draft.scope = new Scope(draft)
  return draft
}

/** A copy to come back to. */
export function snapshot(draft: Draft): Partial<Draft> {
  return {
    order: { ...draft.order },
    cells: new Map([...draft.cells].map(([name, move]) => [name, { ...move }])),
    spent: new Map(draft.spent),
    mandates: draft.mandates,
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
 * The names that expressions see. Plain fields are quickest to read; `changeOrder` keeps those of the order in step.
 * Parties, codes and free counts are worked out only when an expression asks for them: by getters of a class, because
 * getters in an object literal make V8 build a new hidden class for every draft, which cost half of a decision.
 */
export class Scope {
  readonly [name: string]: unknown
  item: Json = null
  all: Json = null
  readonly now: number
  readonly input: JsonObject
  readonly answers: JsonObject
  readonly actor: JsonObject
  order: Order
  terms: JsonObject
  data: JsonObject
  readonly rates: JsonObject
  readonly offer: JsonObject
  readonly lines: readonly JsonObject[]
  readonly #draft: Draft
  #seen: JsonObject | undefined

  constructor(draft: Draft) {
    const { view, command, order } = draft
    this.#draft = draft
    this.now = view.now
    this.input = command.input
    this.answers = command.answers ?? nothing
    this.actor = { id: command.actor.party, kind: command.actor.kind }
    this.order = order
    this.terms = order.terms
    this.data = order.data
    this.rates = order.rates
    this.lines = order.lines.map((line) => ({
      qty: line.qty,
      options: line.options ?? nothing,
      offer: offerScope(view.offer(line.offerId)),
    }))
    this.offer = (this.lines[0]?.['offer'] as JsonObject | undefined) ?? nothing
  }

  get party(): JsonObject {
    return partyScope(this.#draft)
  }

  get free(): JsonObject {
    return freeScope(this.#draft)
  }

  get codes(): JsonObject {
    return codeScope(this.#draft)
  }

  get seen(): JsonObject {
    this.#seen ??= seenScope(this.#draft)
    return this.#seen
  }
}

const nothing: JsonObject = {}

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
  const { facts: known, askedFacts } = draft.flow
  for (const [role, id] of Object.entries(draft.order.roles)) {
    const party = draft.view.party(id)
    const facts = Object.fromEntries([...known, ...askedFacts].map((fact) => [fact, party?.facts[fact] ?? 0]))
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
