import Type from 'typebox'
import { Page, pageQuery } from '#kernel/http-pages'
import { purposes } from './builtin-types.ts'
import { groupings } from './counters.ts'
import { DataSchema } from './event-schema.ts'
import { strangerTypes } from './strangers.ts'

/** Shapes of this module's requests and replies. */

const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time', description: 'Town time' })
const closed = { additionalProperties: false } as const
const Text = Type.String({ minLength: 1, maxLength: 200 })
const TypeName = Type.String({ pattern: '^[a-z][a-z0-9]*([.-][a-z0-9]+)*$', maxLength: 80 })

/** Events of one request: a page's worth of impressions several times over. */
const eventsMax = 1_000

/** Events are judged one by one, so that a malformed one does not keep its neighbours out. */
export const EventsBody = Type.Object(
  {
    events: Type.Array(Type.Unknown({ description: 'An `InteractionSent`; see `GET /v1/event-types`' }), {
      minItems: 1,
      maxItems: eventsMax,
    }),
  },
  closed,
)
export const ReceiptBody = Type.Object({
  stored: Type.Integer(),
  duplicates: Type.Array(
    Type.Object({ index: Type.Integer(), id: Type.String({ description: 'Of the first, which stands' }) }),
  ),
  quarantined: Type.Array(
    Type.Object({
      index: Type.Integer(),
      pointer: Type.String({ description: 'JSON Pointer into the event' }),
      detail: Type.String(),
    }),
  ),
  position: Type.Integer({ description: 'Counters that have come so far count these events' }),
})

/** Of a page or two; a stranger who sends more is no page. */
const strangerEventsMax = 200

export const StrangerEventsBody = Type.Object(
  {
    events: Type.Array(
      Type.Object(
        {
          type: Type.Enum([...strangerTypes]),
          subject: Id,
          data: Type.Object(
            {
              place: Type.String({ maxLength: 80 }),
              position: Type.Integer({ minimum: 0, maximum: 200 }),
              decision: Type.String({ format: 'uuid', description: 'That put it into its place' }),
            },
            closed,
          ),
        },
        closed,
      ),
      { minItems: 1, maxItems: strangerEventsMax },
    ),
  },
  closed,
)
export const TakenBody = Type.Object({})

const EventTypeBody = Type.Object({
  type: TypeName,
  version: Type.Integer(),
  purpose: Type.Enum([...purposes]),
  title: Text,
  schema: DataSchema,
})
export const EventTypesBody = Type.Object({
  items: Type.Array(EventTypeBody),
  envelope: Type.Object({}, { additionalProperties: true, description: 'JSON Schema of what stands around `data`' }),
})
export const PublishBody = Type.Object(
  { type: TypeName, purpose: Type.Enum([...purposes]), title: Text, schema: DataSchema },
  closed,
)
export const PublishedBody = EventTypeBody

export const CountersQuery = Type.Object(
  {
    by: Type.Enum([...groupings], { default: 'type' }),
    type: Type.Optional(TypeName),
    subject: Type.Optional(Id),
    from: Type.Optional(Instant),
    until: Type.Optional(Instant),
    limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  },
  closed,
)
export const CountersBody = Type.Object({
  items: Type.Array(
    Type.Object({
      type: Type.Optional(Type.String()),
      subject: Type.Optional(Type.Union([Id, Type.Null()])),
      minute: Type.Optional(Instant),
      count: Type.Integer(),
    }),
  ),
  position: Type.Integer({ description: 'Everything up to this position of the stream is counted' }),
})
export const ReplayBody = Type.Object({
  events: Type.Integer(),
  before: Type.String({ description: 'SHA-256 over all counters' }),
  after: Type.String(),
  isIdentical: Type.Boolean(),
})

export const QuarantineQuery = pageQuery({})
export const QuarantineBody = Page(
  Type.Object({
    id: Id,
    sender: Id,
    receivedAt: Instant,
    pointer: Type.String(),
    reason: Type.String(),
    type: Type.Union([Type.String(), Type.Null()]),
    event: Type.Union([Type.String(), Type.Null()], { description: 'Its JSON, cut when long; null once erased' }),
  }),
)

export const StreamQuery = Type.Object(
  {
    after: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
    limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  },
  closed,
)
export const StreamBody = Type.Object({
  items: Type.Array(
    Type.Object({
      position: Type.Integer(),
      id: Id,
      type: Type.String(),
      version: Type.Integer(),
      subject: Type.Union([Id, Type.Null()]),
      person: Type.Union([Id, Type.Null()], { description: 'A pseudonym; null without consent' }),
      at: Instant,
      receivedAt: Instant,
      session: Type.Union([Type.String(), Type.Null()]),
      data: Type.Object({}, { additionalProperties: true }),
    }),
  ),
  newest: Type.Integer({ description: 'Position of the newest event' }),
})
