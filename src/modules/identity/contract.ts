import Type from 'typebox'

/** Shapes of this module's requests and replies. */

export const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time' })

export const ProfileBody = Type.Object({
  id: Id,
  kind: Type.String(),
  slug: Type.String(),
  name: Type.String(),
  about: Type.String(),
  picture: Type.Union([Type.String(), Type.Null()], { description: 'File id' }),
  languages: Type.Array(Type.String()),
  joinedAt: Instant,
})

export const MeBody = Type.Object({
  party: ProfileBody,
  user: Type.Optional(Type.String({ description: 'The signed-in person, when acting for a shop or firm' })),
  grants: Type.Array(Type.String()),
  actsFor: Type.Array(ProfileBody, { description: 'Send one of these ids as `Lakeside-Party` to act for it' }),
})

export const IssuedBody = Type.Object({
  id: Id,
  token: Type.String({ description: 'Shown once. Send it as `Authorization: Bearer TOKEN`' }),
  party: Id,
  expiresAt: Instant,
})

export const ExchangeBody = Type.Object(
  { secret: Type.String({ minLength: 20, maxLength: 200 }) },
  { additionalProperties: false },
)

export const TokensBody = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Id,
      label: Type.String(),
      createdAt: Instant,
      expiresAt: Instant,
      revokedAt: Type.Union([Instant, Type.Null()]),
    }),
  ),
})

export const PersonasBody = Type.Object({
  items: Type.Array(
    Type.Object({
      slug: Type.String(),
      party: Id,
      name: Type.String(),
      title: Type.Record(Type.String(), Type.String()),
      picture: Type.Union([Type.String(), Type.Null()]),
      grants: Type.Array(Type.String()),
    }),
  ),
})

export const IdParams = Type.Object({ id: Id })
export const SlugParams = Type.Object({ slug: Type.String({ maxLength: 63 }) })
