import { type Database, type Executor, sql, transaction } from '#kernel/db'
import type { Actor } from '#kernel/commands'
import { recordAudit } from '#modules/audit'

/** Sets of words that mean the same, with the number of their last change; 0 in a town that never had any. */
export type Synonyms = { rev: number; sets: readonly (readonly string[])[] }

export async function readSynonyms(db: Executor, town: number): Promise<Synonyms> {
  const { rows } = await sql<Synonyms>`select rev, sets from search.synonyms where town = ${town}`.execute(db)
  return rows[0] ?? { rev: 0, sets: [] }
}

/** Puts other sets in place of those of change `rev`. @returns the new number; undefined when others were faster */
export async function replaceSynonyms(
  db: Database,
  town: number,
  { rev, sets, by, now }: Synonyms & { by: Actor; now: number },
): Promise<number | undefined> {
  return transaction(db, async (tx) => {
    const text = JSON.stringify(sets)
    const { rows } = await sql<{ rev: number }>`
      insert into search.synonyms as s (town, rev, sets, changed_at)
      select ${town}, 1, ${text}::json, ${new Date(now)}
      where ${rev} = 0 or exists (select 1 from search.synonyms where town = ${town})
      on conflict on constraint synonyms_pk do update
        set rev = s.rev + 1, sets = excluded.sets, changed_at = excluded.changed_at
        where s.rev = ${rev}
      returning rev`.execute(tx)
    const changed = rows[0]?.rev
    if (changed === undefined) return undefined
    await recordAudit(tx, { town, by, act: 'synonyms.changed', details: { rev: changed, sets: sets.length }, now })
    return changed
  })
}
