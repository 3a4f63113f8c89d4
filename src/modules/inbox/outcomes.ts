/** What came of the order of an inbox: whether each thing was settled in time. */
import { sql, type Tx, type Executor } from '#kernel/db'
import type { ProjectionOf } from '#kernel/module'
import { tellOutcomes } from '#modules/decisions'

type Shown = { item: string; decision: string; dueAt: number | null; state: string }

/** Notes what was shown by which decision; the newest counts. */
export async function noteShown(executor: Executor, town: number, shown: readonly Shown[]): Promise<void> {
  if (shown.length === 0) return
  const rows = shown.map(({ dueAt, ...one }) => ({ ...one, due: dueAt }))
  await sql`
    insert into inbox.shown (town, item, decision, due_at, state)
    select ${town}, s.item, s.decision, to_timestamp(s.due / 1000), s.state
    from json_to_recordset(${JSON.stringify(rows)}::json) as s (item uuid, decision uuid, due float8, state text)
    on conflict on constraint shown_pk do update
      set decision = excluded.decision, due_at = excluded.due_at, state = excluded.state`.execute(executor)
}

/** Follows orders and cases: what leaves its state is settled, by a person or by time alone. */
export function settledProjection({ town, clock }: { town: number; clock: { now: () => number } }): ProjectionOf {
  return {
    name: 'inbox.settled',
    apply: async (tx, events) => {
      const left = events.flatMap(({ id, n, at, subject, type, actor, data }) => {
        const to = type === 'cases.ruled' ? 'ruled' : data['to']
        return subject === null || typeof to !== 'string' ? [] : [{ id, n, at, item: subject, to, actor }]
      })
      if (left.length > 0) await settle(tx, { town, now: clock.now() }, left)
    },
  }
}

type Left = { id: string; n: number; at: number; item: string; to: string; actor: string }

async function settle(tx: Tx, { town, now }: { town: number; now: number }, left: readonly Left[]): Promise<void> {
  const { rows } = await sql<{ decision: string; event: string; n: number; at: number; value: number; option: string }>`
    with settled as (
      select distinct on (s.item) s.item, s.decision, s.due_at, e.id, e.n, e.at
      from json_to_recordset(${JSON.stringify(left)}::json)
        as e (id uuid, n int2, at float8, item uuid, "to" text, actor text)
      join inbox.shown s on s.town = ${town} and s.item = e.item and s.state <> e."to"
      order by s.item, e.at, e.n),
    gone as (delete from inbox.shown d using settled x where d.town = ${town} and d.item = x.item)
    select decision, id as event, n, at, item::text as option,
      case when due_at is null or to_timestamp(at / 1000) < due_at then 1 else 0 end as value
    from settled`.execute(tx)
  if (rows.length > 0) await tellOutcomes(tx, { town, now }, { metric: 'inTime', outcomes: rows })
}
