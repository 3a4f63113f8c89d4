import type { Schema, Text } from './manifest.ts'

/**
 * Fields that forms of many trades have: said once, so that a buyer meets the same words with the same bounds
 * everywhere. A line of business takes what it needs into its own schemas.
 */

const noteMax = 2_000

/** An amount of money in minor units. */
export const moneyField = (title: Text, { minimum = 0, maximum = 100_000_000_000 } = {}): Schema => ({
  type: 'integer',
  minimum,
  maximum,
  format: 'money',
  title,
})

/** A share of something, 10,000 being all of it. */
export const basisPointsField = (title: Text): Schema => ({ type: 'integer', minimum: 0, maximum: 10_000, title })

/** Some lines in somebody's own words. */
export const noteField = (title: Text, maxLength = noteMax): Schema => ({
  type: 'string',
  maxLength,
  format: 'textarea',
  title,
})

/** A day and an hour, ms since 1970. */
export const instantField: Schema = { type: 'integer', minimum: 0, maximum: 9_000_000_000_000, format: 'date-time' }

/** How goods reach the buyer. */
export const deliveryField: Schema = {
  type: 'string',
  enum: ['shipping', 'pickup'],
  title: { en: 'Delivery', zh: '配送方式' },
}

/** Where goods are sent: sealed as personal data. */
export const addressField: Schema = {
  type: 'string',
  minLength: 5,
  maxLength: 500,
  format: 'textarea',
  personal: true,
  title: { en: 'Address', zh: '收货地址' },
}

/** What an offer costs to send. */
export const shippingField: Schema = moneyField({ en: 'Shipping', zh: '运费' }, { maximum: 100_000_000 })

/** By what a parcel is followed. */
export const trackingField: Schema = {
  type: 'string',
  maxLength: 100,
  title: { en: 'Tracking number', zh: '物流单号' },
}

/** What is sent back: one quantity a line. */
export const returnedForm: Schema = {
  required: ['qtys'],
  properties: {
    qtys: {
      type: 'array',
      minItems: 1,
      maxItems: 200,
      title: { en: 'How many of each line', zh: '每行退货数量' },
      items: { type: 'integer', minimum: 0, maximum: 1_000_000 },
    },
    note: noteField({ en: 'Why', zh: '原因' }),
  },
}

/** What somebody finds wrong, one of some reasons, and what happened. */
export const reasonForm = (reasons: readonly string[]): Schema => ({
  required: ['reason'],
  properties: {
    reason: { type: 'string', enum: [...reasons], title: { en: 'What is wrong', zh: '问题类型' } },
    note: noteField({ en: 'Tell what happened', zh: '情况说明' }),
  },
})
