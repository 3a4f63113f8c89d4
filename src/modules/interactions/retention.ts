import { type Database, sql, transaction, type Tx } from '#kernel/db'
import { countersName, lockCursor } from './stream.ts'
import { sweepQuarantine } from './quarantine.ts'

/** Days of town time that the stream and its counters are kept: a season, for what is learnt from it. */
const keptDays = 90
/** Days of town time for what was quarantined: its sender should have noticed by then. */
const quarantineDays = 30
const dayMs = 86_400_000
const minuteMs = 60_000

/** Events forgotten in one transaction: some tenths of a second. */
const sliceSize = 20_000
/** Batches in flight are stored in an order of their own: a minute's last events lie no further apart than this. */
const disorderMax = 100_000

/** Forgets what is older than it should be, from the beginning of the stream on. @param now town time, ms */
export async function forgetOld(db: Database, town: number, now: number): Promise<void> {
  const until = Math.floor((now - keptDays * dayMs) / minuteMs) * minuteMs
  while (await transaction(db, (tx) => forgetSlice(tx, town, until)));
  await sweepQuarantine(db, town, now - quarantineDays * dayMs)
}

/** Whole minutes, events and counters in one commit: a replay between two slices still finds what was counted. */
async function forgetSlice(tx: Tx, town: number, until: number): Promise<boolean> {
  await lockCursor(tx, town, countersName)
  const { rows } = await sql<{ pos: number; receivedAt: number }>`
    (select pos, received_at from interactions.events where town = ${town} order by pos limit 1)
    union all
    (select pos, received_at from interactions.events where town = ${town} order by pos offset ${sliceSize} limit 1)`.execute(
    tx,
  )
  const [first, last = { receivedAt: until, pos: 0 }] = rows
  if (first === undefined || first.receivedAt >= until) return false
  const minuteOf = (ms: number): number => Math.floor(ms / minuteMs) * minuteMs
  const before = new Date(Math.min(until, Math.max(minuteOf(last.receivedAt), minuteOf(first.receivedAt) + minuteMs)))
  await sql`
    delete from interactions.events
    where town = ${town} and pos <= ${Math.max(first.pos, last.pos) + disorderMax} and received_at < ${before}`.execute(
    tx,
  )
  await sql`delete from interactions.counters where town = ${town} and minute < ${before}`.execute(tx)
  return true
}
