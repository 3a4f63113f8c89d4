import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { type App, isLocal, isOperator, refuseOtherOrigins } from '#kernel/http'
import { notFound, problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { IssuedBody, PersonaSignInBody, PersonasBody, SlugParams, VisitQuery } from './contract.ts'
import { type ShownPersona, listPersonas } from './personas.ts'
import { mayBecomePersona } from './policies.ts'
import { noSandbox } from './problems.ts'
import { answerSession } from './routes-sessions.ts'
import type { IdentityRoutes } from './routes.ts'
import { issueToken } from './tokens.ts'
import { isVisitor } from './visits.ts'

/** The people whom a newcomer to a sandbox may be, without a password. */
export function personaRoutes(app: App, context: IdentityRoutes): void {
  const { db, town, now } = context
  app.get(
    '/v1/sandbox/personas',
    {
      config: { access: 'open' },
      schema: {
        summary: 'Whom a newcomer may be',
        querystring: VisitQuery,
        response: { 200: PersonasBody, ...problems(noSandbox) },
      },
    },
    async (request) => {
      const personas = await personasFor(context, request, request.query.visit)
      return { items: personas.map((persona) => ({ ...persona, title: { ...persona.title } })) }
    },
  )
  app.post(
    '/v1/sandbox/personas/:slug/token',
    {
      // Each call issues a token of its own; one that was lost expires.
      config: { access: 'open', idempotency: 'none', rate: 'guarded' },
      schema: {
        summary: 'Become a persona of the sandbox',
        params: SlugParams,
        body: Type.Union([PersonaSignInBody, Type.Null()]), // nothing to say is said by no body at all
        response: { 200: IssuedBody, ...problems(notFound, noSandbox) },
      },
    },
    async (request, reply) => {
      const isCookie = request.body?.session === 'cookie'
      if (isCookie) refuseOtherOrigins(request)
      const { slug } = request.params
      const personas = await personasFor(context, request, request.body?.visit)
      const party = personas.find((persona) => persona.slug === slug)?.party
      if (party === undefined) throw new Problem(notFound)
      const issued = await issueToken(db, { town: town.id, party, label: `persona ${slug}`, now: now() })
      return answerSession(context, reply, { issued, isCookie })
    },
  )
}

/**
 * Whom this caller may be. At the machine itself everyone; from elsewhere the operator lets people in, by a link or for
 * all, and then nobody becomes an operator that way.
 *
 * @throws {Problem} no-sandbox
 */
async function personasFor(
  { db, town, now }: IdentityRoutes,
  request: FastifyRequest,
  visit: string | undefined,
): Promise<ShownPersona[]> {
  const isAtHome = isLocal(request) || isOperator(request.actor)
  const isLetIn = isAtHome || (await isVisitor(db, { town: town.id, secret: visit, now: now() }))
  if (!mayBecomePersona({ isSandbox: town.isSandbox, isLetIn })) throw new Problem(noSandbox)
  const personas = await listPersonas(db, town.id)
  return isAtHome ? personas : personas.filter(({ grants }) => !grants.includes('operator'))
}
