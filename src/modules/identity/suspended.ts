import { type Executor, sql } from '#kernel/db'

/** Which of these parties are suspended, in one statement. */
export async function suspendedAmong(db: Executor, town: number, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from identity.parties where town = ${town} and id = any(${ids}::uuid[]) and is_suspended`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
