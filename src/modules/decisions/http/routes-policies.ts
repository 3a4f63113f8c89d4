import type { Static } from 'typebox'
import { machineNow } from '#kernel/clock'
import { type App, actorOf } from '#kernel/http'
import { instantMs, rfc3339 } from '#kernel/http-pages'
import { invalidAt, problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { createFtrl, createRidge, saveFtrl, saveRidge } from '#modules/learners'
import { addPolicy, getPoint, getPolicy, listPolicies, promote } from '../books/declaring.ts'
import type { Point } from '../core/point.ts'
import type { PolicySpec } from '../core/policy.ts'
import { readLog } from '../learning/log.ts'
import { judged } from '../training/judging.ts'
import { teacherOf } from '../training/teachers.ts'
import { trainApart, type TrainingOutput } from '../training/training-run.ts'
import { notLearnt, pointNotFound, policyNotFound, policyUnfit, tooFewDecisions } from '../problems.ts'
import {
  LearnBody,
  LearntBody,
  NewPolicyBody,
  NewPolicyReply,
  PointParams,
  PoliciesBody,
  PolicyParams,
  PromoteBody,
  PromotedBody,
  ReplayBody,
  ReplayReply,
} from './contract-points.ts'
import type { Spec } from './contract-declaring.ts'
import type { DecisionRoutes } from './routes.ts'

const config = { access: 'operator' } as const

/** Making, learning, judging and promoting policies. */
export function policyRoutes(app: App, context: DecisionRoutes): void {
  listRoute(app, context)
  makeRoute(app, context)
  promoteRoute(app, context)
  learnRoute(app, context)
  replayRoute(app, context)
}

function listRoute(app: App, { db, town }: DecisionRoutes): void {
  app.get(
    '/v1/decisions/points/:point/policies',
    {
      config,
      schema: {
        operationId: 'listPolicies',
        summary: 'Policies of a decision point in all versions, the newest first',
        params: PointParams,
        response: { 200: PoliciesBody, ...problems(pointNotFound) },
      },
    },
    async ({ params: { point } }) => {
      await getPoint(db, town, point)
      const rows = await listPolicies(db, town, point)
      const items = rows.map(({ name, version, stage, canaryBps, spec, learnt, madeAt }) => ({
        name, version, stage, canaryBps, spec, learnt, kind: spec.kind, madeAt: rfc3339(madeAt),
      })) // prettier-ignore
      return { items }
    },
  )
}

/** A model that was left out is one that knows nothing. */
function filled(point: Point, spec: Static<typeof Spec>): PolicySpec {
  const width = point.columns.length
  switch (spec.kind) {
    case 'linear-thompson':
    case 'lin-ucb':
      return { ...spec, model: spec.model ?? saveRidge(createRidge(width)) }
    case 'logistic':
      return { ...spec, model: spec.model ?? saveFtrl(createFtrl(width)) }
    default:
      return spec
  }
}

function makeRoute(app: App, { db, town }: DecisionRoutes): void {
  app.post(
    '/v1/decisions/points/:point/policies',
    {
      // Said twice it makes two drafts of the same hash, which decide nothing.
      config: { access: 'operator', idempotency: 'none' },
      schema: {
        operationId: 'makePolicy',
        summary: 'A new version of a policy, as a draft',
        params: PointParams,
        body: NewPolicyBody,
        response: { 201: NewPolicyReply, ...problems(pointNotFound, policyUnfit) },
      },
    },
    async (request, reply) => {
      const { name, spec } = request.body
      const point = await getPoint(db, town, request.params.point)
      const place = { db, town, by: actorOf(request) }
      const made = await addPolicy(place, { point: point.declaration.name, name, spec: filled(point, spec) })
      return reply.code(201).send({ name, ...made })
    },
  )
}

function promoteRoute(app: App, { db, town, decider }: DecisionRoutes): void {
  app.put(
    '/v1/decisions/points/:point/policies/:policy/stage',
    {
      config,
      schema: {
        operationId: 'promotePolicy',
        summary: 'Put a policy into shadow, on a share of decisions (canary), live, or out of use',
        description: 'Who stood there is retired; promoting that one again is the way back.',
        params: PolicyParams,
        body: PromoteBody,
        response: { 200: PromotedBody, ...problems(pointNotFound, policyNotFound, policyUnfit) },
      },
    },
    async (request) => {
      const { point, policy: name } = request.params
      const { version, stage, canaryBps } = request.body
      if (stage === 'canary' && canaryBps === undefined) throw invalidAt('/canaryBps', 'is required of a canary')
      const place = { db, town, by: actorOf(request) }
      await promote(place, { point, name, version, stage, canaryBps: canaryBps ?? 0 })
      await decider.registry.refresh()
      return { policy: name, version, stage }
    },
  )
}

function learnRoute(app: App, { db, town, vault, clock }: DecisionRoutes): void {
  app.post(
    '/v1/decisions/points/:point/policies/:policy/learn',
    {
      // Learnt twice from the same log it makes two drafts of the same hash.
      config: { access: 'operator', idempotency: 'none' },
      schema: {
        operationId: 'learnPolicy',
        summary: 'A new version of a policy that has learnt from the log, overrides included, as a draft',
        params: PolicyParams,
        body: LearnBody,
        response: { 201: LearntBody, ...problems(pointNotFound, policyNotFound, policyUnfit, notLearnt) },
      },
    },
    async (request, reply) => {
      const { point: pointName, policy: name } = request.params
      const point = await getPoint(db, town, pointName)
      const { spec, version } = await getPolicy(db, town, { point, name })
      const { since } = request.body
      const from = since === undefined ? 0 : instantMs(since, '/since')
      const place = { db, town, vault, now: clock.now() }
      const { spec: better, lessons, overrides, heldOut } = await learntFrom(place, { point, spec, since: from })
      const learnt = { lessons, overrides, heldOut, parent: version, at: rfc3339(machineNow()) }
      const by = actorOf(request)
      const made = await addPolicy({ db, town, by }, { point: pointName, name, spec: better, learnt })
      return reply.code(201).send({ name, ...made, lessons, overrides })
    },
  )
}

type LearningPlace = Pick<DecisionRoutes, 'db' | 'town' | 'vault'> & { now: number }
type Learning = { point: Point; spec: PolicySpec; since: number }

async function learntFrom(place: LearningPlace, { point, spec, since }: Learning): Promise<TrainingOutput> {
  const teacher = teacherOf(point.declaration.name)
  if (teacher !== undefined) return (await teacher.learn(place, { point, spec, since })).output
  const { rows } = await readLog(place, { point, since })
  const input = { declaration: point.declaration, pointVersion: point.version, spec, log: rows }
  return trainApart(input).catch(notLearntOf)
}

/** What a thread refuses comes back without its kind. */
function notLearntOf(error: unknown): never {
  throw new Problem(notLearnt, { detail: error instanceof Error ? error.message : String(error) })
}

function replayRoute(app: App, { db, town, vault, clock }: DecisionRoutes): void {
  app.post(
    '/v1/decisions/points/:point/replay',
    {
      // It changes nothing.
      config: { access: 'operator', idempotency: 'none' },
      schema: {
        operationId: 'replayDecisions',
        summary: 'What another policy would have earned, estimated from the log with an interval',
        params: PointParams,
        body: ReplayBody,
        response: { 200: ReplayReply, ...problems(pointNotFound, policyNotFound, policyUnfit, tooFewDecisions) },
      },
    },
    async (request) => {
      const { policy: name, version, since, until } = request.body
      const point = await getPoint(db, town, request.params.point)
      const policy = await getPolicy(db, town, { point, name, version })
      const span = {
        since: instantMs(since, '/since'),
        until: until === undefined ? undefined : instantMs(until, '/until'),
      }
      const { estimate, left } = await judged({ db, town, vault, now: clock.now() }, { point, policy, ...span })
      return { policy: name, version: policy.version, ...estimate, warnings: [...estimate.warnings], left }
    },
  )
}
