import type { TownClock } from '#kernel/clock'
import type { Database } from '#kernel/db'
import type { Town } from '#kernel/towns'
import { listAllHours, openingAt } from '#modules/hours'

/** Hours of all shops are read anew after this time, ms: a shop that closes early is shown for no longer. */
const staleMs = 15_000

/** Who is open now, by the hours of shops and the wall clock of the town. */
export function createOpenSellers({
  db,
  town,
  clock,
}: {
  db: Database
  town: Pick<Town, 'id' | 'timeZone'>
  clock: Pick<TownClock, 'now'>
}): () => Promise<readonly string[]> {
  let known: { readAt: number; hours: ReturnType<typeof listAllHours> } | undefined
  return async () => {
    if (known === undefined || performance.now() - known.readAt > staleMs) {
      known = { readAt: performance.now(), hours: listAllHours(db, town.id) }
      known.hours.catch(() => (known = undefined))
    }
    const now = clock.now()
    return (await known.hours).filter((one) => openingAt(one, now, town.timeZone).isOpen).map(({ party }) => party)
  }
}
