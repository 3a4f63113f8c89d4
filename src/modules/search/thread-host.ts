import { Worker } from 'node:worker_threads'
import type { Host, HostFigures } from './hosts.ts'
import type { Answer } from './offer-index.ts'
import type { Order, Said } from './thread-messages.ts'

/** A search that has waited for so long is answered by the database instead. */
const searchWithinMs = 1_000
/** Objects on the heap of the thread, MB: vocabulary and ids. Postings are typed arrays beside it. */
const heapMaxMb = 2_048

type Waiting = { resolve: (value: never) => void; reject: (error: Error) => void; timer: NodeJS.Timeout | undefined }

/** Starts a thread with an empty index in it. */
export function startThread(): Host & { readonly worker: Worker } {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    name: 'search',
    resourceLimits: { maxOldGenerationSizeMb: heapMaxMb },
  })
  worker.unref() // an idle index keeps no process alive
  const gone = new AbortController()
  const waiting = new Map<number, Waiting>()
  let count = 0

  function settle(said: Said): void {
    const one = waiting.get(said.n)
    if (one === undefined) return // it was given up
    waiting.delete(said.n)
    clearTimeout(one.timer)
    if (waiting.size === 0) worker.unref()
    if ('failure' in said) one.reject(new Error(said.failure))
    else one.resolve(said.value as never) // each order's answer is typed where it is given
  }

  function end(error: Error): void {
    gone.abort(error)
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer)
      reject(error)
    }
    waiting.clear()
  }

  worker.on('message', settle)
  worker.on('error', end)
  worker.on('exit', (code) => end(new Error(`the search thread ended with code ${code}`)))

  function tell<T>(order: Order, withinMs?: number): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (gone.signal.aborted) return reject(new Error('the search thread is gone'))
      const n = (count += 1)
      const give = (): void => settle({ n, failure: `the search thread did not ${order.does} in time` })
      const timer = withinMs === undefined ? undefined : setTimeout(give, withinMs)
      waiting.set(n, { resolve, reject, timer })
      worker.ref()
      worker.postMessage({ n, ...order }, [])
    })
  }

  return {
    place: 'thread',
    worker,
    ...ordersOver(tell),
    gone: gone.signal,
    close: async () => void (await worker.terminate()),
  }
}

type Tell = <T>(order: Order, withinMs?: number) => Promise<T>

function ordersOver(tell: Tell): Omit<Host, 'place' | 'gone' | 'close'> {
  return {
    apply: (entries) => tell<void>({ does: 'apply', entries }),
    useSynonyms: (sets) => tell<void>({ does: 'useSynonyms', sets }),
    search: (asked) => tell<Answer>({ does: 'search', asked }, searchWithinMs),
    maintain: () => tell<boolean>({ does: 'maintain' }),
    figures: () => tell<HostFigures>({ does: 'figures' }),
    save: (file) => tell<number>({ does: 'save', file }),
    load: (file) => tell<void>({ does: 'load', file }),
  }
}
