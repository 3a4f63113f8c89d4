import type { MoneyLine } from '#modules/flows'

/**
 * How fees are worked out: expressions that a manifest freezes when an order is placed. They read nothing but
 * `rates.fees` (the menu) and these terms, all frozen with the order, so that the fees of any order can be worked out
 * again under another menu by the very expressions that settled it:
 *
 * - `gross[i]`: what line i costs; `goods`: their sum; `base`: what of it is left after discounts of the seller's own;
 * - `categories[i]`: the shelf of line i; `services`: what the seller picked; `feeClass`: the seller's class.
 *
 * `feeBases[f]` is what of the order line f of the menu is reckoned on, `feeParts[f]` its share in it by rate,
 * `feeAmounts[f]` what it would take; `fees` are those that apply to this sale.
 */
export const feeTerms = {
  feeBases:
    'rates.fees.map(f, mulDiv(sum(lists.range(size(terms.gross)).map(i, size(f.categories) == 0 ||' +
    ' terms.categories[i] in f.categories ? terms.gross[i] : 0)), terms.base, max(1, terms.goods)))',
  feeParts:
    'rates.fees.map(f, mulDiv(sum(lists.range(size(terms.gross)).map(i, size(f.categories) == 0 ||' +
    ' terms.categories[i] in f.categories ? bps(terms.gross[i], terms.categories[i] in f.bpsByCategory ?' +
    ' f.bpsByCategory[terms.categories[i]] : f.bps) : 0)), terms.base, max(1, terms.goods)))',
  feeAmounts:
    'lists.range(size(rates.fees)).map(i, min(terms.feeBases[i], rates.fees[i].maxMinor == 0 ? terms.feeBases[i] :' +
    ' rates.fees[i].maxMinor, max(rates.fees[i].minMinor, terms.feeParts[i] + rates.fees[i].fixedMinor)))',
  fees:
    'lists.range(size(rates.fees)).filter(i, terms.feeBases[i] > 0 &&' +
    ' (size(rates.fees[i].classes) == 0 || terms.feeClass in rates.fees[i].classes) &&' +
    ' (rates.fees[i].service == "" || rates.fees[i].service in terms.services))' +
    '.map(i, {"name": rates.fees[i].name, "amountMinor": terms.feeAmounts[i]})',
} as const

/** The line of a money template that pays the fees; the seller's share is the base less `sumOfFees` and tax. */
export const feeLine: MoneyLine = {
  from: 'pot',
  to: '@fees',
  each: 'terms.fees',
  share: 'item.amountMinor',
  title: { en: 'Fees', zh: '平台费用' },
}

/** What the fees of an order come to. */
export const sumOfFees = 'sum(terms.fees.map(f, f.amountMinor))'
