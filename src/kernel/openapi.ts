import swagger, { type FastifyDynamicSwaggerOptions, type SwaggerTransform } from '@fastify/swagger'
import type { FastifyContextConfig } from 'fastify'
import Type, { type TSchema } from 'typebox'
import type { App } from './http.ts'
import { type ProblemResponse, everywhere, titleOf } from './http-problems.ts'
import { type OpenApiDocument, arranged } from './openapi-document.ts'
import { operationIdOf } from './openapi-operations.ts'

/**
 * `/v1/openapi.json`, written from the routes themselves, and `/problems/SLUG`, so that the `type` of a problem is a
 * link that leads somewhere. Register it before the routes.
 */
export async function describeApi(app: App, { version }: { version: string }): Promise<void> {
  const titles = new Map(everywhere.map(({ slug, title }) => [slug, title]))
  app.addHook('onRoute', (route) => {
    // Fastify types `response` as unknown; a response that is no problem has no such member.
    const responses = Object(route.schema?.response) as Record<string, Partial<ProblemResponse>>
    for (const response of Object.values(responses)) {
      for (const { slug, title } of response['x-problems'] ?? []) titles.set(slug, title)
    }
  })
  await app.register(swagger, { openapi: documentOf(version), transform: describeRoute })
  let text: string | undefined // routes are fixed once the server is ready
  for (const url of ['/v1/openapi.json', '/openapi.json']) {
    app.get(url, { config: { access: 'open' }, schema: { hide: true } }, async (_request, reply) => {
      text ??= JSON.stringify(apiDocument(app))
      return reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(text)
    })
  }
  app.get(
    '/problems/:slug',
    { config: { access: 'open' }, schema: { hide: true, params: Type.Object({ slug: Type.String() }) } },
    async ({ params: { slug } }) => ({ slug, title: titles.get(slug) ?? titleOf(slug) }),
  )
}

/** The description of all routes, in an order of its own: paths by name, so that it only changes with the API. */
export function apiDocument(app: App): OpenApiDocument {
  return arranged(app.swagger() as unknown as OpenApiDocument) // plain JSON, which is all that `arranged` knows of it
}

const idempotencyKey = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'A UUIDv7, which becomes the id of the command, or a reference of your own',
})
const actingFor = Type.Optional(Type.String({ format: 'uuid', description: 'The shop or firm you act for' }))

/** What holds for every route: its name, who may call it, which headers it takes, and what it is about. */
const describeRoute: SwaggerTransform = ({ schema, url, route }) => {
  const method = String(route.method)
  const tag = /^\/v\d+\/([^/]+)/.exec(url)?.[1] ?? 'other'
  const security = route.config?.access === 'open' ? { security: [] } : {}
  const operationId = schema?.operationId ?? operationIdOf(method, url)
  const { deprecated } = route.config ?? {}
  const outdated = deprecated === undefined ? {} : { deprecated: true, 'x-sunset': deprecated.sunset }
  const described = { ...schema, operationId, tags: [tag], headers: headersOf(method, route.config) }
  return { schema: { ...described, ...security, ...outdated }, url }
}

function headersOf(method: string, { access, idempotency }: FastifyContextConfig = {}): TSchema {
  return Type.Object({
    ...(method === 'POST' && idempotency !== 'none' ? { 'idempotency-key': idempotencyKey } : {}),
    ...(access === 'open' ? {} : { 'lakeside-party': actingFor }),
  })
}

function documentOf(version: string): NonNullable<FastifyDynamicSwaggerOptions['openapi']> {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lakeside',
      version,
      description:
        'One API for screens, partners and agents. Money is integer minor units, time is RFC 3339 in UTC, ' +
        'refusals are RFC 9457 problems, lists are keyset pages, and every POST carries an Idempotency-Key.',
    },
    components: {
      securitySchemes: {
        bearer: { type: 'http' as const, scheme: 'bearer', description: 'A token of a party' },
      },
    },
    security: [{ bearer: [] }],
  }
}
