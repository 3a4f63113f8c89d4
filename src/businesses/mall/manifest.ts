import { feeLine, feeLineOf } from '#modules/fees'
import { type Effect, type Manifest, trackingField, type Transition } from '#modules/flows'
import { heldState, holding, holdRates, watchDelays, watched, watchReviewer } from '#modules/holds'
import { afterSales, grantRefund, rulingTo } from './after-sales.ts'
import { agree, coupons, dayMs, placeable } from './agreement.ts'
import { basket, goods, reason } from './inputs.ts'
import { watch } from './watch.ts'

const cancel: Transition = { by: ['buyer', 'seller'], title: { en: 'Cancel', zh: '取消' }, target: 'cancelled' }

const placing = {
  by: ['buyer'],
  title: { en: 'Buy and pay', zh: '购买并付款' },
  input: basket,
  asks: ['watch'],
  require: placeable,
} as const

const paying = { by: ['buyer'], title: { en: 'Pay', zh: '付款' } } as const

/** Paid: what is agreed now is held back for somebody's look, or goes on. */
const paid: readonly Effect[] = [...agree, { pay: 'hold' }]

export const manifest: Manifest = {
  business: 'mall',
  version: 2,
  title: { en: 'Brand mall', zh: '品牌商城' },
  description: {
    en: 'Official stores of verified brands: coupons, flash sales, one payment for many stores, returns, a guarantee.',
    zh: '经认证品牌的官方店铺：优惠券、限时抢购、多店合并付款、退货与保障。',
  },
  rates: {
    fees: [
      feeLineOf('listing', { en: 'Listing', zh: '上架费' }),
      feeLineOf(
        'commission',
        { en: 'Commission', zh: '佣金' },
        { bps: 500, bpsByCategory: { electronics: 300, books: 200 } },
      ),
      feeLineOf('delivery-help', { en: 'Delivery help', zh: '配送服务' }, { fixedMinor: 30, service: 'delivery-help' }),
    ],
    taxBps: { exempt: 0, reduced: 700, standard: 1900 },
    /** Days from dispatch after which silence completes; in which goods may come back; in which refunds are due. */
    confirmDays: 10,
    returnDays: 7,
    guaranteeDays: 60,
    /** What the buyer gets when nobody rules in time. */
    defaultBuyerBps: 10_000,
    ...holdRates,
  },
  noticeDays: { fees: 14 },
  roles: {
    buyer: { bind: 'actor.id', title: { en: 'Buyer', zh: '买家' } },
    seller: { bind: 'offer.seller', grant: 'brand', title: { en: 'Store', zh: '店铺' } },
    arbiter: { grant: 'arbiter', kind: 'person', title: { en: 'Arbiter', zh: '仲裁员' } },
    reviewer: watchReviewer,
  },
  offer: goods,
  looks: { coupons },
  capacity: {
    stock: { cells: 'lines.map(l, l.offer.id)', count: 'lines.map(l, l.qty)', consumed: true, else: 'sold-out' },
    flash: {
      cells: 'lines.map(l, l.offer.id + "/flash/" + (has(l.offer.flash) ? string(l.offer.flash.startsAt) : ""))',
      count: 'terms.flashQtys',
      supply: 'lines.map(l, has(l.offer.flash) ? l.offer.flash.qty : 0)',
      consumed: true,
      else: 'flash-sold-out',
    },
    flashBuyer: {
      cells:
        'lines.map(l, l.offer.id + "/flash/" + (has(l.offer.flash) ? string(l.offer.flash.startsAt) : "") + "/" + actor.id)',
      count: 'terms.flashQtys',
      supply: 'lines.map(l, has(l.offer.flash) ? l.offer.flash.perBuyer : 0)',
      consumed: true,
      else: 'flash-limit',
    },
    budget: {
      cells: 'terms.coupons.map(c, "coupon/" + c.id)',
      count: 'terms.coupons.map(c, c.amountMinor)',
      supply: 'terms.coupons.map(c, c.budgetMinor)',
      consumed: true,
      else: 'campaign-spent',
    },
    couponUses: {
      cells: 'terms.coupons.map(c, "coupon/" + c.id + "/" + actor.id)',
      supply: 'terms.coupons.map(c, c.perBuyer)',
      consumed: true,
      else: 'coupon-used',
    },
  },
  money: {
    hold: [
      { from: 'buyer', to: 'pot', amount: 'terms.base - terms.sponsoredMinor', title: { en: 'Goods', zh: '商品' } },
      {
        from: '=item.sponsor',
        to: 'pot',
        amount: 'item.amountMinor',
        each: 'terms.sponsored',
        under: 'campaign',
        title: { en: 'Coupon', zh: '优惠券' },
      },
      { from: 'buyer', to: 'pot:shipping', amount: 'terms.shipping', title: { en: 'Shipping', zh: '运费' } },
    ],
    settle: [
      { from: 'pot', to: 'seller:earned', share: 'max(0, terms.base - terms.feesMinor - terms.tax)' },
      feeLine,
      { from: 'pot', to: '@tax', share: 'terms.tax', title: { en: 'Tax', zh: '税费' } },
      { from: 'pot:shipping', to: 'seller:earned', rest: true },
    ],
    release: [{ from: 'seller:earned', to: 'seller:available', rest: true }],
  },
  questions: { watch },
  delays: {
    ...watchDelays,
    release: 'data.releaseAt',
    returnEnd: `data.completedAt + rates.returnDays * ${dayMs}`,
    guaranteeEnd: `data.completedAt + rates.guaranteeDays * ${dayMs}`,
  },
  flow: {
    initial: 'new',
    states: {
      new: {
        on: {
          reserve: {
            by: ['buyer'],
            title: { en: 'Reserve', zh: '预留' },
            input: basket,
            asks: ['watch'],
            require: placeable,
            do: [...agree, watched],
            target: 'reserved',
          },
          place: [
            { ...placing, guard: 'answers.watch.isHeld', do: [...paid, holding], target: 'held' },
            { ...placing, do: paid, target: 'paid' },
          ],
        },
      },
      reserved: {
        title: { en: 'Reserved for you', zh: '已预留' },
        on: {
          pay: [
            { ...paying, guard: 'data.isHeld', do: [{ pay: 'hold' }, holding], target: 'held' },
            { ...paying, do: [{ pay: 'hold' }], target: 'paid' },
          ],
          cancel: { by: ['buyer'], title: { en: 'Cancel', zh: '取消' }, target: 'expired' },
        },
        after: { PT15M: { target: 'expired' } },
      },
      held: heldState,
      paid: {
        title: { en: 'Paid, waiting for dispatch', zh: '已付款，待发货' },
        entry: [{ task: { kind: 'dispatch', for: 'seller', due: `now + 5 * ${dayMs}` } }],
        on: {
          ship: {
            by: ['seller'],
            title: { en: 'Send, or hand over', zh: '发货或交付' },
            input: { properties: { tracking: trackingField } },
            do: [
              {
                set: {
                  tracking: 'has(input.tracking) ? input.tracking : ""',
                  releaseAt: `now + rates.confirmDays * ${dayMs}`,
                },
              },
              { done: 'dispatch' },
            ],
            target: 'shipped',
          },
          refund: grantRefund,
          cancel,
        },
        after: { P5D: { target: 'cancelled' } },
      },
      shipped: {
        title: { en: 'On its way', zh: '运输中' },
        on: {
          confirm: { by: ['buyer'], title: { en: 'I have it and all is well', zh: '确认收货' }, target: 'completed' },
          refund: grantRefund,
          dispute: {
            by: ['buyer'],
            title: { en: 'Open a problem', zh: '发起纠纷' },
            input: reason,
            do: [{ set: { reason: 'input.reason' } }],
            target: 'disputed',
          },
        },
        after: { release: { target: 'completed' } },
      },
      disputed: {
        title: { en: 'A problem is open', zh: '纠纷处理中' },
        entry: [{ openCase: { kind: 'dispute' } }],
        on: {
          rule: rulingTo('completed'),
          refund: grantRefund,
          withdraw: { by: ['buyer'], title: { en: 'Withdraw the problem', zh: '撤销纠纷' }, target: 'completed' },
        },
        after: {
          P7D: { do: [{ card: { kind: 'ruling-overdue' } }] },
          P14D: { do: [{ refund: 'bps(all, rates.defaultBuyerBps)' }], target: 'completed' },
        },
      },
      ...afterSales,
      stopped: { title: { en: 'Stopped by the town', zh: '已被小镇取消' }, final: 'undone' },
      cancelled: { title: { en: 'Cancelled', zh: '已取消' }, final: 'undone' },
      expired: { title: { en: 'Reservation expired', zh: '预留已过期' }, final: 'undone' },
    },
  },
}
