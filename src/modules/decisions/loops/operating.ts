/**
 * Who decides how the town runs. An **operating decision** is one that the town makes about somebody's order, listing
 * or standing, not what buyers and sellers decide for themselves: every decision at a point, every deadline that moved
 * an order on, every ruling. By machine are decisions that nobody had to act on or put right, safe defaults included,
 * and deadlines; by people are those at points that only suggest, overrides, and rulings.
 */
import { type Executor, sql, type Tx } from '#kernel/db'
import type { StoredEvent } from '#kernel/events'
import type { ProjectionOf } from '#kernel/module'
import { listHolders } from '#modules/identity'
import { clockActor } from '#modules/orders'
import { readBuckets } from '../counting/deltas.ts'
import { sumOf, type Tally } from '../counting/tally.ts'

/** Operating decisions of a span of time. */
export type Operating = { byMachine: number; byPerson: number; points: Share; deadlines: number; rulings: number }
type Share = { byMachine: number; byPerson: number }

const hourMs = 3_600_000
/** Grants whose holders rule on the orders of others. */
const ruling = ['arbiter', 'operator']

/** Counts deadlines and rulings by the hour. */
export function operatingProjection(town: number): ProjectionOf {
  return {
    name: 'decisions.operating',
    apply: async (tx, events) => {
      const holders = await Promise.all(ruling.map((grant) => listHolders(tx, town, grant)))
      const rulers = new Set(holders.flat())
      const hours = new Map<number, Share>()
      for (const event of events) {
        const who = deciderIn(event, rulers)
        if (who === undefined) continue
        const at = Math.floor(event.at / hourMs) * hourMs
        const share = hours.get(at) ?? { byMachine: 0, byPerson: 0 }
        hours.set(at, share)
        share[who] += 1
      }
      await addHours(tx, town, hours)
    },
  }
}

/**
 * Steps of orders name the entry into a state; what an `always` adds belongs to the step before. Who places an order
 * decides for himself, whatever he holds.
 */
function deciderIn({ type, n, actor, user, data }: StoredEvent, rulers: ReadonlySet<string>): keyof Share | undefined {
  if (type === 'cases.ruled') return actor === clockActor.party ? 'byMachine' : 'byPerson'
  if (n !== 0 || typeof data['rev'] !== 'number') return undefined
  if (actor === clockActor.party) return 'byMachine'
  return data['from'] !== null && rulers.has(user ?? actor) ? 'byPerson' : undefined
}

async function addHours(tx: Tx, town: number, hours: ReadonlyMap<number, Share>): Promise<void> {
  if (hours.size === 0) return
  const rows = [...hours].map(([at, share]) => ({ at, machine: share.byMachine, person: share.byPerson }))
  await sql`
    insert into decisions.operating as o (town, at, by_machine, by_person)
    select ${town}, to_timestamp(u.at / 1000), u.machine, u.person
    from json_to_recordset(${JSON.stringify(rows)}::json) as u (at float8, machine int8, person int8)
    order by u.at
    on conflict on constraint operating_pk do update
      set by_machine = o.by_machine + excluded.by_machine, by_person = o.by_person + excluded.by_person`.execute(tx)
}

/** @param since town time, ms */
export async function readOperating(db: Executor, town: number, since: number): Promise<Operating> {
  const { rows } = await sql<Share>`
    select coalesce(sum(by_machine), 0)::bigint as by_machine, coalesce(sum(by_person), 0)::bigint as by_person
    from decisions.operating where town = ${town} and at >= ${new Date(since)}`.execute(db)
  const { byMachine: deadlines, byPerson: rulings } = rows[0]!
  const points = sharesOf(sumOf((await readBuckets(db, town, { since })).map(({ tally }) => tally)))
  return {
    byMachine: points.byMachine + deadlines,
    byPerson: points.byPerson + rulings,
    points, deadlines, rulings,
  } // prettier-ignore
}

/** A point in shadow decides nothing: whatever stands there stood before. */
export function sharesOf({ n = 0, suggest = 0, overrides = 0, fallbacks = {} }: Tally): Share {
  const byPerson = suggest + overrides
  return { byMachine: Math.max(0, n - byPerson - (fallbacks['shadow'] ?? 0)), byPerson }
}
