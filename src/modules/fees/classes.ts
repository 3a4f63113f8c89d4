import { type Executor, sql, type Tx } from '#kernel/db'
import type { FactLoader } from '#kernel/module'

/** The fact `feeClass`: 0 for all who have not been put into another class. */
export const feeClassFact: FactLoader = async (executor, town, parties) => {
  const { rows } = await sql<{ party: string; class: number }>`
    select party, class from fees.classes where town = ${town} and party = any(${parties}::uuid[])`.execute(executor)
  return new Map(rows.map((row) => [row.party, row.class]))
}

/** Puts a seller into a class: holds for orders placed from now on. */
export async function setClass(
  tx: Tx,
  { town, party, feeClass, by, now }: { town: number; party: string; feeClass: number; by: string; now: number },
): Promise<void> {
  await sql`
    insert into fees.classes (town, party, class, set_by, set_at)
    values (${town}, ${party}, ${feeClass}, ${by}, ${new Date(now)})
    on conflict on constraint classes_pk do update
    set class = excluded.class, set_by = excluded.set_by, set_at = excluded.set_at`.execute(tx)
}

/** The class of one seller. */
export async function classOf(db: Executor, town: number, party: string): Promise<number> {
  return (await feeClassFact(db, town, [party])).get(party) ?? 0
}
