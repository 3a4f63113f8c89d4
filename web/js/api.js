/** The public HTTP API, as any client may use it. */

const tokenKey = 'lakeside.token'

/** A refusal of the server (RFC 9457), or `offline` when there was no answer. */
export class ApiProblem extends Error {
  constructor(body) {
    super(body.detail ?? body.title)
    this.slug = String(body.type ?? '')
      .split('/')
      .at(-1)
    this.body = body
  }
}

export const session = {
  get token() {
    return localStorage.getItem(tokenKey)
  },
  set token(value) {
    if (value === null) localStorage.removeItem(tokenKey)
    else localStorage.setItem(tokenKey, value)
  },
}

function headersFor(body, key) {
  const headers = { accept: 'application/json' }
  if (session.token !== null) headers.authorization = `Bearer ${session.token}`
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (key !== undefined) headers['idempotency-key'] = key
  return headers
}

async function ask(method, path, { body, key } = {}) {
  const text = body === undefined ? undefined : JSON.stringify(body)
  let response
  try {
    response = await fetch(path, {
      method,
      headers: headersFor(body, key),
      ...(text === undefined ? {} : { body: text }),
    })
  } catch {
    throw new ApiProblem({ type: '/problems/offline', title: 'offline' })
  }
  const answer = response.status === 204 ? null : await response.json().catch(() => ({}))
  if (response.ok) return answer
  if (response.status === 401) session.token = null
  throw new ApiProblem({ status: response.status, ...answer })
}

export const get = (path) => ask('GET', path)

/** Tries at the most; the id stays the same, so that nothing happens twice. */
const triesMax = 4

/** A POST that is sent again with the same key when the answer was lost or the town was busy. */
export async function post(path, body = {}, key = newKey()) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask('POST', path, { body, key })
    } catch (problem) {
      const isPassing =
        problem instanceof ApiProblem && ['offline', 'busy', 'unavailable', 'books-closed'].includes(problem.slug)
      if (!isPassing || tries === triesMax) throw problem
      await new Promise((resolve) => setTimeout(resolve, 400 * 2 ** tries))
    }
  }
}

/** A UUIDv7 (RFC 9562 §5.7): the id of a command. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let time = Date.now()
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = time % 256
    time = Math.floor(time / 256)
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/**
 * Follows the events that concern the caller and comes back after a break where it left off. `EventSource` cannot send
 * a credential in a header, so the stream is read by `fetch` (format: WHATWG HTML §9.2).
 *
 * @returns a function that stops
 */
export function follow(onEvent) {
  const stopping = new AbortController()
  const { signal } = stopping
  const state = { last: null }
  const run = async () => {
    while (!signal.aborted && session.token !== null) {
      await readStream(state, signal, onEvent).catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
  }
  void run()
  return () => stopping.abort()
}

async function readStream(state, signal, onEvent) {
  const headers = {
    authorization: `Bearer ${session.token}`,
    ...(state.last === null ? {} : { 'last-event-id': state.last }),
  }
  const response = await fetch('/v1/events/stream', { headers, signal })
  if (!response.ok) return
  let rest = ''
  for await (const chunk of chunksOf(response.body.pipeThrough(new TextDecoderStream()))) {
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop()
    for (const block of blocks) {
      const lines = Object.fromEntries(
        block.split('\n').map((line) => [line.split(':', 1)[0], line.slice(line.indexOf(':') + 1).trim()]),
      )
      if (lines.id !== undefined) state.last = lines.id
      if (lines.data !== undefined) onEvent(JSON.parse(lines.data))
    }
  }
}

async function* chunksOf(stream) {
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}
