import { type Executor, sql } from '#kernel/db'
import { type PersonalData, rowsOf } from '#kernel/personal-data'

/** What the list of charges and the invoices hold of a seller. The law keeps invoices as they were written. */
export function feesPersonalData(db: Executor, town: number): PersonalData {
  return {
    sections: {
      feeCharges: async function* chargesOf(party) {
        const { rows } = await sql<object>`
          select at, order_id, business, currency, amount_minor, lines from fees.charges
          where town = ${town} and seller = ${party} order by at`.execute(db)
        yield* rowsOf(Promise.resolve(rows))
      },
      feeInvoices: async function* invoicesOf(party) {
        const { rows } = await sql<object>`
          select year, number, kind, month, seller_name, currency, total_minor, lines, issued_at from fees.documents
          where town = ${town} and seller = ${party} order by year, number`.execute(db)
        yield* rowsOf(Promise.resolve(rows))
      },
    },
    kept: [
      {
        what: 'Fee invoices and credit notes with the name they were made out to',
        why: 'Invoices are kept as they were issued (section 14b of the German VAT Act, article 247 of Directive 2006/112/EC)',
        years: 8,
      },
    ],
  }
}
