import Type from 'typebox'
import { Page, pageQuery } from '#kernel/http-pages'

/** Shapes of this module's requests and replies. */

const closed = { additionalProperties: false } as const
const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time' })
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Name = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' })
const Words = Type.Object({ en: Type.String(), zh: Type.String() })

/** What people say: enough for a story, too little for a novel. */
const Said = Type.String({ maxLength: 2000 })
const Evidence = Type.Array(Type.String({ pattern: '^[0-9a-f]{64}$' }), { maxItems: 5, description: 'File ids' })
const About = Type.Object(
  {
    type: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description: 'Such as `listing`' }),
    id: Type.String({ minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' }),
  },
  closed,
)

export const IdParams = Type.Object({ id: Id })

const Choice = Type.Object({ name: Type.String(), title: Words })
export const KindsBody = Type.Object({
  items: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Words,
      mayBeOpened: Type.Boolean({ description: 'By people, over `POST /v1/cases`' }),
      reasons: Type.Array(Choice),
      rulings: Type.Array(Type.Object({ ...Choice.properties, needsWords: Type.Boolean() })),
    }),
  ),
})

export const OpenBody = Type.Object(
  {
    kind: Name,
    about: About,
    reason: Type.Optional(Name),
    words: Type.Optional(Said),
    evidence: Type.Optional(Evidence),
  },
  closed,
)
export const OpenedBody = Type.Object({ id: Id, isNew: Type.Boolean({ description: 'False: it was open already' }) })

export const SayBody = Type.Object(
  { words: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }), evidence: Type.Optional(Evidence) },
  closed,
)
/** Taking something back asks for no reason. */
export const WithdrawBody = Type.Object({ words: Type.Optional(Said) }, closed)
export const RuleBody = Type.Object({ ruling: Name, words: Type.Optional(Said) }, closed)

const State = Type.Enum(['open', 'ruled', 'withdrawn'])
const summary = {
  id: Id,
  kind: Type.String(),
  title: Words,
  about: Type.Object({ type: Type.String(), id: Type.String() }),
  facts: Type.Record(Type.String(), Type.Unknown(), { description: 'Beside it, such as `title`' }),
  state: State,
  openedAt: Instant,
  dueAt: Instant,
  ruledAt: orNull(Instant),
  ruling: orNull(Type.Object({ name: Type.String(), title: Words })),
  reopenedAt: orNull(Instant),
  withdrawnAt: orNull(Instant),
  reports: Type.Integer({ description: 'People who reported it' }),
  respondent: orNull(Id),
}
export const CaseSummary = Type.Object(summary)

export const CaseBody = Type.Object({
  ...summary,
  side: Type.Enum(['ruler', 'reporter', 'respondent'], { description: 'How you stand to it' }),
  statements: Type.Array(
    Type.Object({
      id: Id,
      party: orNull(Id),
      name: orNull(Type.String({ description: 'Null where you may not know who it was' })),
      role: Type.Enum(['report', 'answer', 'addition', 'withdrawal']),
      reason: orNull(Choice),
      words: orNull(Type.String({ description: 'Null where none were said, or they are not for you' })),
      evidence: Type.Array(Type.String()),
      at: Instant,
      isWithdrawn: Type.Boolean({ description: 'Taken back since' }),
    }),
  ),
  rulings: Type.Array(Type.Object({ ...Choice.properties, words: Type.String(), at: Instant })),
  choices: Type.Array(Type.Object({ ...Choice.properties, needsWords: Type.Boolean() }), {
    description: 'How you may rule now',
  }),
  mayReopen: Type.Boolean(),
  maySay: Type.Boolean(),
  mayWithdraw: Type.Boolean({ description: 'Your report, or your wish for another look' }),
})

export const CasesQuery = pageQuery({
  state: Type.Optional(State),
  kind: Type.Optional(Name),
  aboutType: Type.Optional(Type.String({ maxLength: 40 })),
  aboutId: Type.Optional(Type.String({ maxLength: 200 })),
})
export const MineQuery = pageQuery({ state: Type.Optional(State) })
export const CasesPage = Page(CaseSummary)
