import Type, { type TNull, type TSchema, type TUnion } from 'typebox'

/** Parts of schemas that both contracts use. */

export const closed = { additionalProperties: false }
export const Id = Type.String({ format: 'uuid' })
export const Instant = Type.String({ format: 'date-time' })
/** Of points, policies, features and metrics. */
export const name = '[a-z][a-zA-Z0-9-]{0,39}'
export const PointName = Type.String({ pattern: `^(?!all$)${name}(\\.${name})?$` })
export const PolicyName = Type.String({ pattern: `^${name}$` })
export const OptionId = Type.String({ minLength: 1, maxLength: 64 })
export const Word = Type.String({ minLength: 1, maxLength: 64 })
export const orNull = <T extends TSchema>(schema: T): TUnion<[T, TNull]> => Type.Union([schema, Type.Null()])
export const Value = Type.Union([Type.Number(), Type.Boolean(), Type.String({ maxLength: 200 })])
