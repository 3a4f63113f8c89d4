import Type from 'typebox'

/** Shapes of this module's commands, requests and replies. */

export const Id = Type.String({ format: 'uuid' })
const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
const OfferId = Type.String({ pattern: uuid })
const slug = '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'

/** Far below the safe integers, so that a line of many costs an exact sum. */
const priceMinorMax = 1_000_000_000_000
/** More pictures than this nobody looks at. */
const picturesMax = 12

const written = {
  title: Type.String({ minLength: 1, maxLength: 140, pattern: '\\S' }),
  description: Type.Optional(Type.String({ maxLength: 10_000 })),
  category: Type.String({ pattern: slug }),
  currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' }),
  priceMinor: Type.Integer({ minimum: 0, maximum: priceMinorMax, description: 'Minor units' }),
  taxCode: Type.Optional(Type.String({ pattern: slug, default: 'standard' })),
  priceIncludesTax: Type.Optional(Type.Boolean({ default: true })),
  groupId: Type.Optional(
    Type.Union([OfferId, Type.Null()], {
      description: 'Id of the first variant; the first variant names its own id',
    }),
  ),
  variant: Type.Optional(
    Type.Record(Type.String({ pattern: '^[^\\u0000]{1,40}$' }), Type.String({ minLength: 1, maxLength: 80 }), {
      maxProperties: 5,
      description: 'What tells this variant from its siblings, such as { "size": "M" }',
    }),
  ),
  pictures: Type.Optional(
    Type.Array(Type.String({ pattern: '^[0-9a-f]{64}$' }), { maxItems: picturesMax, description: 'File ids' }),
  ),
  attributes: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), { description: 'As the schema of the business asks' }),
  ),
  business: Type.String({ minLength: 1, maxLength: 63 }),
  seller: Type.Optional(Type.String({ pattern: uuid, description: 'Only for the operator; default the caller' })),
  stock: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 1_000_000_000,
      description: 'Only when the offer is made; later changes are adjustments',
    }),
  ),
  rev: Type.Optional(Type.Integer({ minimum: 1, description: 'The rev that was seen; needed for a change' })),
}

/** Whether it can be ordered; `barred`: the town has taken it down. */
export const Status = Type.Union([Type.Literal('active'), Type.Literal('archived'), Type.Literal('barred')])

/** Input of `offers.put`. */
export const PutInput = Type.Object({ offerId: Type.Optional(OfferId), ...written }, { additionalProperties: false })
export type PutInputOf = Type.Static<typeof PutInput>

/** Input of `offers.archive`. */
export const ArchiveInput = Type.Object(
  { offerId: OfferId, rev: Type.Optional(Type.Integer({ minimum: 1 })) },
  { additionalProperties: false },
)
export type ArchiveInputOf = Type.Static<typeof ArchiveInput>

/** Input of `offers.bar`. */
export const BarInput = Type.Object({ offerId: OfferId }, { additionalProperties: false })
export type BarInputOf = Type.Static<typeof BarInput>
/** Input of `offers.allow`: what it was before it was taken down. */
export const AllowInput = Type.Object(
  { offerId: OfferId, status: Type.Union([Type.Literal('active'), Type.Literal('archived')]) },
  { additionalProperties: false },
)
export type AllowInputOf = Type.Static<typeof AllowInput>

/** Body of a PUT; the id is in the path. */
export const PutBody = Type.Object(written, { additionalProperties: false })
export const ArchiveBody = Type.Object(
  { rev: Type.Optional(Type.Integer({ minimum: 1 })) },
  { additionalProperties: false },
)
export const StockBody = Type.Object(
  {
    delta: Type.Integer({ minimum: -1_000_000_000, maximum: 1_000_000_000 }),
    reason: Type.String({ minLength: 1, maxLength: 200 }),
  },
  { additionalProperties: false },
)

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const SellerBody = Type.Object({
  id: Id,
  name: Type.String(),
  slug: Type.String(),
  picture: Nullable(Type.String()),
  place: Type.Optional(
    Type.Object({ latitude: Type.Number(), longitude: Type.Number() }, { description: 'Where it says that it is' }),
  ),
})
const priceFields = {
  currency: Type.String(),
  priceMinor: Type.Integer({ description: 'Of the cheapest variant, minor units' }),
  priceMinorMax: Type.Integer(),
}
const rating = Type.Optional(
  Type.Object(
    { mean: Type.Number(), count: Type.Integer() },
    { description: 'Stars of its buyers; absent without a review' },
  ),
)
const available = Nullable(
  Type.Integer({ description: 'Free now; null where free counts depend on the day or the seat' }),
)

/** A card in a list. */
export const CardBody = Type.Object({
  id: Id,
  business: Type.String(),
  title: Type.String(),
  category: Type.String(),
  ...priceFields,
  picture: Nullable(Type.String({ description: 'File id' })),
  seller: SellerBody,
  variants: Type.Integer({ description: 'How many there are; 1 for a single thing' }),
  rating,
  available,
})

const ValueCounts = Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() }))

/** Hits counted by what they could be narrowed down to. */
const FacetsBody = Type.Object({
  category: Type.Optional(ValueCounts),
  business: Type.Optional(ValueCounts),
  price: Type.Optional(
    Type.Array(
      Type.Object({
        fromMinor: Type.Integer(),
        toMinor: Type.Integer({ description: 'No part of the band' }),
        count: Type.Integer(),
      }),
    ),
  ),
  rating: Type.Optional(
    Type.Array(Type.Object({ starsMin: Type.Integer({ description: 'So many and up' }), count: Type.Integer() })),
  ),
})

/** What a search made of its words. */
const SearchBody = Type.Object({
  answeredBy: Type.Union([Type.Literal('index'), Type.Literal('database')], {
    description: 'The database answers while the index is being built: exactly as it is written, in another order',
  }),
  corrected: Nullable(
    Type.String({ description: 'Shown is what was found for this: nothing is written as asked for' }),
  ),
  didYouMean: Nullable(Type.String({ description: 'A spelling that finds more' })),
  decision: Type.Optional(
    Nullable(
      Type.String({
        format: 'uuid',
        description: 'The decision on the order of the first 20: put it into what follows',
      }),
    ),
  ),
})

/** Instead of nothing: things near to what was looked for. */
const NearbyBody = Type.Object({
  why: Type.Union([Type.Literal('without-filters'), Type.Literal('some-words'), Type.Literal('newest')], {
    description: 'All words without the filters; at least half of the words; or what is new in town',
  }),
  items: Type.Array(CardBody),
})

/** Who paid for a place. A place that was paid for cannot be told without it. */
export const Sponsor = Type.Object({ id: Id, name: Type.String({ minLength: 1 }) })

/** A place that was paid for: it stands apart from the hits, and says so. */
const SponsoredBody = Type.Object({ offer: CardBody, isSponsored: Type.Literal(true), sponsor: Sponsor })

export const ListBody = Type.Object({
  items: Type.Array(CardBody),
  nextCursor: Nullable(Type.String()),
  search: Type.Optional(SearchBody),
  facets: Type.Optional(Nullable(FacetsBody)),
  total: Type.Optional(Nullable(Type.Integer({ description: 'All hits, counted together with facets' }))),
  nearby: Type.Optional(NearbyBody),
  sponsored: Type.Optional(
    Type.Array(SponsoredBody, {
      description: 'Places that were paid for, above the hits and never among them; absent while nobody sells any',
    }),
  ),
})

const VariantBody = Type.Object({
  id: Id,
  title: Type.String(),
  variant: Type.Record(Type.String(), Type.String()),
  priceMinor: Type.Integer(),
  taxCode: Type.String(),
  priceIncludesTax: Type.Boolean(),
  pictures: Type.Array(Type.String()),
  attributes: Type.Record(Type.String(), Type.Unknown()),
  status: Status,
  rev: Type.Integer(),
  available,
  held: Type.Optional(Type.Integer({ description: 'In open orders; for the seller' })),
  sold: Type.Optional(Type.Integer({ description: 'For the seller' })),
})

/** The page of one thing with its variants. */
export const DetailBody = Type.Object({
  id: Id,
  business: Type.String(),
  title: Type.String(),
  description: Type.String(),
  category: Type.String(),
  categoryPath: Type.Array(Type.String()),
  ...priceFields,
  seller: SellerBody,
  listedAt: Type.String({ format: 'date-time' }),
  isListed: Type.Boolean(),
  rating,
  variants: Type.Array(VariantBody),
})

export const CategoriesBody = Type.Object({
  items: Type.Array(
    Type.Object({
      slug: Type.String(),
      parent: Nullable(Type.String()),
      titles: Type.Record(Type.String(), Type.String()),
      count: Type.Integer({ description: 'Things listed in it and below it' }),
    }),
  ),
})

export const PutReply = Type.Object({ offerId: Id, rev: Type.Integer() })
export const StockReply = Type.Object({ available: Type.Integer() })

/** Where somebody looks around. */
export const NearText = Type.String({
  pattern: '^-?\\d{1,2}(\\.\\d{1,7})?,-?\\d{1,3}(\\.\\d{1,7})?$',
  description: 'Latitude and longitude to look around, as `47.37,8.54`; not kept',
})

export const ListQuery = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
    cursor: Type.Optional(Type.String({ maxLength: 500, description: '`nextCursor` of the page before' })),
    q: Type.Optional(Type.String({ maxLength: 200, description: 'Words to look for; the last may be unfinished' })),
    category: Type.Optional(Type.String({ pattern: slug })),
    seller: Type.Optional(Id),
    business: Type.Optional(Type.String({ maxLength: 63 })),
    priceMinorMin: Type.Optional(Type.Integer({ minimum: 0, maximum: priceMinorMax })),
    priceMinorMax: Type.Optional(Type.Integer({ minimum: 0, maximum: priceMinorMax })),
    isAvailable: Type.Optional(Type.Boolean({ description: 'Leaves out what is sold out' })),
    starsMin: Type.Optional(Type.Integer({ minimum: 1, maximum: 5, description: 'Rated so by buyers, or better' })),
    isOpen: Type.Optional(Type.Boolean({ description: 'Of shops that are open now; those without hours are not' })),
    near: Type.Optional(NearText),
    withinKm: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 20_000, description: 'Of `near`; what has no place is left out' }),
    ),
    sort: Type.Optional(
      Type.Union(
        [
          Type.Literal('newest'),
          Type.Literal('price'),
          Type.Literal('-price'),
          Type.Literal('relevance'),
          Type.Literal('rating'),
          Type.Literal('distance'),
        ],
        { description: 'Default: relevance when searching, else distance where `near` is said, else newest' },
      ),
    ),
    facets: Type.Optional(
      Type.String({
        pattern: '^(category|business|price|rating)(,(category|business|price|rating)){0,3}$',
        description: 'Count hits by these, on the first page; null while the index is being built',
      }),
    ),
  },
  { additionalProperties: false },
)
export type ListQueryOf = Type.Static<typeof ListQuery>
/** Orders in which a list can be read. */
export type Sort = NonNullable<ListQueryOf['sort']>

export const IdParams = Type.Object({ id: OfferId })
