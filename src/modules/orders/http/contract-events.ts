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
/** Query of `GET /v1/events/stream` and `GET /v1/events/socket`. */
export const StreamQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ pattern: cursorShape, description: 'A cursor `POS.N`; default now' })),
    backMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 60_000,
        description: 'Without a cursor: begin with what happened within so many milliseconds before',
      }),
    ),
    format: Type.Enum(['plain', 'cloudevents'], { default: 'plain', description: 'CloudEvents 1.0 when asked for' }),
  },
  closed,
)
/** Answer of `GET /v1/events`. */
export const EventsBody = Type.Object({
  items: Type.Array(EventBody),
  next: Type.String({ description: 'The cursor to ask with next time' }),
  isUpToDate: Type.Boolean(),
})

function flag(description: string) {
  return Type.Union([Type.Literal(''), Type.Literal('true'), Type.Literal('false')], { description })
}

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

/** A published version of a line of business. */
const VersionListed = Type.Object({
  version: Type.Integer(),
  title: Text,
  hash: Type.String({ description: 'SHA-256 of the manifest’s text' }),
  publishedAt: Instant,
})
/** All versions, the newest first. */
export const VersionsBody = Type.Object({ items: Type.Array(VersionListed) })
/** One version with its text. */
export const VersionBody = Type.Object({ ...VersionListed.properties, manifest: AnyObject })
export const VersionParams = Type.Object({
  name: Type.String({ pattern: '^[a-z][a-zA-Z0-9-]{0,63}$' }),
  version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
})

const versionNumber = Type.Integer({ minimum: 1, maximum: 1_000_000 })
export const DifferencesQuery = Type.Object({ from: versionNumber, to: versionNumber }, closed)
/** What differs between two versions, place by place. */
export const DifferencesBody = Type.Object({
  from: Type.Integer(),
  to: Type.Integer(),
  items: Type.Array(
    Type.Object({
      pointer: Type.String(),
      kind: Type.Union([Type.Literal('added'), Type.Literal('removed'), Type.Literal('changed')]),
      before: Type.Optional(Type.Unknown()),
      after: Type.Optional(Type.Unknown()),
    }),
  ),
})

/** What publishing a manifest answers, and what trying it out answers. */
export const PublishedBody = Type.Object({
  business: Type.String(),
  version: Type.Integer(),
  isPublished: Type.Boolean({ description: 'false when it was only checked' }),
  townDebits: Type.Array(Type.String(), { description: 'Money lines that debit an account of the town' }),
})
export const PublishQuery = Type.Object(
  {
    check: Type.Optional(flag('Say what is wrong with it, and publish nothing')),
    approve: Type.Optional(Type.Literal('town-debits', { description: 'The manifest may debit accounts of the town' })),
  },
  closed,
)
export const SwitchBody = Type.Object({ isOn: Type.Boolean() }, closed)
export const SwitchedBody = Type.Object({ business: Type.String(), isOn: Type.Boolean() })

const Rates = Type.Record(Type.String({ pattern: '^[a-zA-Z][a-zA-Z0-9]{0,63}$' }), Type.Unknown(), {
  maxProperties: 200,
})
export const TariffBody = Type.Object(
  {
    rates: Rates,
    effectiveAt: Type.Optional(Type.String({ format: 'date-time', description: 'Town time; default now' })),
  },
  closed,
)
const TariffListed = Type.Object({ effectiveAt: Instant, rates: AnyObject })
export const TariffSetBody = Type.Object({ business: Type.String(), ...TariffListed.properties })
export const TariffsBody = Type.Object({ items: Type.Array(TariffListed) })

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
