import { setTimeout as sleep } from 'node:timers/promises'
import { log } from './log.ts'

/** Work that is done again and again until it is stopped. */
export type Repeated = {
  /** Resolves when a round that was under way has ended. */
  stop: () => Promise<void>
}

/**
 * Does a round of work, waits, does the next. A round that fails is logged as `failure` and the next one tries again:
 * what is repeated must bear that.
 *
 * @param everyMs between the end of a round and the start of the next, machine time
 */
export function repeat(everyMs: number, failure: string, round: () => Promise<unknown>): Repeated {
  const stopping = new AbortController()
  const loop = run()

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await round()
      } catch (error) {
        log.warn({ err: error }, failure)
      }
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined) // stopped: the loop ends
    }
  }

  return {
    stop: () => {
      stopping.abort()
      return loop
    },
  }
}
