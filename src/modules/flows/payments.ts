import type { Json } from '#kernel/commands'
import { safe, split } from '#kernel/money'
import { debtMaxMinor, drawn, mandateKey } from '#modules/ledger'
import { changeOrder, type Draft, spendable } from './draft.ts'
import type { AccountOfLine, CompiledLine } from './flow.ts'
import { balanceOf, mirrorRefund, type Movement, move, refundable, returnRest } from './pots.ts'
import { refuse } from './refusals.ts'

/**
 * Posts a money template: `amount` lines first, in order; then per pot the `share` lines cut what is left by weight;
 * then `rest`. Zero-sum by construction, and no line can overdraw.
 */
export function pay(draft: Draft, template: string): void {
  const lines = draft.flow.money.get(template)!
  for (const line of lines) {
    if (line.amount === null) continue
    forEachItem(draft, line, () => postLine(draft, { line, template, amountMinor: amountOf(draft, line) }))
  }
  payShares(draft, template, lines)
  for (const line of lines) {
    if (line.source.rest === true) payRest(draft, template, line)
  }
}

/** Mirror refund out of a pot; `all` in the expression is what the payers have not got back yet. */
export function refund(draft: Draft, pot: string, amount: (scope: Draft['scope']) => unknown): void {
  const before = draft.order.pots[pot] ?? {}
  draft.scope.all = refundable(before)
  const amountMinor = minor(amount(draft.scope), 'a refund')
  draft.scope.all = null
  if (amountMinor > refundable(before)) {
    refuse('refund-exceeds-captured', 409, {
      detail: 'More would be refunded than was paid and not yet refunded',
      extra: {
        refundableMinor: refundable(before),
      },
    })
  }
  giveBackMoney(draft, pot, { ...mirrorRefund(before, amountMinor), code: 'refund' })
}

/** What is still in the pot goes back to those who paid it in. */
export function returnPot(draft: Draft, pot: string): void {
  const before = draft.order.pots[pot]
  if (before !== undefined) giveBackMoney(draft, pot, { ...returnRest(before), code: 'return' })
}

function giveBackMoney(
  draft: Draft,
  pot: string,
  given: { pot: Draft['order']['pots'][string]; movements: Movement[]; code: string },
): void {
  let sum = 0
  for (const { from, to, amountMinor } of given.movements) {
    if (from !== null) {
      borrow(draft, from, amountMinor)
      spend(draft, from, amountMinor)
    }
    post(draft, { debit: from ?? potName(draft, pot), credit: to!, amountMinor, code: given.code })
    sum += amountMinor
  }
  if (sum === 0) return
  const { order } = draft
  changeOrder(draft, { pots: { ...order.pots, [pot]: given.pot }, refundedMinor: safe(order.refundedMinor + sum) })
}

function forEachItem(draft: Draft, line: CompiledLine, act: () => void): void {
  if (line.each === null) {
    act()
    return
  }
  for (const item of line.each(draft.scope) as readonly Json[]) {
    draft.scope.item = item
    act()
  }
  draft.scope.item = null
}

function amountOf(draft: Draft, line: CompiledLine): number {
  return minor(line.amount!(draft.scope), 'a money line')
}

function payShares(draft: Draft, template: string, lines: readonly CompiledLine[]): void {
  const shares = new Map<string, { to: string; weight: number }[]>()
  for (const line of lines) {
    if (line.share === null || line.from.kind !== 'pot' || inPot(draft, line.from.pot) === 0) continue
    const list = shares.get(line.from.pot) ?? []
    shares.set(line.from.pot, list)
    forEachItem(draft, line, () => {
      const weight = minor(line.share!(draft.scope), 'a share')
      // An account is named only where money will reach it: a weight of 0 may go with a role that nobody holds.
      if (weight > 0) list.push({ to: accountOf(draft, line.to), weight })
    })
  }
  for (const [pot, list] of shares) {
    if (list.length === 0) continue
    const parts = split(
      inPot(draft, pot),
      list.map(({ weight }) => weight),
    )
    for (const [index, { to }] of list.entries()) payOut(draft, { pot, to, amountMinor: parts[index]!, template })
  }
}

function inPot(draft: Draft, pot: string): number {
  return balanceOf(draft.order.pots[pot] ?? {})
}

/** `rest` is all that this order still has in `from`: what is in a pot, or what it has put into an account. */
function payRest(draft: Draft, template: string, line: CompiledLine): void {
  if (line.from.kind === 'pot') {
    const { pot } = line.from
    const amountMinor = inPot(draft, pot)
    if (amountMinor > 0) payOut(draft, { pot, to: accountOf(draft, line.to), amountMinor, template })
    return
  }
  const from = findAccount(draft, line.from)
  if (from === undefined) return
  let amountMinor = 0
  for (const pot of Object.values(draft.order.pots)) amountMinor += Math.max(0, pot[from] ?? 0)
  if (amountMinor === 0) return
  const to = accountOf(draft, line.to)
  checkConsent(draft, line, { from, to, amountMinor })
  spend(draft, from, amountMinor)
  const pots = Object.entries(draft.order.pots).map(([name, pot]) => {
    const position = Math.max(0, pot[from] ?? 0)
    return [name, position === 0 ? pot : move(move(pot, from, -position), to, position)]
  })
  changeOrder(draft, { pots: Object.fromEntries(pots) as Draft['order']['pots'] })
  post(draft, { debit: from, credit: to, amountMinor, code: template })
  repay(draft, to, amountMinor)
}

/**
 * A refund draws on where the order's money lies now. What its owner has been paid out already becomes their debt: an
 * account below 0 that the next money repays.
 */
function borrow(draft: Draft, account: string, amountMinor: number): void {
  const [purpose = '', party] = account.split(':')
  if (party === undefined || purpose === 'wallet') return
  const missing = amountMinor - spendable(draft, `${account}:${draft.order.currency}`)
  if (missing <= 0) return
  spend(draft, `debt:${party}`, missing)
  post(draft, { debit: `debt:${party}`, credit: account, amountMinor: missing, code: 'debt' })
}

/** Money that becomes available repays its owner's debt first. */
function repay(draft: Draft, account: string, amountMinor: number): void {
  if (!account.startsWith('available:')) return
  const debt = `debt:${account.slice('available:'.length)}`
  const owed = debtMaxMinor - spendable(draft, `${debt}:${draft.order.currency}`)
  const repaid = Math.min(owed, amountMinor)
  if (repaid <= 0) return
  spend(draft, account, repaid)
  post(draft, { debit: account, credit: debt, amountMinor: repaid, code: 'debt-repaid' })
}

function payOut(draft: Draft, out: { pot: string; to: string; amountMinor: number; template: string }): void {
  const { pot, to, amountMinor, template } = out
  if (amountMinor === 0) return
  const { order } = draft
  changeOrder(draft, { pots: { ...order.pots, [pot]: move(order.pots[pot] ?? {}, to, amountMinor) } })
  post(draft, { debit: potName(draft, pot), credit: to, amountMinor, code: template })
  repay(draft, to, amountMinor)
}

function postLine(draft: Draft, posting: { line: CompiledLine; template: string; amountMinor: number }): void {
  const { line, template, amountMinor } = posting
  if (amountMinor === 0) return
  const from = accountOf(draft, line.from)
  if (line.to.kind !== 'pot') {
    const to = accountOf(draft, line.to)
    checkConsent(draft, line, { from, to, amountMinor })
    spend(draft, from, amountMinor)
    post(draft, { debit: from, credit: to, amountMinor, code: template })
    repay(draft, to, amountMinor)
    return
  }
  const { pot } = line.to
  checkConsent(draft, line, { from, to: null, amountMinor })
  spend(draft, from, amountMinor)
  const { order } = draft
  changeOrder(draft, {
    pots: { ...order.pots, [pot]: move(order.pots[pot] ?? {}, from, -amountMinor) },
    capturedMinor: safe(order.capturedMinor + amountMinor),
  })
  post(draft, { debit: from, credit: potName(draft, pot), amountMinor, code: template })
}

/** Notes the debit of an account, and refuses when the account cannot bear it. */
function spend(draft: Draft, account: string, amountMinor: number): void {
  const name = `${account}:${draft.order.currency}`
  if (spendable(draft, name) < amountMinor) {
    refuse('insufficient-funds', 409, 'There is not enough money in the account to be debited')
  }
  draft.spent.set(name, (draft.spent.get(name) ?? 0) - amountMinor)
}

/** A debit as consent looks at it; `to` is `null` when the money goes into a pot. */
type Debit = { from: string; to: string | null; amountMinor: number }

/**
 * A wallet is debited only by a transition that its owner fires, or under a mandate that its owner gave: for this
 * order, or a standing one. Money that stays with its owner (earned → available) needs none. That a manifest may debit
 * an account of the town is decided when it is published.
 */
function checkConsent(draft: Draft, line: CompiledLine, debit: Debit): void {
  const [, owner] = debit.from.split(':')
  if (owner === undefined || owner === draft.command.actor.party || owner === debit.to?.split(':')[1]) return
  const { under } = line.source
  const { amountMinor } = debit
  if (
    under !== undefined &&
    (drawMandate(draft, under, { owner, amountMinor }) || stands(draft, under, { owner, amountMinor }))
  )
    return
  refuse('no-mandate', 409, 'The owner of the wallet has not allowed this debit')
}

/** Uses up a mandate given for this order. */
function drawMandate(
  draft: Draft,
  under: string,
  { owner, amountMinor }: { owner: string; amountMinor: number },
): boolean {
  const { mandates } = draft.order
  const given = mandates[under]
  if (given?.party !== owner || given.leftMinor < amountMinor) return false
  changeOrder(draft, { mandates: { ...mandates, [under]: { ...given, leftMinor: given.leftMinor - amountMinor } } })
  return true
}

/** Whether a standing mandate allows a debit of this size now. */
function stands(draft: Draft, name: string, { owner, amountMinor }: { owner: string; amountMinor: number }): boolean {
  const { business, currency } = draft.order
  const key = { party: owner, business, name, currency }
  const mandate = draft.mandates.get(mandateKey(key)) ?? draft.view.mandate(key)
  const after = mandate === undefined ? undefined : drawn(mandate, amountMinor, draft.view.now)
  // One without a period is the same afterwards, and need not be stored.
  if (after !== undefined && after !== mandate) draft.mandates = new Map(draft.mandates).set(mandateKey(key), after)
  return after !== undefined
}

/** Name of an account without its currency, such as `wallet:PARTY` or `@fees`; `undefined` for a role nobody holds. */
function findAccount(draft: Draft, account: AccountOfLine): string | undefined {
  if (account.kind === 'town') return `@${account.name}`
  if (account.kind === 'pot') throw new TypeError('a pot has no account')
  const party = account.party(draft)
  return party === undefined ? undefined : `${account.purpose}:${party}`
}

function accountOf(draft: Draft, account: AccountOfLine): string {
  return (
    findAccount(draft, account) ?? refuse('role-not-filled', 409, 'Nobody holds the role yet that money would go to')
  )
}

function potName(draft: Draft, pot: string): string {
  return `pot:${pot}:${draft.order.id}`
}

function post(draft: Draft, movement: { debit: string; credit: string; amountMinor: number; code: string }): void {
  const { currency, id } = draft.order
  const named = (account: string): string => (account.startsWith('pot:') ? account : `${account}:${currency}`)
  const credit = named(movement.credit)
  draft.stepPostings.push({ ...movement, debit: named(movement.debit), credit, currency, orderId: id })
  if (!credit.startsWith('pot:')) draft.spent.set(credit, (draft.spent.get(credit) ?? 0) + movement.amountMinor)
}

/** An amount must be a whole number of at least 0; anything else is a fault of the manifest. */
function minor(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${what} needs an amount of at least 0, not ${JSON.stringify(value)}`)
  }
  return value
}
