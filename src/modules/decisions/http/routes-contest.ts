import Type from 'typebox'
import { type App, actorOf } from '#kernel/http'
import { notFound, problems } from '#kernel/http-problems'
import type { CasePlace } from '#modules/cases'
import { closed, Id, OptionId } from './contract-parts.ts'
import { decisionNotFound } from '../problems.ts'
import { contest } from '../books/contest.ts'

const Params = Type.Object({ id: Id })
const ContestBody = Type.Object(
  {
    words: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }),
    instead: Type.Optional(OptionId),
  },
  closed,
)
const ContestedBody = Type.Object({
  id: Id,
  isNew: Type.Boolean({ description: 'False: you have contested it already; this is that case' }),
})

/** Contesting, for whoever a decision is about. */
export function contestRoute(app: App, place: CasePlace): void {
  app.post(
    '/v1/decisions/:id/contest',
    {
      // One case a decision and party, however often it is asked for.
      config: { idempotency: 'none' },
      schema: {
        operationId: 'contestDecision',
        summary: 'Have a person look at a decision about you; answers the case',
        description: '`instead` is the option that should have been chosen.',
        params: Params,
        body: ContestBody,
        response: { 200: ContestedBody, 201: ContestedBody, ...problems(decisionNotFound, notFound) },
      },
    },
    async (request, reply) => {
      const opened = await contest(place, {
        decision: request.params.id, by: actorOf(request), ...request.body,
      }) // prettier-ignore
      return reply.code(opened.isNew ? 201 : 200).send(opened)
    },
  )
}
