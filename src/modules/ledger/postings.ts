/** One movement of money within one currency. Accounts are named; see `accounts.ts` for the names. */
export type Posting = {
  debit: AccountName
  credit: AccountName
  /** Minor units, above 0. */
  amountMinor: number
  /** Which template or effect moved it: `hold`, `settle`, `refund`, `return`, `transfer`, `issue`. */
  code: string
  currency: string
  orderId?: string
}

/**
 * `PURPOSE:PARTY:CURRENCY` (`wallet`, `earned`, `available`), `@NAME:CURRENCY` for the town's own accounts, and
 * `pot:NAME:ORDER` for money held on an order (it has no account row: its balance is on the order).
 */
export type AccountName = string

/** What the engine knows of an account. One that has no row yet has balance 0 and floor 0. */
export type Account = { name: AccountName; balance: number; floor: number; version: number }

/** A standing permission to debit a wallet: at most `limitMinor` a debit, until `expiresAt` (town time, ms). */
export type Mandate = {
  party: string
  business: string
  name: string
  currency: string
  limitMinor: number
  expiresAt: number | null
  /** False once withdrawn; the row stays as evidence. */
  isActive: boolean
  /** A limit on all debits of a period together; absent when only each debit is limited. */
  period?: MandatePeriod
}

/** Periods begin with the first debit, and anew with the first after the last has ended. */
export type MandatePeriod = {
  days: number
  limitMinor: number
  /** Town time, ms; null until the first debit. */
  startsAt: number | null
  /** Drawn since then, minor units. */
  spentMinor: number
}
