import type { TSchema } from 'typebox'

/**
 * The one shape in which anything that moves an order, capacity, money or an offer is asked for. Commands are queued,
 * decided in batches by the engine (module `orders`) and answered with a verdict.
 */

/** Any JSON value; numbers are integers wherever the engine reads them. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

export type PartyKind = 'person' | 'firm' | 'device' | 'machine' | 'provider' | 'clock'

/** Who acts. Set by the server from the verified credential, never read from a client's body. */
export type Actor = {
  /** The party acted for. */
  party: string
  kind: PartyKind
  /** Names of what the party has been granted by the operator, such as `courier` or `arbiter`. */
  grants: readonly string[]
  /** The signed-in person, when acting for a shop or firm. */
  user?: string
  /** The person's role in its team; absent for an owner, and for who acts for oneself: they spend its money. */
  role?: 'manager' | 'staff' | 'viewer'
}

/** One line of a placing command: so many of one offer. */
export type Line = { offerId: string; qty: number; options?: JsonObject }

export type Command = {
  /**
   * UUIDv7 chosen by the client in machine time: the idempotency key. An order gets the id of the command that placed
   * it.
   */
  id: string
  actor: Actor
  /** A line of business, or the module of a direct command (`ledger`, `capacity`, `offers`). */
  business: string
  /** A transition's name; `after:KEY` when a timer fires. */
  type: string
  /** Absent when the command creates. */
  orderId?: string
  /** Only on a command that creates an order: at most 200, all of one seller and one currency. */
  lines?: readonly Line[]
  /** Orders placed by one list share it. */
  groupId?: string
  input: JsonObject
  /** What the actor expects to be debited; a difference is refused as `price-changed`. Minor units. */
  expectMinor?: number
  /** Timers only: the entry into a state that the timer belongs to. */
  rev?: number
  /** What the server learnt before deciding (`asks`); not part of the idempotency hash. */
  answers?: JsonObject
}

/** A refusal as it is stored and answered; the HTTP layer renders it as a problem (RFC 9457). */
export type Refusal = {
  slug: string
  status: 401 | 403 | 404 | 409 | 422 | 503
  detail: string
  /** Places in the input that are wrong. */
  errors?: readonly { pointer: string; detail: string }[]
  /** Further public members, such as `lines` of a changed price. */
  extra?: JsonObject
}

/** What became of a command. The same id with the same body always answers the same verdict. */
export type Verdict =
  | {
      status: 'accepted'
      id: string
      /** Town time of the batch, ms. */
      at: number
      /** Position in the town's event log. */
      pos: number
      /** For an order: `{ orderId, rev, state }`; for a direct command what it names. */
      result: JsonObject
    }
  | { status: 'refused'; id: string; at: number; pos: number; refusal: Refusal }

/** What a pure decision answers: what is to change, or why nothing may. */
export type Decision<Changes> = { ok: true; changes: Changes; result: JsonObject } | { ok: false; refusal: Refusal }

/**
 * A command without a manifest, such as `ledger.transfer`. Modules export theirs, the engine gathers and runs them in
 * the same batches as transitions.
 */
export type DirectCommand<View, Changes> = {
  /** `BUSINESS.TYPE` of the commands it decides. */
  name: string
  /** Checked before `decide`, which may trust it. */
  input: TSchema
  /** Pure: reads through the view's getters only, because it runs twice (once to learn what must be loaded). */
  decide: (view: View, command: Command) => Decision<Changes>
}

/** The one event that an accepted direct command writes. */
export type DirectEvent = { type: string; subject: string | null; data: JsonObject }

export type SubmitOptions = {
  /** The commands are one list: all are accepted, or all are refused. */
  all?: boolean
  /** The ids were derived from events by the server itself, so the time in them may lie far back. */
  isDerived?: boolean
}

/**
 * Queues commands and answers their verdicts in the same order. Commands that must fail apart are submitted apart: the
 * engine gathers them into batches by itself.
 *
 * @throws {Problem} busy (503), id-reused (422), id-time (422)
 */
export type Submit = (commands: readonly Command[], options?: SubmitOptions) => Promise<Verdict[]>
