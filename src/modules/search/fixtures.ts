import type { Entry } from './entries.ts'
import type { Source } from './source.ts'

/** A thing with what a test says of it. */
export function entry(given: Partial<Entry> & { id: string }): Entry {
  return {
    isListed: true, title: 'Mug', shelf: 'Ceramics', description: '', seller: 'anton', business: 'market',
    categoryPath: ['home', 'ceramics'], priceMinor: 4_000, listedAt: 0, place: null, rating: null, ...given,
  } // prettier-ignore
}

/** Things in memory with a log of their changes. */
export type MemorySource = Source & {
  entries: Map<string, Entry>
  put: (...entries: Entry[]) => void
  /** Lets so many positions go by that concern nothing here. */
  pass: (positions: number) => void
  /** Statements fail while it is. */
  outage: { is: boolean }
  /** Pages read since the beginning. */
  pages: number
}

export function memorySource(): MemorySource {
  const entries = new Map<string, Entry>()
  const changes: string[] = []
  const outage = { is: false }
  const answer = async <T>(value: () => T): Promise<T> => {
    if (outage.is) throw new Error('the database is away')
    return value()
  }
  const listed = (): Entry[] => [...entries.values()].filter(({ isListed }) => isListed)
  const source: MemorySource = {
    entries,
    outage,
    pages: 0,
    put: (...put) => {
      for (const one of put) {
        entries.set(one.id, one)
        changes.push(one.id)
      }
    },
    pass: (positions) => {
      for (let n = 0; n < positions; n += 1) changes.push('')
    },
    types: ['offers.changed'],
    count: () => answer(() => listed().length),
    position: () => answer(() => changes.length),
    changed: (after, upTo) => answer(() => [...new Set(changes.slice(after, upTo))].filter((id) => id !== '')),
    read: (ids) => answer(() => ids.flatMap((id) => entries.get(id) ?? [])),
    page: (after, limit) =>
      answer(() => {
        source.pages += 1
        const behind = listed().filter(({ id }) => after === undefined || id > after)
        return behind.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit)
      }),
    titles: (ids) =>
      answer(() => new Map(ids.flatMap((id) => (entries.has(id) ? [[id, entries.get(id)!.title]] : [])))),
    commandAt: (position) => answer(() => (position === 0 ? undefined : `command ${changes[position - 1]}`)),
  }
  return source
}
