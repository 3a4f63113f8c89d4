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
export const placesBody = <Card extends Type.TSchema, Sponsor extends Type.TSchema>(card: Card, sponsor: Sponsor) =>
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
        isSponsored: Type.Boolean({ description: 'Somebody paid for the place; `sponsor` says who' }),
        sponsor: Type.Optional(sponsor),
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

const rules = {
  onePlaceIn: Nullable(
    Type.Integer({
      minimum: 6,
      maximum: 1_000,
      description: 'Of so many places of home pages one is kept; null: none',
    }),
  ),
  thingShown: Type.Integer({ minimum: 1, maximum: 100_000, description: 'A thing is new until it was shown so often' }),
  sellerShown: Type.Integer({
    minimum: 1,
    maximum: 1_000_000,
    description: 'A seller is new until all their things together were shown so often; no less than `thingShown`',
  }),
  withinPlaces: Type.Integer({
    minimum: 100,
    maximum: 10_000_000,
    description: 'Nobody is new any more once the town was shown so many places since they came',
  }),
}
const Rev = Type.Integer({ minimum: 0, maximum: 2_000_000_000, description: 'The rev that was seen' })

/** Other numbers of the budget. */
export const NewcomerRulesInput = Type.Object({ rev: Rev, ...rules }, { additionalProperties: false })
export const NewcomerRulesReply = Type.Object({ rev: Type.Integer() })

export const NewcomersQuery = Type.Object(
  {
    days: Type.Integer({ minimum: 1, maximum: 90, default: 28, description: 'Of town time, today included' }),
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'Sellers that are listed' }),
  },
  { additionalProperties: false },
)

const cost = {
  places: Type.Integer({ description: 'Given to newcomers in these days' }),
  given: Type.Number({ description: 'Worth of what stood there, estimated, in clicks' }),
  forgone: Type.Number({ description: 'Worth of what would have stood there' }),
  cost: Type.Number({ description: 'The difference' }),
  costLow: Type.Number({ description: 'It lies between this …' }),
  costHigh: Type.Number({ description: '… and this in 19 of 20 cases' }),
}

export const NewcomersBody = Type.Object({
  rev: Type.Integer({ description: 'Counts changes of the budget; 0 before the first' }),
  rules: Type.Object(rules),
  newcomers: Type.Integer({ description: 'Things that have not had their share of places yet' }),
  newSellers: Type.Integer({ description: 'Sellers of such things who are new themselves' }),
  shown: Type.Integer({ description: 'Places of all home pages in these days' }),
  ...cost,
  items: Type.Array(
    Type.Object({
      seller: Type.Object({ id: Id, name: Type.String({ description: 'Empty for who is gone' }) }),
      isNew: Type.Boolean({ description: 'A new seller still' }),
      things: Type.Integer({ description: 'That stood in a kept place' }),
      ...cost,
    }),
    { description: 'Who had these places, those with most first' },
  ),
})
