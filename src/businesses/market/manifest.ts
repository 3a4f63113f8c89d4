import type { Effect, Manifest, Schema, Transitions } from '#modules/flows'

const dayMs = '86400000'

const delivery: Schema = {
  required: ['delivery'],
  properties: {
    delivery: { type: 'string', enum: ['shipping', 'pickup'], title: { en: 'Delivery', zh: '配送方式' } },
    address: { type: 'string', minLength: 5, maxLength: 500, format: 'textarea', personal: true, title: { en: 'Address', zh: '收货地址' } },
    note: { type: 'string', maxLength: 500, format: 'textarea', title: { en: 'Note to the seller', zh: '给卖家的留言' } },
  },
}

const code: Schema = {
  required: ['code'],
  properties: { code: { type: 'string', minLength: 6, maxLength: 6, title: { en: 'Code', zh: '验证码' } } },
}

const reason: Schema = {
  required: ['reason'],
  properties: {
    reason: { type: 'string', enum: ['not-arrived', 'damaged', 'not-as-described', 'other'], title: { en: 'What is wrong', zh: '问题类型' } },
    note: { type: 'string', maxLength: 2000, format: 'textarea', title: { en: 'Tell what happened', zh: '情况说明' } },
  },
}

/**
 * Everything that is agreed at placement. `gross[i]` is what line i costs with tax; a price that includes tax holds it,
 * a net price gets it added. Later templates rely on these terms alone.
 */
const agree: readonly Effect[] = [
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

const placeable = [
  { that: 'actor.id != offer.seller', else: 'own-offer' },
  { that: 'input.delivery == "pickup" || has(input.address)', else: 'address-missing', status: 422 },
] as const

/** What the quantities being returned cost: cumulative, so that many part returns end at the line's price exactly. */
const returnAmount =
  'sum(lists.range(size(lines)).map(i, mulDiv(terms.gross[i], data.returned[i] + data.returning[i], lines[i].qty)' +
  ' - mulDiv(terms.gross[i], data.returned[i], lines[i].qty)))'

const qtysFit = 'lists.range(size(lines)).all(i, data.returned[i] + input.qtys[i] <= lines[i].qty)'

const ruling: Schema = {
  required: ['buyerBps'],
  properties: {
    buyerBps: { type: 'integer', minimum: 0, maximum: 10_000, title: { en: 'Share of the buyer (1/100 %)', zh: '买家份额（万分之）' } },
    carrierBps: { type: 'integer', minimum: 0, maximum: 10_000, title: { en: 'Share of the shipping for the carrier (1/100 %)', zh: '承运人运费份额（万分之）' } },
    note: { type: 'string', maxLength: 2000, format: 'textarea', title: { en: 'Reasons', zh: '理由' } },
  },
}

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
    by: ['buyer'], title: { en: 'Open a problem', zh: '发起纠纷' }, input: reason,
    do: [{ set: { reason: 'input.reason' } }], target: 'disputed',
  }, // prettier-ignore
}

export const manifest: Manifest = {
  business: 'market',
  version: 1,
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
  },
  roles: {
    buyer: { bind: 'actor.id', title: { en: 'Buyer', zh: '买家' } },
    seller: { bind: 'offer.seller', title: { en: 'Seller', zh: '卖家' } },
    courier: { grant: 'courier', title: { en: 'Courier', zh: '快递员' } },
    /** Whoever takes the parcel: a courier who collected it, or the seller. */
    carrier: { title: { en: 'Carrier', zh: '承运人' } },
    arbiter: { grant: 'arbiter', kind: 'person', title: { en: 'Arbiter', zh: '仲裁员' } },
  },
  offer: {
    required: ['shippingMinor'],
    properties: {
      shippingMinor: { type: 'integer', minimum: 0, maximum: 100_000_000, format: 'money', title: { en: 'Shipping', zh: '运费' } },
      condition: { type: 'string', enum: ['new', 'as-new', 'used', 'handmade'], title: { en: 'Condition', zh: '成色' } },
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
  delays: { release: 'data.releaseAt', returnEnd: `data.completedAt + rates.returnDays * ${dayMs}` },
  flow: {
    initial: 'new',
    states: {
      new: {
        on: {
          reserve: {
            by: ['buyer'], title: { en: 'Reserve', zh: '预留' }, input: delivery, require: placeable,
            do: agree, target: 'reserved',
          }, // prettier-ignore
          place: {
            by: ['buyer'], title: { en: 'Buy and pay', zh: '购买并付款' }, input: delivery, require: placeable,
            do: [...agree, { pay: 'hold' }], target: 'paid',
          }, // prettier-ignore
        },
      },
      reserved: {
        title: { en: 'Reserved for you', zh: '已预留' },
        on: {
          pay: { by: ['buyer'], title: { en: 'Pay', zh: '付款' }, do: [{ pay: 'hold' }], target: 'paid' },
          cancel: { by: ['buyer'], title: { en: 'Cancel', zh: '取消' }, target: 'cancelled' },
        },
        after: { PT15M: { target: 'expired' } },
      },
      paid: {
        title: { en: 'Paid, waiting for dispatch', zh: '已付款，待发货' },
        entry: [{ task: { kind: 'dispatch', for: 'seller', due: `now + 7 * ${dayMs}` } }],
        on: {
          ship: {
            by: ['seller'], title: { en: 'I have sent it', zh: '我已发货' },
            input: { properties: { tracking: { type: 'string', maxLength: 100, title: { en: 'Tracking number', zh: '物流单号' } } } },
            require: [{ that: 'terms.delivery == "shipping"', else: 'not-for-shipping' }],
            do: [...dispatched, { set: { tracking: 'has(input.tracking) ? input.tracking : ""' } }], target: 'shipped',
          },
          collect: {
            by: ['courier'], title: { en: 'Collect', zh: '取件' }, input: code,
            require: [
              { that: 'terms.delivery == "shipping"', else: 'not-for-shipping' },
              { that: 'input.code == codes.pickup', else: 'wrong-code', status: 422 },
            ],
            do: dispatched, target: 'shipped',
          },
          handOver: {
            by: ['seller'], title: { en: 'Hand over', zh: '当面交付' }, input: code,
            require: [
              { that: 'terms.delivery == "pickup"', else: 'not-for-pickup' },
              { that: 'input.code == codes.handover', else: 'wrong-code', status: 422 },
            ],
            do: [{ set: { releaseAt: `now + rates.confirmDaysDelivered * ${dayMs}` } }], target: 'delivered',
          },
          cancel: { by: ['buyer', 'seller'], title: { en: 'Cancel', zh: '取消' }, target: 'cancelled' },
        },
        after: { P7D: { target: 'cancelled' } },
      },
      shipped: {
        title: { en: 'On its way', zh: '运输中' },
        on: {
          deliver: {
            by: ['carrier'], title: { en: 'Deliver', zh: '送达' }, input: code,
            require: [{ that: 'input.code == codes.handover', else: 'wrong-code', status: 422 }],
            do: [{ set: { releaseAt: `min(data.releaseAt, now + rates.confirmDaysDelivered * ${dayMs})` } }], target: 'delivered',
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
          rule: {
            by: ['arbiter'], title: { en: 'Rule', zh: '裁决' }, input: ruling,
            do: [{ set: { buyerBps: 'input.buyerBps', carrierBps: 'has(input.carrierBps) ? input.carrierBps : 0' } }, { pay: 'ruling' }],
            target: 'ruled',
          },
          refund: { by: ['seller'], title: { en: 'Refund the buyer', zh: '全额退款' }, target: 'refunded' },
          withdraw: { by: ['buyer'], title: { en: 'Withdraw the problem', zh: '撤销纠纷' }, target: 'completed' },
        },
        after: {
          P7D: { do: [{ card: { kind: 'ruling-overdue' } }] },
          P14D: { do: [{ set: { buyerBps: 'rates.defaultBuyerBps', carrierBps: '0' } }, { pay: 'ruling' }], target: 'ruled' },
        },
      },
      completed: {
        title: { en: 'Completed', zh: '已完成' },
        entry: [{ set: { completedAt: 'has(data.completedAt) ? data.completedAt : now' } }, { pay: 'settle' }],
        on: {
          requestReturn: {
            by: ['buyer'], title: { en: 'Return something', zh: '申请退货' },
            input: {
              required: ['qtys'],
              properties: {
                qtys: {
                  type: 'array', minItems: 1, maxItems: 200, title: { en: 'How many of each line', zh: '每行退货数量' },
                  items: { type: 'integer', minimum: 0, maximum: 1_000_000 },
                },
                note: { type: 'string', maxLength: 2000, format: 'textarea', title: { en: 'Why', zh: '原因' } },
              },
            },
            require: [
              { that: 'size(input.qtys) == size(lines)', else: 'one-quantity-per-line', status: 422 },
              { that: 'sum(input.qtys) > 0', else: 'nothing-to-return', status: 422 },
              { that: qtysFit, else: 'more-than-bought', status: 422 },
            ],
            do: [{ set: { returning: 'input.qtys' } }], target: 'returning',
          },
        },
        after: { returnEnd: { target: 'closed' } },
      },
      returning: {
        title: { en: 'Return agreed, waiting for the parcel', zh: '等待退货' },
        on: {
          sendBack: { by: ['buyer'], title: { en: 'I have sent it back', zh: '我已寄回' }, target: 'sentBack' },
          receive: { by: ['seller'], title: { en: 'I have it back', zh: '已收到退货' }, target: 'takenBack' },
          keep: { by: ['buyer'], title: { en: 'I keep it', zh: '取消退货' }, target: 'completed' },
        },
        after: { P14D: { target: 'completed' } },
      },
      sentBack: {
        title: { en: 'On its way back', zh: '退货运输中' },
        on: {
          receive: { by: ['seller'], title: { en: 'I have it back', zh: '已收到退货' }, target: 'takenBack' },
          contest: { by: ['seller'], title: { en: 'Something is wrong with it', zh: '退货有问题' }, input: reason, target: 'contested' },
        },
        after: { P14D: { target: 'takenBack' } },
      },
      takenBack: {
        entry: [{ refund: returnAmount }, { set: { returned: 'lists.range(size(lines)).map(i, data.returned[i] + data.returning[i])' } }],
        always: [
          { guard: 'lists.range(size(lines)).all(i, data.returned[i] == lines[i].qty)', target: 'closed' },
          { target: 'completed' },
        ],
      },
      contested: {
        title: { en: 'A return is contested', zh: '退货争议' },
        entry: [{ openCase: { kind: 'contested-return' } }],
        on: {
          rule: {
            by: ['arbiter'], title: { en: 'Rule', zh: '裁决' }, input: ruling,
            do: [{ refund: `bps(${returnAmount}, input.buyerBps)` }], target: 'closed',
          },
        },
        after: { P14D: { target: 'takenBack' } },
      },
      closed: { title: { en: 'Closed', zh: '已结束' }, final: 'done', entry: [{ pay: 'release' }] },
      ruled: { title: { en: 'Ruled', zh: '已裁决' }, final: 'done', entry: [{ pay: 'release' }] },
      refunded: { title: { en: 'Refunded', zh: '已退款' }, final: 'undone' },
      cancelled: { title: { en: 'Cancelled', zh: '已取消' }, final: 'undone' },
      expired: { title: { en: 'Reservation expired', zh: '预留已过期' }, final: 'undone' },
    },
  },
}
