import { apiGuards } from './api-guards.ts'
import { booksGuards } from './books-guards.ts'
import { decisionsGuards } from './decisions-guards.ts'
import { eventsGuards } from './events-guards.ts'
import { experimentsGuards } from './experiments-guards.ts'
import { featuresGuards } from './features-guards.ts'
import { identityGuards } from './identity-guards.ts'
import { loopGuards } from './loop-guards.ts'
import { mallGuards } from './mall-guards.ts'
import type { Mutant } from './mutant.ts'
import { searchGuards } from './search-guards.ts'
import { lessonsGuards } from './lessons-guards.ts'
import { recommendGuards } from './recommend-guards.ts'
import { walletGuards } from './wallet-guards.ts'
import { webGuards } from './web-guards.ts'
import { operatorGuards } from './operator-guards.ts'
import { peopleGuards } from './people-guards.ts'
import { pointsGuards } from './points-guards.ts'
import { privacyGuards } from './privacy-guards.ts'
import { townGuards } from './town-guards.ts'

const flows = 'src/modules/flows'

/** Guards of the pure decision: money, pots, cells, roles, timers, publication. */
const decisions: readonly Mutant[] = [
  {
    name: 'largest-remainder',
    file: 'src/kernel/money.ts',
    guard: 'other.left - one.left || one.index - other.index',
    without: 'one.index - other.index',
    test: { file: 'src/kernel/money.test.ts', name: 'largest remainders' },
  },
  {
    name: 'exact-product',
    file: 'src/kernel/money.ts',
    guard: 'if (Number.isSafeInteger(product)) {\n    const quotient',
    without: 'if (true) {\n    const quotient',
    test: { file: 'src/kernel/money.test.ts', name: 'mulDiv' },
  },
  {
    name: 'refund-at-most-captured',
    file: `${flows}/pots.ts`,
    guard: "assert.ok(amountMinor <= refundable(pot), 'a refund is at most what the payers have not got back')",
    without: '',
    test: { file: `${flows}/pots.test.ts`, name: 'never refunded' },
  },
  {
    name: 'mirror-takes-from-all',
    file: `${flows}/pots.ts`,
    guard: 'if (pot[account]! > 0) givers.push([account, pot[account]!])',
    without: 'if (pot[account]! > 0 && givers.length === 0) givers.push([account, pot[account]!])',
    test: { file: `${flows}/pots.test.ts`, name: '50.00 of a sale' },
  },
  {
    name: 'return-is-not-refund',
    file: `${flows}/pots.ts`,
    guard: 'const rest = balanceOf(pot)',
    without: 'const rest = refundable(pot)',
    test: { file: `${flows}/pots.test.ts`, name: 'still in the pot' },
  },
  {
    name: 'price-seen-is-price-paid',
    file: `${flows}/transition.ts`,
    guard: 'if (debitMinor === (command.expectMinor ?? 0)) return',
    without: 'if (debitMinor >= 0) return',
    test: { file: `${flows}/transition.test.ts`, name: 'what is seen' },
  },
  {
    name: 'by-role',
    file: `${flows}/roles.ts`,
    guard: 'if (holder !== undefined) return holder === actor.party',
    without: 'if (holder !== undefined) return true',
    test: { file: `${flows}/transition.test.ts`, name: 'only the parties' },
  },
  {
    name: 'clock-fires-timers',
    file: `${flows}/transition.ts`,
    guard: "if (command.actor.kind !== 'clock')",
    without: 'if (false)',
    test: { file: `${flows}/transition.test.ts`, name: 'only the parties' },
  },
  {
    name: 'timer-rev',
    file: `${flows}/transition.ts`,
    guard: 'command.rev !== order.rev || alternatives',
    without: 'alternatives',
    test: { file: `${flows}/timers-and-mandates.test.ts`, name: 'a timer of an earlier entry' },
  },
  {
    name: 'consent',
    file: `${flows}/payments.ts`,
    guard: "refuse('no-mandate', 409, 'The owner of the wallet has not allowed this debit')",
    without: '',
    test: { file: `${flows}/timers-and-mandates.test.ts`, name: 'a mandate covers' },
  },
  {
    name: 'mandate-giver',
    file: `${flows}/payments.ts`,
    guard: 'given?.party !== owner || given.leftMinor < amountMinor',
    without: 'given === undefined || given.leftMinor < amountMinor',
    test: { file: `${flows}/timers-and-mandates.test.ts`, name: 'a mandate covers' },
  },
  {
    name: 'mandate-limit',
    file: `${flows}/payments.ts`,
    guard: 'given?.party !== owner || given.leftMinor < amountMinor',
    without: 'given?.party !== owner',
    test: { file: `${flows}/timers-and-mandates.test.ts`, name: 'a mandate covers' },
  },
  {
    name: 'enough-money',
    file: `${flows}/payments.ts`,
    guard: 'if (spendable(draft, name) < amountMinor) {',
    without: 'if (amountMinor < 0) {',
    test: { file: `${flows}/play.test.ts`, name: 'random play of tickets' },
  },
  {
    name: 'enough-capacity',
    file: `${flows}/cells.ts`,
    guard: 'if (free(draft, name, supply) < count) return false',
    without: '',
    test: { file: `${flows}/transition.test.ts`, name: 'segments of one seat' },
  },
  {
    name: 'cells-add-up',
    file: `${flows}/cells.ts`,
    guard: '(wanted.get(name)?.count ?? 0) + count',
    without: 'count',
    test: { file: `${flows}/transition.test.ts`, name: 'segments of one seat' },
  },
  {
    name: 'give-back-at-the-end',
    file: `${flows}/transition.ts`,
    guard: 'consumeOrGiveBack(draft)\n',
    without: '\n',
    test: { file: `${flows}/play.test.ts`, name: 'random play of tools' },
  },
  {
    name: 'wait-for-ever',
    file: `${flows}/structure.ts`,
    guard: 'if (timed.has(name) || states[name]!.waits !== undefined) return []',
    without: 'if (timed.has(name) || name !== "") return []',
    test: { file: `${flows}/publication.test.ts`, name: 'waits for people for ever' },
  },
  {
    name: 'consent-at-publication',
    file: `${flows}/consent.ts`,
    guard: 'if (without === undefined) return []',
    without: 'if (without !== null) return []',
    test: { file: `${flows}/publication.test.ts`, name: 'debit without consent' },
  },
]

/** Guards whose loss would cost somebody money, stock or privacy. */
export const mutants: readonly Mutant[] = [
  ...decisions,
  ...booksGuards,
  ...apiGuards,
  ...decisionsGuards,
  ...loopGuards,
  ...eventsGuards,
  ...experimentsGuards,
  ...identityGuards,
  ...mallGuards,
  ...operatorGuards,
  ...peopleGuards,
  ...pointsGuards,
  ...privacyGuards,
  ...searchGuards,
  ...townGuards,
  ...featuresGuards,
  ...lessonsGuards,
  ...recommendGuards,
  ...walletGuards,
  ...webGuards,
]
