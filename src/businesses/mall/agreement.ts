import type { Effect, Look, Requirement } from '#modules/flows'
import { feeTerms, sumOfFees } from '#modules/fees'

/** Milliseconds of a day, as expressions write it. */
export const dayMs = '86400000'

/** Whether a line is sold at its flash price now. */
const inFlash = 'has(l.offer.flash) && l.offer.flash.startsAt <= now && now < l.offer.flash.endsAt'
/** What one of a line costs now. */
export const unitMinor = `(${inFlash} ? l.offer.flash.priceMinor : l.offer.priceMinor)`

/** Coupons that the buyer hands in: offers of campaigns, of which this is relied on. */
export const coupons: Look = {
  offers: 'has(input.coupons) ? input.coupons : []',
  business: 'campaigns',
  offer: {
    required: [
      'startsAt', 'endsAt', 'discountBps', 'discountMinor', 'maxMinor', 'minimumMinor', 'perBuyer', 'budgetMinor',
      'group', 'stacks', 'stores', 'categories',
    ], // prettier-ignore
    properties: {
      startsAt: { type: 'integer', minimum: 0, maximum: 9_000_000_000_000, format: 'date-time' },
      endsAt: { type: 'integer', minimum: 0, maximum: 9_000_000_000_000, format: 'date-time' },
      discountBps: { type: 'integer', minimum: 0, maximum: 10_000 },
      discountMinor: { type: 'integer', minimum: 0, maximum: 100_000_000_000 },
      maxMinor: { type: 'integer', minimum: 0, maximum: 100_000_000_000 },
      minimumMinor: { type: 'integer', minimum: 0, maximum: 100_000_000_000 },
      perBuyer: { type: 'integer', minimum: 1, maximum: 1000 },
      budgetMinor: { type: 'integer', minimum: 0, maximum: 100_000_000_000 },
      group: { type: 'string', minLength: 1, maxLength: 40 },
      stacks: { type: 'boolean' },
      stores: { type: 'array', maxItems: 100, items: { type: 'string', format: 'uuid' } },
      categories: { type: 'array', maxItems: 100, items: { type: 'string', maxLength: 63 } },
    },
  },
  else: 'coupon-not-found',
}

/** What must hold before anything is agreed. */
export const placeable: readonly Requirement[] = [
  { that: 'actor.id != offer.seller', else: 'own-offer' },
  { that: 'input.delivery == "pickup" || has(input.address)', else: 'address-missing', status: 422 },
  { that: 'seen.coupons.all(c, c.startsAt <= now && now < c.endsAt)', else: 'coupon-not-now' },
  {
    that:
      'seen.coupons.all(c, (size(c.stores) == 0 || offer.seller in c.stores) &&' +
      ' (size(c.categories) == 0 || lines.all(l, l.offer.category in c.categories)))',
    else: 'coupon-not-here',
  },
  { that: `seen.coupons.all(c, sum(lines.map(l, ${unitMinor} * l.qty)) >= c.minimumMinor)`, else: 'coupon-minimum' },
  {
    that:
      'size(seen.coupons) <= 1 ||' +
      ' seen.coupons.all(c, c.stacks && size(seen.coupons.filter(d, d.group == c.group)) == 1)',
    else: 'coupons-do-not-stack',
  },
]

/**
 * Everything that is agreed at placement. A coupon is worth a share or an amount, at most its limit, and coupons in
 * their order take at most what the goods cost. A store's own coupon lowers the price; anybody else's is paid by them.
 */
export const agree: readonly Effect[] = [
  {
    freeze: {
      units: `lines.map(l, ${unitMinor})`,
      flashQtys: `lines.map(l, ${inFlash} ? l.qty : 0)`,
      categories: 'lines.map(l, l.offer.category)',
      services: 'has(offer.services) ? offer.services : []',
      feeClass: 'party.seller.feeClass',
      taxRates: 'lines.map(l, l.offer.taxCode in rates.taxBps ? rates.taxBps[l.offer.taxCode] : 0)',
      nets: 'lists.range(size(lines)).map(i, terms.units[i] * lines[i].qty)',
      taxes:
        'lists.range(size(lines)).map(i, lines[i].offer.priceIncludesTax' +
        ' ? mulDiv(terms.nets[i], terms.taxRates[i], 10000 + terms.taxRates[i]) : bps(terms.nets[i], terms.taxRates[i]))',
      gross: 'lists.range(size(lines)).map(i, terms.nets[i] + (lines[i].offer.priceIncludesTax ? 0 : terms.taxes[i]))',
      goods: 'sum(terms.gross)',
      worths:
        'seen.coupons.map(c, min(c.maxMinor == 0 ? terms.goods : c.maxMinor,' +
        ' c.discountMinor + bps(terms.goods, c.discountBps)))',
      amounts:
        'lists.range(size(terms.worths)).map(i, min(terms.worths[i],' +
        ' max(0, terms.goods - sum(lists.range(i).map(j, terms.worths[j])))))',
      coupons:
        'lists.range(size(terms.amounts)).map(i, {"id": seen.coupons[i].id, "sponsor": seen.coupons[i].seller,' +
        ' "amountMinor": terms.amounts[i], "perBuyer": seen.coupons[i].perBuyer,' +
        ' "budgetMinor": seen.coupons[i].budgetMinor})',
      sponsored: 'terms.coupons.filter(c, c.sponsor != offer.seller)',
      sponsoredMinor: 'sum(terms.sponsored.map(c, c.amountMinor))',
      base: 'terms.goods - sum(terms.amounts) + terms.sponsoredMinor',
      tax: 'mulDiv(sum(terms.taxes), terms.base, max(1, terms.goods))',
      shipping: 'input.delivery == "pickup" ? 0 : max(lines.map(l, l.offer.shippingMinor))',
      delivery: 'input.delivery',
      ...feeTerms,
      feesMinor: sumOfFees,
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
  { take: 'flash' },
  { take: 'flashBuyer' },
  { take: 'couponUses' },
  { take: 'budget' },
]
