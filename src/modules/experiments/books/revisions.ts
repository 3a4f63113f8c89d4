import { type Executor, sql, type Tx } from '#kernel/db'

/** Changes go one after another, and every process learns of them: it locks and moves the row they look at. */
export async function bumpRevision(tx: Tx, town: number): Promise<void> {
  await sql`
    insert into experiments.revisions as r (town, revision) values (${town}, 1)
    on conflict on constraint revisions_pk do update set revision = r.revision + 1`.execute(tx)
}

export async function readRevision(db: Executor, town: number): Promise<number> {
  const { rows } = await sql<{ revision: number }>`
    select revision from experiments.revisions where town = ${town}`.execute(db)
  return rows[0]?.revision ?? 0
}
