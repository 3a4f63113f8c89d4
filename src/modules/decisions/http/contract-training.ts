import Type from 'typebox'
import { Page, pageQuery } from '#kernel/http-pages'
import { closed, Id, Instant, orNull } from './contract-parts.ts'

export const TrainBody = Type.Object(
  { since: Type.Optional(Type.String({ format: 'date-time', description: 'Decisions from here on; default all' })) },
  closed,
)
export const TrainingParams = Type.Object({ id: Id })
export const AskedBody = Type.Object({
  id: Id,
  isNew: Type.Boolean({ description: 'False: this one is under way already' }),
})

const Judged = orNull(
  Type.Object({
    value: Type.Number({ description: 'What a decision would have earned' }),
    low: Type.Number(),
    high: Type.Number(),
    effectiveSampleSize: Type.Number(),
    warnings: Type.Integer(),
  }),
)
export const TrainingBody = Type.Object({
  id: Id,
  point: Type.String(),
  policy: Type.String(),
  version: Type.Integer({ description: 'That learns: the parent of what it makes' }),
  made: orNull(Type.Integer({ description: 'The version that came of it, a draft' })),
  state: Type.String({ description: 'waiting, running, done, failed, cancelled' }),
  progress: Type.Number({ minimum: 0, maximum: 1 }),
  lessons: Type.Integer(),
  askedBy: orNull(Id),
  askedAt: Instant,
  endedAt: orNull(Instant),
  since: Instant,
  until: orNull(Instant),
  error: orNull(Type.String()),
  metrics: orNull(
    Type.Object(
      { decisions: Type.Integer(), learnt: Judged, parent: Judged },
      { description: 'On the newest fifth of the decisions, which were not learnt from' },
    ),
  ),
})
export const TrainingsQuery = pageQuery({})
export const TrainingsBody = Page(TrainingBody)
export const ScheduleBody = Type.Object(
  {
    everyHours: orNull(Type.Integer({ minimum: 1, maximum: 8_760 })),
    afterOutcomes: orNull(Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'Decisions with new outcomes' })),
  },
  closed,
)
