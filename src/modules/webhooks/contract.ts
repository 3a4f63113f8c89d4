import Type from 'typebox'
import { Page, pageQuery } from '#kernel/http-pages'
import { formats } from './endpoints.ts'

/** Shapes of this module's requests and replies. Instants are machine time. */

const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time' })
const InstantOrNull = Type.Union([Instant, Type.Null()])
const closed = { additionalProperties: false } as const

const given = {
  url: Type.String({ minLength: 1, maxLength: 2_000, description: 'An https address on the public internet' }),
  types: Type.Array(Type.String({ pattern: '^(\\*|[A-Za-z][\\w-]*\\.(\\*|[\\w:.-]+))$', maxLength: 120 }), {
    minItems: 1,
    maxItems: 50,
    uniqueItems: true,
    description: 'Types of events: `market.paid`, `market.*` or `*`',
  }),
}
const Description = Type.String({ maxLength: 200 })
const Format = Type.Enum([...formats], { description: '`{ type, timestamp, data }`, or CloudEvents 1.0' })

export const NewEndpointBody = Type.Object(
  { ...given, format: Type.Optional(Format), description: Type.Optional(Description) },
  closed,
)
export const ChangedEndpointBody = Type.Object(
  { ...given, format: Format, description: Description, isEnabled: Type.Boolean() },
  closed,
)
export const EndpointBody = Type.Object({
  id: Id,
  ...given,
  format: Format,
  description: Description,
  createdAt: Instant,
  isEnabled: Type.Boolean(),
  failingSince: InstantOrNull,
  disabledAt: InstantOrNull,
  notice: Type.Union([Type.String(), Type.Null()], { description: 'Why it was disabled' }),
})
const Secret = Type.String({ description: '`whsec_…`: verify signatures with it; shown once' })
export const NewEndpointReply = Type.Object({ ...EndpointBody.properties, secret: Secret })
export const EndpointsBody = Type.Object({ items: Type.Array(EndpointBody) })
export const SecretBody = Type.Object({
  secret: Secret,
  overlapUntil: Type.String({ format: 'date-time', description: 'Until then the secrets before sign as well' }),
})

export const IdParams = Type.Object({ id: Id })
export const DeliveryParams = Type.Object({ id: Id, delivery: Id })
const State = Type.Enum(['pending', 'delivered', 'failed'])
export const DeliveriesQuery = pageQuery({ state: Type.Optional(State) })
const DeliveryListed = Type.Object({
  id: Id,
  event: Type.String({ description: 'The `webhook-id`' }),
  type: Type.String(),
  state: State,
  attempts: Type.Integer(),
  createdAt: Instant,
  nextAt: InstantOrNull,
})
export const DeliveriesBody = Page(DeliveryListed)
export const DeliveryBody = Type.Object({
  ...DeliveryListed.properties,
  body: Type.String(),
  log: Type.Array(
    Type.Object({
      number: Type.Integer(),
      at: Instant,
      status: Type.Union([Type.Integer(), Type.Null()], { description: 'null when there was no answer' }),
      durationMs: Type.Integer(),
      error: Type.Union([Type.String(), Type.Null()]),
      response: Type.String(),
    }),
  ),
})
export const ResendBody = Type.Object(
  {
    since: Instant,
    isFailedOnly: Type.Optional(
      Type.Boolean({ description: 'Default true; false sends also what has been delivered' }),
    ),
  },
  closed,
)
export const ResentBody = Type.Object({ count: Type.Integer() })
