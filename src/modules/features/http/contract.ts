import Type from 'typebox'
import { kinds } from '../declaring.ts'

const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const FeatureParams = Type.Object({
  kind: Type.Union(kinds.map((kind) => Type.Literal(kind))),
  id: Type.String({ minLength: 1, maxLength: 80, description: 'Of a query its key, of a session as clients name it' }),
})
const PositionBody = Type.Object(
  { log: Type.Integer(), interactions: Type.Integer() },
  { description: 'How far the log and the stream of interactions are folded' },
)
const common = {
  feature: Type.String(),
  title: Type.String(),
  kind: Type.String({ description: 'count, decayed, rate (a day), recency (ms), ratio, affinity (shares)' }),
  sources: Type.Array(Type.String(), { description: 'log, interactions' }),
}
export const FeaturesBody = Type.Object({
  position: PositionBody,
  at: Type.String({ format: 'date-time', description: 'Town time to which everything is decayed' }),
  items: Type.Array(
    Type.Object({
      ...common,
      value: orNull(Type.Number({ description: 'Null for affinities' })),
      eventId: orNull(Type.String({ format: 'uuid', description: 'The event that changed it last' })),
      shares: Type.Array(Type.Object({ other: Type.String(), share: Type.Number() })),
    }),
  ),
})
export const DeclaredBody = Type.Object({
  position: PositionBody,
  rows: Type.Integer({ description: 'Of the process that answers, like the rest' }),
  lagMs: Type.Number({ description: 'From receipt to fold, of the newest interaction' }),
  isReady: Type.Boolean({ description: 'Whether everything that was stored at the start is folded' }),
  items: Type.Array(Type.Object({ ...common, of: Type.String(), purpose: orNull(Type.String()) })),
})
const Digests = Type.Object({ log: Type.String(), interactions: Type.String() })
export const VerifiedBody = Type.Object({
  isIdentical: Type.Boolean(),
  position: PositionBody,
  found: Digests,
  replayed: Digests,
})
