import Type from 'typebox'
import { flagTypes } from '../core/flag.ts'
import { ArmName, closed, Conditions, FlagKey, orNull } from './contract-parts.ts'

/** Shapes of flags, and of OFREP. */

export const FlagParams = Type.Object({ flag: FlagKey })
const Split = Type.Array(
  Type.Object({ variant: ArmName, weight: Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000 }) }, closed),
  { minItems: 1, maxItems: 20 },
)
const Serve = Type.Union([Type.Object({ variant: ArmName }, closed), Type.Object({ split: Split }, closed)])
const Value = Type.Union([
  Type.Boolean(),
  Type.String({ maxLength: 10_000 }),
  Type.Number(),
  Type.Record(Type.String({ maxLength: 64 }), Type.Any(), { maxProperties: 100 }),
])
const Scalar = Type.Union([Type.Boolean(), Type.String({ maxLength: 200 }), Type.Number()])

const flagMembers = {
  title: Type.String({ minLength: 1, maxLength: 200 }),
  type: Type.Enum([...flagTypes]),
  isOn: Type.Boolean({ description: 'Off: the caller’s own default stands' }),
  variants: Type.Record(ArmName, Value, { minProperties: 1, maxProperties: 20 }),
  rules: Type.Array(Type.Object({ when: Conditions, serve: Serve }, closed), {
    maxItems: 50,
    description: 'The first whose conditions all hold',
  }),
  otherwise: Serve,
  metadata: Type.Record(Type.String({ maxLength: 64 }), Scalar, { maxProperties: 20 }),
}
export const FlagBody = Type.Object(
  { ...flagMembers, rules: Type.Optional(flagMembers.rules), metadata: Type.Optional(flagMembers.metadata) },
  closed,
)
export const FlagShown = Type.Object({
  flag: Type.String(),
  ...flagMembers,
  drivenBy: orNull(Type.String({ description: 'The experiment whose arms its units meet' })),
})
export const FlagsBody = Type.Object({ items: Type.Array(FlagShown) })

export const KeyParams = Type.Object({ key: Type.String({ minLength: 1, maxLength: 200 }) })
const errorCodes = ['PARSE_ERROR', 'TARGETING_KEY_MISSING', 'INVALID_CONTEXT', 'FLAG_NOT_FOUND', 'GENERAL'] as const
const Metadata = Type.Record(Type.String(), Scalar)
const Success = Type.Object(
  {
    key: Type.String(),
    reason: Type.Enum(['STATIC', 'DEFAULT', 'TARGETING_MATCH', 'SPLIT', 'DISABLED']),
    variant: Type.Optional(Type.String()),
    value: Type.Optional(Value),
    metadata: Metadata,
  },
  { title: 'OFREP evaluation', description: 'Without a value the caller’s own default stands' },
)
const Failure = Type.Object({
  key: Type.Optional(Type.String()),
  errorCode: Type.Enum([...errorCodes]),
  errorDetails: Type.String(),
})
export const EvaluatedBody = Success
export const FailedBody = Failure
export const BulkBody = Type.Object({ flags: Type.Array(Type.Union([Success, Failure])), metadata: Metadata })
export const OfrepRequest = Type.Unknown({ description: 'OFREP: `{"context": {"targetingKey": …, ATTRIBUTE: …}}`' })
export const ConfigurationBody = Type.Object({
  name: Type.String(),
  capabilities: Type.Object({
    cacheInvalidation: Type.Object({
      polling: Type.Object({ enabled: Type.Boolean(), minPollingIntervalMs: Type.Integer() }),
    }),
    flagEvaluation: Type.Object({ supportedTypes: Type.Array(Type.String()) }),
    caching: Type.Object({ enabled: Type.Boolean(), ttl: Type.Integer() }),
  }),
})
