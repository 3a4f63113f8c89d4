import { type Executor, sql } from '#kernel/db'

/** Parties that have been erased: a fold passes them over, whenever it is made. */
export async function listForgotten(db: Executor, town: number): Promise<string[]> {
  const { rows } = await sql<{ party: string }>`
    select party from features.forgotten where town = ${town} order by party`.execute(db)
  return rows.map(({ party }) => party)
}

/** How many they are: rises with each, so that looking costs little. */
export async function countForgotten(db: Executor, town: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from features.forgotten where town = ${town}`.execute(db)
  return rows[0]?.count ?? 0
}

/** Notes an erasure, in its transaction. */
export async function noteForgotten(tx: Executor, town: number, party: string): Promise<void> {
  await sql`
    insert into features.forgotten (town, party) values (${town}, ${party}) on conflict do nothing`.execute(tx)
}
