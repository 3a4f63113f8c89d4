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
  verifiedAt: Type.Union([Instant, Type.Null()], { description: 'Since when the operator vouches for who this is' }),
})

export const RoleBody = Type.Union(
  [Type.Literal('owner'), Type.Literal('manager'), Type.Literal('staff'), Type.Literal('viewer')],
  { description: 'What a member may do: everything; all but owners and payouts; the daily work; look' },
)

export const LanguageBody = Type.Union([Type.Literal('en'), Type.Literal('zh')], {
  description: 'In which a party is written to',
})

export const MeBody = Type.Object({
  party: ProfileBody,
  language: LanguageBody,
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

export const SessionWish = Type.Optional(
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

const Visit = Type.Optional(
  Type.String({ minLength: 20, maxLength: 200, description: 'Secret of a link for visitors, from another machine' }),
)
export const VisitQuery = Type.Object({ visit: Visit }, { additionalProperties: false })
export const PersonaSignInBody = Type.Object({ session: SessionWish, visit: Visit }, { additionalProperties: false })

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

const closed = { additionalProperties: false } as const
const Name = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
const About = Type.String({ maxLength: 2000 })
const Slug = Type.String({
  pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$',
  description: 'Short name in addresses: lower-case letters, digits and hyphens',
})
const Secret = Type.String({ minLength: 20, maxLength: 200 })

export const FoundBody = Type.Object(
  {
    kind: Type.Literal('firm'),
    name: Name,
    slug: Type.Optional(Slug),
    about: Type.Optional(About),
  },
  closed,
)

export const ProfileChange = Type.Object(
  {
    name: Type.Optional(Name),
    about: Type.Optional(About),
    picture: Type.Optional(
      Type.Union([Type.String({ pattern: '^[0-9a-f]{64}$' }), Type.Null()], { description: 'File id' }),
    ),
    languages: Type.Optional(
      Type.Array(Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$' }), {
        maxItems: 20,
        description: 'Spoken, BCP 47',
      }),
    ),
    language: Type.Optional(LanguageBody),
  },
  { ...closed, minProperties: 1 },
)

export const MembersBody = Type.Object({
  items: Type.Array(
    Type.Object({
      person: Id,
      name: Type.String(),
      slug: Type.String(),
      picture: Type.Union([Type.String(), Type.Null()]),
      role: RoleBody,
      joinedAt: Instant,
    }),
  ),
})
export const PersonParams = Type.Object({ person: Id })
export const RoleChange = Type.Object({ role: RoleBody }, closed)

export const InviteBody = Type.Object(
  {
    role: RoleBody,
    email: Type.Optional(
      Type.String({ format: 'email', maxLength: 254, description: 'Sends the link there; it is answered as well' }),
    ),
  },
  closed,
)
export const InvitationBody = Type.Object({
  id: Id,
  role: RoleBody,
  email: Type.Union([Type.String(), Type.Null()]),
  invitedBy: Id,
  createdAt: Instant,
  expiresAt: Instant,
  usedAt: Type.Union([Instant, Type.Null()]),
})
export const InvitationsBody = Type.Object({ items: Type.Array(InvitationBody) })
export const InvitedBody = Type.Object({
  id: Id,
  secret: Type.String({ description: 'Shown once; whoever accepts with it joins' }),
  link: Type.String({ description: 'The page that accepts it' }),
  expiresAt: Instant,
})
export const SecretBody = Type.Object({ secret: Secret }, closed)
export const InvitationRead = Type.Object({ party: ProfileBody, role: RoleBody, invitedBy: ProfileBody })
export const JoinedBody = Type.Object({ party: ProfileBody, role: RoleBody })

const Scope = Type.String({
  pattern: '^([a-z][a-z0-9-]{0,39}:(read|write)|\\*)$',
  description: 'First segment of a path after `/v1`, and `read` (GET, HEAD) or `write`: `orders:read`',
})
export const NewKeyBody = Type.Object(
  {
    label: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }),
    scopes: Type.Array(Scope, { minItems: 1, maxItems: 50, description: '`*` only for an operator’s own' }),
    expiresInDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 1825, description: 'Default 365' })),
  },
  closed,
)
export const KeyBody = Type.Object({
  id: Id,
  label: Type.String(),
  hint: Type.String({ description: 'Its last four characters' }),
  scopes: Type.Array(Type.String()),
  createdBy: Type.Union([Id, Type.Null()]),
  createdAt: Instant,
  expiresAt: Instant,
  lastUsedAt: Type.Union([Instant, Type.Null()], { description: 'To the minute' }),
  revokedAt: Type.Union([Instant, Type.Null()]),
})
export const KeysBody = Type.Object({ items: Type.Array(KeyBody) })
export const NewKeyReply = Type.Object({
  key: Type.String({ description: 'Shown once. Send it as `Authorization: Bearer KEY`' }),
  ...KeyBody.properties,
})
