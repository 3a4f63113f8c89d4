import type { FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import type { TownClock } from '#kernel/clock'
import type { Submit } from '#kernel/commands'
import type { Database } from '#kernel/db'
import { type App, actorOf, isOperator } from '#kernel/http'
import { cursorOf, instantMs, pageOf } from '#kernel/http-pages'
import { anyRefusal, invalidAt, problems, sendRefusal } from '#kernel/http-problems'
import type { CommandIdOf } from '#kernel/idempotency'
import { Problem } from '#kernel/problem'
import type { Vault } from '#kernel/vault'
import { overrideDecision } from '../books/overrides.ts'
import { tellOutcome } from '../books/outcomes.ts'
import {
  type DecisionRow,
  type DecisionsQuery as Query,
  findDecision,
  listDecisions,
  openInputs,
} from '../books/reading.ts'
import type { Decider } from '../decider.ts'
import { decisionNotFound, decisionOverridden, outcomeOutsideWindow, pointNotFound } from '../problems.ts'
import {
  DecideBody,
  DecidedBody,
  DecisionBody,
  DecisionsBody,
  DecisionsQuery,
  ExportQuery,
  IdParams,
  OutcomeBody,
  OverrideBody,
  ToldBody,
} from './contract.ts'
import { exportOf } from './export.ts'
import { loopRoutes } from './routes-loops.ts'
import { pointRoutes } from './routes-points.ts'
import { contestRoute } from './routes-contest.ts'
import { policyRoutes } from './routes-policies.ts'
import { trainingRoutes } from './routes-training.ts'
import { whyRoute } from './routes-why.ts'
import { visible } from './visible.ts'
import { shownDecided, shownDecision } from './shown.ts'

/** What the routes of this module work on. */
export type DecisionRoutes = {
  db: Database
  town: number
  clock: Pick<TownClock, 'now'>
  vault: Vault
  submit: Submit
  commandIdOf: CommandIdOf
  decider: Decider
}

/** Deciding over HTTP, and the log of what was decided. */
export function decisionRoutes(app: App, context: DecisionRoutes): void {
  pointRoutes(app, context)
  policyRoutes(app, context)
  trainingRoutes(app, context)
  decideRoute(app, context)
  listRoutes(app, context)
  exportRoute(app, context)
  outcomeRoute(app, context)
  overrideRoute(app, context)
  whyRoute(app, context)
  loopRoutes(app, context)
  contestRoute(app, { ...context, town: { id: context.town } })
}

/** The id that a request stands for. */
async function idOf({ commandIdOf }: DecisionRoutes, request: FastifyRequest): Promise<string> {
  const { party, user } = actorOf(request)
  const key = request.headers['idempotency-key']
  return commandIdOf(user ?? party, `${request.method} ${request.routeOptions.url}`, String(key))
}

function decideRoute(app: App, context: DecisionRoutes): void {
  const { db, town, vault, decider } = context
  app.post(
    '/v1/decisions',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'decide',
        summary: 'Decide at a point; the answer is recorded before it is sent',
        description: 'Where nothing can be decided the safe default of the point is answered, with the reason.',
        body: DecideBody,
        response: { 200: DecidedBody, 201: DecidedBody, ...problems(pointNotFound) },
      },
    },
    async (request, reply) => {
      const id = await idOf(context, request)
      const { point, ...asking } = request.body
      const before = await findDecision(db, town, id)
      if (before !== undefined) return againOf(before)
      if (decider.registry.find(point) === undefined) await decider.registry.refresh()
      if (decider.registry.find(point) === undefined) throw new Problem(pointNotFound)
      const decided = decider.decide(point, { ...asking, id })
      return reply.code(201).send(shownDecided(decided, await decided.recorded))
    },
  )

  async function againOf(row: DecisionRow): Promise<Static<typeof DecidedBody>> {
    const [seen] = await openInputs(vault, [row])
    const { id, at, point, chosen, conditional, pChosen, mode, fallback, policy, reasons } = shownDecision(row, seen)
    return { id, at, point, chosen, conditional, pChosen, mode, fallback, policy, reasons, isRecorded: true }
  }
}

const cursor = cursorOf(Type.Object({ at: Type.Integer(), id: Type.String({ format: 'uuid' }) }))

type Filters = Omit<Static<typeof ExportQuery>, 'format'>

/** A person sees what was decided about themselves, an operator everything. */
function queryOf(request: FastifyRequest, { since, until, ...filters }: Filters): Omit<Query, 'limit'> {
  const actor = actorOf(request)
  if (filters.option !== undefined && filters.point === undefined) {
    throw invalidAt('/option', 'is looked for at one point: name it')
  }
  return {
    ...filters,
    ...(isOperator(actor) ? {} : { subject: actor.party }),
    since: since === undefined ? undefined : instantMs(since, '/since'),
    until: until === undefined ? undefined : instantMs(until, '/until'),
  }
}

function listRoutes(app: App, { db, town, vault }: DecisionRoutes): void {
  app.get(
    '/v1/decisions',
    {
      schema: {
        operationId: 'listDecisions',
        summary: 'Decisions, the newest first: all of them for operators, for others those about themselves',
        querystring: DecisionsQuery,
        response: { 200: DecisionsBody },
      },
    },
    async (request) => {
      const { limit, cursor: from, ...filters } = request.query
      const before = from === undefined ? undefined : cursor.decode(from)
      const rows = await listDecisions(db, town, { ...queryOf(request, filters), before, limit: limit + 1 })
      const seen = await openInputs(vault, rows)
      const items = rows.map((row, index) => ({ row, seen: seen[index] }))
      return pageOf(items, {
        limit,
        item: ({ row, seen: one }) => shownDecision(row, one),
        cursor: ({ row: { at, id } }) => cursor.encode({ at, id }),
      })
    },
  )
  app.get(
    '/v1/decisions/:id',
    {
      schema: {
        operationId: 'getDecision',
        summary: 'One decision with what was looked at, what could be chosen, and what came of it',
        params: IdParams,
        response: { 200: DecisionBody, ...problems(decisionNotFound) },
      },
    },
    async (request) => {
      const row = await visible({ db, town }, request, request.params.id)
      const [seen] = await openInputs(vault, [row])
      return shownDecision(row, seen)
    },
  )
}

function exportRoute(app: App, { db, town, vault }: DecisionRoutes): void {
  app.get(
    '/v1/decisions/export',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'exportDecisions',
        summary: 'The log of decisions as CSV or JSON lines, the newest first',
        querystring: ExportQuery,
        response: { 200: Type.String({ description: 'text/csv or application/jsonl' }) },
      },
    },
    async (request, reply) => {
      const { format, ...filters } = request.query
      const lines = exportOf({ db, town, vault }, queryOf(request, filters), format)
      const media = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl'
      return reply
        .type(media)
        .header('content-disposition', `attachment; filename="decisions.${format}"`)
        .send(lines as unknown as string) // a stream of the text that the schema describes
    },
  )
}

function outcomeRoute(app: App, context: DecisionRoutes): void {
  const { db, town, clock } = context
  app.post(
    '/v1/decisions/:id/outcomes',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'tellOutcome',
        summary: 'Tell what came of a decision; told twice it counts once',
        params: IdParams,
        body: OutcomeBody,
        response: { 200: ToldBody, 201: ToldBody, ...problems(decisionNotFound, outcomeOutsideWindow) },
      },
    },
    async (request, reply) => {
      const { metric, value, at, eventId } = request.body
      const now = clock.now()
      const told = await tellOutcome(
        { db, town, now },
        {
          decision: request.params.id,
          metric,
          value,
          at: at === undefined ? now : instantMs(at, '/at'),
          event: eventId ?? (await idOf(context, request)),
        },
      )
      return reply.code(told.status === 'joined' ? 201 : 200).send(told)
    },
  )
}

function overrideRoute(app: App, context: DecisionRoutes): void {
  const { db, town, clock, submit, vault } = context
  app.post(
    '/v1/decisions/:id/override',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'overrideDecision',
        summary: 'Choose otherwise: both choices are kept, and policies learn from it',
        description:
          'Where the point declares how, the act is undone by a command; otherwise only what follows changes.',
        params: IdParams,
        body: OverrideBody,
        response: { 200: DecisionBody, ...problems(decisionNotFound, decisionOverridden, anyRefusal) },
      },
    },
    async (request, reply) => {
      const { id: decision } = request.params
      const by = actorOf(request)
      const id = await idOf(context, request)
      const refusal = await overrideDecision(
        { db, town, submit },
        { decision, id, by, now: clock.now(), ...request.body },
      )
      if (refusal !== undefined) return sendRefusal(reply, refusal)
      const row = await visible({ db, town }, request, decision)
      const [seen] = await openInputs(vault, [row])
      return shownDecision(row, seen)
    },
  )
}
