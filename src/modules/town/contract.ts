import Type from 'typebox'

/** Shapes of this module's requests and replies. */

const closed = { additionalProperties: false } as const
const Nullable = <S extends Type.TSchema>(schema: S): Type.TUnion<[S, Type.TNull]> => Type.Union([schema, Type.Null()])
const Instant = Type.String({ format: 'date-time' })
const Rev = Type.Integer({ minimum: 0, maximum: 2_000_000_000, description: 'The rev that was seen' })

const Colour = Type.String({ pattern: '^#[0-9a-f]{6}$', description: '`#rrggbb`, in lower case' })
const FileId = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Of `POST /v1/files`' })
const Language = Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]+)*$', description: 'BCP 47' })
const About = Type.Record(Language, Type.String({ maxLength: 200 }), { description: 'A sentence, by language' })
/** Empty, or an address of a page; a path counts as one of ours. */
const Link = Type.String({ maxLength: 500, pattern: '^$|^https://[^\\s]+$|^/[^\\s]*$' })
/** RFC 5321 §4.5.3.1.3 limits an address to 254 characters. */
const Contact = Type.String({ maxLength: 254, pattern: '^$|^[^<>@\\s]+@[^<>@\\s]+$' })

const Shades = Type.Object({ fill: Colour, text: Colour, soft: Colour })
const settings = {
  name: Type.String(),
  timeZone: Type.String({ description: 'IANA' }),
  currency: Type.String({ description: 'ISO 4217' }),
  languages: Type.Array(Type.String(), { description: 'Offered to visitors' }),
  defaultLanguage: Type.String({ description: 'For who understands none of them' }),
  accent: Nullable(Type.String({ description: 'null: the colour of old bricks' })),
  logo: Nullable(Type.String({ description: 'A picture of `/v1/files`' })),
  about: Type.Record(Type.String(), Type.String()),
  feesLink: Type.String({ description: 'Where fees are explained; empty for none' }),
  contact: Type.String({ description: 'The operator’s e-mail address; empty for none' }),
}

/** What everybody may know of the town. */
export const TownBody = Type.Object({
  ...settings,
  rev: Type.Integer({ description: 'Counts the changes; 0 before the first' }),
  isSandbox: Type.Boolean(),
  isOpen: Type.Boolean({ description: 'False until the first-run wizard is through' }),
  languagesKnown: Type.Array(Type.String(), { description: 'Those that there are words for' }),
  look: Nullable(Type.Object({ palette: Type.Array(Colour), light: Shades, dark: Shades })),
})

/** What is given is changed. */
export const TownChangeBody = Type.Object(
  {
    rev: Rev,
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' })),
    timeZone: Type.Optional(Type.String({ maxLength: 60 })),
    currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
    languages: Type.Optional(Type.Array(Language, { minItems: 1, maxItems: 50, uniqueItems: true })),
    defaultLanguage: Type.Optional(Language),
    accent: Type.Optional(Nullable(Colour)),
    logo: Type.Optional(Nullable(FileId)),
    about: Type.Optional(About),
    feesLink: Type.Optional(Link),
    contact: Type.Optional(Contact),
  },
  closed,
)

export const LookQuery = Type.Object({ accent: Colour }, closed)
export const LookBody = Type.Object({
  isReadable: Type.Boolean({ description: 'White text on it reaches 4.5 : 1 (WCAG 2.2 AA)' }),
  contrast: Type.Number({ description: 'Of white text on it' }),
  nearest: Colour,
  look: Type.Object({ palette: Type.Array(Colour), light: Shades, dark: Shades }),
})

/** Pages of the wizard, in their order. */
export const setupSteps = ['you', 'town', 'languages', 'look', 'fees', 'mail', 'provider', 'done'] as const
/** One of them. */
export type SetupStep = (typeof setupSteps)[number]

const Step = Type.Enum([...setupSteps])
export const SetupBody = Type.Object({
  step: Step,
  done: Type.Array(Step),
  hasAccount: Type.Boolean({ description: 'The operator can sign in again without the link' }),
  finishedAt: Nullable(Instant),
})
export const SetupChangeBody = Type.Object({ step: Step, done: Type.Array(Step, { uniqueItems: true }) }, closed)

export const BackupParams = Type.Object({ name: Type.String({ maxLength: 100 }) })
const BackupRun = Type.Object({
  id: Type.String({ format: 'uuid' }),
  kind: Type.Union([Type.Literal('asked'), Type.Literal('nightly')]),
  begunAt: Instant,
  finishedAt: Nullable(Instant),
  note: Type.String({ description: 'How far it is' }),
  file: Nullable(Type.String()),
  bytes: Nullable(Type.Integer()),
  error: Nullable(Type.String()),
})
const BackupPlan = Type.Object({
  rev: Type.Integer(),
  isOn: Type.Boolean(),
  hour: Type.Integer({ description: 'In the town’s time zone' }),
  keep: Type.Integer({ description: 'Nightly backups that are kept' }),
})
export const BackupsBody = Type.Object({
  items: Type.Array(Type.Object({ name: Type.String(), bytes: Type.Integer(), madeAt: Instant }), {
    description: 'What lies in DATA_DIR/backups, the newest first',
  }),
  runs: Type.Array(BackupRun, { description: 'The latest, the newest first' }),
  plan: BackupPlan,
  folder: Type.String(),
})
export const BackupRunBody = BackupRun
export const BackupPlanInput = Type.Object(
  {
    rev: Rev,
    isOn: Type.Boolean(),
    hour: Type.Integer({ minimum: 0, maximum: 23 }),
    keep: Type.Integer({ minimum: 1, maximum: 365 }),
  },
  closed,
)
