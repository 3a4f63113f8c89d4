import Type from 'typebox'
import { type Database, sql } from '#kernel/db'
import { cursorOf, pageOf, rfc3339 } from '#kernel/http-pages'

/** What whoever runs the town reads of its books. */

type AccountRow = { name: string; party: string | null; purpose: string; currency: string; balanceMinor: number }

/** Accounts of a party, or the town's own: never more than a handful each. */
export async function listBookAccounts(db: Database, town: number, party?: string): Promise<AccountRow[]> {
  const whose = party === undefined ? sql`party is null` : sql`party = ${party}`
  const { rows } = await sql<AccountRow>`
    select name, party, purpose, currency, balance as balance_minor from ledger.accounts
    where town = ${town} and ${whose} order by name`.execute(db)
  return rows.map((row) => ({ ...row, name: withoutCurrency(row.name) }))
}

const cursor = cursorOf(Type.Object({ command: Type.String({ format: 'uuid' }), n: Type.Integer() }))

type TransferRow = {
  commandId: string
  n: number
  orderId: string | null
  debit: string
  credit: string
  amountMinor: number
  currency: string
  code: string
  at: number
}

/** One movement as it is shown. */
export type TransferShown = Omit<TransferRow, 'at'> & { at: string }

/**
 * The journal, the newest command first: ids of commands ascend with their time.
 *
 * @throws {Problem} invalid-input at /cursor
 */
export async function listTransfers(
  db: Database,
  town: number,
  { limit, cursor: from }: { limit: number; cursor?: string | undefined },
): Promise<{ items: TransferShown[]; nextCursor: string | null }> {
  const behind = from === undefined ? undefined : cursor.decode(from)
  const older = behind === undefined ? sql`` : sql`and (t.command_id, t.n) < (${behind.command}::uuid, ${behind.n})`
  const { rows } = await sql<TransferRow>`
    select t.command_id, t.n, t.order_id, coalesce(d.name, 'pot:' || t.debit_pot) as debit,
      coalesce(c.name, 'pot:' || t.credit_pot) as credit, t.amount_minor, t.currency, t.code, t.at
    from ledger.transfers t
    left join ledger.accounts d on d.town = t.town and d.id = t.debit
    left join ledger.accounts c on c.town = t.town and c.id = t.credit
    where t.town = ${town} ${older}
    order by t.command_id desc, t.n desc limit ${limit + 1}`.execute(db)
  return pageOf(rows, {
    limit,
    item: ({ debit, credit, at, ...row }) => {
      return { ...row, debit: withoutCurrency(debit), credit: withoutCurrency(credit), at: rfc3339(at) }
    },
    cursor: ({ commandId, n }) => cursor.encode({ command: commandId, n }),
  })
}

/** `wallet:PARTY:EUR` → `wallet:PARTY`: the currency stands beside it. */
function withoutCurrency(name: string): string {
  return name.replace(/:[A-Z]{3}$/, '')
}
