import type { Mutant } from './mutant.ts'

const flows = 'src/modules/flows'
const fees = 'src/modules/fees'
const publishing = 'src/modules/orders/http/routes-publishing.test.ts'

/** Guards of what a mall, fees and posted manifests brought. */
export const mallGuards: readonly Mutant[] = [
  {
    name: 'look-is-of-its-business',
    file: `${flows}/looks.ts`,
    guard: "offer.business !== look.business || offer.status !== 'active'",
    without: "offer.status !== 'active'",
    test: { file: `${flows}/looks-and-debts.test.ts`, name: 'what is looked at' },
  },
  {
    name: 'look-fits',
    file: `${flows}/looks.ts`,
    guard: 'if (look.checkOffer(attributes).length > 0) refuseLook(look)',
    without: '',
    test: { file: `${flows}/looks-and-debts.test.ts`, name: 'what is looked at' },
  },
  {
    name: 'refund-borrows',
    file: `${flows}/payments.ts`,
    guard: 'borrow(draft, from, amountMinor)\n',
    without: '\n',
    test: { file: `${flows}/looks-and-debts.test.ts`, name: 'a refund of money' },
  },
  {
    name: 'debt-is-repaid',
    file: `${flows}/payments.ts`,
    guard: 'if (repaid <= 0) return',
    without: 'if (repaid <= 0 || repaid > 0) return',
    test: { file: `${flows}/looks-and-debts.test.ts`, name: 'a refund of money' },
  },
  {
    name: 'only-the-verified-list',
    file: 'src/modules/offers/commands.ts',
    guard: 'if (grant !== undefined && !maySellWith(command.actor, grant)) return notGranted(input.business, grant)',
    without: '',
    test: { file: 'src/modules/offers/commands.test.ts', name: 'where sellers are verified' },
  },
  {
    name: 'notice-of-rates',
    file: 'src/modules/orders/catalogue/commands.ts',
    guard: 'if (effectiveAt < earliestAt) return noticeTooShort(earliestAt)',
    without: '',
    test: { file: publishing, name: 'a rate that needs notice' },
  },
  {
    name: 'versions-keep-noticed-rates',
    file: 'src/modules/orders/catalogue/rates.ts',
    guard: 'return isSame && isKept ? []',
    without: 'return isSame || isKept ? []',
    test: { file: publishing, name: 'a rate that needs notice' },
  },
  {
    name: 'town-debits-are-approved',
    file: 'src/modules/orders/http/routes-publishing.ts',
    guard: 'if (said.townDebits.length > 0 && approve === undefined) throw unapproved(said.townDebits)',
    without: '',
    test: { file: publishing, name: 'a manifest that debits' },
  },
  {
    name: 'fee-for-its-class',
    file: `${fees}/fee-terms.ts`,
    guard: '(size(rates.fees[i].classes) == 0 || terms.feeClass in rates.fees[i].classes)',
    without: 'true',
    test: { file: `${fees}/fees.test.ts`, name: 'a line is for its categories' },
  },
  {
    name: 'numbers-under-lock',
    file: `${fees}/invoicing.ts`,
    guard: 'where town = ${town} and year = ${year} for update`',
    without: 'where town = ${town} and year = ${year}`',
    test: { file: `${fees}/fees.test.ts`, name: 'numbers are given' },
  },
  {
    name: 'names-are-text',
    file: `${fees}/document-html.ts`,
    guard: "'<': '&lt;'",
    without: "'<': '<'",
    test: { file: `${fees}/fees.test.ts`, name: 'an invoice as a page' },
  },
  {
    name: 'coupons-take-at-most-the-goods',
    file: 'src/businesses/mall/agreement.ts',
    guard: 'terms.goods - sum(lists.range(i).map(j, terms.worths[j]))',
    without: 'terms.goods',
    test: { file: 'src/businesses/mall/mall.test.ts', name: 'any sale at any rate' },
  },
]
