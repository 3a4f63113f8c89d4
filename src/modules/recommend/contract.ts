import Type from 'typebox'

/** Shapes of this module's requests and replies. */

const Id = Type.String({ format: 'uuid' })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const uuid = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}'

/** Things of a visit that a browser names at most. */
export const trailMax = 20

const trail = {
  trail: Type.Optional(
    Type.String({
      pattern: `^${uuid}(,${uuid}){0,${trailMax - 1}}$`,
      description:
        'Things looked at on this visit, the latest last, separated by commas: what is known of those who did not ' +
        'consent to more. It serves this answer and is not kept.',
    }),
  ),
}
/** A decision places 20 at most. */
const limit = { limit: Type.Integer({ minimum: 1, maximum: 20, default: 12 }) }

/** @param near the grammar of a place, as searches take it */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the schema is its type
export const feedQuery = <Near extends Type.TSchema>(near: Near) =>
  Type.Object(
    {
      ...limit,
      ...trail,
      business: Type.Optional(
        Type.String({ minLength: 1, maxLength: 63, description: 'Of one line of business only' }),
      ),
      near: Type.Optional(near),
    },
    { additionalProperties: false },
  )
export const AlsoQuery = Type.Object({ offer: Id, ...limit, ...trail }, { additionalProperties: false })
export const BecauseQuery = Type.Object(
  { except: Type.Optional(Id), ...limit, ...trail },
  { additionalProperties: false },
)

/** A page of places; a card is as offers show it. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the schema is its type
export const placesBody = <Card extends Type.TSchema>(card: Card) =>
  Type.Object({
    items: Type.Array(
      Type.Object({
        offer: card,
        decision: Type.String({ format: 'uuid', description: 'Put it into the impression, and into what follows' }),
        position: Type.Integer({ minimum: 0, description: 'Place on the page; 0 is the first' }),
        probability: Type.Number({
          exclusiveMinimum: 0,
          maximum: 1,
          description: 'That this stands here, given what stands before',
        }),
        isNewcomer: Type.Boolean({ description: 'Stands in a place that is kept for newcomers' }),
        isSponsored: Type.Boolean({ description: 'Somebody paid for the place' }),
        reasons: Type.Array(
          Type.Object({
            feature: Type.String({ description: 'Of the point of the decision' }),
            weight: Type.Number({ description: 'What it adds to the score, over the average of what was on offer' }),
          }),
        ),
      }),
    ),
    anchor: Type.Optional(Nullable(Type.Object({ id: Id, title: Type.String() }))),
  })

export const NewcomersBody = Type.Object({
  newcomers: Type.Integer({ description: 'Things that have not had their share of places yet' }),
  places: Type.Integer({ description: 'Given to newcomers since the start of this process' }),
  given: Type.Number({ description: 'Worth of what stood there, estimated, in clicks' }),
  forgone: Type.Number({ description: 'Worth of what would have stood there' }),
  cost: Type.Number({ description: 'The difference' }),
})
