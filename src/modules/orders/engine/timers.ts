import type { TownClock } from '#kernel/clock'
import type { Actor, Command, Submit } from '#kernel/commands'
import { at, type Database, sql } from '#kernel/db'
import { derivedId, namedId } from '#kernel/ids'
import { log } from '#kernel/log'
import { repeat, type Repeated } from '#kernel/repeat'

/** Who fires timers. */
export const clockActor: Actor = { party: namedId('clock'), kind: 'clock', grants: [] }

/** Rows looked at once; a page is one batch of the engine. */
const pageSize = 500
/** How late a timer may fire, machine time. */
const sweepEveryMs = 500
/** A timer whose command failed by a fault of ours is put off, so that it does not hold up the others. */
const putOffMs = 600_000

type Due = { orderId: string; rev: number; key: string; dueAt: number; business: string | null }

export type Sweeper = {
  start: () => void
  stop: () => Promise<void>
  /** Fires everything that is due at this moment of town time; answers how many commands it submitted. */
  sweepNow: () => Promise<number>
}

type SweeperOptions = { db: Database; town: number; clock: TownClock; submit: Submit }

/**
 * Turns due timers into commands with derived ids, so that a sweeper that runs twice changes nothing twice. A row goes
 * when its command has a verdict, accepted or refused: a refused timer is never tried again blindly.
 */
export function createSweeper(options: SweeperOptions): Sweeper {
  const stopping = new AbortController()
  let sweeping: Repeated | undefined
  let current: Promise<number> = Promise.resolve(0)

  async function sweep(): Promise<number> {
    let fired = 0
    const until = options.clock.now()
    while (!stopping.signal.aborted) {
      const due = await dueRows(options.db, options.town, until)
      if (due.length === 0) break
      fired += await firePage(options, due)
    }
    return fired
  }

  /** Behind a sweep that is under way: its `now` may be before the moment of this call. */
  function sweepNow(): Promise<number> {
    current = current.then(sweep, sweep)
    return current
  }

  return {
    start: () => {
      sweeping ??= repeat(sweepEveryMs, 'the sweep of timers failed and will be tried again', sweepNow)
    },
    stop: async () => {
      stopping.abort()
      await sweeping?.stop()
      await current.catch(() => undefined) // reported by whoever asked for it
    },
    sweepNow,
  }
}

/** Fires one page and clears away what has a verdict; answers how many commands it submitted. */
async function firePage({ db, town, clock, submit }: SweeperOptions, due: readonly Due[]): Promise<number> {
  const live = due.filter((row): row is Due & { business: string } => row.business !== null)
  const done = due.filter(({ business }) => business === null)
  const failed: Due[] = []
  const answers = await Promise.allSettled(live.map((row) => submit([commandOf(row)], { isDerived: true })))
  for (const [index, answer] of answers.entries()) {
    if (answer.status === 'fulfilled') done.push(live[index]!)
    else failed.push(live[index]!)
  }
  await remove(db, town, done)
  if (failed.length > 0) {
    log.error({ timers: failed.length }, 'timers failed and are put off')
    await putOff(db, town, { rows: failed, until: clock.now() + putOffMs })
  }
  return live.length
}

function commandOf({ orderId, rev, key, business }: Due & { business: string }): Command {
  return {
    id: derivedId(orderId, `timer/${rev}/${key}`), actor: clockActor, business, type: `after:${key}`, orderId, rev, input: {},
  } // prettier-ignore
}

/** Due rows, soonest first; `business` is null when the order has moved on since. */
async function dueRows(db: Database, town: number, until: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select t.order_id, t.rev, t.key, t.due_at, case when s.id is not null then o.business end as business
    from (select * from orders.timers where town = ${town}
      and due_at <= ${at(until)} order by due_at limit ${pageSize}) t
    left join orders.order_state s on s.town = t.town and s.id = t.order_id and s.rev = t.rev and s.ending is null
    left join orders.orders o on o.town = t.town and o.id = t.order_id
    order by t.due_at, t.order_id`.execute(db)
  return rows
}

async function remove(db: Database, town: number, rows: readonly Due[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    delete from orders.timers t
    using unnest(${rows.map(({ dueAt }) => new Date(dueAt))}::timestamptz[],
      ${rows.map(({ orderId }) => orderId)}::uuid[],
      ${rows.map(({ rev }) => rev)}::int4[], ${rows.map(({ key }) => key)}::text[]) as u (due_at, order_id, rev, key)
    where t.town = ${town} and t.due_at = u.due_at and t.order_id = u.order_id and t.rev = u.rev and t.key = u.key`.execute(
    db,
  )
}

async function putOff(
  db: Database,
  town: number,
  { rows, until }: { rows: readonly Due[]; until: number },
): Promise<void> {
  await sql`
    update orders.timers t set due_at = ${at(until)}
    from unnest(${rows.map(({ dueAt }) => new Date(dueAt))}::timestamptz[],
      ${rows.map(({ orderId }) => orderId)}::uuid[],
      ${rows.map(({ rev }) => rev)}::int4[], ${rows.map(({ key }) => key)}::text[]) as u (due_at, order_id, rev, key)
    where t.town = ${town} and t.due_at = u.due_at and t.order_id = u.order_id and t.rev = u.rev and t.key = u.key`.execute(
    db,
  )
}
