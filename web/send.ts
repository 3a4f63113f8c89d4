import { useRef, useState } from 'react'
import { correctClock, newKey } from './ids.ts'
import { ApiProblem, isPassing } from './problem.ts'

/** One wish: pressing twice sends it once, and a retry after a lost answer has the same key. */
export type Intention<T, A extends readonly unknown[]> = {
  /** Does nothing while an earlier press is still under way. Answers undefined when it was refused. */
  press: (...given: A) => Promise<T | undefined>
  isPending: boolean
  problem: ApiProblem | undefined
  /** Forgets the refusal, as when the form was changed. */
  clear: () => void
}

/**
 * Keeps the Idempotency-Key of an intention. A lost connection keeps it, so that the next press asks for the same thing
 * again and cannot do it twice; an answer, good or bad, ends the intention.
 */
export function useIntention<T, A extends readonly unknown[]>(
  work: (key: string, ...given: A) => Promise<T>,
): Intention<T, A> {
  const key = useRef<string | undefined>(undefined)
  const isBusy = useRef(false)
  const [isPending, setPending] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | undefined>(undefined)
  const press = async (...given: A): Promise<T | undefined> => {
    if (isBusy.current) return undefined
    isBusy.current = true
    setPending(true)
    key.current ??= newKey()
    try {
      const result = await inTime(key, async (current) => work(current, ...given))
      key.current = undefined
      setProblem(undefined)
      return result
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      if (!isPassing(error)) key.current = undefined
      setProblem(error)
      return undefined
    } finally {
      isBusy.current = false
      setPending(false)
    }
  }
  const clear = (): void => {
    key.current = undefined
    setProblem(undefined)
  }
  return { press, isPending, problem, clear }
}

/** A device whose clock is wrong makes ids out of their time: it learns the town's time and asks once more. */
async function inTime<T>(key: { current: string | undefined }, work: (key: string) => Promise<T>): Promise<T> {
  try {
    return await work(key.current ?? newKey())
  } catch (error) {
    const now: unknown = error instanceof ApiProblem && error.slug === 'id-time' ? error.body['now'] : undefined
    if (typeof now !== 'number') throw error
    correctClock(now)
    key.current = newKey()
    return work(key.current)
  }
}
