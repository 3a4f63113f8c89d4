import { basisPointsField, instantField, type Manifest, moneyField, type Schema } from '#modules/flows'

/** What a campaign gives to buyers as a coupon, and to stores as slots. */
const campaign: Schema = {
  required: [
    'startsAt', 'endsAt', 'discountBps', 'discountMinor', 'maxMinor', 'minimumMinor', 'perBuyer', 'budgetMinor', 'group',
    'stacks', 'stores', 'categories', 'slots',
  ], // prettier-ignore
  properties: {
    startsAt: { ...instantField, title: { en: 'Starts', zh: '开始时间' } },
    endsAt: { ...instantField, title: { en: 'Ends', zh: '结束时间' } },
    discountBps: basisPointsField({ en: 'Discount (1/100 %)', zh: '折扣（万分之）' }),
    discountMinor: moneyField({ en: 'Discount', zh: '立减金额' }),
    maxMinor: moneyField({ en: 'At most (0: no limit)', zh: '最高优惠（0 为不限）' }),
    minimumMinor: moneyField({ en: 'From a basket of', zh: '满额门槛' }),
    perBuyer: { type: 'integer', minimum: 1, maximum: 1000, title: { en: 'Times a buyer', zh: '每人限用次数' } },
    budgetMinor: moneyField({ en: 'Budget', zh: '预算' }),
    group: {
      type: 'string',
      minLength: 1,
      maxLength: 40,
      title: { en: 'Kind: one of a kind an order', zh: '同类不叠加' },
    },
    stacks: { type: 'boolean', title: { en: 'May be used with others', zh: '可与其他优惠叠加' } },
    stores: {
      type: 'array',
      maxItems: 100,
      items: { type: 'string', format: 'uuid' },
      title: { en: 'Stores (none: all)', zh: '适用店铺（空为全部）' },
    },
    categories: {
      type: 'array',
      maxItems: 100,
      items: { type: 'string', maxLength: 63 },
      title: { en: 'Categories (none: all)', zh: '适用类目（空为全部）' },
    },
    slots: { type: 'integer', minimum: 0, maximum: 1000, title: { en: 'Places for stores', zh: '店铺名额' } },
  },
}

/** A store takes one of the campaign's places, pays what it costs, and is shown while the campaign runs. */
export const manifest: Manifest = {
  business: 'campaigns',
  version: 1,
  title: { en: 'Campaigns', zh: '活动' },
  description: {
    en: 'A sponsor gives coupons to buyers and places to stores, for a time and up to a budget.',
    zh: '赞助方在限定时间和预算内向买家发放优惠券，向店铺提供活动位。',
  },
  roles: {
    store: { bind: 'actor.id', grant: 'brand', title: { en: 'Store', zh: '店铺' } },
    sponsor: { bind: 'offer.seller', title: { en: 'Sponsor', zh: '赞助方' } },
  },
  offer: campaign,
  capacity: { slot: { cells: '[offer.id + "/slots"]', supply: 'offer.slots', else: 'no-slot-left' } },
  money: {
    hold: [
      { from: 'store', to: 'pot', amount: 'terms.price', title: { en: 'Place in the campaign', zh: '活动位费用' } },
    ],
    earn: [{ from: 'pot', to: 'sponsor:available', rest: true }],
  },
  delays: { end: 'terms.endsAt' },
  flow: {
    initial: 'new',
    states: {
      new: {
        on: {
          enrol: {
            by: ['store'],
            title: { en: 'Take part', zh: '报名参加' },
            input: {
              required: ['picks'],
              properties: {
                picks: {
                  type: 'array',
                  minItems: 1,
                  maxItems: 20,
                  items: { type: 'string', format: 'offer' },
                  title: { en: 'What is shown', zh: '参加活动的商品' },
                },
              },
            },
            require: [
              { that: 'now < offer.endsAt', else: 'campaign-over' },
              { that: 'size(lines) == 1 && lines[0].qty == 1', else: 'one-slot', status: 422 },
            ],
            do: [
              { freeze: { price: 'offer.priceMinor', endsAt: 'offer.endsAt' } },
              { set: { picks: 'input.picks' } },
              { take: 'slot' },
              { pay: 'hold' },
            ],
            target: 'asked',
          },
        },
      },
      asked: {
        title: { en: 'Asked for, waiting for the sponsor', zh: '待赞助方确认' },
        on: {
          accept: { by: ['sponsor'], title: { en: 'Accept', zh: '接受' }, target: 'enrolled' },
          decline: { by: ['sponsor'], title: { en: 'Decline', zh: '拒绝' }, target: 'declined' },
          withdraw: { by: ['store'], title: { en: 'Withdraw', zh: '撤回' }, target: 'declined' },
        },
        after: { P3D: { target: 'declined' }, end: { target: 'declined' } },
      },
      enrolled: {
        title: { en: 'Takes part', zh: '已参加' },
        on: {
          show: {
            by: ['store'],
            title: { en: 'Change what is shown', zh: '更换商品' },
            input: {
              required: ['picks'],
              properties: {
                picks: { type: 'array', minItems: 1, maxItems: 20, items: { type: 'string', format: 'offer' } },
              },
            },
            do: [{ set: { picks: 'input.picks' } }],
          },
        },
        after: { end: { target: 'over' } },
      },
      over: { title: { en: 'Over', zh: '已结束' }, final: 'done', entry: [{ pay: 'earn' }] },
      declined: { title: { en: 'Not taken part', zh: '未参加' }, final: 'undone' },
    },
  },
}
