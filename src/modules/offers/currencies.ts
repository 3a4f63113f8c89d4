import { type Executor, sql } from '#kernel/db'

/** Currencies in which anything is or was offered. */
export async function currenciesOffered(db: Executor, town: number): Promise<string[]> {
  const { rows } = await sql<{ currency: string }>`
    select distinct currency from offers.offers where town = ${town} order by currency`.execute(db)
  return rows.map(({ currency }) => currency)
}
