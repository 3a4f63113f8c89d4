import Type from 'typebox'
import { ArmName, closed, Conditions, FlagKey, MetricName, name, orNull } from './contract-parts.ts'

const yearMs = 366 * 86_400_000
const Span = Type.Integer({ minimum: 1, maximum: yearMs, description: 'Town time, ms' })

const Source = Type.Object(
  {
    source: Type.Enum(['log', 'interactions']),
    type: Type.String({ minLength: 1, maxLength: 120 }),
    unit: Type.String({
      minLength: 1,
      maxLength: 80,
      description: 'Where the unit stands: `actor`, `user`, `subject`, `session` or `data.FIELD`',
    }),
    value: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Number in the data; absent: 1' })),
  },
  closed,
)

const Metric = Type.Object(
  {
    name: MetricName,
    role: Type.Enum(['primary', 'secondary', 'guard']),
    better: Type.Enum(['up', 'down']),
    kind: Type.Enum(['rate', 'mean', 'ratio']),
    windowMs: Span,
    from: Type.Optional(Source),
    per: Type.Optional(Source),
    covariateMs: Type.Optional(Span),
    effect: Type.Number({ minimum: 1e-9, maximum: 1e9, description: 'Smallest change worth finding, absolute' }),
    tolerance: Type.Optional(Type.Number({ minimum: 0, maximum: 1e9 })),
  },
  closed,
)

const Drives = Type.Union([
  Type.Object({ kind: Type.Literal('flag'), flag: FlagKey }, closed),
  Type.Object(
    {
      kind: Type.Literal('point'),
      point: Type.String({ minLength: 1, maxLength: 81 }),
      policies: Type.Record(
        ArmName,
        Type.Object(
          {
            policy: Type.String({ minLength: 1, maxLength: 40 }),
            version: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
          },
          closed,
        ),
        { maxProperties: 10 },
      ),
    },
    closed,
  ),
])

/** What a caller declares; the name stands in the path. */
export const DeclarationBody = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 200 }),
    hypothesis: Type.String({ minLength: 10, maxLength: 2_000 }),
    layer: Type.String({ pattern: `^${name}$`, default: 'default' }),
    shareBps: Type.Integer({ minimum: 1, maximum: 10_000, default: 10_000, description: 'Share of the layer' }),
    unit: Type.Enum(['person', 'session', 'item', 'block']),
    block: Type.Optional(
      Type.Object(
        {
          lengthMs: Type.Integer({ minimum: 1_000, maximum: yearMs }),
          washoutMs: Type.Integer({ minimum: 0, maximum: yearMs }),
        },
        { ...closed, description: 'Of a switchback, in town time' },
      ),
    ),
    arms: Type.Array(
      Type.Object({ name: ArmName, weight: Type.Number({ minimum: 0.001, maximum: 1_000_000 }) }, closed),
      { minItems: 2, maxItems: 10, description: 'The first is the control' },
    ),
    eligibility: Type.Optional(Conditions),
    metrics: Type.Array(Metric, { minItems: 1, maxItems: 12 }),
    plannedDays: Type.Number({ exclusiveMinimum: 0, maximum: 366 }),
    ramp: Type.Optional(
      Type.Object(
        {
          steps: Type.Array(Type.Integer({ minimum: 1, maximum: 10_000 }), { minItems: 1, maxItems: 20 }),
          stepMs: Span,
          isAutomatic: Type.Boolean(),
        },
        { ...closed, description: 'Shares of the units, basis points; absent: all at once' },
      ),
    ),
    allocation: Type.Optional(
      Type.Union([
        Type.Object({ kind: Type.Literal('fixed') }, closed),
        Type.Object(
          {
            kind: Type.Literal('bandit'),
            floor: Type.Number({ minimum: 0.01, maximum: 0.5 }),
            minUnits: Type.Integer({ minimum: 100, maximum: 10_000_000 }),
          },
          closed,
        ),
      ]),
    ),
    drives: Type.Optional(orNull(Drives)),
  },
  closed,
)
