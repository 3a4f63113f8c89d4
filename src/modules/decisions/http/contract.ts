import Type, { type TProperties, type TSchema, type TUnion, type TNull } from 'typebox'
import { Page, pageQuery } from '#kernel/http-pages'
import { optionsMax, slateMax } from '../core/choosing.ts'

const closed = { additionalProperties: false }
export const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time' })
/** Of points, policies, features and metrics. */
const name = '[a-z][a-zA-Z0-9-]{0,39}'
export const PointName = Type.String({ pattern: `^(?!all$)${name}(\\.${name})?$` })
export const PolicyName = Type.String({ pattern: `^${name}$` })
export const OptionId = Type.String({ minLength: 1, maxLength: 64 })
const Word = Type.String({ minLength: 1, maxLength: 64 })
const orNull = <T extends TSchema>(schema: T): TUnion<[T, TNull]> => Type.Union([schema, Type.Null()])
const Value = Type.Union([Type.Number(), Type.Boolean(), Type.String({ maxLength: 200 })])
const Features = Type.Record(Type.String({ pattern: `^${name}$` }), Value)

const Condition = Type.Object(
  {
    of: Type.Union([Type.Literal('context'), Type.Literal('option')]),
    feature: Word,
    is: Type.Union((['=', '!=', '<', '<=', '>', '>='] as const).map((sign) => Type.Literal(sign))),
    value: Value,
  },
  closed,
)
const Conditions = Type.Array(Condition, { minItems: 1, maxItems: 10 })

const Feature = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('number'),
      min: Type.Optional(Type.Number()),
      max: Type.Optional(Type.Number()),
      scale: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'Divides it; about its usual size' })),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('flag') }, closed),
  Type.Object({ kind: Type.Literal('category'), values: Type.Array(Word, { minItems: 1, maxItems: 50 }) }, closed),
])
const Declared = Type.Record(Type.String({ pattern: `^${name}$` }), Feature, { maxProperties: 100 })
const anyObject = Type.Record(Type.String(), Type.Any())

const Match = Type.Object(
  {
    event: Type.Union([Type.Literal('subject'), Type.Literal('actor'), Type.Literal('session')]),
    decision: Type.Union([Type.Literal('subject'), Type.Literal('reference'), Type.Literal('chosen')]),
  },
  closed,
)
const Metric = Type.Object(
  {
    name: Type.String({ pattern: `^${name}$` }),
    weight: Type.Number(),
    windowMs: Type.Integer({ minimum: 1, maximum: 366 * 86_400_000, description: 'Town time from the decision on' }),
    counts: Type.Union([Type.Literal('first'), Type.Literal('every')]),
    from: Type.Optional(
      Type.Object(
        {
          source: Type.Union([Type.Literal('log'), Type.Literal('interactions')]),
          type: Type.String({ minLength: 1, maxLength: 120 }),
          match: Type.Array(Match, { minItems: 1, maxItems: 3 }),
          value: Type.Optional(Word),
        },
        { ...closed, description: 'Events that count; absent: told by POST /v1/decisions/{id}/outcomes' },
      ),
    ),
  },
  closed,
)

export const Declaration = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 200 }),
    context: Declared,
    options: Type.Object(
      {
        features: Declared,
        ids: Type.Optional(Type.Array(OptionId, { minItems: 1, maxItems: 50, uniqueItems: true })),
      },
      closed,
    ),
    isCrossed: Type.Boolean({ description: 'Lets the context prefer one option to another' }),
    guards: Type.Array(Type.Object({ name: Word, when: Conditions }, closed), { maxItems: 20 }),
    safeDefault: orNull(OptionId),
    metrics: Type.Array(Metric, { maxItems: 10 }),
    reverse: orNull(
      Type.Object(
        {
          business: Word,
          commands: Type.Record(OptionId, Type.Object({ type: Word, input: anyObject }, closed)),
        },
        closed,
      ),
    ),
    question: orNull(
      Type.Object(
        {
          of: Type.String({ pattern: '^[a-z][a-z0-9-]*/[a-zA-Z][a-zA-Z0-9-]*$' }),
          context: Type.Record(Type.String({ pattern: `^${name}$` }), Word),
          answers: Type.Record(OptionId, anyObject),
        },
        closed,
      ),
    ),
    retentionDays: Type.Integer({ minimum: 1, maximum: 3650 }),
    budgetMs: Type.Number({ exclusiveMinimum: 0, maximum: 1000 }),
    mode: Type.Union([Type.Literal('auto'), Type.Literal('suggest'), Type.Literal('shadow')]),
  },
  closed,
)

const Beta = Type.Object({ a: Type.Number({ exclusiveMinimum: 0 }), b: Type.Number({ exclusiveMinimum: 0 }) }, closed)
const share = { minimum: 0, maximum: 1 }
const temperature = { temperature: Type.Number({ exclusiveMinimum: 0 }) }
const epsilon = { epsilon: Type.Number(share) }
const model = { model: Type.Optional(Type.Any({ description: 'Of `saveModel`; absent: one that knows nothing' })) }
const kindOf = <K extends string, P extends TProperties>(kind: K, properties: P) =>
  Type.Object({ kind: Type.Literal(kind), ...properties }, closed)
const Weights = { weights: Type.Record(Type.String({ maxLength: 200 }), Type.Number()) }

export const Spec = Type.Union([
  kindOf('rule', {
    rules: Type.Array(Type.Object({ when: Conditions, choose: OptionId }, closed), { maxItems: 50 }),
    otherwise: OptionId,
  }),
  kindOf('linear', { ...Weights, ...temperature }),
  kindOf('linear', { ...Weights, ...epsilon }),
  kindOf('beta-thompson', {
    prior: Beta,
    arms: Type.Record(OptionId, Beta),
    exploration: Type.Number(share),
  }),
  kindOf('linear-thompson', {
    ...model,
    scale: Type.Number({ exclusiveMinimum: 0 }),
    draws: Type.Integer({ minimum: 10, maximum: 2000 }),
  }),
  kindOf('lin-ucb', { ...model, alpha: Type.Number({ minimum: 0 }), ...epsilon }),
  kindOf('logistic', { ...model, ...temperature }),
  kindOf('logistic', { ...model, ...epsilon }),
  kindOf('trees', { model: Type.Any(), ...temperature }),
  kindOf('trees', { model: Type.Any(), ...epsilon }),
])

export const DecideBody = Type.Object(
  {
    point: PointName,
    context: Features,
    options: Type.Array(Type.Object({ id: OptionId, features: Features, blockedBy: Type.Optional(Word) }, closed), {
      maxItems: optionsMax,
    }),
    length: Type.Optional(Type.Integer({ minimum: 1, maximum: slateMax, description: 'Places of a slate; default 1' })),
    subject: Type.Optional(Id),
    onBehalfOf: Type.Optional(Id),
    reference: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    sources: Type.Optional(Type.Record(Type.String({ maxLength: 40 }), Id)),
    featurePos: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  closed,
)

const Policy = orNull(Type.Object({ name: Type.String(), version: Type.Integer(), hash: Type.String() }))
const Probability = Type.Number({ exclusiveMinimum: 0, maximum: 1 })
const Mode = Type.String({ description: 'auto, suggest, shadow; human once somebody has overridden it' })
const Fallback = orNull(Type.String({ description: 'Why the safe default stands' }))

export const DecidedBody = Type.Object({
  id: Id,
  at: Instant,
  point: Type.String(),
  chosen: Type.Array(Type.String()),
  conditional: Type.Array(Probability),
  pChosen: Probability,
  mode: Mode,
  fallback: Fallback,
  policy: Policy,
  reasons: Type.Array(Type.String()),
  isRecorded: Type.Boolean({ description: 'False: the queue was full; no outcome can be told' }),
})

export const DecisionBody = Type.Object({
  id: Id,
  at: Instant,
  point: Type.String(),
  pointVersion: Type.Integer(),
  subject: orNull(Id),
  onBehalfOf: orNull(Id),
  reference: orNull(Type.String()),
  context: orNull(
    Type.Record(Type.String(), Type.Object({ value: Value, eventId: orNull(Id) }), {
      description: 'Null when too long to keep, or forgotten',
    }),
  ),
  options: Type.Array(
    Type.Object({
      id: Type.String(),
      score: orNull(Type.Number()),
      p: Type.Number(),
      blockedBy: Type.Optional(Type.String()),
    }),
  ),
  candidates: Type.String({ description: 'Hash of all that could be chosen' }),
  featurePos: orNull(Type.Integer()),
  chosen: Type.Array(Type.String()),
  conditional: Type.Array(Probability),
  pChosen: Probability,
  policy: Policy,
  seed: Type.String(),
  experiments: Type.Any(),
  reasons: Type.Array(Type.String()),
  counterfactual: Type.Any({ description: 'What a policy in shadow would have chosen' }),
  latencyMs: Type.Number(),
  mode: Mode,
  fallback: Fallback,
  override: orNull(Type.Object({ by: Id, at: Instant, why: Type.String(), to: Type.String() })),
  outcomes: Type.Array(Type.Object({ metric: Type.String(), value: Type.Number(), at: Instant, eventId: Id })),
  value: orNull(Type.Number({ description: 'Weighted sum of the outcomes' })),
})

const filters = {
  point: Type.Optional(PointName),
  subject: Type.Optional(Id),
  policy: Type.Optional(PolicyName),
  isFallback: Type.Optional(Type.Boolean()),
  isOverridden: Type.Optional(Type.Boolean()),
  since: Type.Optional(Instant),
  until: Type.Optional(Instant),
}
export const DecisionsQuery = pageQuery(filters)
export const ExportQuery = Type.Object(
  { ...filters, format: Type.Union([Type.Literal('csv'), Type.Literal('jsonl')], { default: 'jsonl' }) },
  closed,
)
export const DecisionsBody = Page(DecisionBody)
export const IdParams = Type.Object({ id: Id })
export const OutcomeBody = Type.Object(
  {
    metric: Word,
    value: Type.Number({ minimum: -1e12, maximum: 1e12 }),
    at: Type.Optional(Instant),
    eventId: Type.Optional(Id),
  },
  closed,
)
export const ToldBody = Type.Object({
  status: Type.Union([Type.Literal('joined'), Type.Literal('already')]),
  isLate: Type.Boolean({ description: 'Told after its window, about something within it' }),
  value: Type.Number({ description: 'Of the decision, all outcomes weighted' }),
})
export const OverrideBody = Type.Object(
  { to: OptionId, why: Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }) },
  closed,
)
export const WhyBody = Type.Object({
  chosen: Type.Array(Type.String()),
  pChosen: Probability,
  reasons: Type.Array(Type.String()),
  context: Type.Record(Type.String(), Value),
  flip: orNull(
    Type.Object(
      { feature: Type.String(), from: Value, to: Value, chosen: Type.String() },
      {
        description: 'The smallest change found that changes the choice; tried, not guessed',
      },
    ),
  ),
})

export const PointParams = Type.Object({ point: PointName })
export const PolicyParams = Type.Object({ point: PointName, policy: PolicyName })
export const PointBody = Type.Object({
  point: Type.String(),
  version: Type.Integer(),
  declaration: Declaration,
  columns: Type.Array(Type.String(), { description: 'What weights and models are about' }),
  isOff: Type.Boolean(),
  versions: Type.Array(Type.Object({ version: Type.Integer(), declaredAt: Instant, hash: Type.String() })),
})
export const PointsBody = Type.Object({
  items: Type.Array(
    Type.Object({
      point: Type.String(),
      version: Type.Integer(),
      title: Type.String(),
      isOff: Type.Boolean(),
      live: orNull(Type.Object({ policy: Type.String(), version: Type.Integer() })),
    }),
  ),
  recording: Type.Object(
    { stored: Type.Integer(), shed: Type.Integer(), waiting: Type.Integer() },
    { description: 'Of the process that answers, since its start' },
  ),
})
export const DeclaredBody = Type.Object({ version: Type.Integer(), isNew: Type.Boolean() })
export const NewPolicyBody = Type.Object({ name: PolicyName, spec: Spec }, closed)
export const NewPolicyReply = Type.Object({ name: Type.String(), version: Type.Integer(), hash: Type.String() })
export const PoliciesBody = Type.Object({
  items: Type.Array(
    Type.Object({
      name: Type.String(),
      version: Type.Integer(),
      stage: Type.String(),
      canaryBps: Type.Integer(),
      kind: Type.String(),
      spec: Type.Any(),
      learnt: Type.Any({ description: 'From how many lessons, and when' }),
      madeAt: Instant,
    }),
  ),
})
export const PromoteBody = Type.Object(
  {
    version: Type.Integer({ minimum: 1 }),
    stage: Type.Union((['shadow', 'canary', 'live', 'retired'] as const).map((stage) => Type.Literal(stage))),
    canaryBps: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
  },
  closed,
)
export const PromotedBody = Type.Object({ policy: Type.String(), version: Type.Integer(), stage: Type.String() })
export const LearnBody = Type.Object({ since: Type.Optional(Instant) }, closed)
export const LearntBody = Type.Object({
  ...NewPolicyReply.properties,
  lessons: Type.Integer(),
  overrides: Type.Integer(),
})
export const ReplayBody = Type.Object(
  {
    policy: PolicyName,
    version: Type.Optional(Type.Integer({ minimum: 1 })),
    since: Instant,
    until: Type.Optional(Instant),
  },
  closed,
)
export const ReplayReply = Type.Object({
  policy: Type.String(),
  version: Type.Integer(),
  decisions: Type.Integer(),
  overridden: Type.Integer(),
  loggedValue: Type.Number(),
  estimator: Type.String(),
  value: Type.Number(),
  low: Type.Number({ description: 'Of the 95 % interval' }),
  high: Type.Number(),
  effectiveSampleSize: Type.Number(),
  largestWeight: Type.Number(),
  warnings: Type.Array(Type.String(), { description: 'Empty when the estimate may be used' }),
  left: Type.Object({ fallback: Type.Integer(), open: Type.Integer(), unreadable: Type.Integer() }),
})
export const SwitchParams = Type.Object({ point: Type.Union([Type.Literal('all'), PointName]) })
export const SwitchBody = Type.Object({ isOff: Type.Boolean() }, closed)
export const SwitchesBody = Type.Object({
  items: Type.Array(Type.Object({ point: Type.String(), isOff: Type.Boolean(), changedBy: Id, changedAt: Instant })),
})
