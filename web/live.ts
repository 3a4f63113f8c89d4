import type { QueryClient } from '@tanstack/react-query'
import type { Reply } from './api.ts'

/** An event of the town that concerns the person on this page. */
export type LiveEvent = Reply<'get', '/v1/events'>['items'][number]

type Listener = (event: LiveEvent) => void

/** Before the stream is asked for again, ms. Within the two seconds in which a page should know. */
const pauseMs = 1_000
/** The town says something every 15 s; after three times as long nobody is there any more, as after a sleep. */
const silenceMs = 45_000

/** How far back a stream may begin, ms. */
const backMaxMs = 60_000
/** A page is kept for a burst of visitors: it may be so much older than its request, ms. */
const madeBeforeMs = 3_000

/** For how long everything on this page has been read at most, ms; undefined: longer than a stream begins back. */
export function readWithin(): number | undefined {
  const backMs = Math.ceil(performance.now()) + madeBeforeMs
  return backMs <= backMaxMs ? backMs : undefined
}

/** What `follow` needs. */
export type Following = {
  /** How long ago what is shown was read at most, ms; undefined: unknown, so it is read anew. */
  backMs: number | undefined
  open: (query: string, init: RequestInit) => Promise<Response>
  onEvent: Listener
  /** Called when something may have been missed, as after a break: it is read anew. */
  onGap: () => void
}

/**
 * Follows the events and comes back after a break where it left off. `EventSource` cannot send a header, which acting
 * for a shop needs, so the stream is read by `fetch` (format: WHATWG HTML §9.2).
 *
 * @returns a function that stops
 */
export function follow({ backMs, open, onEvent, onGap }: Following): () => void {
  const state = { last: undefined as string | undefined, hasGap: backMs === undefined, isOver: false }
  let attempt = new AbortController()
  const run = async (): Promise<void> => {
    while (!state.isOver) {
      attempt = new AbortController()
      try {
        await readStream()
      } catch {
        // The connection broke, or the town is away: asked again below.
      }
      state.hasGap = true
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
  const readStream = async (): Promise<void> => {
    let timer = setTimeout(() => attempt.abort(), silenceMs)
    try {
      const { signal } = attempt
      const response = await (state.last === undefined
        ? open(backMs === undefined ? '' : `?backMs=${backMs}`, { signal })
        : open('', { signal, headers: { 'last-event-id': state.last } }))
      if (state.hasGap) onGap()
      state.hasGap = false
      for await (const { id, data } of messagesOf(response)) {
        clearTimeout(timer)
        timer = setTimeout(() => attempt.abort(), silenceMs)
        if (id !== undefined) state.last = id
        if (data !== undefined) onEvent(JSON.parse(data) as LiveEvent) // as the API describes it
      }
    } finally {
      clearTimeout(timer)
    }
  }
  void run()
  return () => {
    state.isOver = true
    attempt.abort()
  }
}

async function* messagesOf(response: Response): AsyncGenerator<{ id?: string; data?: string }> {
  if (response.body === null) return
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const blocks = (rest + value).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) yield parsed(block)
  }
}

function parsed(block: string): { id?: string; data?: string } {
  const fields = block.split('\n').map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
  })
  return Object.fromEntries(fields)
}

/** Lists follow the log within a moment: they are read at once, and when they have, at ease or under load, ms. */
const followedMs = [700, 3_000]

/** Reads anew what an event touches: its order, and the lists and sums that follow it. */
export function refreshFor(client: QueryClient): Listener {
  let timers: ReturnType<typeof setTimeout>[] = []
  const refresh = (): void => void refreshAll(client)
  return ({ subject }) => {
    if (subject !== null)
      void client.invalidateQueries({
        predicate: ({ queryKey }) => JSON.stringify(queryKey[1]) === `{"id":"${subject}"}`,
      })
    refresh()
    for (const timer of timers) clearTimeout(timer)
    timers = followedMs.map((ms) => setTimeout(refresh, ms))
  }
}

/** Reads anew whatever an order may have changed; a page that says why it cannot be shown goes on saying it. */
export async function refreshAll(client: QueryClient): Promise<void> {
  await client.invalidateQueries({
    predicate: ({ queryKey: [path], state }) =>
      !isSlow(path) && !(state.status === 'error' && state.data === undefined),
  })
}

/**
 * What no order changes need not be read again with each of them, and what was chosen for somebody stays as it is under
 * their eyes; a preview is asked for by its own form.
 */
function isSlow(path: unknown): boolean {
  return typeof path !== 'string' || /^\/v1\/(categories|businesses|feed|parties|sandbox|town)|[?]preview$/.test(path)
}
