import { type Database, sql } from '#kernel/db'
import { log } from '#kernel/log'

/** Remembers when keys were last used, and stores it for all of them by one statement. */
export type KeyUses = {
  /** @param at machine time, ms */
  note: (key: string, at: number) => void
  /** Stores what is not stored yet. */
  close: () => Promise<void>
}

/** Nobody needs to know it more exactly, and a busy key costs no more than an idle one. */
const storeEveryMs = 60_000

/** The last uses of a town's keys, as this process sees them. */
export function createKeyUses(db: Database, town: number): KeyUses {
  let lastUses = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined

  const store = async (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const uses = lastUses
    lastUses = new Map()
    if (uses.size > 0) await storeUses(db, town, uses)
  }

  return {
    note: (key, at) => {
      lastUses.set(key, at)
      timer ??= setTimeout(() => {
        // The date of a use is no reason to fail a request, and the next use is noted again.
        store().catch((error: unknown) => log.warn({ reason: String(error) }, 'last uses of keys were not stored'))
      }, storeEveryMs).unref()
    },
    close: store,
  }
}

/** Another process may have seen a later use: the later one stays. */
async function storeUses(db: Database, town: number, uses: ReadonlyMap<string, number>): Promise<void> {
  const list = JSON.stringify([...uses].map(([id, at]) => ({ id, at: new Date(at).toISOString() })))
  await sql`
    update identity.tokens t set last_used_at = greatest(t.last_used_at, n.at)
    from json_to_recordset(${list}::json) as n (id uuid, at timestamptz)
    where t.town = ${town} and t.id = n.id`.execute(db)
}
