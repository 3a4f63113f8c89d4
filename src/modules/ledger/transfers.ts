import { int2s, int8s, prepared, type SetStatement, texts, uuids } from '#kernel/wire'
import { accountId, isPot } from './accounts.ts'
import type { AccountName, Posting } from './postings.ts'

/** A posting on its way into the journal; `n` counts those of one command. */
export type NewTransfer = Posting & { commandId: string; n: number }

const insert = prepared(
  'ledger.insert-transfers',
  `insert into ledger.transfers
     (town, n, command_id, order_id, debit, credit, amount_minor, at, currency, code, debit_pot, credit_pot)
   select $1, u.n, u.command_id, u.order_id, u.debit, u.credit, u.amount_minor, to_timestamp($2::float8 / 1000),
          u.currency, u.code, u.debit_pot, u.credit_pot
   from unnest($3::int2[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::int8[], $9::text[], $10::text[],
     $11::text[],
               $12::text[]) as u (n, command_id, order_id, debit, credit, amount_minor, currency, code, debit_pot, credit_pot)`,
)

/** Writes the journal of one batch. @param at town time of the batch, ms */
export function insertTransfers(town: number, at: number, transfers: readonly NewTransfer[]): SetStatement {
  return insert(
    town,
    at,
    int2s(transfers.map(({ n }) => n)),
    uuids(transfers.map(({ commandId }) => commandId)),
    uuids(transfers.map(({ orderId }) => orderId ?? null)),
    uuids(transfers.map(({ debit }) => idOrNull(debit))),
    uuids(transfers.map(({ credit }) => idOrNull(credit))),
    int8s(transfers.map(({ amountMinor }) => amountMinor)),
    texts(transfers.map(({ currency }) => currency)),
    texts(transfers.map(({ code }) => code)),
    texts(transfers.map(({ debit }) => potOrNull(debit))),
    texts(transfers.map(({ credit }) => potOrNull(credit))),
  )
}

function idOrNull(name: AccountName): string | null {
  return isPot(name) ? null : accountId(name)
}

/** `pot:NAME:ORDER` → NAME; the order stands in its own column. */
function potOrNull(name: AccountName): string | null {
  return isPot(name) ? name.slice('pot:'.length, name.lastIndexOf(':')) : null
}
