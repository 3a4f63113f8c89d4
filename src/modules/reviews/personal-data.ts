import type { JsonObject } from '#kernel/commands'
import { sql } from '#kernel/db'
import type { Context } from '#kernel/module'
import type { PersonalData } from '#kernel/personal-data'
import { listReviews } from './reading.ts'
import { shownReviews } from './showing.ts'

/** Many at a time, so that an export of thousands holds few at once. */
const pageSize = 200

/** What a person has said of things and answered. With their key go the words; the stars stay, as nobody's. */
export function reviewsPersonalData(context: Context): PersonalData {
  const { db, town } = context
  return {
    sections: {
      reviews: async function* reviewsOf(reviewer): AsyncGenerator<JsonObject> {
        for (let behind: { stars: number; id: string } | undefined; ;) {
          const rows = await listReviews(db, town.id, { reviewer, behind, limit: pageSize })
          for (const { reviewer: _, ...review } of await shownReviews(context, rows)) yield review
          behind = rows.at(-1)
          if (rows.length < pageSize) return
        }
      },
    },
    erase: async (tx, party) => {
      await sql`
        update reviews.reviews set sealed = null, pictures = '{}'
        where town = ${town.id} and reviewer = ${party}`.execute(tx)
      await sql`
        update reviews.reviews set answer_sealed = null
        where town = ${town.id} and seller = ${party} and answer_sealed is not null`.execute(tx)
    },
  }
}
