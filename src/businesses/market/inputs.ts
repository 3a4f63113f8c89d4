import { addressField, basisPointsField, deliveryField, noteField, reasonForm, type Schema } from '#modules/flows'

/** How the goods are to reach the buyer. */
export const delivery: Schema = {
  required: ['delivery'],
  properties: {
    delivery: deliveryField,
    address: addressField,
    note: noteField({ en: 'Note to the seller', zh: '给卖家的留言' }, 500),
  },
}

/** The six digits that prove a hand-over. */
export const code: Schema = {
  required: ['code'],
  properties: { code: { type: 'string', minLength: 6, maxLength: 6, title: { en: 'Code', zh: '验证码' } } },
}

/** What a party finds wrong. */
export const reason: Schema = reasonForm(['not-arrived', 'damaged', 'not-as-described', 'other'])

/** An arbiter's ruling: shares in basis points. */
export const ruling: Schema = {
  required: ['buyerBps'],
  properties: {
    buyerBps: basisPointsField({ en: 'Share of the buyer (1/100 %)', zh: '买家份额（万分之）' }),
    carrierBps: basisPointsField({
      en: 'Share of the shipping for the carrier (1/100 %)',
      zh: '承运人运费份额（万分之）',
    }),
    note: noteField({ en: 'Reasons', zh: '理由' }),
  },
}
