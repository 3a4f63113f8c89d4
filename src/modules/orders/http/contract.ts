import Type, { type TSchema, type TUnion, type TNull } from 'typebox'
import { Page, pageQuery } from '#kernel/http-pages'

/** What the routes of orders take and answer. Money is integer minor units, time RFC 3339 in UTC. */

const closed = { additionalProperties: false } as const
const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'

/** Of parties, offers, orders, commands. */
export const Id = Type.String({ pattern: uuid, description: 'UUID in lower case' })
const Slug = Type.String({ pattern: '^[a-z][a-zA-Z0-9-]{0,63}$' })
/** A transition's name may have a dot: `lock.opened`. */
const commandTypeShape = '^[a-zA-Z][a-zA-Z0-9.-]{0,63}$'
const CommandType = Type.String({ pattern: commandTypeShape })
/** RFC 3339, UTC. */
export const Instant = Type.String({ format: 'date-time' })
/** Any JSON object: what stands in it is the business's to say. */
export const AnyObject = Type.Unsafe<{ readonly [name: string]: never }>({ type: 'object', additionalProperties: true })
/** Words for people, in one language or by language tag (BCP 47). */
export const Text = Type.Union([Type.String(), Type.Record(Type.String(), Type.String())])

/** The value, or null when there is none. */
export function Nullable<T extends TSchema>(schema: T): TUnion<[T, TNull]> {
  return Type.Union([schema, Type.Null()])
}

/** Most lines of one order. */
const linesMax = 200
/** Most commands of one request. */
export const commandsMax = 200

const LineBody = Type.Object(
  {
    offerId: Id,
    qty: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    options: Type.Optional(AnyObject),
  },
  closed,
)

const ExpectMinor = Type.Integer({
  minimum: 0,
  description: 'What you expect to be debited, in minor units; a difference is refused as `price-changed`',
})

/** What every placing says. */
const placing = {
  business: Slug,
  lines: Type.Optional(Type.Array(LineBody, { maxItems: linesMax })),
  input: Type.Optional(AnyObject),
  expectMinor: Type.Optional(ExpectMinor),
  groupId: Type.Optional(Id),
}

/** Body of `POST /v1/orders`. */
export const PlaceBody = Type.Object(
  {
    ...placing,
    type: Type.Optional(
      Type.String({
        pattern: commandTypeShape,
        description: 'How the order begins; default `place`, or the only way there is',
      }),
    ),
  },
  closed,
)

/** Body of `POST /v1/orders/{id}/actions/{type}`. */
export const ActionBody = Type.Object(
  { input: Type.Optional(AnyObject), expectMinor: Type.Optional(ExpectMinor) },
  closed,
)

/** Body of `POST /v1/commands`. */
export const CommandsBody = Type.Object(
  {
    all: Type.Optional(Type.Boolean({ description: 'One list: all are accepted, or all are refused' })),
    commands: Type.Array(
      Type.Object(
        {
          id: Type.Optional(
            Type.String({ pattern: uuid, description: 'UUIDv7; default derived from the Idempotency-Key' }),
          ),
          ...placing,
          type: CommandType,
          orderId: Type.Optional(Id),
        },
        closed,
      ),
      { minItems: 1, maxItems: commandsMax },
    ),
  },
  closed,
)

/** `?preview`: says what would happen, and changes nothing. */
export const PreviewQuery = Type.Object(
  {
    preview: Type.Optional(
      Type.Union([Type.Literal(''), Type.Literal('true'), Type.Literal('false')], {
        description: 'Say what would happen and change nothing',
      }),
    ),
  },
  closed,
)

/** An accepted command on an order. */
export const DoneBody = Type.Object({
  orderId: Id,
  rev: Type.Integer({ description: 'Entries into states so far' }),
  state: Type.String(),
  at: Instant,
  pos: Type.Integer({ description: 'Position in the log of events' }),
})

const PostingBody = Type.Object({
  debit: Type.String(),
  credit: Type.String(),
  amountMinor: Type.Integer(),
  currency: Type.String(),
  code: Type.String({ description: 'The template or effect that moves it' }),
})

/** What would happen. */
export const PreviewBody = Type.Object({
  state: Type.String({ description: 'The state it would lead to' }),
  amountMinor: Type.Integer({ description: 'What you would be debited; send it as `expectMinor`' }),
  currency: Type.String(),
  terms: AnyObject,
  postings: Type.Array(PostingBody),
  cells: Type.Array(Type.Object({ cell: Type.String(), taken: Type.Integer({ description: 'Below 0: given back' }) })),
})

/** What became of one command of a list. */
export const VerdictBody = Type.Union([
  Type.Object({
    status: Type.Literal('accepted'),
    id: Id,
    at: Instant,
    pos: Type.Integer(),
    result: AnyObject,
  }),
  Type.Object({
    status: Type.Literal('refused'),
    id: Id,
    problem: Type.Object({
      type: Type.String(),
      title: Type.String(),
      status: Type.Integer(),
      detail: Type.String(),
      errors: Type.Optional(Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() }))),
      extra: Type.Optional(AnyObject),
    }),
  }),
])

/** What became of a list, in its order. */
export const VerdictsBody = Type.Object({ accepted: Type.Integer(), verdicts: Type.Array(VerdictBody) })

/** Something that the caller may do with the order now. */
const ActionOffered = Type.Object({
  type: Type.String(),
  title: Text,
  input: AnyObject,
  by: Type.Array(Type.String()),
  blockedBy: Type.Optional(Type.Object({ slug: Type.String(), title: Text })),
  asks: Type.Array(Type.String()),
})

const LineShown = Type.Object({
  offerId: Id,
  qty: Type.Integer(),
  options: Type.Optional(AnyObject),
  title: Type.String({ description: 'As the offer is called now' }),
  picture: Nullable(Type.String()),
})

const PotShown = Type.Object({
  heldMinor: Type.Integer(),
  positions: Type.Record(Type.String(), Type.Integer(), {
    description: 'By account: below 0 paid in, above 0 paid out',
  }),
})

/** An order, as one who takes part in it sees it. */
export const OrderBody = Type.Object({
  id: Id,
  business: Type.String(),
  version: Type.Integer({ description: 'Of the manifest: an order keeps the one it began with' }),
  title: Text,
  state: Type.String(),
  stateTitle: Text,
  ending: Nullable(Type.Union([Type.Literal('done'), Type.Literal('undone')])),
  stuck: Nullable(Type.String({ description: 'The refusal that stopped a timer; a person must look' })),
  rev: Type.Integer(),
  placedAt: Instant,
  groupId: Nullable(Id),
  currency: Type.String(),
  lines: Type.Array(LineShown),
  terms: AnyObject,
  data: Nullable(AnyObject),
  money: Type.Object({
    capturedMinor: Type.Integer(),
    refundedMinor: Type.Integer(),
    heldMinor: Type.Integer(),
    pots: Type.Record(Type.String(), PotShown),
  }),
  roles: Type.Record(Type.String(), Id),
  mine: Type.Array(Type.String(), { description: 'Roles of the caller' }),
  timers: Type.Array(Type.Object({ key: Type.String(), dueAt: Instant })),
  codes: Type.Record(Type.String(), Type.Object({ title: Text, code: Type.String() })),
  actions: Type.Array(ActionOffered),
  links: Type.Object({ self: Type.String(), events: Type.String(), business: Type.String() }),
})

/** One of the caller's orders in a list. */
export const OrderListed = Type.Object({
  id: Id,
  business: Type.String(),
  state: Type.String(),
  stateTitle: Text,
  ending: Nullable(Type.String()),
  placedAt: Instant,
  groupId: Nullable(Id),
  currency: Type.String(),
  capturedMinor: Type.Integer(),
  heldMinor: Type.Integer(),
  title: Type.String({ description: 'Of the first line' }),
  linesCount: Type.Integer(),
  roles: Type.Record(Type.String(), Id),
  mine: Type.Array(Type.String(), { description: 'Roles of the caller' }),
  open: Type.Array(Type.String(), { description: 'Roles that nobody has yet and the caller may take' }),
})

/** Filters of `GET /v1/orders`. */
export const OrdersQuery = pageQuery({
  role: Type.Optional(
    Type.String({ maxLength: 64, description: 'Only where the caller has this role, or may take it' }),
  ),
  state: Type.Optional(Type.String({ maxLength: 64 })),
  business: Type.Optional(Slug),
  isOpen: Type.Optional(Type.Boolean({ description: 'true: not ended; false: ended' })),
})
/** A page of the caller's orders. */
export const OrdersPage = Page(OrderListed)

/** An id in the path. */
export const IdParams = Type.Object({ id: Id })
/** An order and an action in the path. */
export const ActionParams = Type.Object({ id: Id, type: CommandType })
/** A line of business in the path. */
export const BusinessParams = Type.Object({ name: Slug })
