import { Type } from 'typebox'
import type { Actor, Command, Decision, DirectCommand, DirectEvent, Refusal } from '#kernel/commands'
import { accountName } from './accounts.ts'
import type { Mandate, Posting } from './postings.ts'

/** What the ledger's own commands look at. */
export type LedgerView = {
  /** Town time of the batch, ms. */
  readonly now: number
  readonly spendable: (account: string) => number
  /** Whether an account has been written to before. */
  readonly hasAccount: (account: string) => boolean
  readonly party: (id: string) => { id: string } | undefined
}

/** What they change. */
export type LedgerChanges = { event: DirectEvent; postings?: readonly Posting[]; mandates?: readonly Mandate[] }

/** Minor units: far below the safe integers, so that sums over a town stay exact. */
const amountMinor = Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 })
const currency = Type.String({ pattern: '^[A-Z]{3}$' })
const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
const partyId = Type.String({ pattern: uuid })
/** Names of businesses and mandates. */
const slug = Type.String({ pattern: '^[a-z][a-zA-Z0-9-]{0,63}$' })

/** Input of `ledger.transfer`: money from the actor's wallet to another. */
export const transferInput = Type.Object(
  { to: partyId, amountMinor, currency, note: Type.Optional(Type.String({ maxLength: 200 })) },
  { additionalProperties: false },
)

/** Input of `ledger.issue`: play money, or money that came in by hand; providers’ money comes in by orders. */
export const issueInput = Type.Object({ to: partyId, amountMinor, currency }, { additionalProperties: false })

/** Input of `ledger.mandate`: lets a business debit the actor's wallet, up to a limit a debit. */
export const mandateInput = Type.Object(
  {
    business: slug,
    name: slug,
    currency,
    limitMinor: Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 }),
    /** Town time, ms. */
    expiresAt: Type.Optional(Type.Integer({ minimum: 0, maximum: 9_000_000_000_000 })),
    isActive: Type.Boolean(),
    /** At most so much in so many days together. */
    period: Type.Optional(
      Type.Object(
        {
          days: Type.Integer({ minimum: 1, maximum: 366 }),
          limitMinor: Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

type TransferInput = Type.Static<typeof transferInput>
type IssueInput = Type.Static<typeof issueInput>
type MandateInput = Type.Static<typeof mandateInput>

const transfer: DirectCommand<LedgerView, LedgerChanges> = {
  name: 'ledger.transfer',
  input: transferInput,
  decide: (view, { actor, input, expectMinor }) => {
    const { to, amountMinor: amount, currency: unit, note } = input as TransferInput // checked against the schema
    if (actor.role !== undefined) return refused('not-allowed', 403, 'The money of a shop is spent by its owners')
    if (to === actor.party) return refused('transfer-to-self', 422, 'A transfer needs two parties')
    if (expectMinor !== undefined && expectMinor !== amount) {
      return refused('price-changed', 409, 'The amount is not the one you expected')
    }
    const credit = accountName('wallet', to, unit)
    const stranger = checkPayee(view, to, credit)
    if (stranger !== undefined) return stranger
    const debit = accountName('wallet', actor.party, unit)
    if (view.spendable(debit) < amount) {
      return refused('insufficient-funds', 409, 'There is not enough money in the wallet')
    }
    const posting: Posting = { debit, credit, amountMinor: amount, code: 'transfer', currency: unit }
    const data = { to, amountMinor: amount, currency: unit, ...(note === undefined ? {} : { note }) }
    // About nobody but its actor: the index of subjects would cost a transfer a fifth, and both sides read statements.
    return accepted({ event: { type: 'ledger.transferred', subject: null, data }, postings: [posting] }, data)
  },
}

const issue: DirectCommand<LedgerView, LedgerChanges> = {
  name: 'ledger.issue',
  input: issueInput,
  decide: (view, { actor, input }) => {
    if (!mayIssue(actor)) return refused('not-yours', 403, 'Only the operator and payment providers issue money')
    const { to, amountMinor: amount, currency: unit } = input as IssueInput // checked against the schema
    const credit = accountName('wallet', to, unit)
    const stranger = checkPayee(view, to, credit)
    if (stranger !== undefined) return stranger
    const debit = `@issued:${unit}`
    const posting: Posting = { debit, credit, amountMinor: amount, code: 'issue', currency: unit }
    const data = { to, amountMinor: amount, currency: unit }
    return accepted({ event: { type: 'ledger.issued', subject: to, data }, postings: [posting] }, data)
  },
}

const mandate: DirectCommand<LedgerView, LedgerChanges> = {
  name: 'ledger.mandate',
  input: mandateInput,
  decide: (view, { actor, input }) => {
    const { business, name, currency: unit, limitMinor, expiresAt, isActive, period } = input as MandateInput // checked
    if (actor.role !== undefined) return refused('not-allowed', 403, 'The money of a shop is spent by its owners')
    if (expiresAt !== undefined && expiresAt <= view.now && isActive) {
      return refused('mandate-expired', 422, 'The mandate would have ended already')
    }
    const given: Mandate = {
      party: actor.party, business, name, currency: unit, limitMinor, expiresAt: expiresAt ?? null, isActive,
      ...(period === undefined ? {} : { period: { ...period, startsAt: null, spentMinor: 0 } }),
    } // prettier-ignore
    const { party: _owner, ...data } = given
    const type = isActive ? 'ledger.mandate-given' : 'ledger.mandate-withdrawn'
    return accepted({ event: { type, subject: actor.party, data }, mandates: [given] }, data)
  },
}

/** The commands of the ledger. */
export const ledgerCommands: readonly DirectCommand<LedgerView, LedgerChanges>[] = [transfer, issue, mandate]

function mayIssue({ kind, grants }: Actor): boolean {
  return kind === 'provider' || grants.includes('operator') || grants.includes('machine')
}

/**
 * Money goes to parties that exist, so that none is lost to a mistyped id. Whoever has a wallet has been found before.
 */
function checkPayee(view: LedgerView, to: string, wallet: string): { ok: false; refusal: Refusal } | undefined {
  if (view.hasAccount(wallet) || view.party(to) !== undefined) return undefined
  return refused('party-not-found', 404, 'There is no such party')
}

function refused(slug_: string, status: Refusal['status'], detail: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { slug: slug_, status, detail } }
}

function accepted(changes: LedgerChanges, result: Command['input']): Decision<LedgerChanges> {
  return { ok: true, changes, result }
}
