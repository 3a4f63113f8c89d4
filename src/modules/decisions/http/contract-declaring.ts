import Type, { type TProperties } from 'typebox'
import { closed, name, OptionId, orNull, Value, Word } from './contract-parts.ts'

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
    event: Type.Union((['subject', 'actor', 'session', 'decision'] as const).map((one) => Type.Literal(one))),
    decision: Type.Union((['subject', 'reference', 'chosen', 'id'] as const).map((one) => Type.Literal(one))),
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

const Guard = Type.Object(
  {
    name: Word,
    when: Conditions,
    options: Type.Optional(Type.Array(OptionId, { maxItems: 50, description: 'Which it blocks; absent: all' })),
  },
  closed,
)
const Budget = Type.Object(
  {
    option: OptionId,
    shareBps: Type.Integer({ minimum: 0, maximum: 10_000, description: 'Of the decisions within perMs' }),
    perMs: Type.Integer({ minimum: 60_000, maximum: 31 * 86_400_000, description: 'Town time' }),
    free: Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Choices that are free beside the share' }),
  },
  closed,
)

const GuardMetric = Type.Object(
  {
    metric: Type.String({ pattern: `^${name}$`, description: 'A metric, or value, fallbacks, overrides' }),
    better: Type.Union([Type.Literal('higher'), Type.Literal('lower')]),
    tolerated: Type.Number({ minimum: 0, description: 'By how much a decision’s mean may worsen' }),
    least: Type.Integer({
      minimum: 50,
      maximum: 1_000_000,
      description: 'Decisions without which nothing is concluded',
    }),
    windowMs: Type.Integer({
      minimum: 1,
      maximum: 366 * 86_400_000,
      description: 'A decision is judged when it is over',
    }),
    isDaily: Type.Optional(Type.Boolean({ description: 'Compared with the same hours of earlier days' })),
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
    guards: Type.Array(Guard, { maxItems: 20 }),
    budgets: Type.Optional(Type.Array(Budget, { maxItems: 10 })),
    safeDefault: orNull(OptionId),
    metrics: Type.Array(Metric, { maxItems: 10 }),
    guardMetrics: Type.Optional(
      Type.Array(GuardMetric, { maxItems: 5, description: 'Figures whose worsening rolls a policy back' }),
    ),
    simulator: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'Who has to try a policy before it goes into shadow' }),
    ),
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
const known = {
  known: Type.Optional(
    Type.Record(OptionId, Type.Number(), { description: 'What options are worth whatever the context: not learnt' }),
  ),
}
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
  kindOf('trees', { model: Type.Any(), ...known, ...temperature }),
  kindOf('trees', { model: Type.Any(), ...known, ...epsilon }),
])
