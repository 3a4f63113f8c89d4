import { useSyncExternalStore } from 'react'

/** How far a newcomer has come on the tour through the town. */
export type Tour = {
  /** 0 … 4; 5 when it is over. Undefined: nobody has begun it. */
  readonly step: number | undefined
  /** The order that the tour follows, once it is placed. */
  readonly orderId: string | undefined
}

const key = 'lakeside.tour'
const unbegun: Tour = { step: undefined, orderId: undefined }
const listeners = new Set<() => void>()
let current: Tour | undefined

function read(): Tour {
  current ??= { ...unbegun, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Tour>) } // written below
  return current
}

/** Steps that there are. */
export const tourSteps = 5

/** Notes how far one has come. */
export function setTour(tour: Tour): void {
  current = tour
  localStorage.setItem(key, JSON.stringify(tour))
  for (const listener of listeners) listener()
}

/** Ends the tour; it does not come back by itself. */
export function endTour(): void {
  setTour({ step: tourSteps, orderId: undefined })
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/**
 * The tour. The server knows nothing of it and sends the invitation; who has begun, or wants none, never sees it, for
 * `scheme.js` says so before anything is painted.
 */
export function useTour(): Tour {
  return useSyncExternalStore(subscribe, read, () => unbegun)
}
