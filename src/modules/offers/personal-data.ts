import { type Executor, sql } from '#kernel/db'
import { type PersonalData, rowsOf } from '#kernel/personal-data'

/** Most that are listed at once. */
const listedMax = 50

type Row = { id: string; title: string }

/** What a party offers. An offer without anybody behind it would still be sold, so it is archived first. */
export function offersPersonalData(db: Executor, town: number): PersonalData {
  return {
    sections: {
      offers: async function* offersOf(party) {
        const { rows } = await sql<object>`
          select id, business, title, description, category, currency, price_minor, attributes, pictures, status
          from offers.offers where town = ${town} and seller = ${party} order by id`.execute(db)
        yield* rowsOf(Promise.resolve(rows))
      },
    },
    hindrances: async (executor, party) => {
      const { rows } = await sql<Row>`
        select id, title from offers.offers
        where town = ${town} and seller = ${party} and status = 'active' order by id limit ${listedMax}`.execute(
        executor,
      )
      return rows.map(({ id, title }) => ({
        kind: 'offer',
        subject: id,
        detail: `The offer “${title}” is still active: archive it.`,
      }))
    },
  }
}
