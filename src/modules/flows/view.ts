import type { Json, JsonObject, Line } from '#kernel/commands'
import type { CellMove } from '#modules/capacity'
import type { PartyFacts } from '#modules/identity'
import type { Mandate, Posting } from '#modules/ledger'
import type { Offer } from '#modules/offers'

/** What a standing mandate is found by. */
export type MandateKey = { party: string; business: string; name: string; currency: string }

/** An order as the engine keeps it. A transition never changes it in place: it returns a new one. */
export type Order = {
  readonly id: string
  readonly business: string
  readonly version: number
  readonly currency: string
  readonly lines: readonly Line[]
  /** Tariffs frozen at placement. */
  readonly rates: JsonObject
  /** Town time, ms. */
  readonly placedAt: number
  readonly groupId: string | null
  readonly state: string
  /** Entries into states so far: a timer of another rev is stale. */
  readonly rev: number
  readonly roles: { readonly [role: string]: string }
  readonly terms: JsonObject
  readonly data: JsonObject
  /** Per capacity the cells held: `[cell, count]`. */
  readonly holds: { readonly [capacity: string]: readonly (readonly [cell: string, count: number])[] }
  /**
   * Per pot the net position of every account that paid in (below 0) or was paid out (above 0), minor units; what is
   * in the pot is minus their sum. Keys are account names without the currency, such as `wallet:PARTY`.
   */
  readonly pots: { readonly [pot: string]: { readonly [account: string]: number } }
  /** Minor units that were paid into pots in all, and that mirror refunds gave back. */
  readonly capturedMinor: number
  readonly refundedMinor: number
  /** Mandates given for this order: whose wallet may be debited, and how much of the limit is left, minor units. */
  readonly mandates: { readonly [name: string]: { readonly party: string; readonly leftMinor: number } }
  /** Slug of the refusal that stopped a timer. */
  readonly stuck: string | null
  /** How the order ended: well, or with everything returned; null while it is open. */
  readonly ending: 'done' | 'undone' | null
}

/**
 * What a decision may look at: the books as the commands before it in the batch left them. Getters answer `undefined`
 * for what does not exist. The engine runs a decision first with a view in which there is enough of everything, to
 * learn what must be loaded; so a decision reads through these getters only.
 */
export type View = {
  /** Town time of the batch, ms. */
  readonly now: number
  readonly order: (id: string) => Order | undefined
  readonly offer: (id: string) => Offer | undefined
  readonly party: (id: string) => PartyFacts | undefined
  /** Counts available in a cell; `undefined` when nobody has written it yet. */
  readonly available: (cell: string) => number | undefined
  /** What may be debited from an account: balance − floor. */
  readonly spendable: (account: string) => number
  readonly mandate: (key: MandateKey) => Mandate | undefined
  /** Tariffs in force now, over the manifest's defaults. */
  readonly rates: (business: string) => JsonObject
  /** The six digits of a code of an order. */
  readonly code: (orderId: string, name: string) => string
}

/** Work for others that a transition leaves in its event. */
export type Outgoing =
  | { kind: 'call'; to: string; op: string; body: Json }
  | { kind: 'task'; task: string; for: string; data: Json; dueAt: number | null }
  | { kind: 'done'; task: string }
  | { kind: 'card'; card: string; data: Json }
  | { kind: 'case'; case: string; data: Json }

/** One entry into a state, or one action without a target: one event of the log. */
export type Step = {
  /** `BUSINESS.STATE`, or `BUSINESS.TYPE` without a target. */
  type: string
  from: string | null
  to: string
  rev: number
  /** JSON Pointer into the manifest of the transition that fired: which alternative it was. */
  fired: string
  postings: readonly Posting[]
  outgoing: readonly Outgoing[]
}

/** A deadline set by entering a state. */
export type Timer = { orderId: string; rev: number; key: string; dueAt: number }

/** What an accepted transition changes. Nothing else may change. */
export type Changes = {
  order: Order
  isNew: boolean
  steps: readonly Step[]
  cells: readonly CellMove[]
  postings: readonly Posting[]
  timers: readonly Timer[]
  /** Standing mandates that were drawn on and count what they have given in a period. */
  mandates?: readonly Mandate[]
}
