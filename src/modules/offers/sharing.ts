import type { Database } from '#kernel/db'

/** Pages that are being read, by what was asked for. */
type UnderWay = Map<string, Promise<string>>
const underWay = new WeakMap<Database, UnderWay>()

/** Reads a page, or joins those who are reading the same one: nobody gets anything older than a statement takes. */
export function shared(db: Database, asked: readonly unknown[], read: () => Promise<string>): Promise<string> {
  const pages: UnderWay = underWay.get(db) ?? new Map<string, Promise<string>>()
  underWay.set(db, pages)
  const key = JSON.stringify(asked)
  const known = pages.get(key)
  if (known !== undefined) return known
  const page = read().finally(() => pages.delete(key))
  pages.set(key, page)
  return page
}
