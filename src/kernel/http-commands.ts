import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Command, JsonObject, Submit, Verdict } from './commands.ts'
import { actorOf } from './http.ts'
import { sendRefusal } from './http-problems.ts'
import type { CommandIdOf } from './idempotency.ts'
import { newId } from './ids.ts'

/** What a route needs to hand a direct command to the engine. */
export type CommandRoutes = { submit: Submit; commandIdOf: CommandIdOf }

/** A direct command as a route makes it from a body that has been checked. */
export type DirectRequest = { business: string; type: string; input: object; expectMinor?: number | undefined }

/**
 * Submits a direct command for the caller. Its id is what the Idempotency-Key stands for; a PUT that carries the
 * revision it changes may go without a key.
 */
export async function submitDirect(
  { submit, commandIdOf }: CommandRoutes,
  request: FastifyRequest,
  { business, type, input, expectMinor }: DirectRequest,
): Promise<Verdict> {
  const actor = actorOf(request)
  const key = request.headers['idempotency-key']
  const route = `${request.method} ${request.routeOptions.url}`
  const id = typeof key === 'string' ? await commandIdOf(actor.user ?? actor.party, route, key) : newId()
  const command: Command = { id, actor, business, type, input: input as JsonObject } // a JSON body
  const [verdict] = await submit([expectMinor === undefined ? command : { ...command, expectMinor }])
  return verdict!
}

/** Answers the result of a direct command, or its refusal as a problem. */
export function answerDirect(reply: FastifyReply, verdict: Verdict, status: 200 | 201 = 200): FastifyReply {
  if (verdict.status === 'refused') return sendRefusal(reply, verdict.refusal)
  return reply.code(status).send(verdict.result)
}
