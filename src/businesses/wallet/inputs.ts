import type { Schema } from '#modules/flows'

/** More than anybody sends at once, and far from the safe integers when two hundred are added up. */
const maximum = 1_000_000_000_000

const amountMinor: Schema = {
  type: 'integer',
  minimum: 1,
  maximum,
  format: 'money',
  title: { en: 'Amount', zh: '金额' },
}

/** How much to bring in, or to send back. */
export const amount: Schema = { required: ['amountMinor'], properties: { amountMinor } }

/** Orders of the payer that one payment pays: what is fired on each, and what it is to cost. */
export const orders: Schema = {
  required: ['orders'],
  properties: {
    orders: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      title: { en: 'Orders', zh: '订单' },
      items: {
        type: 'object',
        required: ['orderId', 'type', 'expectMinor'],
        properties: {
          orderId: { type: 'string', format: 'uuid', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' },
          type: { type: 'string', minLength: 1, maxLength: 80 },
          expectMinor: { type: 'integer', minimum: 1, maximum },
        },
      },
    },
  },
}

/** Where earnings are to go: an account at the provider, or what its bank needs to know. */
export const payingOut: Schema = {
  required: ['amountMinor', 'destination'],
  properties: {
    amountMinor,
    destination: {
      type: 'string',
      minLength: 3,
      maxLength: 100,
      personal: true,
      title: { en: 'Account to pay out to', zh: '收款账户' },
    },
  },
}

const transaction: Schema = { type: 'string', minLength: 1, maxLength: 200 }
const words: Schema = { type: 'string', maxLength: 500 }
const counted: Schema = { type: 'integer', minimum: 0, maximum }

/** The provider has taken the request; `page` is where the payer goes. */
export const started: Schema = {
  required: ['transaction'],
  properties: { transaction, page: words, clientSecret: words },
}

/** The payer was charged; of that, `creditMinor` is wanted, and the rest goes back. */
export const charged: Schema = {
  required: ['transaction', 'amountMinor', 'creditMinor'],
  properties: {
    transaction,
    amountMinor: { ...counted, minimum: 1 },
    creditMinor: counted,
    paid: { type: 'array', maxItems: 100, items: { type: 'string' } },
  },
}

/** A refund or payout was carried out. */
export const moved: Schema = {
  required: ['transaction', 'amountMinor'],
  properties: { transaction, amountMinor: counted },
}

/** A refund was not carried out; it names the charge that it was for. */
export const notRefunded: Schema = {
  required: ['charge', 'amountMinor', 'reason'],
  properties: { charge: transaction, amountMinor: counted, reason: words },
}

/** Something was not carried out, and why. */
export const failed: Schema = { required: ['reason'], properties: { reason: words } }
