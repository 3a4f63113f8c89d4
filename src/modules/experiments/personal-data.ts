import type { JsonObject } from '#kernel/commands'
import { type Executor, sql } from '#kernel/db'
import { rfc3339 } from '#kernel/http-pages'
import type { Context } from '#kernel/module'
import type { PersonalData } from '#kernel/personal-data'

/**
 * Which experiments a person took part in. Forgetting gives their unit a name that means nobody, so that what was
 * counted stays counted.
 */
export function experimentsPersonalData({ db, town: { id: town } }: Context): PersonalData {
  return {
    sections: {
      experiments: async function* exposuresOf(party): AsyncGenerator<JsonObject> {
        const { rows } = await sql<{ experiment: string; arm: string; at: number }>`
          select experiment, arm, at from experiments.exposures
          where town = ${town} and unit = any(${await unitsOfParty(db, town, party)}::text[])
          order by at, experiment`.execute(db)
        for (const { at, ...rest } of rows) yield { ...rest, at: rfc3339(at) }
      },
    },
    erase: async (tx, party) => {
      const units = await unitsOfParty(tx, town, party)
      await sql`
        delete from experiments.identities where town = ${town} and unit = any(${units}::text[])`.execute(tx)
      for (const unit of units) {
        const nobody = sql`'erased-' || gen_random_uuid()`
        const { rows } = await sql<{ name: string }>`select ${nobody} as name`.execute(tx)
        for (const table of ['exposures', 'unit_sums', 'observations']) {
          await sql`
            update ${sql.table(`experiments.${table}`)} set unit = ${rows[0]!.name}
            where town = ${town} and unit = ${unit}`.execute(tx)
        }
      }
    },
  }
}

/** The unit that a person is, under their own id or the session they came with. */
async function unitsOfParty(db: Executor, town: number, party: string): Promise<string[]> {
  const { rows } = await sql<{ unit: string }>`
    select unit from experiments.identities where town = ${town} and alias = ${party}`.execute(db)
  return [...new Set([party, ...rows.map(({ unit }) => unit)])]
}
