import { type Database, type Executor, sql } from '#kernel/db'
import { log } from '#kernel/log'
import { countedWords } from './words.ts'

/** What is counted of one search or of one choice among its hits. */
type Noted = { searches: number; empty: number; clicks: number }

const nothing: Noted = { searches: 0, empty: 0, clicks: 0 }

/** Counts are written together, so often, ms: a search never waits for them, and a crash loses no more. */
const everyMs = 1_000
/** More different words than this within a second are not people. */
const wordsMax = 2_000
/** Days that are kept. */
const keptDays = 90
const dayMs = 86_400_000

/** Counts searches in memory and writes them down by and by. */
export type Counting = {
  search: (text: string, isEmpty: boolean) => void
  click: (text: string) => void
  /** Writes what has gathered. */
  flush: () => Promise<void>
  stop: () => Promise<void>
}

export function createCounting({
  db,
  town,
  now,
}: {
  db: Database
  town: number
  /** Town time, ms. */
  now: () => number
}): Counting {
  let gathered = new Map<string, Noted>()
  let writing: Promise<void> = Promise.resolve()
  let tidiedDay: string | undefined
  const timer = setInterval(() => void flush(), everyMs)
  timer.unref()

  function note(text: string, { searches, empty, clicks }: Noted): void {
    const words = countedWords(text)
    if (words === undefined) return
    const known = gathered.get(words) ?? nothing
    if (known === nothing && gathered.size >= wordsMax) return
    gathered.set(words, {
      searches: known.searches + searches,
      empty: known.empty + empty,
      clicks: known.clicks + clicks,
    })
  }

  async function write(): Promise<void> {
    if (gathered.size === 0) return
    const day = dayOf(now())
    const counts = gathered
    gathered = new Map()
    try {
      await store(db, town, { day, counts })
      if (tidiedDay === day) return
      await sql`delete from searches.queries where town = ${town} and day < ${dayOf(now() - keptDays * dayMs)}`.execute(
        db,
      )
      tidiedDay = day
    } catch (error) {
      log.warn({ err: error }, 'counts of searches could not be written and are lost')
    }
  }

  async function flush(): Promise<void> {
    writing = writing.then(write)
    return writing
  }

  return {
    search: (text, isEmpty) => note(text, { ...nothing, searches: 1, empty: Number(isEmpty) }),
    click: (text) => note(text, { ...nothing, clicks: 1 }),
    flush,
    stop: async () => {
      clearInterval(timer)
      await flush()
    },
  }
}

/** The day of an instant, UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

async function store(
  db: Executor,
  town: number,
  { day, counts }: { day: string; counts: ReadonlyMap<string, Noted> },
): Promise<void> {
  // In one order, so that two processes never wait for each other's rows.
  const rows = [...counts].map(([words, noted]) => ({ words, ...noted })).sort((a, b) => (a.words < b.words ? -1 : 1))
  await sql`
    insert into searches.queries as q (town, day, words, searches, empty, clicks)
    select ${town}, ${day}::date, n.words, n.searches, n.empty, n.clicks
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (words text, searches int, empty int, clicks int)
    on conflict on constraint queries_pk do update
      set searches = q.searches + excluded.searches, empty = q.empty + excluded.empty,
          clicks = q.clicks + excluded.clicks`.execute(db)
}
