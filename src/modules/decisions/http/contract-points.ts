import Type from 'typebox'
import { Declaration, Spec } from './contract-declaring.ts'
import { closed, Id, Instant, orNull, PointName, PolicyName } from './contract-parts.ts'

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
/** As a column holds it. */
const VersionNumber = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })

export const PromoteBody = Type.Object(
  {
    version: VersionNumber,
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
    version: Type.Optional(VersionNumber),
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
  gain: Type.Optional(
    Type.Object(
      { value: Type.Number(), low: Type.Number(), high: Type.Number() },
      { description: 'Over what was done, decision by decision; the interval is of 99.5 %' },
    ),
  ),
  left: Type.Object({ fallback: Type.Integer(), open: Type.Integer(), unreadable: Type.Integer() }),
})
export const SwitchParams = Type.Object({ point: Type.Union([Type.Literal('all'), PointName]) })
export const SwitchBody = Type.Object({ isOff: Type.Boolean() }, closed)
export const SwitchesBody = Type.Object({
  items: Type.Array(Type.Object({ point: Type.String(), isOff: Type.Boolean(), changedBy: Id, changedAt: Instant })),
})
