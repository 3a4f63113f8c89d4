import { type Batcher, createBatcher } from '#kernel/batcher'
import type { Database } from '#kernel/db'
import { type ListFilters, cardText, filteredCards, sumOf } from './reading.ts'

/**
 * Cards by id, with their counts as they are now. Pages of many visitors ask for much the same things at the same
 * time: what waits is read by one statement, which begins after everybody in it has asked.
 */

/** A card as it is read, and what of it filters look at. */
type Card = { text: string; available: number | null; priceMinor: number; business: string }
type Gathered = Batcher<readonly string[], ReadonlyMap<string, Card>>

/** Ids of one statement, and statements under way beside the first, which begin once so many ids wait. */
const [idsMax, depth, depthFrom] = [1_500, 3, 250]

const gathered = new WeakMap<Database, Map<number, Gathered>>()

/** Which of these things are listed and pass the filters now, as cards by id. */
export async function cardsOf(
  db: Database,
  town: number,
  { ids, filters }: { ids: readonly string[]; filters: ListFilters },
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  if (!isPlain(filters)) return filteredCards(db, town, { ids, filters })
  const cards = await gatheredOf(db, town).add(ids)
  return new Map(
    ids.flatMap((id): [string, string][] => {
      const card = cards.get(id)
      return card !== undefined && passes(card, filters) ? [[id, card.text]] : []
    }),
  )
}

/** Whether all filters can be looked at here, as `passes` does; others are the database's. */
function isPlain({ category, seller, sellers, starsMin, withinKm }: ListFilters): boolean {
  return [category, seller, sellers, starsMin, withinKm].every((value) => value === undefined)
}

function passes({ priceMinor, business, available }: Card, wanted: ListFilters): boolean {
  const { priceMinorMin = 0, priceMinorMax = Number.POSITIVE_INFINITY } = wanted
  if (priceMinor < priceMinorMin || priceMinor > priceMinorMax) return false
  if (wanted.business !== undefined && wanted.business !== business) return false
  return wanted.isAvailable !== true || (available ?? 1) > 0
}

function gatheredOf(db: Database, town: number): Gathered {
  const towns = gathered.get(db) ?? new Map<number, Gathered>()
  gathered.set(db, towns)
  const known = towns.get(town)
  if (known !== undefined) return known
  const made: Gathered = createBatcher({
    run: async (lists) => {
      const cards = await read(db, town, lists)
      return lists.map(() => ({ value: cards }))
    },
    weigh: (ids) => ids.length,
    maxBatch: idsMax,
    depth,
    depthFrom,
  })
  towns.set(town, made)
  return made
}

const text = `
  select l.id, l.card, (${sumOf('l')}), l.price_minor, l.business from offers.listings l
  where l.town = $1 and l.id = any($2::uuid[]) and l.is_listed`

async function read(
  db: Database,
  town: number,
  lists: readonly (readonly string[])[],
): Promise<ReadonlyMap<string, Card>> {
  const values = [town, [...new Set(lists.flat())]]
  const { rows } = await db.pool.query<[string, string, number | null, number, string]>({
    name: 'offers.cards-gathered', text, values, rowMode: 'array',
  }) // prettier-ignore
  return new Map(
    rows.map(([id, card, available, priceMinor, business]) => [
      id,
      { text: cardText(card, available), available, priceMinor, business },
    ]),
  )
}
