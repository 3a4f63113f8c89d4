import Type, { type Static } from 'typebox'
import { Page, pageQuery } from '#kernel/http-pages'
import { AnyObject, Id, Instant, Nullable, Text } from './contract.ts'

/** What the routes of events and of lines of business take and answer. */

const closed = { additionalProperties: false } as const

/** One entry of an order's story, or of the stream. */
export const EventBody = Type.Object({
  cursor: Type.String({ description: '`POS.N`: where to go on from' }),
  id: Id,
  type: Type.String(),
  subject: Nullable(Id),
  actor: Id,
  user: Nullable(Id),
  at: Instant,
  data: AnyObject,
})
/** An event as a party may see it. */
export type EventShown = Static<typeof EventBody>

/** A page of an order's story. */
export const EventsPage = Page(EventBody)
/** Query of an order's story. */
export const TimelineQuery = pageQuery({})

const cursorShape = '^\\d{1,16}(\\.\\d{1,5})?$'

/** Query of `GET /v1/events`. */
export const EventsQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ pattern: cursorShape, description: 'A cursor `POS.N`; default the beginning' })),
    limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  },
  closed,
)
/** Query of `GET /v1/events/stream`. */
export const StreamQuery = Type.Object(
  { after: Type.Optional(Type.String({ pattern: cursorShape, description: 'A cursor `POS.N`; default now' })) },
  closed,
)
/** Answer of `GET /v1/events`. */
export const EventsBody = Type.Object({
  items: Type.Array(EventBody),
  next: Type.String({ description: 'The cursor to ask with next time' }),
  isUpToDate: Type.Boolean(),
})

/** A line of business in the list. */
const BusinessListed = Type.Object({
  business: Type.String(),
  version: Type.Integer(),
  title: Text,
  description: Nullable(Text),
  isOn: Type.Boolean(),
})
/** All of them. */
export const BusinessesBody = Type.Object({ items: Type.Array(BusinessListed) })

/** A line of business with its manifest. */
export const BusinessBody = Type.Object({
  business: Type.String(),
  version: Type.Integer(),
  title: Text,
  isOn: Type.Boolean(),
  rates: AnyObject,
  beginnings: Type.Array(
    Type.Object({
      type: Type.String(),
      title: Text,
      input: AnyObject,
      by: Type.Array(Type.String()),
      asks: Type.Array(Type.String()),
    }),
  ),
  manifest: AnyObject,
})
