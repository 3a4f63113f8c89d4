import { sql } from '#kernel/db'
import type { Context } from '#kernel/module'
import { type PersonalData, rowsOf } from '#kernel/personal-data'
import { listEndpoints } from './endpoints.ts'

/** Endpoints of a party: told without their secrets, and gone with it. */
export function webhooksPersonalData({ db, town }: Context): PersonalData {
  return {
    sections: { webhooks: (party) => rowsOf(listEndpoints(db, town.id, party)) },
    erase: async (tx, party) => {
      await sql`delete from webhooks.endpoints where town = ${town.id} and party = ${party}`.execute(tx)
    },
  }
}
