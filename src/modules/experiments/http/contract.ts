import Type from 'typebox'
import { Page, pageQuery } from '#kernel/http-pages'
import { DeclarationBody } from './contract-declaring.ts'
import { ArmName, closed, ExperimentName, Instant, MetricName, orNull, UnitKey } from './contract-parts.ts'

/** Shapes of experiments, and of what is told of them. */

export const ExperimentParams = Type.Object({ experiment: ExperimentName })
const State = Type.Enum(['draft', 'ramping', 'running', 'stopped', 'shipped', 'binned'])

const Standing = {
  experiment: Type.String(),
  title: Type.String(),
  hypothesis: Type.String(),
  state: State,
  layer: Type.String(),
  unit: Type.String(),
  rampBps: Type.Integer({ description: 'Share of its units that take part now' }),
  declaredAt: Instant,
  startedAt: orNull(Instant),
  endedAt: orNull(Instant),
  plannedDays: Type.Number(),
  stopReason: orNull(Type.String()),
  stopGuard: orNull(Type.String({ description: 'The guard that stopped it by itself' })),
  shipped: orNull(Type.String()),
  lesson: orNull(Type.String()),
}
export const ExperimentBody = Type.Object({
  ...Standing,
  step: Type.Integer({ description: 'Of the ramp; -1 before the start' }),
  steppedAt: orNull(Instant),
  epoch: Type.Integer({ description: 'How often the weights were shifted' }),
  shares: Type.Record(Type.String(), Type.Number(), { description: 'Probability of each arm' }),
  declaration: DeclarationBody,
})
export const ExperimentsQuery = pageQuery({
  state: Type.Optional(
    Type.String({ maxLength: 100, pattern: '^[a-z]+(,[a-z]+)*$', description: 'One state or several, by commas' }),
  ),
  text: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'In title, hypothesis or lesson' })),
})
export const ExperimentsBody = Page(Type.Object(Standing))

export const RampBody = Type.Object(
  { step: Type.Integer({ minimum: 0, maximum: 19, description: 'The step to stand on, from 0' }) },
  closed,
)
export const StopBody = Type.Object({ why: Type.String({ minLength: 1, maxLength: 1_000 }) }, closed)
const Lesson = Type.String({ minLength: 10, maxLength: 5_000, description: 'What was learnt, for whoever comes later' })
export const VerdictBody = Type.Union([
  Type.Object({ decision: Type.Literal('ship'), arm: ArmName, lesson: Lesson }, closed),
  Type.Object({ decision: Type.Literal('bin'), lesson: Lesson }, closed),
])

const Cuped = Type.Object({ theta: Type.Number(), varianceRemoved: Type.Number() })
export const AnalysisBody = Type.Object({
  units: Type.Integer(),
  arms: Type.Array(
    Type.Object({
      arm: Type.String(),
      units: Type.Integer(),
      expected: Type.Number({ description: 'By the recorded probabilities' }),
      crossed: Type.Integer({ description: 'Units that met another arm as well' }),
    }),
  ),
  sampleRatio: Type.Object({
    status: Type.Enum(['too-few', 'as-intended', 'broken']),
    pValue: orNull(Type.Number()),
    chiSquare: orNull(Type.Number()),
  }),
  isLocked: Type.Boolean({ description: 'The split is not the one intended (p < 0.001): results are withheld' }),
  metrics: Type.Array(
    Type.Object({
      metric: Type.String(),
      arms: Type.Array(
        Type.Object({
          arm: Type.String(),
          units: Type.Integer(),
          mean: orNull(Type.Number()),
          deviation: orNull(Type.Number()),
        }),
      ),
      comparisons: Type.Array(
        Type.Object({
          arm: Type.String(),
          difference: Type.Number({ description: 'Less the control' }),
          low: Type.Number(),
          high: Type.Number(),
          level: Type.Number(),
          pValue: Type.Number(),
          isSignificant: Type.Boolean(),
          cuped: orNull(Cuped),
        }),
        { description: 'Valid however often one looks' },
      ),
      missing: Type.Enum(['nothing', 'units', 'variation', 'sample-ratio']),
    }),
  ),
})
export const LookBody = Type.Object({
  analysis: AnalysisBody,
  act: orNull(
    Type.Object({ kind: Type.Enum(['stop', 'step', 'shift']) }, { description: 'What was due, and has been done' }),
  ),
})
export const ResultsBody = Type.Object({
  analysis: AnalysisBody,
  looks: Type.Array(
    Type.Object({
      metric: Type.String(),
      arm: Type.String(),
      at: Instant,
      units: Type.Integer(),
      difference: Type.Number(),
      low: Type.Number(),
      high: Type.Number(),
    }),
  ),
})

/** Told at once; as many as a batch holds. */
const toldMax = 1_000
const Refused = Type.Array(Type.Object({ index: Type.Integer(), pointer: Type.String(), detail: Type.String() }))
const finite = { minimum: -1e12, maximum: 1e12 }
const Who = {
  experiment: ExperimentName,
  targetingKey: Type.Optional(UnitKey),
  session: Type.Optional(UnitKey),
  at: Type.Optional(Instant),
}
export const ExposuresBody = Type.Object(
  {
    exposures: Type.Array(
      Type.Object(
        {
          ...Who,
          arm: Type.Optional(ArmName),
          epoch: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
          attributes: Type.Optional(Type.Record(Type.String({ maxLength: 64 }), Type.Unknown())),
          before: Type.Optional(
            Type.Record(MetricName, Type.Number(finite), {
              description: 'Covariates that the caller knows, by metric',
            }),
          ),
        },
        { ...closed, description: 'Without an arm the one that the unit is assigned' },
      ),
      { minItems: 1, maxItems: toldMax },
    ),
  },
  closed,
)
export const ExposedBody = Type.Object({
  new: Type.Integer(),
  known: Type.Integer(),
  crossed: Type.Integer({ description: 'Units that had met another arm' }),
  refused: Refused,
})
export const OutcomesBody = Type.Object(
  {
    outcomes: Type.Array(
      Type.Object(
        {
          ...Who,
          id: Type.String({ format: 'uuid', description: 'Counts once' }),
          metric: MetricName,
          part: Type.Optional(Type.Enum(['of', 'per'], { description: '`per`: what a ratio is taken over' })),
          value: Type.Number(finite),
        },
        closed,
      ),
      { minItems: 1, maxItems: toldMax },
    ),
  },
  closed,
)
export const ObservedBody = Type.Object({ new: Type.Integer(), known: Type.Integer(), refused: Refused })

export const PowerQuery = Type.Object(
  {
    baseline: Type.Number({ minimum: -1e9, maximum: 1e9 }),
    effect: Type.Number({ minimum: 1e-9, maximum: 1e9 }),
    deviation: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1e9, description: 'Absent: a rate' })),
    power: Type.Number({ minimum: 0.5, maximum: 0.99, default: 0.8 }),
    level: Type.Number({ minimum: 0.5, maximum: 0.999, default: 0.95 }),
    arms: Type.Integer({ minimum: 2, maximum: 10, default: 2 }),
    explained: Type.Number({
      minimum: 0,
      maximum: 0.99,
      default: 0,
      description: 'Variance that a covariate explains',
    }),
    unitsPerDay: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1e12 })),
  },
  closed,
)
export const PowerBody = Type.Object({
  unitsPerArmFixed: Type.Integer({ description: 'For one look at the end' }),
  unitsPerArm: Type.Integer({ description: 'For looks at any time' }),
  units: Type.Integer(),
  days: orNull(Type.Number()),
})
