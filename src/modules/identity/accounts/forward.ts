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
export type Call = {
  method: 'GET' | 'POST'
  path: string
  body?: object
  query?: Readonly<Record<string, string>>
  /** Without the caller's session: it is about an address that need not be the caller's, who may have none. */
  isAnonymous?: true
}

/**
 * Hands a request on to better-auth and its answer back. Our one session cookie stands for the signed one that
 * better-auth knows; of its cookies only the challenge of a passkey ceremony passes.
 *
 * @throws {Problem} for everything it refuses
 */
export async function forward(
  auth: Auth,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { method, path, body, query = {}, isAnonymous }: Call,
): Promise<Answer> {
  const names = await auth.cookies
  const headers = new Headers({
    origin: auth.origin, // admission has checked whose page asks
    'user-agent': request.headers['user-agent'] ?? '',
    'accept-language': request.headers['accept-language'] ?? '',
    cookie: cookiesFor(request, names, isAnonymous),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  })
  const url = new URL(`${basePath}${path}`, auth.origin)
  url.search = new URLSearchParams(query).toString()
  const asked = new Request(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const response = await auth.handler(asked)
  const answered = await objectOf(response)
  if (!response.ok) throw problemBehind(response.status, answered)
  const cookies = response.headers.getSetCookie()
  for (const cookie of cookies) if (cookie.startsWith(`${names.challenge}=`)) reply.header('set-cookie', cookie)
  return { body: answered, token: tokenIn(cookies, names.session) }
}

/** The answer's members; none when there is no answer to read. */
async function objectOf(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const text = await response.text()
  return text === '' ? {} : Object(JSON.parse(text))
}

/** Session and challenge, as better-auth knows them. */
function cookiesFor(request: FastifyRequest, { session, challenge, secret }: AuthCookies, isAnonymous = false): string {
  const token = isAnonymous ? undefined : credentialOf(request)?.token
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
