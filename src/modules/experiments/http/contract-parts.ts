import Type, { type TNull, type TSchema, type TUnion } from 'typebox'
import { comparisons } from '../core/targeting.ts'

/** Parts of schemas that several contracts use. */

export const closed = { additionalProperties: false } as const
export const Instant = Type.String({ format: 'date-time', description: 'Town time' })
export const name = '[a-z][a-zA-Z0-9-]{0,59}'
/** Names of routes are no names of experiments. */
export const ExperimentName = Type.String({ pattern: `^(?!(power|exposures|outcomes)$)${name}$` })
export const FlagKey = Type.String({ pattern: '^[a-zA-Z0-9][\\w.-]{0,99}$' })
export const ArmName = Type.String({ pattern: '^[\\w.-]{1,40}$' })
export const MetricName = Type.String({ pattern: `^${name}$` })
export const UnitKey = Type.String({ minLength: 1, maxLength: 200 })
export const orNull = <T extends TSchema>(schema: T): TUnion<[T, TNull]> => Type.Union([schema, Type.Null()])
const Scalar = Type.Union([Type.Boolean(), Type.Number(), Type.String({ maxLength: 200 })])

export const Conditions = Type.Array(
  Type.Object(
    {
      attribute: Type.String({ minLength: 1, maxLength: 64 }),
      is: Type.Enum([...comparisons]),
      value: Type.Union([Scalar, Type.Array(Scalar, { maxItems: 200 })]),
    },
    closed,
  ),
  { maxItems: 20 },
)
