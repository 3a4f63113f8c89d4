import Type from 'typebox'
import { Page, pageQuery } from '#kernel/http-pages'
import { stateReasons } from '../loops/health.ts'
import { demandNames, steps } from '../loops/ladder.ts'
import { storyKinds } from '../books/story.ts'
import { closed, Id, Instant, orNull, PointName, PolicyName } from './contract-parts.ts'

const Share = Type.Number({ minimum: 0, maximum: 1 })
const Count = Type.Integer({ minimum: 0 })
const Counts = Type.Record(Type.String(), Count)
const Named = Type.Object({ policy: Type.String(), version: Type.Integer() })

const Mean = Type.Object(
  {
    mean: Type.Number(),
    low: Type.Number({ description: 'Of the 95 % interval' }),
    high: Type.Number(),
    decisions: Count,
  },
  { description: 'Of a decision; those of which nothing came count 0' },
)
const Figures = {
  decisions: Count,
  automated: Type.Number({ minimum: 0, maximum: 1, description: 'A policy acted by itself, and nobody put it right' }),
  suggested: Count,
  overrides: Count,
  fallbacks: Type.Record(Type.String(), Count, { description: 'Safe defaults, by why they stood' }),
  value: orNull(Mean),
  isValueSoFar: Type.Boolean({ description: 'Windows are still open: more may come' }),
  delayMs: orNull(Type.Object({ p50: Type.Number(), p90: Type.Number() }, { description: 'Until outcomes are known' })),
  latencyMs: orNull(Type.Object({ p50: Type.Number(), p99: Type.Number() })),
}
const Regret = orNull(
  Type.Object(
    {
      ...Named.properties,
      value: Type.Number({ description: 'At least 0' }),
      low: Type.Number({ description: 'Of the 95 % interval' }),
      high: Type.Number(),
      decisions: Count,
      at: Instant,
    },
    { description: 'What the best other version would have earned more a decision, doubly robust over a week' },
  ),
)
const Drift = Type.Object(
  {
    choice: orNull(Type.Number()),
    inputs: Type.Array(Type.Object({ feature: Type.String(), index: orNull(Type.Number()) })),
  },
  { description: 'Population stability index of the last day against the week before; above 0.25 it has shifted' },
)
const At = Type.Object({ at: Instant, decisions: Count, value: orNull(Type.Number()) })
const Loop = {
  point: Type.String(),
  title: Type.String(),
  version: Type.Integer(),
  mode: Type.String(),
  state: Type.Enum(['well', 'watch', 'bad', 'quiet', 'off']),
  reasons: Type.Array(Type.Enum([...stateReasons]), {
    description: 'Why, the worst first',
  }),
  ...Figures,
  regret: Regret,
  drift: Drift,
  isOff: Type.Boolean(),
  live: orNull(Named),
  canary: orNull(Type.Object({ ...Named.properties, bps: Type.Integer() })),
  shadow: orNull(Named),
}

const Operating = Type.Object(
  {
    byMachine: Count,
    byPerson: Count,
    share: orNull(Share),
    points: Type.Object({ byMachine: Count, byPerson: Count }),
    deadlines: Type.Integer({ minimum: 0, description: 'Orders that the clock moved on' }),
    rulings: Type.Integer({ minimum: 0, description: 'Orders and cases that people ruled' }),
    hours: Type.Integer(),
  },
  { description: 'Decisions that the town makes about orders, listings and standing: how many a machine made' },
)

const hours = Type.Integer({ minimum: 1, maximum: 24 * 90, default: 24, description: 'Town time back from now' })
export const LoopsQuery = Type.Object({ hours }, closed)
export const LoopsBody = Type.Object({
  items: Type.Array(Type.Object({ ...Loop, line: Type.Array(At, { description: 'The same hours in 24 parts' }) })),
  operating: Operating,
})
export const LoopParams = Type.Object({ point: PointName })

const Guard = Type.Object({
  metric: Type.String(),
  better: Type.String(),
  tolerated: Type.Number(),
  state: Type.Enum(['quiet', 'good', 'suspect', 'bad']),
  before: orNull(Type.Object({ mean: Type.Number(), decisions: Count })),
  now: orNull(Type.Object({ mean: Type.Number(), decisions: Count })),
  since: orNull(Instant),
  evidence: Type.Number({
    description: 'How many times likelier a worsening is than none; from 1000000 it is rolled back',
  }),
})
const Demand = Type.Object({
  demand: Type.Enum([...demandNames]),
  isMet: Type.Boolean(),
  words: Type.String({ description: 'The figures in a sentence' }),
  figures: Type.Optional(
    Type.Record(Type.String(), Type.Number(), { description: 'The same figures by name, to be said otherwise' }),
  ),
})
const PolicyOfLoop = Type.Object({
  policy: Type.String(),
  version: Type.Integer(),
  kind: Type.String(),
  stage: Type.String(),
  canaryBps: Type.Integer(),
  stagedAt: orNull(Instant),
  marked: orNull(Type.String({ description: 'Why it was rolled back' })),
  worsened: orNull(
    Type.Object(
      { metric: Type.String(), before: Type.Number(), now: Type.Number(), tolerated: Type.Number() },
      { description: 'What the guard found that rolled it back, means a decision' },
    ),
  ),
  next: orNull(Type.Enum([...steps])),
  demands: Type.Array(Demand, { description: 'What the next step asks' }),
  guards: Type.Array(Guard),
  ...Figures,
})
const Part = Type.Object({
  at: Instant,
  policy: orNull(Type.String()),
  version: orNull(Type.Integer()),
  decisions: Count,
  automated: Count,
  overrides: Count,
  fallbacks: Count,
  value: orNull(Mean),
})
export const LoopBody = Type.Object({
  ...Loop,
  stepMs: Type.Integer(),
  series: Type.Array(Part, { description: 'By policy and time, the oldest first; null: no policy acted' }),
  policies: Type.Array(PolicyOfLoop),
  chosen: Counts,
})

export const StoryQuery = pageQuery({})
export const StoryBody = Page(
  Type.Object({
    id: Id,
    at: Instant,
    kind: Type.Enum([...storyKinds]),
    policy: orNull(Named),
    by: orNull(Type.String({ description: 'Null: the town itself' })),
    details: Type.Any(),
    eventId: orNull(Type.String({ description: 'Of the event in the log' })),
  }),
)

const Version = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })
const Words = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })
export const ClimbBody = Type.Object(
  {
    policy: PolicyName,
    version: Version,
    canaryBps: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 10_000, description: 'Of a canary; 1000 unless given' }),
    ),
    force: Type.Optional(Type.String({ ...Words, description: 'Why to go on against what the step asks' })),
  },
  closed,
)
export const ClimbedBody = Type.Object({
  policy: Type.String(),
  version: Type.Integer(),
  step: Type.Enum([...steps]),
  isForced: Type.Boolean(),
  demands: Type.Array(Demand),
})
export const RollBackBody = Type.Object({ policy: PolicyName, version: Version, why: Words }, closed)
export const RolledBackBody = Type.Object({
  id: Type.String({ description: 'Of the chapter in the story' }),
  eventId: Type.String({ description: 'Of the event in the log' }),
  to: orNull(Named),
})
export const SimulatedBody = Type.Object(
  {
    policy: PolicyName,
    version: Version,
    value: Type.Number({ description: 'A decision, in the simulator' }),
    low: Type.Number(),
    high: Type.Number(),
    live: Type.Number({ description: 'Of the live policy in the same simulator' }),
    decisions: Type.Integer({ minimum: 1 }),
  },
  closed,
)
export const SimulatedReply = Type.Object({ isMet: Type.Boolean(), words: Type.String() })
