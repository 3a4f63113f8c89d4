import Type from 'typebox'
import { Page, pageQuery } from '#kernel/http-pages'
import { optionsMax, slateMax } from '../core/choosing.ts'
import { closed, Id, Instant, name, OptionId, orNull, PointName, PolicyName, Value, Word } from './contract-parts.ts'

const Features = Type.Record(Type.String({ pattern: `^${name}$` }), Value)

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
    featurePos: Type.Optional(Type.Integer({ minimum: 0, description: 'Of the log, of the features that were read' })),
    streamPos: Type.Optional(Type.Integer({ minimum: 0, description: 'Of the stream of interactions' })),
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
  streamPos: orNull(Type.Integer()),
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
  contests: Type.Array(Type.Object({ case: Id, at: Instant }), { description: 'Cases in which it is contested' }),
  outcomes: Type.Array(Type.Object({ metric: Type.String(), value: Type.Number(), at: Instant, eventId: Id })),
  value: orNull(Type.Number({ description: 'Weighted sum of the outcomes' })),
})

const filters = {
  point: Type.Optional(PointName),
  subject: Type.Optional(Id),
  reference: Type.Optional(Type.String({ maxLength: 100, description: 'Of the caller: an order, a session' })),
  policy: Type.Optional(PolicyName),
  option: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'That was chosen; of one point' })),
  isFallback: Type.Optional(Type.Boolean()),
  isOverridden: Type.Optional(Type.Boolean()),
  isContested: Type.Optional(Type.Boolean()),
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
const Flip = Type.Object({ feature: Type.String(), from: Value, to: Value, chosen: Type.String() })
export const WhyBody = Type.Object({
  point: PointName,
  mode: Type.Enum(['auto', 'shadow', 'suggest', 'human'], { description: 'human: a person has overridden it' }),
  options: Type.Array(Type.String(), { description: 'What could be chosen' }),
  chosen: Type.Array(Type.String()),
  pChosen: Probability,
  reasons: Type.Array(Type.String()),
  context: Type.Record(Type.String(), Value),
  fallback: orNull(Type.String({ description: 'Why the safe default stood' })),
  flip: orNull(
    Type.Object(Flip.properties, {
      description: 'The smallest change found that changes the choice; tried, not guessed',
    }),
  ),
  flips: Type.Array(Flip, { description: 'The smallest change of each feature that changes it alone' }),
})
