import type { JsonObject } from '#kernel/commands'
import { sql } from '#kernel/db'
import { rfc3339 } from '#kernel/http-pages'
import type { Context } from '#kernel/module'
import type { PersonalData } from '#kernel/personal-data'
import { pagesOf } from './books/reading.ts'

/**
 * What was decided about a person, with what was looked at. Forgetting blanks the context and who it was about; the
 * choice, its probability and its value stay, as nobody's.
 */
export function decisionsPersonalData({ db, town, vault }: Context): PersonalData {
  return {
    sections: {
      decisions: async function* decisionsOf(party): AsyncGenerator<JsonObject> {
        for await (const page of pagesOf({ db, town: town.id, vault }, { subject: party })) {
          for (const { id, at, point, chosen, reasons, seen } of page) {
            yield { id, at: rfc3339(at), point, chosen, reasons, context: seen?.context ?? null }
          }
        }
      },
    },
    erase: async (tx, party) => {
      await sql`
        update decisions.records set subject = null, inputs = null, reference = null
        where town = ${town.id} and subject = ${party}`.execute(tx)
    },
  }
}
