import type { Entry } from './entries.ts'
import type { Asked } from './offer-index.ts'

/** What the thread is told; `n` numbers the answers. */
export type Told = { n: number } & Order
/** What a thread can do. */
export type Order =
  | { does: 'apply'; entries: readonly Entry[] }
  | { does: 'useSynonyms'; sets: readonly (readonly string[])[] }
  | { does: 'search'; asked: Asked }
  | { does: 'maintain' }
  | { does: 'figures' }
  | { does: 'save'; file: string }
  | { does: 'load'; file: string }

/** Its answer. */
export type Said = { n: number; value: unknown } | { n: number; failure: string }

/** Searches wait for a slice of upkeep, so it is short. */
export const sliceInThreadMs = 5
