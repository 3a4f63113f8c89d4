import { type Effect, type Manifest, shippingField, trackingField, type Transitions } from '#modules/flows'
import { heldState, holding, holdRates, watchDelays, watched, watchQuestion, watchReviewer } from '#modules/holds'
import { agree, dayMs, placeable } from './agreement.ts'
import { code, delivery, reason, ruling } from './inputs.ts'
import { returns } from './returns.ts'

/** Who sends it carries it; silence after that many days releases the money. */
const dispatched: readonly Effect[] = [
  { assign: { carrier: 'actor.id' } },
  { set: { releaseAt: `now + rates.confirmDays * ${dayMs}` } },
  { done: 'dispatch' },
]

/** What the buyer may do once the goods are under way. */
const atBuyer: Transitions = {
  confirm: { by: ['buyer'], title: { en: 'I have it and all is well', zh: '确认收货' }, target: 'completed' },
  dispute: {
    by: ['buyer'],
    title: { en: 'Open a problem', zh: '发起纠纷' },
    input: reason,
    do: [{ set: { reason: 'input.reason' } }],
    target: 'disputed',
  },
}

const placing = {
  by: ['buyer'],
  title: { en: 'Buy and pay', zh: '购买并付款' },
  input: delivery,
  asks: ['watch'],
  require: placeable,
} as const

const paying = { by: ['buyer'], title: { en: 'Pay', zh: '付款' } } as const

const ruleOn = {
  by: ['arbiter'],
  title: { en: 'Rule', zh: '裁决' },
  input: ruling,
  do: [
    { set: { buyerBps: 'input.buyerBps', carrierBps: 'has(input.carrierBps) ? input.carrierBps : 0' } },
    { pay: 'ruling' },
  ],
} as const

export const manifest: Manifest = {
  business: 'market',
  version: 2,
  title: { en: 'Market', zh: '集市' },
  description: {
    en: 'Person to person: the buyer pays into escrow, the seller is paid when the buyer has what was agreed.',
    zh: '个人对个人：买家先付款托管，确认收货后卖家才收到款项。',
  },
  rates: {
    commissionBps: 0,
    taxBps: { exempt: 0, reduced: 700, standard: 1900 },
    /** Days from dispatch, and from a proven hand-over, after which silence releases the money. */
    confirmDays: 10,
    confirmDaysDelivered: 3,
    returnDays: 14,
    /** What the buyer gets when nobody rules in time. */
    defaultBuyerBps: 10000,
    ...holdRates,
  },
  roles: {
    buyer: { bind: 'actor.id', title: { en: 'Buyer', zh: '买家' } },
    seller: { bind: 'offer.seller', title: { en: 'Seller', zh: '卖家' } },
    courier: { grant: 'courier', title: { en: 'Courier', zh: '快递员' } },
    /** Whoever takes the parcel: a courier who collected it, or the seller. */
    carrier: { title: { en: 'Carrier', zh: '承运人' } },
    arbiter: { grant: 'arbiter', kind: 'person', title: { en: 'Arbiter', zh: '仲裁员' } },
    reviewer: watchReviewer,
  },
  offer: {
    required: ['shippingMinor'],
    properties: {
      shippingMinor: shippingField,
      condition: {
        type: 'string',
        enum: ['new', 'as-new', 'used', 'handmade'],
        title: { en: 'Condition', zh: '成色' },
      },
      weightG: { type: 'integer', minimum: 0, maximum: 1_000_000, title: { en: 'Weight (g)', zh: '重量（克）' } },
    },
  },
  capacity: {
    stock: { cells: 'lines.map(l, l.offer.id)', count: 'lines.map(l, l.qty)', consumed: true, else: 'sold-out' },
  },
  codes: {
    pickup: { for: 'seller', title: { en: 'Code for the courier', zh: '取件码' } },
    handover: { for: 'buyer', title: { en: 'Code for the hand-over', zh: '收货码' } },
  },
  money: {
    hold: [
      { from: 'buyer', to: 'pot', amount: 'terms.goods', title: { en: 'Goods', zh: '商品' } },
      { from: 'buyer', to: 'pot:shipping', amount: 'terms.shipping', title: { en: 'Shipping', zh: '运费' } },
    ],
    settle: [
      { from: 'pot', to: 'seller:earned', share: 'max(0, terms.goods - terms.commission - terms.tax)' },
      { from: 'pot', to: '@fees', share: 'terms.commission' },
      { from: 'pot', to: '@tax', share: 'terms.tax' },
      { from: 'pot:shipping', to: 'carrier:earned', rest: true },
    ],
    ruling: [
      { from: 'pot', to: 'buyer', share: 'data.buyerBps' },
      { from: 'pot', to: 'seller:earned', share: '10000 - data.buyerBps' },
      { from: 'pot:shipping', to: 'buyer', share: '(10000 - data.carrierBps) * data.buyerBps' },
      { from: 'pot:shipping', to: 'seller:earned', share: '(10000 - data.carrierBps) * (10000 - data.buyerBps)' },
      { from: 'pot:shipping', to: 'carrier:earned', share: 'data.carrierBps * 10000' },
    ],
    release: [
      { from: 'seller:earned', to: 'seller:available', rest: true },
      { from: 'carrier:earned', to: 'carrier:available', rest: true },
    ],
  },
  questions: { watch: watchQuestion({ goods: 'sum(lines.map(l, l.offer.priceMinor * l.qty))', dealings: 'buyer' }) },
  delays: {
    release: 'data.releaseAt',
    ...watchDelays,
    returnEnd: `data.completedAt + rates.returnDays * ${dayMs}`,
  },
  flow: {
    initial: 'new',
    states: {
      new: {
        on: {
          reserve: {
            by: ['buyer'],
            title: { en: 'Reserve', zh: '预留' },
            input: delivery,
            asks: ['watch'],
            require: placeable,
            do: [...agree, watched],
            target: 'reserved',
          },
          place: [
            { ...placing, guard: 'answers.watch.isHeld', do: [...agree, { pay: 'hold' }, holding], target: 'held' },
            { ...placing, do: [...agree, { pay: 'hold' }], target: 'paid' },
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
          cancel: { by: ['buyer'], title: { en: 'Cancel', zh: '取消' }, target: 'cancelled' },
        },
        after: { PT15M: { target: 'expired' } },
      },
      held: heldState,
      paid: {
        title: { en: 'Paid, waiting for dispatch', zh: '已付款，待发货' },
        entry: [{ task: { kind: 'dispatch', for: 'seller', due: `now + 7 * ${dayMs}` } }],
        on: {
          ship: {
            by: ['seller'],
            title: { en: 'I have sent it', zh: '我已发货' },
            input: { properties: { tracking: trackingField } },
            require: [{ that: 'terms.delivery == "shipping"', else: 'not-for-shipping' }],
            do: [...dispatched, { set: { tracking: 'has(input.tracking) ? input.tracking : ""' } }],
            target: 'shipped',
          },
          collect: {
            by: ['courier'],
            title: { en: 'Collect', zh: '取件' },
            input: code,
            require: [
              { that: 'terms.delivery == "shipping"', else: 'not-for-shipping' },
              { that: 'input.code == codes.pickup', else: 'wrong-code', status: 422 },
            ],
            do: dispatched,
            target: 'shipped',
          },
          handOver: {
            by: ['seller'],
            title: { en: 'Hand over', zh: '当面交付' },
            input: code,
            require: [
              { that: 'terms.delivery == "pickup"', else: 'not-for-pickup' },
              { that: 'input.code == codes.handover', else: 'wrong-code', status: 422 },
            ],
            do: [{ set: { releaseAt: `now + rates.confirmDaysDelivered * ${dayMs}` } }],
            target: 'delivered',
          },
          cancel: { by: ['buyer', 'seller'], title: { en: 'Cancel', zh: '取消' }, target: 'cancelled' },
        },
        after: { P7D: { target: 'cancelled' } },
      },
      shipped: {
        title: { en: 'On its way', zh: '运输中' },
        on: {
          deliver: {
            by: ['carrier'],
            title: { en: 'Deliver', zh: '送达' },
            input: code,
            require: [{ that: 'input.code == codes.handover', else: 'wrong-code', status: 422 }],
            do: [{ set: { releaseAt: `min(data.releaseAt, now + rates.confirmDaysDelivered * ${dayMs})` } }],
            target: 'delivered',
          },
          ...atBuyer,
        },
        after: { release: { target: 'completed' } },
      },
      delivered: {
        title: { en: 'Delivered', zh: '已送达' },
        on: atBuyer,
        after: { release: { target: 'completed' } },
      },
      disputed: {
        title: { en: 'A problem is open', zh: '纠纷处理中' },
        entry: [{ openCase: { kind: 'dispute' } }],
        on: {
          rule: [
            { ...ruleOn, guard: 'input.buyerBps < 5000', target: 'ruledForSeller' },
            { ...ruleOn, target: 'ruled' },
          ],
          refund: { by: ['seller'], title: { en: 'Refund the buyer', zh: '全额退款' }, target: 'refunded' },
          withdraw: { by: ['buyer'], title: { en: 'Withdraw the problem', zh: '撤销纠纷' }, target: 'completed' },
        },
        after: {
          P7D: { do: [{ card: { kind: 'ruling-overdue' } }] },
          P14D: {
            do: [{ set: { buyerBps: 'rates.defaultBuyerBps', carrierBps: '0' } }, { pay: 'ruling' }],
            target: 'ruled',
          },
        },
      },
      ...returns,
      closed: { title: { en: 'Closed', zh: '已结束' }, final: 'done', entry: [{ pay: 'release' }] },
      /** Passed through, so that the log says whose the ruling was. */
      ruledForSeller: { title: { en: 'Ruled for the seller', zh: '裁决支持卖家' }, always: [{ target: 'ruled' }] },
      ruled: { title: { en: 'Ruled', zh: '已裁决' }, final: 'done', entry: [{ pay: 'release' }] },
      refunded: { title: { en: 'Refunded', zh: '已退款' }, final: 'undone' },
      stopped: { title: { en: 'Stopped by the town', zh: '已被小镇取消' }, final: 'undone' },
      cancelled: { title: { en: 'Cancelled', zh: '已取消' }, final: 'undone' },
      expired: { title: { en: 'Reservation expired', zh: '预留已过期' }, final: 'undone' },
    },
  },
}
