import Type from 'typebox'

/** Shapes of this module's requests and replies. */

const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time' })
const Words = Type.Union([Type.String(), Type.Record(Type.String(), Type.String())])

export const sorts = ['suggested', 'deadline', 'newest', 'amount'] as const

export const InboxQuery = Type.Object(
  { sort: Type.Optional(Type.Enum([...sorts], { description: 'Default: as a decision suggests' })) },
  { additionalProperties: false },
)

const Item = Type.Object({
  id: Id,
  type: Type.Enum(['order', 'case']),
  kind: Type.Enum(['ruling', 'held', 'stuck', 'case'], { description: 'What is to be done' }),
  business: orNull(Type.String()),
  title: Type.String(),
  state: Words,
  since: Instant,
  dueAt: orNull(Type.String({ format: 'date-time', description: 'When it goes on by itself, or is due' })),
  amountMinor: Type.Integer(),
  currency: orNull(Type.String()),
  parties: Type.Array(Id),
  waitsFor: Type.Enum(['arbiter', 'operator']),
  actions: Type.Array(Type.Object({ type: Type.String(), title: Words }), {
    description: 'What an operator may do with one press: POST /v1/orders/{id}/actions/{type}',
  }),
  place: Type.Object(
    {
      decision: orNull(Id),
      p: orNull(Type.Number({ description: 'Probability of this place, given those above' })),
      isUrgent: Type.Boolean({ description: 'Due within a day: it stands before what is not' }),
      hoursLeft: orNull(Type.Number()),
      others: Type.Integer({ description: 'Other things that wait between the same parties' }),
    },
    { description: 'Why it stands here' },
  ),
})

export const InboxBody = Type.Object({ items: Type.Array(Item), sort: Type.Enum([...sorts]) })
