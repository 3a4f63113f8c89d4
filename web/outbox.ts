import { useSyncExternalStore } from 'react'
import { ApiProblem, type Api, isPassing } from './api.ts'

/**
 * Commands that were given without a connection: a code read at a door, a scan in a cellar. They keep their ids, so
 * that sending one again, also after an answer was lost, does nothing twice.
 */
export type Waiting = {
  readonly key: string
  readonly orderId: string
  readonly type: string
  readonly input: Readonly<Record<string, unknown>>
  /** What it is called in words, for the news when it was sent. */
  readonly title: string
}

const storageKey = 'lakeside.outbox'
const none: readonly Waiting[] = []
const listeners = new Set<() => void>()
let current: readonly Waiting[] | undefined
let isFlushing = false

function read(): readonly Waiting[] {
  current ??= JSON.parse(localStorage.getItem(storageKey) ?? '[]') as readonly Waiting[] // written below, nowhere else
  return current
}

function write(next: readonly Waiting[]): void {
  current = next
  localStorage.setItem(storageKey, JSON.stringify(next))
  for (const listener of listeners) listener()
}

/** Keeps a command until there is a connection. */
export function putInOutbox(command: Waiting): void {
  write([...read().filter(({ key }) => key !== command.key), command])
}

/** What became of a command that waited. */
export type Flushed = { readonly title: string; readonly problem: string | undefined }

/** Sends what waits, oldest first; what is refused is told and dropped, what cannot be sent goes on waiting. */
export async function flushOutbox(api: Api): Promise<Flushed[]> {
  if (isFlushing) return []
  isFlushing = true
  const done: Flushed[] = []
  try {
    for (const { key, orderId, type, input, title } of read()) {
      const problem = await sent(api, { key, orderId, type, input })
      if (problem !== null && isPassing(problem)) break
      write(read().filter((one) => one.key !== key))
      done.push({ title, problem: problem?.message })
    }
  } finally {
    isFlushing = false
  }
  return done
}

async function sent(api: Api, { key, orderId, type, input }: Omit<Waiting, 'title'>): Promise<ApiProblem | null> {
  try {
    const path = { id: orderId, type }
    await api.post('/v1/orders/{id}/actions/{type}', { path, body: { input: input }, key })
    return null
  } catch (error) {
    if (error instanceof ApiProblem) return error
    throw error
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What waits for a connection. */
export function useOutbox(): readonly Waiting[] {
  return useSyncExternalStore(subscribe, read, () => none)
}
