import Type, { type Static } from 'typebox'
import { transaction } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { cursorOf, instantMs, pageOf, rfc3339 } from '#kernel/http-pages'
import { problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { getPoint, getPolicy } from '../books/declaring.ts'
import type { Point } from '../core/point.ts'
import { notLearnt, pointNotFound, policyNotFound, policyUnfit, trainingNotFound } from '../problems.ts'
import { findSchedule, setSchedule } from '../training/scheduling.ts'
import { teacherOf, type TeachingPlace } from '../training/teachers.ts'
import { askForTraining, endTraining, findTraining, listTrainings, type Training } from '../training/trainings.ts'
import { PointParams, PolicyParams } from './contract-points.ts'
import {
  AskedBody,
  ScheduleBody,
  TrainBody,
  TrainingBody,
  TrainingParams,
  TrainingsBody,
  TrainingsQuery,
} from './contract-training.ts'
import type { DecisionRoutes } from './routes.ts'

const config = { access: 'operator' } as const

/** Learning in threads of their own: asked for, looked at, cancelled, scheduled. */
export function trainingRoutes(app: App, context: DecisionRoutes): void {
  askRoute(app, context)
  readRoutes(app, context)
  cancelRoute(app, context)
  scheduleRoutes(app, context)
}

function askRoute(app: App, { db, town, clock }: DecisionRoutes): void {
  app.post(
    '/v1/decisions/points/:point/policies/:policy/trainings',
    {
      // One at a time: asked twice, the one that is under way is answered.
      config: { access: 'operator', idempotency: 'none' },
      schema: {
        operationId: 'trainPolicy',
        summary: 'Have a policy learn from the log beside everything else; answers at once',
        params: PolicyParams,
        body: TrainBody,
        response: { 202: AskedBody, ...problems(pointNotFound, policyNotFound, policyUnfit, notLearnt) },
      },
    },
    async (request, reply) => {
      const { point: pointName, policy: name } = request.params
      const point = await getPoint(db, town, pointName)
      const { version } = await getPolicy(db, town, { point, name })
      await requireEnough({ db, town, now: clock.now() }, point)
      const since = request.body.since === undefined ? 0 : instantMs(request.body.since, '/since')
      const wanted = { point: pointName, policy: name, version, since, by: actorOf(request) }
      return reply.code(202).send(await transaction(db, (tx) => askForTraining(tx, town, wanted)))
    },
  )
}

/** @throws {Problem} policy-not-learnt */
async function requireEnough(place: TeachingPlace, point: Point): Promise<void> {
  const found = await teacherOf(point.declaration.name)?.readiness(place, point)
  if (found === undefined || found.lessons >= found.enough) return
  const detail = `${found.lessons} lessons say something; ${found.enough} are needed.`
  throw new Problem(notLearnt, { detail, extra: found })
}

const cursor = cursorOf(Type.Object({ askedAt: Type.Integer(), id: Type.String({ format: 'uuid' }) }))

function readRoutes(app: App, { db, town }: DecisionRoutes): void {
  app.get(
    '/v1/decisions/points/:point/trainings',
    {
      config,
      schema: {
        operationId: 'listTrainings',
        summary: 'Trainings of a decision point, the newest first',
        params: PointParams,
        querystring: TrainingsQuery,
        response: { 200: TrainingsBody, ...problems(pointNotFound) },
      },
    },
    async ({ params: { point }, query: { limit, cursor: from } }) => {
      await getPoint(db, town, point)
      const before = from === undefined ? undefined : cursor.decode(from)
      const rows = await listTrainings(db, town, { point, before, limit: limit + 1 })
      return pageOf(rows, {
        limit,
        item: shown,
        cursor: ({ askedAt, id }) => cursor.encode({ askedAt, id }),
      })
    },
  )
  app.get(
    '/v1/decisions/trainings/:id',
    {
      config,
      schema: {
        operationId: 'getTraining',
        summary: 'How far a training is, and what came of it',
        params: TrainingParams,
        response: { 200: TrainingBody, ...problems(trainingNotFound) },
      },
    },
    async ({ params: { id } }) => {
      const found = await findTraining(db, town, id)
      if (found === undefined) throw new Problem(trainingNotFound)
      return shown(found)
    },
  )
}

function shown({ askedAt, endedAt, since, until, metrics, ...rest }: Training): Static<typeof TrainingBody> {
  const instant = (ms: number | null): string | null => (ms === null ? null : rfc3339(ms))
  return {
    ...rest,
    askedAt: rfc3339(askedAt),
    endedAt: instant(endedAt),
    since: rfc3339(since),
    until: instant(until),
    metrics: metrics as Static<typeof TrainingBody>['metrics'], // written by trainings alone
  }
}

function cancelRoute(app: App, { db, town }: DecisionRoutes): void {
  app.post(
    '/v1/decisions/trainings/:id/cancel',
    {
      // What has ended stays as it ended.
      config: { access: 'operator', idempotency: 'none' },
      schema: {
        operationId: 'cancelTraining',
        summary: 'Stop a training; nothing comes of it',
        params: TrainingParams,
        response: { 200: TrainingBody, ...problems(trainingNotFound) },
      },
    },
    async ({ params: { id } }) => {
      await endTraining(db, town, { id, state: 'cancelled' })
      const found = await findTraining(db, town, id)
      if (found === undefined) throw new Problem(trainingNotFound)
      return shown(found)
    },
  )
}

function scheduleRoutes(app: App, { db, town }: DecisionRoutes): void {
  const url = '/v1/decisions/points/:point/policies/:policy/schedule'
  app.get(
    url,
    {
      config,
      schema: {
        operationId: 'getTrainingSchedule',
        summary: 'When a policy learns by itself',
        params: PolicyParams,
        response: { 200: ScheduleBody },
      },
    },
    ({ params }) => findSchedule(db, town, params),
  )
  app.put(
    url,
    {
      config,
      schema: {
        operationId: 'scheduleTraining',
        summary: 'Let a policy learn every so many hours, or after so many decisions with new outcomes',
        description: 'Each time a draft comes of it, with what it is worth on decisions it has not learnt from.',
        params: PolicyParams,
        body: ScheduleBody,
        response: { 200: ScheduleBody, ...problems(pointNotFound, policyNotFound, policyUnfit) },
      },
    },
    async (request) => {
      const { point: pointName, policy } = request.params
      await getPolicy(db, town, { point: await getPoint(db, town, pointName), name: policy })
      await setSchedule({ db, town, by: actorOf(request) }, { point: pointName, policy, ...request.body })
      return request.body
    },
  )
}
