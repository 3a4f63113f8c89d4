/** Settings of a memory. */
export type MemoryOptions = {
  /** Machine time, ms. */
  now: () => number
  /** How old an answer may be: what another process changed is felt within this time. Default a second. */
  staleMs?: number
  /** Answers remembered; beyond it all are asked for again. */
  entriesMax?: number
}

/**
 * Remembers for a second what was found for each key, and that nothing was found: batches follow one another within
 * milliseconds and concern the same people.
 */
export function createShortMemory<T>(
  load: (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  { now, staleMs = 1_000, entriesMax = 20_000 }: MemoryOptions,
): (keys: readonly string[]) => Promise<ReadonlyMap<string, T>> {
  const entries = new Map<string, { found: T | undefined; loadedAt: number }>()
  return async (keys) => {
    const loadedAt = now()
    const missing = keys.filter((key) => loadedAt - (entries.get(key)?.loadedAt ?? -staleMs) >= staleMs)
    if (missing.length > 0) {
      const found = await load([...new Set(missing)])
      if (entries.size > entriesMax) entries.clear()
      for (const key of missing) entries.set(key, { found: found.get(key), loadedAt })
    }
    const known = new Map<string, T>()
    for (const key of keys) {
      const found = entries.get(key)?.found
      if (found !== undefined) known.set(key, found)
    }
    return known
  }
}
