import { type Books, emptyPages, type Pages } from './books.ts'

/** Pages kept between batches. An order takes about 3 kB, an offer 2 kB, an account or a cell 0.3 kB. */
const most = { orders: 5_000, offers: 10_000, accounts: 50_000, cells: 50_000, mandates: 5_000 } as const
/** Parties are written by others than the engine, so what is known of them is this old at most. */
const partiesMs = 1_000
/** Those in use are read anew so often, beside the batches: none has to wait for what was known a moment ago. */
const renewalMs = 500
/** As many at once; a renewal costs one statement. */
const renewedMax = 5_000

/** Keeps the pages of one writer; thrown away whole when anything fails. */
export type PageKeeper = {
  /** The pages as the batches so far left them. @param now machine time, ms */
  pages: (now: number) => Pages
  /** Parties to be read anew, when it is time and nobody does it yet. @param now machine time, ms */
  renewal: (now: number) => Renewal | undefined
  /** A batch was sent: what it changed must stay until it is stored. */
  hold: (books: Books) => void
  /** A batch was stored: what is too much may go, the oldest first. */
  release: (books: Books) => void
}

/** Parties that are read anew; whoever reads them says how it ended. */
export type Renewal = {
  readonly ids: ReadonlySet<string>
  readonly done: (fresh: Pages['parties']) => void
  readonly failed: () => void
}

/** A keeper without pages. */
export function createPageKeeper(): PageKeeper {
  const pages = emptyPages()
  const held = new Set<Books>()
  let partiesSince = 0
  let isRenewing = false

  function renewal(now: number): Renewal | undefined {
    if (isRenewing || pages.parties.size === 0 || now - partiesSince <= renewalMs) return undefined
    isRenewing = true
    const known = [...pages.parties.keys()]
    const ids = new Set(known.filter((id) => pages.asked.has(id)).slice(-renewedMax))
    pages.asked.clear()
    return {
      ids,
      done: (fresh) => {
        for (const id of known) {
          if (fresh.has(id)) pages.parties.set(id, fresh.get(id))
          else pages.parties.delete(id) // nobody asked for it
        }
        partiesSince = now
        isRenewing = false
      },
      failed: () => {
        isRenewing = false
      },
    }
  }

  return {
    renewal,
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
