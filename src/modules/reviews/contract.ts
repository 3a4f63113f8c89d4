import Type from 'typebox'
import { Page, pageQuery } from '#kernel/http-pages'

/** Shapes of this module's requests and replies. */

const closed = { additionalProperties: false } as const
const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time' })
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Stars = Type.Integer({ minimum: 1, maximum: 5 })

const said = {
  stars: Stars,
  words: Type.Optional(Type.String({ maxLength: 2000 })),
  pictures: Type.Optional(
    Type.Array(Type.String({ pattern: '^[0-9a-f]{64}$' }), { maxItems: 5, description: 'File ids' }),
  ),
  alts: Type.Optional(
    Type.Array(Type.String({ maxLength: 200 }), {
      maxItems: 5,
      description: 'What each picture shows, in their order',
    }),
  ),
}

export const IdParams = Type.Object({ id: Id })
export const WriteBody = Type.Object({ orderId: Id, offerId: Id, ...said }, closed)
export const ChangeBody = Type.Object(said, closed)
export const AnswerBody = Type.Object({ words: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }) }, closed)
export const WrittenBody = Type.Object({
  id: Id,
  isNew: Type.Boolean({ description: 'False: the line has one already' }),
})

export const ReviewBody = Type.Object({
  id: Id,
  listing: Id,
  offer: Id,
  seller: Id,
  reviewer: orNull(Type.String({ description: 'Name; null once forgotten' })),
  stars: Stars,
  words: orNull(Type.String({ description: 'Null where none were said, or they have been forgotten' })),
  pictures: Type.Array(Type.String()),
  alts: Type.Array(Type.String(), { description: 'What each picture shows; empty where nobody said' }),
  writtenAt: Instant,
  editedAt: orNull(Instant),
  answer: orNull(Type.Object({ words: orNull(Type.String()), at: Instant })),
  removedAt: orNull(Instant),
})
export const ReviewsPage = Page(ReviewBody)
export const ReviewsQuery = pageQuery({
  offer: Type.Optional(Type.String({ format: 'uuid', description: 'Any variant of the thing' })),
  seller: Type.Optional(Id),
  sort: Type.Enum(['newest', 'highest', 'lowest'], { default: 'newest' }),
})
export const ReceivedQuery = pageQuery({ isAnswered: Type.Optional(Type.Boolean()) })
export const RemovedQuery = pageQuery({})

export const RatingQuery = Type.Object(
  { offer: Type.Optional(Id), seller: Type.Optional(Id) },
  { ...closed, minProperties: 1, maxProperties: 1 },
)
export const RatingBody = Type.Object({
  count: Type.Integer(),
  mean: orNull(Type.Number({ description: 'Of all stars; null without a review' })),
  counts: Type.Array(Type.Integer(), { description: 'From one star to five' }),
})

export const DueQuery = Type.Object({ orderId: Id }, closed)
/** What of an order may be reviewed, and what has been said. */
export const DueBody = Type.Object({
  items: Type.Array(
    Type.Object({
      offerId: Id,
      title: Type.String(),
      review: orNull(ReviewBody),
      mayWrite: Type.Boolean(),
      mayChange: Type.Boolean(),
    }),
  ),
})
