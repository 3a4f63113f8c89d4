import type { Entry } from './entries.ts'

/** Where the things come from that are searched for: given by the module that keeps them. */
export type Source = {
  /** Events that change what is found. */
  types: readonly string[]
  /** How many are listed now. */
  count: () => Promise<number>
  /** Position of the log up to which what `read` and `page` answer is complete. */
  position: () => Promise<number>
  /** Which things have changed between two positions; the later one is at most `position`. */
  changed: (after: number, upTo: number) => Promise<string[]>
  /** Things as they are now, listed or not; those that never were are left out. */
  read: (ids: readonly string[]) => Promise<Entry[]>
  /** Listed things behind an id, in order of id. */
  page: (after: string | undefined, limit: number) => Promise<Entry[]>
  /** Titles as people see them. */
  titles: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** The command that stands at a position: tells this log from another. */
  commandAt: (position: number) => Promise<string | undefined>
}
