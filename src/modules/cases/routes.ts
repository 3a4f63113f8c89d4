import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { type App, actorOf } from '#kernel/http'
import { invalidAt, notAllowed, notFound, problems } from '#kernel/http-problems'
import { anyRefusal } from '#kernel/http-problems'
import type { CommandIdOf } from '#kernel/idempotency'
import { Problem } from '#kernel/problem'
import { CaseBody, CasesPage, CasesQuery, IdParams, KindsBody, MineQuery, OpenBody } from './contract.ts'
import { OpenedBody, RuleBody, SayBody, WithdrawBody } from './contract.ts'
import { findCaseKind, listCaseKinds } from './kinds.ts'
import { openCase } from './opening.ts'
import { mayRule } from './policies.ts'
import { caseFinal, caseOpen, caseRuled, caseWithdrawn, nothingToWithdraw } from './problems.ts'
import { ownCase, tooManyCases } from './problems.ts'
import { type Addition, type RulingPlace, addToCase, reopenCase, ruleCase } from './ruling.ts'
import { casesPage, shownCase, sideIn } from './showing.ts'
import { withdrawFromCase } from './withdrawing.ts'

/** What the routes of cases need. */
export type CaseRoutes = RulingPlace & { commandIdOf: CommandIdOf }

export function caseRoutes(app: App, place: CaseRoutes): void {
  kindsRoute(app, place)
  readRoutes(app, place)
  openRoute(app, place)
  ruleRoute(app, place)
  sayRoutes(app, place)
  withdrawRoute(app, place)
}

function kindsRoute(app: App, { db }: CaseRoutes): void {
  app.get(
    '/v1/cases/kinds',
    { schema: { operationId: 'listCaseKinds', summary: 'Kinds of cases', response: { 200: KindsBody } } },
    () => ({
      items: listCaseKinds(db).map(({ name, title, admit, reasons = [], rulings }) => ({
        name,
        title,
        mayBeOpened: admit !== undefined,
        reasons: reasons.map((reason) => ({ ...reason })),
        rulings: rulings.map((ruling) => ({
          name: ruling.name,
          title: ruling.title,
          needsWords: ruling.needsWords === true,
        })),
      })),
    }),
  )
}

function readRoutes(app: App, place: CaseRoutes): void {
  app.get(
    '/v1/cases',
    {
      schema: {
        summary: 'Cases of the town, newest first; for those who rule',
        querystring: CasesQuery,
        response: { 200: CasesPage, ...problems(notAllowed) },
      },
    },
    async (request) => {
      if (!mayRule(actorOf(request))) throw new Problem(notAllowed)
      const { aboutType, aboutId, ...query } = request.query
      const about = aboutType === undefined || aboutId === undefined ? undefined : { type: aboutType, id: aboutId }
      return casesPage(place, { ...query, about })
    },
  )
  app.get(
    '/v1/cases/mine',
    {
      schema: {
        operationId: 'listMyCases',
        summary: 'Cases you have brought, or that you were told of, newest first',
        querystring: MineQuery,
        response: { 200: CasesPage },
      },
    },
    async (request) => casesPage(place, { ...request.query, of: actorOf(request).party }),
  )
  app.get(
    '/v1/cases/:id',
    {
      schema: {
        summary: 'A case, as it is for you',
        params: IdParams,
        response: { 200: CaseBody, ...problems(notFound) },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return shownCase(place, actorOf(request), request.params.id)
    },
  )
}

function openRoute(app: App, place: CaseRoutes): void {
  app.post(
    '/v1/cases',
    {
      schema: {
        summary: 'Bring something before a person of the town',
        body: OpenBody,
        response: { 201: OpenedBody, ...problems(tooManyCases, anyRefusal) },
      },
    },
    async (request, reply) => {
      const { kind: name, about, reason, words, evidence } = request.body
      const by = actorOf(request)
      const kind = findCaseKind(place.db, name)
      if (kind?.admit === undefined) throw invalidAt('/kind', 'is not a kind of case that people open here')
      const reasons = kind.reasons ?? []
      const isKnown = reasons.length === 0 ? reason === undefined : reasons.some((one) => one.name === reason)
      if (!isKnown) throw invalidAt('/reason', 'is not a reason of this kind of case')
      const admission = await kind.admit({ about, by })
      const id = await idOf(place, request)
      const opened = await openCase(place, { id, kind: name, about, by, reason, words, evidence, ...admission })
      return reply.code(201).header('location', `/v1/cases/${opened.id}`).send(opened)
    },
  )
}

function ruleRoute(app: App, place: CaseRoutes): void {
  app.post(
    '/v1/cases/:id/ruling',
    {
      schema: {
        operationId: 'ruleCase',
        summary: 'Rule; what the ruling says is done, and those it concerns are told',
        params: IdParams,
        body: RuleBody,
        response: { 200: CaseBody, ...problems(notFound, caseRuled, caseWithdrawn, ownCase, anyRefusal) },
      },
    },
    async (request) => {
      const { ruling, words = '' } = request.body
      const by = actorOf(request)
      const caseId = request.params.id
      await ruleCase(place, { id: await idOf(place, request), caseId, ruling, words, by })
      return shownCase(place, by, caseId)
    },
  )
}

function sayRoutes(app: App, place: CaseRoutes): void {
  const schema = { params: IdParams, body: SayBody }
  type Saying = FastifyRequest<{ Params: { id: string }; Body: { words: string; evidence?: string[] } }>
  const additionOf = async (request: Saying): Promise<Addition> => {
    const by = actorOf(request)
    const caseId = request.params.id
    const side = await sideIn(place, by, caseId)
    if (side === undefined || side === 'ruler') throw new Problem(notFound)
    const { words, evidence = [] } = request.body
    return { id: await idOf(place, request), caseId, words, evidence, by }
  }
  app.post(
    '/v1/cases/:id/reopening',
    {
      schema: {
        ...schema,
        operationId: 'reopenCase',
        summary: 'Ask once that a ruled case is looked at again',
        response: { 204: Type.Null(), ...problems(notFound, caseOpen, caseFinal, caseWithdrawn, tooManyCases) },
      },
    },
    async (request, reply) => {
      await reopenCase(place, await additionOf(request))
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/v1/cases/:id/statements',
    {
      schema: {
        ...schema,
        operationId: 'addToCase',
        summary: 'Add words or pictures to an open case',
        response: { 204: Type.Null(), ...problems(notFound, caseRuled, caseWithdrawn, tooManyCases) },
      },
    },
    async (request, reply) => {
      await addToCase(place, await additionOf(request))
      return reply.code(204).send(null)
    },
  )
}

function withdrawRoute(app: App, place: CaseRoutes): void {
  app.post(
    '/v1/cases/:id/withdrawal',
    {
      schema: {
        operationId: 'withdrawFromCase',
        summary: 'Take back your report, or your wish for another look',
        description: 'A report can be taken back until it is ruled on; the case ends with the last of them.',
        params: IdParams,
        body: WithdrawBody,
        response: { 200: CaseBody, ...problems(notFound, caseRuled, nothingToWithdraw) },
      },
    },
    async (request) => {
      const by = actorOf(request)
      const caseId = request.params.id
      const side = await sideIn(place, by, caseId)
      if (side === undefined || side === 'ruler') throw new Problem(notFound)
      const { words = '' } = request.body
      await withdrawFromCase(place, { id: await idOf(place, request), caseId, words, by })
      return shownCase(place, by, caseId)
    },
  )
}

/** A POST without a key does not come this far. */
function idOf({ commandIdOf }: CaseRoutes, request: FastifyRequest): Promise<string> {
  const { party, user } = actorOf(request)
  return commandIdOf(
    user ?? party,
    `${request.method} ${request.routeOptions.url}`,
    String(request.headers['idempotency-key']),
  )
}
