import type { Schema } from '#modules/flows'

/** How the goods are to reach the buyer, and the coupons that the buyer hands in. */
export const basket: Schema = {
  required: ['delivery'],
  properties: {
    delivery: { type: 'string', enum: ['shipping', 'pickup'], title: { en: 'Delivery', zh: '配送方式' } },
    coupons: {
      type: 'array',
      maxItems: 5,
      items: { type: 'string', format: 'offer' },
      title: { en: 'Coupons', zh: '优惠券' },
    },
    address: {
      type: 'string',
      minLength: 5,
      maxLength: 500,
      format: 'textarea',
      personal: true,
      title: { en: 'Address', zh: '收货地址' },
    },
    note: {
      type: 'string',
      maxLength: 500,
      format: 'textarea',
      title: { en: 'Note to the store', zh: '给店铺的留言' },
    },
  },
}

/** A refund that a store grants. */
export const refund: Schema = {
  required: ['amountMinor'],
  properties: {
    amountMinor: {
      type: 'integer',
      minimum: 1,
      maximum: 100_000_000_000,
      format: 'money',
      title: { en: 'Refund', zh: '退款金额' },
    },
    note: { type: 'string', maxLength: 500, format: 'textarea', title: { en: 'Why', zh: '原因' } },
  },
}

/** What is sent back of each line. */
export const returned: Schema = {
  required: ['qtys'],
  properties: {
    qtys: {
      type: 'array',
      minItems: 1,
      maxItems: 200,
      title: { en: 'How many of each line', zh: '每行退货数量' },
      items: { type: 'integer', minimum: 0, maximum: 1_000_000 },
    },
    note: { type: 'string', maxLength: 2000, format: 'textarea', title: { en: 'Why', zh: '原因' } },
  },
}

/** What a buyer finds wrong. */
export const reason: Schema = {
  required: ['reason'],
  properties: {
    reason: {
      type: 'string',
      enum: ['not-arrived', 'damaged', 'not-as-described', 'not-genuine', 'other'],
      title: { en: 'What is wrong', zh: '问题类型' },
    },
    note: { type: 'string', maxLength: 2000, format: 'textarea', title: { en: 'Tell what happened', zh: '情况说明' } },
  },
}

/** An arbiter's ruling. */
export const ruling: Schema = {
  required: ['buyerBps'],
  properties: {
    buyerBps: {
      type: 'integer',
      minimum: 0,
      maximum: 10_000,
      title: { en: 'Refund of what is left (1/100 %)', zh: '退款比例（万分之）' },
    },
    note: { type: 'string', maxLength: 2000, format: 'textarea', title: { en: 'Reasons', zh: '理由' } },
  },
}

/** A store's goods: shipping, services it uses, a flash price for a time and a number. */
export const goods: Schema = {
  required: ['shippingMinor'],
  properties: {
    shippingMinor: {
      type: 'integer',
      minimum: 0,
      maximum: 100_000_000,
      format: 'money',
      title: { en: 'Shipping', zh: '运费' },
    },
    services: {
      type: 'array',
      maxItems: 10,
      items: { type: 'string', minLength: 1, maxLength: 40 },
      title: { en: 'Services used', zh: '使用的平台服务' },
    },
    flash: {
      type: 'object',
      title: { en: 'Flash sale', zh: '限时抢购' },
      required: ['startsAt', 'endsAt', 'priceMinor', 'qty', 'perBuyer'],
      properties: {
        startsAt: { type: 'integer', minimum: 0, maximum: 9_000_000_000_000, format: 'date-time' },
        endsAt: { type: 'integer', minimum: 0, maximum: 9_000_000_000_000, format: 'date-time' },
        priceMinor: { type: 'integer', minimum: 0, maximum: 100_000_000_000, format: 'money' },
        qty: { type: 'integer', minimum: 0, maximum: 1_000_000 },
        perBuyer: { type: 'integer', minimum: 1, maximum: 1000 },
      },
    },
  },
}
