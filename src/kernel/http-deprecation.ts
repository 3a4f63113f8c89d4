import type { FastifyReply, FastifyRequest } from 'fastify'

/** When an operation was called outdated, and from when on it may be gone. Dates: `2026-11-30`. */
export type Deprecated = {
  readonly since: string
  readonly sunset: string
  /** What to use instead: a path of the API's description, or an address. */
  readonly instead?: string
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The dated way out of the API: tells clients in every answer, and lets `npm test` accept that it goes. */
    deprecated?: Deprecated
  }
}

/** `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and a link to what comes instead, on every answer of such a route. */
export function deprecate(request: FastifyRequest, reply: FastifyReply): void {
  const { deprecated } = request.routeOptions.config
  if (deprecated === undefined) return
  reply.header('deprecation', `@${Date.parse(deprecated.since) / 1000}`)
  reply.header('sunset', new Date(deprecated.sunset).toUTCString())
  if (deprecated.instead !== undefined) reply.header('link', `<${deprecated.instead}>; rel="successor-version"`)
}
