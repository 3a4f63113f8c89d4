import {
  addressField,
  basisPointsField,
  deliveryField,
  instantField,
  moneyField,
  noteField,
  reasonForm,
  type Schema,
  shippingField,
} from '#modules/flows'

/** How the goods are to reach the buyer, and the coupons that the buyer hands in. */
export const basket: Schema = {
  required: ['delivery'],
  properties: {
    delivery: deliveryField,
    coupons: {
      type: 'array',
      maxItems: 5,
      items: { type: 'string', format: 'offer' },
      title: { en: 'Coupons', zh: '优惠券' },
    },
    address: addressField,
    note: noteField({ en: 'Note to the store', zh: '给店铺的留言' }, 500),
  },
}

/** A refund that a store grants. */
export const refund: Schema = {
  required: ['amountMinor'],
  properties: {
    amountMinor: moneyField({ en: 'Refund', zh: '退款金额' }, { minimum: 1 }),
    note: noteField({ en: 'Why', zh: '原因' }, 500),
  },
}

/** What a buyer finds wrong. */
export const reason: Schema = reasonForm(['not-arrived', 'damaged', 'not-as-described', 'not-genuine', 'other'])

/** An arbiter's ruling. */
export const ruling: Schema = {
  required: ['buyerBps'],
  properties: {
    buyerBps: basisPointsField({ en: 'Refund of what is left (1/100 %)', zh: '退款比例（万分之）' }),
    note: noteField({ en: 'Reasons', zh: '理由' }),
  },
}

/** A store's goods: shipping, services it uses, a flash price for a time and a number. */
export const goods: Schema = {
  required: ['shippingMinor'],
  properties: {
    shippingMinor: shippingField,
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
        startsAt: instantField,
        endsAt: instantField,
        priceMinor: { type: 'integer', minimum: 0, maximum: 100_000_000_000, format: 'money' },
        qty: { type: 'integer', minimum: 0, maximum: 1_000_000 },
        perBuyer: { type: 'integer', minimum: 1, maximum: 1000 },
      },
    },
  },
}
