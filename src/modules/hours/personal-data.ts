import { sql } from '#kernel/db'
import type { Context } from '#kernel/module'
import type { PersonalData } from '#kernel/personal-data'
import { listHours } from './hours.ts'

/** When somebody who sells is there. */
export function hoursPersonalData({ db, town }: Context): PersonalData {
  return {
    sections: {
      hours: async function* hoursOf(party) {
        for (const { week, exceptions } of (await listHours(db, town.id, [party])).values()) {
          yield { week: week.map((span) => ({ ...span })), exceptions: exceptions.map(({ date }) => date) }
        }
      },
    },
    erase: async (tx, party) => {
      await sql`delete from hours.weeks where town = ${town.id} and party = ${party}`.execute(tx)
    },
  }
}
