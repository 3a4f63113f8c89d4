import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '../src/kernel/ids.ts'
import type { Asking, Caller, Reply } from '../src/kernel/scenario.ts'

/**
 * A client of the public API, as a partner would write one: a command keeps its id through every retry, so an answer
 * that was lost on the way is asked for again without doing anything twice.
 */

/** How a client behaves. */
export type ClientOptions = {
  /** `http://localhost:8080` */
  readonly baseUrl: string
  /** Tries again after a broken connection or 503, with the same key, up to this time. 0 never. */
  readonly retryMs?: number
  /** Hears of every try that got no answer. */
  readonly onTrouble?: (what: string) => void
}

/** One request. */
export type Request = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly token?: string
  readonly body?: unknown
} & Asking

/** First pause before a retry; it doubles up to the last. */
const firstPauseMs = 20
const lastPauseMs = 500

/**
 * Sends a request and reads the answer, whatever its status.
 *
 * @throws the last failure when the retries are used up
 */
export async function send(options: ClientOptions, request: Request): Promise<Reply> {
  const headers = headersOf(request)
  const until = performance.now() + (options.retryMs ?? 0)
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(lastPauseMs, pauseMs * 2)) {
    const answer = await attempt(options, request, headers)
    const isAnswered = !(answer instanceof Error) && answer.status !== 503
    if (isAnswered || performance.now() > until) {
      if (answer instanceof Error) throw answer
      return answer
    }
    options.onTrouble?.(answer instanceof Error ? answer.message : `status ${answer.status}`)
    await sleep(pauseMs)
  }
}

function headersOf({ method, token, key, body, for: party }: Request): Record<string, string> {
  return {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(party === undefined ? {} : { 'lakeside-party': party }),
    ...(method === 'POST' ? { 'idempotency-key': key ?? newId() } : {}),
  }
}

async function attempt(
  { baseUrl }: ClientOptions,
  { method, path, body }: Request,
  headers: Record<string, string>,
): Promise<Reply | Error> {
  try {
    const response = await fetch(baseUrl + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : text,
      headers: Object.fromEntries(response.headers),
    }
  } catch (error) {
    // A broken connection, or an answer cut short: what became of the command is not known.
    if (error instanceof TypeError || error instanceof SyntaxError) return error
    throw error
  }
}

/** Somebody who calls with a token; without one, a stranger. */
export function callerOf(options: ClientOptions, { id = '', token }: { id?: string; token?: string } = {}): Caller {
  const credential = token === undefined ? {} : { token }
  return {
    id,
    get: (path, asking) => send(options, { method: 'GET', path, ...credential, ...asking }),
    post: (path, body, asking) => send(options, { method: 'POST', path, body, ...credential, ...asking }),
    put: (path, body, asking) => send(options, { method: 'PUT', path, body, ...credential, ...asking }),
  }
}
