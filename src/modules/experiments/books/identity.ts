/**
 * Whose unit somebody is. A visitor is the unit of their session; when they sign in, the person becomes that same unit,
 * so nobody meets another arm for having signed in. A link is made once and never moves.
 */
import { type Database, type Executor, sql } from '#kernel/db'

/** Who asks: a key, and the session it was before it signed in. */
export type Who = { key: string; session?: string | undefined }

export type Identities = { unitOf: (who: Who) => Promise<string> }

/** Links remembered by a process; beyond it all are asked for again. */
const knownMax = 100_000

export function createIdentities({ db, town }: { db: Database; town: number }): Identities {
  const known = new Map<string, string>()
  const find = async (aliases: readonly string[]): Promise<void> => {
    if (known.size > knownMax) known.clear()
    for (const [alias, unit] of await unitsOf(db, town, aliases)) known.set(alias, unit)
  }
  return {
    unitOf: async ({ key, session }) => {
      const aliases = session === undefined ? [key] : [key, session]
      if (!known.has(key)) await find(aliases)
      const linked = known.get(key)
      if (linked !== undefined) return linked
      if (session === undefined || session === key) return key
      const unit = known.get(session) ?? session
      await sql`
        insert into experiments.identities (town, alias, unit)
        values (${town}, ${key}, ${unit}), (${town}, ${session}, ${unit}) on conflict do nothing`.execute(db)
      await find(aliases) // somebody else may have been quicker
      return known.get(key) ?? unit
    },
  }
}

/** Units of those that have one. */
export async function unitsOf(
  db: Executor,
  town: number,
  aliases: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ alias: string; unit: string }>`
    select alias, unit from experiments.identities
    where town = ${town} and alias = any(${[...new Set(aliases)]}::text[])`.execute(db)
  return new Map(rows.map(({ alias, unit }) => [alias, unit]))
}
