import { type Database, type Executor, sql } from '#kernel/db'
import { log } from '#kernel/log'
import type { Knowledge } from '../state/knowledge.ts'
import type { Spent } from './budget.ts'

/** Counts are written together, so often, ms: a page never waits for them, and a crash loses no more. */
const everyMs = 1_000
/** Days that are kept. */
export const spentDays = 90
const dayMs = 86_400_000

/** Counts what newcomers are given, and writes it down by and by. */
export type Spending = {
  note: (limit: number, spent: readonly NamedSpent[]) => void
  /** Places given by this process. */
  given: () => number
  flush: () => Promise<void>
  stop: () => Promise<void>
}

/** What was spent, by the ids of thing and seller. */
export type NamedSpent = Omit<Spent, 'thing'> & { thing: string; seller: string }

/** What was spent, under the names that outlive this process. */
export function namedOf({ catalogue }: Knowledge, spent: readonly Spent[]): NamedSpent[] {
  return spent.map(({ thing, ...sums }) => ({
    ...sums,
    thing: catalogue.things.nameOf(thing),
    seller: catalogue.sellers.nameOf(catalogue.seller[thing]!),
  }))
}

type Gathered = { places: number; spent: Map<string, NamedSpent & { places: number }> }

export function createSpending({ db, town, now }: { db: Database; town: number; now: () => number }): Spending {
  let gathered: Gathered = { places: 0, spent: new Map() }
  let given = 0
  let writing: Promise<void> = Promise.resolve()
  const timer = setInterval(() => void flush(), everyMs)
  timer.unref()

  function note(limit: number, spent: readonly NamedSpent[]): void {
    gathered.places += limit
    given += spent.length
    for (const one of spent) {
      const known = gathered.spent.get(one.thing)
      const { places, given, forgone, doubt } = known ?? { places: 0, given: 0, forgone: 0, doubt: 0 }
      gathered.spent.set(one.thing, {
        ...one,
        places: places + 1,
        given: given + one.given,
        forgone: forgone + one.forgone,
        doubt: doubt + one.doubt,
      })
    }
  }

  async function write(): Promise<void> {
    if (gathered.places === 0) return
    const { places, spent } = gathered
    gathered = { places: 0, spent: new Map() }
    try {
      await store(db, town, { day: dayOf(now()), places, spent: [...spent.values()] })
    } catch (error) {
      log.warn({ err: error }, 'what newcomers were given could not be written and is lost')
    }
  }

  async function flush(): Promise<void> {
    writing = writing.then(write)
    return writing
  }

  return {
    note,
    given: () => given,
    flush,
    stop: async () => {
      clearInterval(timer)
      await flush()
    },
  }
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

type Counted = { day: string; places: number; spent: readonly (NamedSpent & { places: number })[] }

async function store(db: Executor, town: number, { day, places, spent }: Counted): Promise<void> {
  // In one order, so that two processes never wait for each other's rows.
  const rows = spent.toSorted((one, other) => (one.thing < other.thing ? -1 : 1))
  await sql`
    with pages as (
      insert into recommend.page_days as p (town, day, places) values (${town}, ${day}::date, ${places})
      on conflict on constraint page_days_pk do update set places = p.places + excluded.places)
    insert into recommend.newcomer_days as n (town, day, thing, seller, places, given, forgone, doubt)
    select ${town}, ${day}::date, u.thing, u.seller, u.places, u.given, u.forgone, u.doubt
    from json_to_recordset(${JSON.stringify(rows)}::json) as u (thing uuid, seller uuid, places int, given float8,
      forgone float8, doubt float8)
    on conflict on constraint newcomer_days_pk do update
      set places = n.places + excluded.places, given = n.given + excluded.given,
          forgone = n.forgone + excluded.forgone, doubt = n.doubt + excluded.doubt`.execute(db)
}

/** What was given, what would have stood there, and what of the difference is not known. */
type Sums = { places: number; given: number; forgone: number; deviation: number }

/** What a seller had of it. */
export type SellerSpent = Sums & { seller: string; things: number }

/** What was spent since a moment: all of it, and by seller, those with most places first. */
export async function readSpending(
  db: Executor,
  town: number,
  { from, limit }: { from: number; limit: number },
): Promise<{ shown: number; total: Sums; sellers: SellerSpent[] }> {
  const day = dayOf(from)
  const { rows } = await sql<{ shown: number } & Sums>`
    with things as (
      select sum(places) as places, sum(given) as given, sum(forgone) as forgone, sum(doubt) as doubt
      from recommend.newcomer_days where town = ${town} and day >= ${day}::date group by thing)
    select
      (select coalesce(sum(places), 0)::float8 from recommend.page_days
        where town = ${town} and day >= ${day}::date) as shown,
      coalesce(sum(places), 0)::float8 as places, coalesce(sum(given), 0) as given,
      coalesce(sum(forgone), 0) as forgone, sqrt(coalesce(sum(doubt * doubt), 0)) as deviation
    from things`.execute(db)
  const { shown, ...total } = rows[0]!
  const { rows: sellers } = await sql<SellerSpent>`
    with things as (
      select seller, thing, sum(places) as places, sum(given) as given, sum(forgone) as forgone, sum(doubt) as doubt
      from recommend.newcomer_days where town = ${town} and day >= ${day}::date group by seller, thing)
    select seller, count(*)::int as things, sum(places)::float8 as places, sum(given) as given,
      sum(forgone) as forgone, sqrt(sum(doubt * doubt)) as deviation
    from things group by seller order by sum(places) desc, seller limit ${limit}`.execute(db)
  return { shown, total, sellers }
}

/** Forgets what was spent long ago. */
export async function forgetSpending(tx: Executor, town: number, now: number): Promise<void> {
  const day = dayOf(now - spentDays * dayMs)
  await sql`delete from recommend.newcomer_days where town = ${town} and day < ${day}::date`.execute(tx)
  await sql`delete from recommend.page_days where town = ${town} and day < ${day}::date`.execute(tx)
}
