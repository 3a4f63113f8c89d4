import type { Answer, Asked, Figures, OfferIndex } from './offer-index.ts'
import type { Entry } from './entries.ts'

/** Where an index lives. Every call may fail when the place is gone. */
export type Host = {
  readonly place: 'process' | 'thread'
  apply: (entries: readonly Entry[]) => Promise<void>
  useSynonyms: (sets: readonly (readonly string[])[]) => Promise<void>
  search: (asked: Asked) => Promise<Answer>
  /** Does waiting work on segments; true when nothing is left. */
  maintain: () => Promise<boolean>
  figures: () => Promise<HostFigures>
  /** @returns the size of the file, bytes */
  save: (file: string) => Promise<number>
  load: (file: string) => Promise<void>
  /** Aborted once the place is gone. */
  readonly gone: AbortSignal
  close: () => Promise<void>
}

export type HostFigures = Figures & {
  /** What the thread holds of its own, bytes; null in the process, where it cannot be told apart. */
  memoryBytes: number | null
}

/** A pause of this length is not felt by the requests that a process serves beside it. */
const sliceInProcessMs = 2

/** An index in this process: for towns whose index is too small to be worth a thread. */
export function hostIn(index: OfferIndex): Host {
  const gone = new AbortController()
  return {
    place: 'process',
    apply: async (entries) => index.apply(entries),
    useSynonyms: async (sets) => index.useSynonyms(sets),
    search: async (asked) => index.search(asked),
    maintain: async () => index.maintain(sliceInProcessMs),
    figures: async () => ({ ...index.figures(), memoryBytes: null }),
    save: async (file) => index.save(file),
    load: async (file) => index.load(file),
    gone: gone.signal,
    close: async () => gone.abort(),
  }
}
