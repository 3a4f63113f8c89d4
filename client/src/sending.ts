import { newId } from './ids.ts'

/** What sending needs to know. */
export type Sending = {
  readonly fetch: (request: Request) => Promise<Response>
  /** How long tries go on, ms. */
  readonly retryMs: number
  /** The server's clock minus ours, ms, as it was last learnt. */
  offsetMs: number
  readonly onRetry: ((reason: string) => void) | undefined
}

/** First pause before another try; it doubles up to the last. */
const firstPauseMs = 100
const lastPauseMs = 5_000

/** Statuses after which the same request may be sent again: too many, or away for a moment. */
const passing: readonly number[] = [429, 503]

/**
 * Sends a request until it is answered. A POST keeps its Idempotency-Key through every try, so whatever was lost on the
 * way (the request, the answer, half of the answer) is asked for again without doing anything twice.
 *
 * @throws the last failure of the network when the time is over, and an abort at once
 */
export async function send(sending: Sending, request: Request, ownKey?: string): Promise<Response> {
  let answer = await patiently(sending, withKey(sending, request, ownKey))
  if (ownKey === undefined && answer instanceof Response && (await learntClock(sending, answer))) {
    // An id that the server calls out of its time was never carried out: a new one cannot do anything twice.
    answer = await patiently(sending, withKey(sending, request))
  }
  if (answer instanceof Response) return answer
  throw answer
}

function withKey({ offsetMs }: Sending, request: Request, key = newId(Date.now() + offsetMs)): Request {
  if (request.method === 'POST') request.headers.set('idempotency-key', key)
  return request
}

/** The answer, or how the network failed when the time was over. */
async function patiently(sending: Sending, request: Request): Promise<Response | TypeError> {
  const until = Date.now() + sending.retryMs
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(lastPauseMs, pauseMs * 2)) {
    const answer = await attempt(sending, request)
    const isResponse = answer instanceof Response
    if (isResponse && !passing.includes(answer.status)) return answer
    // Not all at the same moment: who waited together would come back together.
    const waitMs = Math.max(pauseMs, askedToWait(answer)) * (1 + Math.random() / 4)
    if (Date.now() + waitMs > until) return answer
    sending.onRetry?.(isResponse ? `status ${answer.status}` : answer.message)
    await pause(waitMs, request.signal)
  }
}

/** The answer with its whole body, so that one cut short is a failure like any other of the network. */
async function attempt({ fetch }: Sending, request: Request): Promise<Response | TypeError> {
  try {
    const response = await fetch(request.clone())
    const { status, statusText, headers } = response
    const body = await response.arrayBuffer()
    return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers })
  } catch (error) {
    if (error instanceof TypeError) return error // what fetch throws when the network fails
    throw error
  }
}

/** True when the answer says that our clock is wrong, which is then known. */
async function learntClock(sending: Sending, answer: Response): Promise<boolean> {
  if (answer.status !== 422) return false
  const { type, now } = (await answer.clone().json()) as { type?: string; now?: number }
  if (type !== '/problems/id-time' || now === undefined) return false
  sending.offsetMs = now - Date.now()
  sending.onRetry?.(`our clock is ${-sending.offsetMs} ms off`)
  return true
}

/** `Retry-After` in ms. Ours is always seconds, never a date. */
export function askedToWait(answer: Response | Error): number {
  const seconds = answer instanceof Response ? Number(answer.headers.get('retry-after')) : 0
  return Number.isFinite(seconds) ? seconds * 1000 : 0
}

/** @throws the reason of the abort */
export function pause(ms: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal?.aborted === true) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
