import { type Executor, sql } from '#kernel/db'

/** Parties that hold a grant, such as `operator`, and are not suspended. */
export async function listHolders(db: Executor, town: number, grant: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from identity.grants g join identity.parties p on p.town = g.town and p.id = g.party
    where g.town = ${town} and g.name = ${grant} and not p.is_suspended order by p.id`.execute(db)
  return rows.map(({ id }) => id)
}
