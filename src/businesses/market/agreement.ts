import type { Effect } from '#modules/flows'

/** Milliseconds of a day, as expressions write it. */
export const dayMs = '86400000'

/**
 * Everything that is agreed at placement. `gross[i]` is what line i costs with tax; a price that includes tax holds it,
 * a net price gets it added. Later templates rely on these terms alone.
 */
export const agree: readonly Effect[] = [
  {
    freeze: {
      taxRates: 'lines.map(l, l.offer.taxCode in rates.taxBps ? rates.taxBps[l.offer.taxCode] : 0)',
      nets: 'lines.map(l, l.offer.priceMinor * l.qty)',
      taxes:
        'lists.range(size(lines)).map(i, lines[i].offer.priceIncludesTax' +
        ' ? mulDiv(terms.nets[i], terms.taxRates[i], 10000 + terms.taxRates[i]) : bps(terms.nets[i], terms.taxRates[i]))',
      gross: 'lists.range(size(lines)).map(i, terms.nets[i] + (lines[i].offer.priceIncludesTax ? 0 : terms.taxes[i]))',
      tax: 'sum(terms.taxes)',
      goods: 'sum(terms.gross)',
      shipping: 'input.delivery == "pickup" ? 0 : max(lines.map(l, l.offer.shippingMinor))',
      commission: 'bps(terms.goods, rates.commissionBps)',
      delivery: 'input.delivery',
    },
  },
  {
    set: {
      address: 'has(input.address) ? input.address : ""',
      note: 'has(input.note) ? input.note : ""',
      returned: 'lines.map(l, 0)',
      returning: 'lines.map(l, 0)',
    },
  },
  { take: 'stock' },
]

/** What must hold before anything is agreed. */
export const placeable = [
  { that: 'actor.id != offer.seller', else: 'own-offer' },
  { that: 'input.delivery == "pickup" || has(input.address)', else: 'address-missing', status: 422 },
] as const
