import { type ProblemError, problemOf } from './problem-error.ts'
import { askedToWait, pause } from './sending.ts'

/** One line of the stream that is not empty: `id`, `event`, `data` or `retry`. */
type Message = { id?: string; data?: string }

/** How a stream is opened, and when it ends. */
export type Following = {
  /** Asks for the stream behind a cursor; undefined: from now on. */
  readonly open: (after: string | undefined, signal: AbortSignal) => Promise<Response>
  readonly after: string | undefined
  readonly signal: AbortSignal | undefined
  readonly onRetry: ((reason: string) => void) | undefined
}

/** The server says something every 15 s; three times as long means that nobody is there any more. */
const silenceMs = 45_000
/** As `EventSource` does. */
const reconnectMs = 1_000

/**
 * Server-sent events, from a cursor on and for ever: after a break it goes on behind the last one seen. Leaves on
 * abort, or when the consumer does.
 *
 * @throws {ProblemError} when the town refuses the stream
 */
export async function* follow<Event>({ open, after, signal, onRetry }: Following): AsyncGenerator<Event, void> {
  const seen = { cursor: after }
  while (!isOver(signal)) {
    const watch = watchOver(signal)
    let waitMs = reconnectMs
    try {
      const response = await open(seen.cursor, watch.signal)
      if (response.ok) yield* events<Event>(response, seen, watch.heard)
      else await refuseFor(response)
      waitMs = Math.max(waitMs, askedToWait(response))
      onRetry?.(response.ok ? 'the stream ended' : `status ${response.status}`)
    } catch (error) {
      if (!isBreak(error)) throw error
      onRetry?.(String(error))
    } finally {
      watch.stop()
    }
    await pause(waitMs, signal).catch(() => undefined) // the loop sees the abort
  }
}

function isOver(signal: AbortSignal | undefined): boolean {
  return signal?.aborted ?? false
}

async function* events<Event>(
  { body }: Response,
  seen: { cursor: string | undefined },
  heard: () => void,
): AsyncGenerator<Event, void> {
  if (body === null) return
  for await (const { id, data } of messages(body, heard)) {
    seen.cursor = id ?? seen.cursor
    if (data !== undefined) yield JSON.parse(data) as Event // its schema is the API's word
  }
}

/** @throws {ProblemError} unless the refusal passes */
async function refuseFor(response: Response): Promise<void> {
  if (response.status === 429 || response.status >= 500) return
  const problem: ProblemError = await problemOf(response)
  throw problem
}

function isBreak(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && error.name === 'AbortError')
}

/** Aborts when the caller does, and when nothing is heard for too long. */
function watchOver(outer: AbortSignal | undefined): { signal: AbortSignal; heard: () => void; stop: () => void } {
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  let timer = setTimeout(abort, silenceMs)
  outer?.addEventListener('abort', abort, { once: true })
  return {
    signal: controller.signal,
    heard: () => {
      clearTimeout(timer)
      timer = setTimeout(abort, silenceMs)
    },
    stop: () => {
      clearTimeout(timer)
      outer?.removeEventListener('abort', abort)
      controller.abort()
    },
  }
}

/** WHATWG HTML §9.2.6, as far as our server writes it: one line of data, lines end with LF. */
async function* messages(body: ReadableStream<Uint8Array>, heard: () => void): AsyncGenerator<Message, void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    heard()
    text += decoder.decode(chunk.value, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) yield messageOf(block)
  }
}

function messageOf(block: string): Message {
  const message: Message = {}
  for (const line of block.split('\n')) {
    if (line.startsWith('id: ')) message.id = line.slice(4)
    if (line.startsWith('data: ')) message.data = line.slice(6)
  }
  return message
}
