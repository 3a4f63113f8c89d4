import cors from '@fastify/cors'
import type { FastifyReply } from 'fastify'
import type { App } from './http.ts'

/**
 * What every answer tells a browser. Answers of the API are data: nothing in them may run, load or be framed. Pages
 * have the wider `pagePolicy`. This is the one place for both.
 */
const apiHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
}

/**
 * Pages run our own scripts only, none that stand in the page itself, and no other site may frame them. Styles may
 * stand in the page: components compute some as they are drawn.
 */
export const pagePolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "object-src 'none'",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ')

/** A year; sent only where the town is reached by https, because it forbids the plain way from then on. */
const strictTransport = 'max-age=31536000'

/** Sets them before anything else can answer. */
export function setSecurityHeaders(reply: FastifyReply, isHttps: boolean): void {
  reply.headers(apiHeaders)
  if (isHttps) reply.header('strict-transport-security', strictTransport)
}

/** Headers that scripts of another origin may read. */
const exposed = [
  'location',
  'idempotent-replayed',
  'retry-after',
  'x-request-id',
  'deprecation',
  'sunset',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
]

/**
 * Lets pages of other origins call the API, if they are named. They bring tokens: cookies are never taken from them,
 * whatever the list says, so even `*` gives no page a visitor's session.
 */
export async function allowOrigins(app: App, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return
  await app.register(cors, {
    origin: origins.includes('*') ? '*' : [...origins],
    credentials: false,
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'lakeside-party', 'last-event-id'],
    exposedHeaders: exposed,
    maxAge: 600,
  })
}
