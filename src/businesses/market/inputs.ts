import type { Schema } from '#modules/flows'

/** How the goods are to reach the buyer. */
export const delivery: Schema = {
  required: ['delivery'],
  properties: {
    delivery: { type: 'string', enum: ['shipping', 'pickup'], title: { en: 'Delivery', zh: '配送方式' } },
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
      title: { en: 'Note to the seller', zh: '给卖家的留言' },
    },
  },
}

/** The six digits that prove a hand-over. */
export const code: Schema = {
  required: ['code'],
  properties: { code: { type: 'string', minLength: 6, maxLength: 6, title: { en: 'Code', zh: '验证码' } } },
}

/** What a party finds wrong. */
export const reason: Schema = {
  required: ['reason'],
  properties: {
    reason: {
      type: 'string',
      enum: ['not-arrived', 'damaged', 'not-as-described', 'other'],
      title: { en: 'What is wrong', zh: '问题类型' },
    },
    note: { type: 'string', maxLength: 2000, format: 'textarea', title: { en: 'Tell what happened', zh: '情况说明' } },
  },
}

/** An arbiter's ruling: shares in basis points. */
export const ruling: Schema = {
  required: ['buyerBps'],
  properties: {
    buyerBps: {
      type: 'integer',
      minimum: 0,
      maximum: 10_000,
      title: { en: 'Share of the buyer (1/100 %)', zh: '买家份额（万分之）' },
    },
    carrierBps: {
      type: 'integer',
      minimum: 0,
      maximum: 10_000,
      title: { en: 'Share of the shipping for the carrier (1/100 %)', zh: '承运人运费份额（万分之）' },
    },
    note: { type: 'string', maxLength: 2000, format: 'textarea', title: { en: 'Reasons', zh: '理由' } },
  },
}
