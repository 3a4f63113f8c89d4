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

export const RoleBody = Type.Union(
  [Type.Literal('owner'), Type.Literal('manager'), Type.Literal('staff'), Type.Literal('viewer')],
  { description: 'What a member may do: everything; all but owners and payouts; the daily work; look' },
)

export const MeBody = Type.Object({
  party: ProfileBody,
  user: Type.Optional(Type.String({ description: 'The signed-in person, when acting for a shop or firm' })),
  person: Type.Optional(ProfileBody),
  role: Type.Optional(RoleBody),
  grants: Type.Array(Type.String()),
  actsFor: Type.Array(Type.Intersect([ProfileBody, Type.Object({ role: RoleBody })]), {
    description: 'Send one of these ids as `Lakeside-Party` to act for it',
  }),
  credential: Type.Object({
    id: Id,
    kind: Type.Union([Type.Literal('session'), Type.Literal('key')]),
    scopes: Type.Union([Type.Array(Type.String()), Type.Null()], { description: 'Of a key; null: all of the party' }),
    viewer: Type.Union([Id, Type.Null()], { description: 'The operator who looks as this party, reading only' }),
    expiresAt: Instant,
  }),
  town: Type.Object({
    name: Type.String(),
    timeZone: Type.String({ description: 'IANA' }),
    currency: Type.String({ description: 'ISO 4217' }),
    isSandbox: Type.Boolean({ description: 'Play money; say so on every screen' }),
  }),
})

export const IssuedBody = Type.Object({
  id: Id,
  token: Type.Optional(
    Type.String({
      description: 'Shown once. Send it as `Authorization: Bearer TOKEN`. Absent when it went into a cookie',
    }),
  ),
  party: Id,
  expiresAt: Instant,
})

const SessionWish = Type.Optional(
  Type.Union([Type.Literal('token'), Type.Literal('cookie')], {
    description:
      '`cookie`: for browsers; the credential is set as the cookie `lakeside_session` (HttpOnly, SameSite=Lax), ' +
      'which counts for requests of our own pages only. Default `token`: it stands in the answer.',
  }),
)

export const ExchangeBody = Type.Object(
  { secret: Type.String({ minLength: 20, maxLength: 200 }), session: SessionWish },
  { additionalProperties: false },
)

export const SessionBody = Type.Object({ session: SessionWish }, { additionalProperties: false })

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

export const PurposeParams = Type.Object({
  purpose: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description: 'Such as `analytics` or `marketing`' }),
})

const consent = {
  isGiven: Type.Boolean(),
  version: Type.String({ minLength: 1, maxLength: 40, description: 'Of the text that was agreed to' }),
}
export const ConsentBody = Type.Object(consent, { additionalProperties: false })
export const ConsentsBody = Type.Object({
  items: Type.Array(Type.Object({ purpose: Type.String(), ...consent, at: Instant })),
})
