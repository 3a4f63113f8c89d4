import type { FastifyRequest } from 'fastify'
import { type App, isLocal, isOperator, type TypeBoxProvider } from '#kernel/http'
import { invalidAt, notAllowed, problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { FaultBody, FaultReply, PageParams, PressBody, PressReply, ReleaseReply } from '../contract.ts'
import { bankPageNotFound } from '../problems.ts'
import { bankPage } from './bank-page.ts'
import { faults } from './faults.ts'
import type { Press, Sandbox } from './sandbox.ts'

/** The bank that only a sandbox town has: a page for the payer, and instructions to misbehave. */
export async function sandboxRoutes(app: App, sandbox: Sandbox): Promise<void> {
  faultRoutes(app, sandbox)
  await pageRoutes(app, sandbox)
}

function faultRoutes(app: App, sandbox: Sandbox): void {
  app.post(
    '/v1/sandbox/provider/faults',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'misbehave',
        summary: 'Tell the sandbox provider to do its next requests wrong',
        body: FaultBody,
        response: { 201: FaultReply, ...problems() },
      },
    },
    async (request, reply) => {
      refuseStrangers(request)
      const { kind, fault, times = 1 } = request.body
      if (!(faults[kind] as readonly string[]).includes(fault)) {
        throw invalidAt('/fault', `A ${kind} can go wrong in these ways: ${faults[kind].join(', ')}`)
      }
      await sandbox.misbehave(kind, fault, times)
      return reply.code(201).send({ kind, fault, times })
    },
  )
  app.post(
    '/v1/sandbox/provider/release',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'releaseNotices',
        summary: 'Let the sandbox provider tell what it has withheld',
        response: { 200: ReleaseReply, ...problems() },
      },
    },
    async (request) => {
      refuseStrangers(request)
      return { released: await sandbox.release() }
    },
  )
}

/** The page runs no script and may be framed by nobody. */
const contentPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"

async function pageRoutes(app: App, sandbox: Sandbox): Promise<void> {
  await app.register(async (plain) => {
    const scope = plain.withTypeProvider<TypeBoxProvider>()
    // A form of a page without scripts sends no JSON.
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    scope.get(
      '/bank/:page',
      // The page's own secret is what the payer was given; whoever holds it is the payer.
      { config: { access: 'open' }, schema: { hide: true, params: PageParams, response: problems(bankPageNotFound) } },
      async ({ params }, reply) => {
        const payment = await sandbox.look(params.page)
        if (payment === undefined) throw new Problem(bankPageNotFound)
        reply.header('content-security-policy', contentPolicy).header('cache-control', 'no-store')
        return reply.type('text/html; charset=utf-8').serializer(String).send(bankPage(payment))
      },
    )
    scope.post(
      '/bank/:page',
      {
        // A button is pressed once: the payment is over after it.
        config: { access: 'open', idempotency: 'none' },
        schema: {
          operationId: 'pressBankButton',
          summary: 'What the payer presses on the page of the sandbox bank',
          params: PageParams,
          body: PressBody,
          response: { 200: PressReply, ...problems(bankPageNotFound) },
        },
      },
      async ({ params, body, headers }, reply) => {
        if (!(await sandbox.press(params.page, body.press satisfies Press))) throw new Problem(bankPageNotFound)
        if (headers['content-type']?.startsWith('application/x-www-form') !== true) return { pressed: body.press }
        const payment = await sandbox.look(params.page)
        return reply.redirect(payment?.returnTo ?? '/', 303)
      },
    )
  })
}

function refuseStrangers(request: FastifyRequest): void {
  if (!isLocal(request) && !isOperator(request.actor))
    throw new Problem(notAllowed, { detail: 'For the operator only.' })
}
