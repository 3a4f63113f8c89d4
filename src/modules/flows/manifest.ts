import type { Json, PartyKind } from '#kernel/commands'

/**
 * The language in which a line of business is written as data: who takes part, what is counted, what is paid, what may
 * happen when. Everything here is JSON; expressions are text in CEL syntax over integers (module `expressions`).
 */

/** An expression. Numbers are integers: minor units, basis points, metres, milliseconds. */
export type Expr = string
/** Words for people, in one language or by language tag (BCP 47). */
export type Text = string | { readonly [language: string]: string }

/** The subset of JSON Schema 2020-12 that attributes and inputs are described in. Objects are closed. */
export type Schema = {
  type?: 'object' | 'array' | 'string' | 'integer' | 'boolean'
  title?: Text
  description?: Text
  properties?: { readonly [name: string]: Schema }
  required?: readonly string[]
  items?: Schema
  enum?: readonly (string | number)[]
  default?: Json
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  minItems?: number
  maxItems?: number
  format?: 'date' | 'date-time' | 'uuid' | 'money' | 'textarea' | 'picture' | 'offer'
  /** Values that say something about a person: stored encrypted under that person's key. */
  personal?: true
}

export type Manifest = {
  business: string
  version: number
  title: Text
  description?: Text
  /** Defaults of the operator's tariffs. Effective-dated rows override them; an order keeps those of its placement. */
  rates?: { readonly [name: string]: Json }
  /** Rates that change after so many days' notice only, and by a tariff only: fees that others reckon with. */
  noticeDays?: { readonly [rate: string]: number }
  roles: { readonly [role: string]: Role }
  /** Attributes an offer of this business has beside those of every offer. */
  offer?: Schema
  /** Offers of other businesses that a new order looks at; expressions read them as `seen.NAME`, a list. */
  looks?: { readonly [name: string]: Look }
  capacity?: { readonly [capacity: string]: Capacity }
  money?: { readonly [template: string]: readonly MoneyLine[] }
  /** Named instants (ms since 1970, town time) for `after`. */
  delays?: { readonly [name: string]: Expr }
  questions?: { readonly [name: string]: Question }
  /** Six digits that only the named role sees; expressions compare an input with `codes.NAME`. */
  codes?: { readonly [name: string]: { for: string; title?: Text } }
  /** Registered pure functions that the expressions call. */
  functions?: readonly string[]
  /** Transitions open in every state that is neither initial nor final. */
  on?: Transitions
  flow: { initial: string; states: { readonly [state: string]: State } }
}

/** `bind`: party id, fixed when the order is created. `grant`: whoever holds it, until `assign` fixes one party. */
export type Role = { bind?: Expr; grant?: string; kind?: Exclude<PartyKind, 'clock'>; title?: Text }

/** Offers looked at while an order is placed: coupons, insurances, permits. They are read, never changed. */
export type Look = {
  /** List of offer ids; it may read the input of the placing transition. */
  offers: Expr
  business: string
  /** What of their attributes is relied on. An offer that does not fit, is gone or of another business refuses. */
  offer?: Schema
  /** Slug of that refusal; default `offer-not-found`. */
  else?: string
}

export type Capacity = {
  /** List of cell names, or of such lists, relative to the business; for `first` each list is an alternative. */
  cells: Expr
  /** How many of each cell: one integer, or a list as long as `cells`. Default 1; 0 takes nothing. */
  count?: Expr
  /** What a cell that nobody has written yet holds: one integer or a list. Default 0. */
  supply?: Expr
  /** `all` (default): all cells or none. `first`: the first alternative that fits whole. */
  pick?: 'all' | 'first'
  /** Stays taken when the order ends well; otherwise it is given back at every end. */
  consumed?: true
  /** Slug of the refusal; default `sold-out`. */
  else?: string
}

/**
 * One movement. Accounts: a role (its wallet), `role:purpose`, `actor`, `=Expr` (a party's wallet), `pot`, `pot:name`,
 * `@name` (an account of the town). Exactly one of amount, share, rest.
 */
export type MoneyLine = {
  from: string
  to: string
  amount?: Expr
  share?: Expr
  /** All that this order still has in `from`. */
  rest?: true
  /** A list; the line is repeated with `item` bound. */
  each?: Expr
  /** Name of the mandate that allows the debit. */
  under?: string
  title?: Text
}

export type Transitions = { readonly [type: string]: Transition | readonly Transition[] }

export type State = {
  title?: Text
  final?: 'done' | 'undone'
  entry?: readonly Effect[]
  always?: readonly Transition[]
  on?: Transitions
  /** Key: ISO 8601 duration from entry, or a name in `delays`. */
  after?: Transitions
  /** A staffed role that this state may wait for, when no timer leads on. */
  waits?: string
}

export type Requirement = { that: Expr; else: string; status?: 403 | 404 | 409 | 422; title?: Text }

export type Transition = {
  by?: readonly string[]
  title?: Text
  input?: Schema
  asks?: readonly string[]
  /** Chooses among alternatives: the first that holds fires. */
  guard?: Expr
  /** Refuses, with a reason. */
  require?: readonly Requirement[]
  do?: readonly Effect[]
  target?: string
  reenter?: true
  /** Mandates that the firing party gives for this order, each with its limit in minor units. */
  consents?: { readonly [mandate: string]: Expr }
  /** Taken when `require` or an effect refuses. Not where a person waits for an answer. */
  orElse?: Transition
}

export type Question = {
  kind: 'decision' | 'lookup'
  answer: Schema
  /** Stands where nobody answers. */
  safe?: Json
  finalBy?: 'person'
  /** Asked only where this holds; elsewhere the safe answer stands. */
  when?: Expr
  /** What whoever answers is told, worked out from the books before the decision; without it, the command's input. */
  given?: { readonly [name: string]: Expr }
}

export type Effect =
  | { freeze: { readonly [name: string]: Expr } }
  | { set: { readonly [name: string]: Expr } }
  | { assign: { readonly [role: string]: Expr } }
  | { take: string }
  | { giveBack: string }
  | { pay: string }
  | { refund: Expr; pot?: string }
  | { return: string }
  | { call: { to: Expr; op: string; body?: Expr } }
  | { task: { kind: string; for: string; data?: Expr; due?: Expr } }
  | { done: string }
  | { card: { kind: string; data?: Expr } }
  | { openCase: { kind: string; data?: Expr } }
