import Type from 'typebox'
import { Id, ProfileBody } from './contract.ts'

/** Shapes of what operators see and say. */

const closed = { additionalProperties: false } as const
const Instant = Type.String({ format: 'date-time' })

export const StandingBody = Type.Object({
  ...ProfileBody.properties,
  isSuspended: Type.Boolean(),
  grants: Type.Array(Type.String()),
  verifiedNote: Type.Union([Type.String(), Type.Null()], { description: 'What the operator has seen' }),
})

export const ReasonBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S', description: 'For the record' }) },
  closed,
)
export const GrantParams = Type.Object({
  id: Id,
  name: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
})
export const VerifyPartyBody = Type.Object(
  { note: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S', description: 'What was seen; for operators' }) },
  closed,
)

export const NewVisitBody = Type.Object(
  {
    label: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 90, description: 'Default 7' })),
  },
  closed,
)
export const VisitMadeBody = Type.Object({
  id: Id,
  secret: Type.String({ description: 'Shown once' }),
  link: Type.String(),
  expiresAt: Instant,
})
export const VisitsBody = Type.Object({
  items: Type.Array(Type.Object({ id: Id, label: Type.String(), createdAt: Instant, expiresAt: Instant })),
})
export const OpennessBody = Type.Object({ areOpen: Type.Boolean() }, closed)
