import { type App, actorOf } from '#kernel/http'
import { problems } from '#kernel/http-problems'
import type { Context } from '#kernel/module'
import { AskBody, ChoiceBody, ChoiceReply, HintBody, HintParams } from './contract.ts'
import { chooseAfter, hintFor } from './hinting.ts'
import { hintNotFound } from './problems.ts'

/** Price hints for sellers. */
export function hintRoutes(app: App, context: Context): void {
  app.post(
    '/v1/price-hints',
    {
      schema: {
        operationId: 'askPriceHint',
        summary: 'What similar things were bought at, and a price to begin with',
        description: 'A suggestion made by a decision of the point hints.price; what is made of it is its outcome.',
        body: AskBody,
        response: { 200: HintBody },
      },
    },
    async (request) => {
      const by = actorOf(request)
      const key = String(request.headers['idempotency-key']) // its presence was checked when the request came in
      const id = await context.commandIdOf(by.user ?? by.party, 'POST /v1/price-hints', key)
      const { hint, ...known } = await hintFor(context, { id, by, ...request.body })
      return { hint: hint === null ? null : { ...hint, words: [...hint.words] }, ...known }
    },
  )
  app.put(
    '/v1/price-hints/:id/choice',
    {
      schema: {
        operationId: 'choosePriceAfterHint',
        summary: 'At which price the thing is offered after all',
        params: HintParams,
        body: ChoiceBody,
        response: { 200: ChoiceReply, ...problems(hintNotFound) },
      },
    },
    async (request) => {
      const { id: decision } = request.params
      const isTaken = await chooseAfter(context, { decision, by: actorOf(request), ...request.body })
      return { isTaken }
    },
  )
}
