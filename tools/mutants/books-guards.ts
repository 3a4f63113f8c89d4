import type { Mutant } from './mutant.ts'

const orders = 'src/modules/orders'

/** Guards of the engine, the books behind it, and who may see or do what. */
export const booksGuards: readonly Mutant[] = [
  {
    name: 'fence',
    file: 'src/kernel/lease.ts',
    guard: 'where town = $1 and epoch = $2 and seq = $4 returning 1)',
    without: 'where town = $1 and $2::bigint > 0 and $4::bigint >= 0 returning 1)',
    test: {
      file: `${orders}/engine/takeover.test.ts`,
      name: 'a writer that was deposed|two processes that both believe',
    },
  },
  {
    name: 'row-version',
    file: 'src/modules/capacity/book.ts',
    guard: 'and c.version = u.version returning 1)',
    without: 'returning 1)',
    test: { file: `${orders}/engine/engine.test.ts`, name: 'a row written past the engine' },
  },
  {
    name: 'replay-from-receipt',
    file: `${orders}/engine/units.ts`,
    guard: 'if (found.every((receipt) => receipt === undefined)) return undefined',
    without: 'if (found.length > 0) return undefined',
    test: { file: `${orders}/http/routes.test.ts`, name: 'an order is placed once' },
  },
  {
    name: 'same-id-same-body',
    file: `${orders}/engine/units.ts`,
    guard: 'if (!isSame) return { error: new Problem(idReused) }',
    without: '',
    test: { file: `${orders}/http/routes.test.ts`, name: 'an order is placed once' },
  },
  {
    name: 'id-time',
    file: `${orders}/engine/intake.ts`,
    guard: 'if (time < now - idPastMs || time > now + idAheadMs)',
    without: 'if (time < 0)',
    test: { file: `${orders}/http/routes.test.ts`, name: 'refusals are problems' },
  },
  {
    name: 'all-or-nothing',
    file: `${orders}/engine/units.ts`,
    guard: "if ('accepted' in answer) return undefined\n  takeBack(books)",
    without: "if ('accepted' in answer) return undefined\n  keep(books)",
    test: { file: `${orders}/http/routes.test.ts`, name: 'a list with' },
  },
  {
    name: 'secret-of-the-lease',
    file: `${orders}/engine/forwarding.ts`,
    guard: 'if (!isSame(request.headers[secretHeader], secret()))',
    without: 'if (!isSame(request.headers[secretHeader], secret()) && secret() === undefined)',
    test: { file: `${orders}/engine/takeover.test.ts`, name: 'a command with another' },
  },
  {
    name: 'event-audience',
    file: `${orders}/http/stream-audience.ts`,
    guard: "if (known.parties.has(actor.party)) return 'story'",
    without: "if (known.parties.size > 0) return 'story'",
    test: { file: `${orders}/http/routes.test.ts`, name: 'events are read on' },
  },
  {
    name: 'who-issues-money',
    file: 'src/modules/ledger/commands.ts',
    guard: 'if (!mayIssue(actor)) return',
    without: 'if (!mayIssue(actor) && actor.party === "") return',
    test: { file: `${orders}/engine/direct.test.ts`, name: 'money enters' },
  },
  {
    name: 'who-counts-stock',
    file: 'src/modules/capacity/commands.ts',
    guard: 'if (offer.seller !== actor.party && !isOperator(actor)) {',
    without: 'if (offer.seller === "" && !isOperator(actor)) {',
    test: { file: `${orders}/engine/direct.test.ts`, name: 'stock is counted' },
  },
  {
    name: 'stock-not-below-zero',
    file: 'src/modules/capacity/commands.ts',
    guard: 'if (before + delta < 0) {',
    without: 'if (before < 0) {',
    test: { file: `${orders}/engine/direct.test.ts`, name: 'stock is counted' },
  },
  {
    name: 'who-changes-an-offer',
    file: 'src/modules/offers/policies.ts',
    guard: "{ seller }: Pick<Offer, 'seller'>): boolean {\n  return actor.party === seller",
    without: "{ seller }: Pick<Offer, 'seller'>): boolean {\n  return actor.party !== '' || seller === ''",
    test: { file: 'src/modules/offers/commands.test.ts', name: 'only the seller' },
  },
  {
    name: 'offer-rev',
    file: 'src/modules/offers/commands.ts',
    guard: 'if (before !== undefined && input.rev !== before.rev) return changed(before)',
    without: '',
    test: { file: 'src/modules/offers/commands.test.ts', name: 'a change needs the rev' },
  },
  {
    name: 'token-expires',
    file: 'src/modules/identity/authentication.ts',
    guard: 'if (found === null || found.expiresAt <= now()) return null',
    without: 'if (found === null) return null',
    test: { file: 'src/modules/identity/identity.test.ts', name: 'an unknown, an expired' },
  },
  {
    name: 'token-revoked',
    file: 'src/modules/identity/authentication.ts',
    guard: 'and t.revoked_at is null`',
    without: '`',
    test: { file: 'src/modules/identity/identity.test.ts', name: 'an unknown, an expired' },
  },
  {
    name: 'membership',
    file: 'src/modules/identity/authentication.ts',
    guard: 'if (shop === undefined) throw',
    without: 'if (shop === undefined && actingAs === "") throw',
    test: { file: 'src/modules/identity/identity.test.ts', name: 'a person acts for a shop' },
  },
]
