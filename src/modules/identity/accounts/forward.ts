import { createHmac } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { credentialOf } from '#kernel/http'
import { type Auth, type AuthCookies, basePath } from './auth.ts'
import { problemBehind } from './refusals.ts'

/** What better-auth answered. */
export type Answer = {
  body: Readonly<Record<string, unknown>>
  /** The secret of the session it began, if it did. */
  token: string | undefined
}

/** One of better-auth's routes, as we call it. */
export type Call = { method: 'GET' | 'POST'; path: string; body?: object; query?: Readonly<Record<string, string>> }

/**
 * Hands a request on to better-auth and its answer back. Our one session cookie stands for the signed one that
 * better-auth knows; of its cookies only the challenge of a passkey ceremony passes.
 *
 * @throws {Problem} for everything it refuses
 */
export async function forward(
  auth: Auth,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { method, path, body, query = {} }: Call,
): Promise<Answer> {
  const { origin } = auth
  const names = await auth.cookies
  const headers = new Headers({
    origin, // admission has checked whose page asks
    'user-agent': request.headers['user-agent'] ?? '',
    'accept-language': request.headers['accept-language'] ?? '',
    'x-forwarded-for': request.ip,
    cookie: cookiesFor(request, names),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  })
  const search = new URLSearchParams(query).toString()
  const url = `${origin}${basePath}${path}${search === '' ? '' : `?${search}`}`
  const response = await auth.handler(
    new Request(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
  )
  const answered: unknown = await response.json().catch((error: unknown) => {
    if (error instanceof SyntaxError) return {} // an empty answer
    throw error
  })
  if (!response.ok) throw problemBehind(response.status, Object(answered))
  const cookies = response.headers.getSetCookie()
  for (const cookie of cookies) if (cookie.startsWith(`${names.challenge}=`)) reply.header('set-cookie', cookie)
  return { body: Object(answered), token: tokenIn(cookies, names.session) }
}

/** Session and challenge, as better-auth knows them. */
function cookiesFor(request: FastifyRequest, { session, challenge, secret }: AuthCookies): string {
  const token = credentialOf(request)?.token
  const sent = (request.headers.cookie ?? '').split(/; */)
  return [
    ...sent.filter((cookie) => cookie.startsWith(`${challenge}=`)),
    ...(token === undefined ? [] : [`${session}=${encodeURIComponent(`${token}.${signature(token, secret)}`)}`]),
  ].join('; ')
}

/** HMAC-SHA-256 in base64, as better-call signs its cookies. */
function signature(value: string, secret: string): string {
  return createHmac('sha256', secret).update(value).digest('base64')
}

function tokenIn(cookies: readonly string[], name: string): string | undefined {
  const cookie = cookies.find((one) => one.startsWith(`${name}=`))
  const value = cookie === undefined ? '' : decodeURIComponent(cookie.slice(name.length + 1).split(';', 1)[0] ?? '')
  const token = value.slice(0, Math.max(0, value.lastIndexOf('.')))
  return token === '' ? undefined : token
}
