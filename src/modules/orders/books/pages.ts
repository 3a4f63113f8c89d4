import { type Books, emptyPages, type Pages } from './books.ts'

/** Pages kept between batches. An order takes about 3 kB, an offer 2 kB, an account or a cell 0.3 kB. */
const most = { orders: 5_000, offers: 10_000, accounts: 50_000, cells: 50_000, mandates: 5_000 } as const
/** Parties are written by others than the engine, so what is known of them is this old at most. */
const partiesMs = 1_000

/** Keeps the pages of one writer; thrown away whole when anything fails. */
export type PageKeeper = {
  /** The pages as the batches so far left them. @param now machine time, ms */
  pages: (now: number) => Pages
  /** A batch was sent: what it changed must stay until it is stored. */
  hold: (books: Books) => void
  /** A batch was stored: what is too much may go, the oldest first. */
  release: (books: Books) => void
}

/** A keeper without pages. */
export function createPageKeeper(): PageKeeper {
  const pages = emptyPages()
  const held = new Set<Books>()
  let partiesSince = 0
  return {
    pages: (now) => {
      if (now - partiesSince > partiesMs) {
        pages.parties.clear()
        partiesSince = now
      }
      return pages
    },
    hold: (books) => {
      held.add(books)
    },
    release: (books) => {
      held.delete(books)
      trim(pages, held)
    },
  }
}

function trim(pages: Pages, held: ReadonlySet<Books>): void {
  for (const kind of ['orders', 'offers', 'accounts', 'cells', 'mandates'] as const) {
    const map: Map<string, unknown> = pages[kind]
    if (map.size <= most[kind]) continue
    // A tenth at once, so that this is rare.
    let left = map.size - most[kind] * 0.9
    for (const key of map.keys()) {
      if (left <= 0) break
      left -= 1
      if ([...held].some(({ changed }) => changed[kind].has(key))) continue
      map.delete(key)
      if (kind === 'orders') pages.stored.delete(key)
    }
  }
}
