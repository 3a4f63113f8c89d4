import { type Database, sql, transaction, type Tx } from '#kernel/db'

/** What a replay of the journal found. */
export type Verification = { transfers: number; accounts: number; pots: number; differences: string[] }

/** Transfers read at once. */
const pageSize = 5_000

type TransferRow = {
  town: number
  commandId: string
  n: number
  orderId: string | null
  debit: string | null
  credit: string | null
  debitPot: string | null
  creditPot: string | null
  amountMinor: number
  currency: string
}

/**
 * Replays the journal transfer by transfer, in one snapshot, and compares every account's balance and every pot with
 * what it comes to. It shares no code with what wrote the books: only the rows of the journal count.
 */
export function verifyBooks(db: Database): Promise<Verification> {
  return transaction(db, verify, { isolation: 'repeatable read', readOnly: true })
}

async function verify(tx: Tx): Promise<Verification> {
  const balances = new Map<string, number>()
  const differences: string[] = []
  let transfers = 0
  let after: TransferRow | undefined
  for (;;) {
    const page = await readPage(tx, after)
    for (const transfer of page) replay(balances, transfer)
    transfers += page.length
    after = page.at(-1)
    if (page.length < pageSize) break
  }
  const accounts = compare(balances, differences, await accountRows(tx))
  const pots = compare(balances, differences, await potRows(tx))
  for (const [key, balance] of balances) {
    if (balance !== 0) differences.push(`${key} holds ${balance} by the journal, and the books do not know it`)
  }
  return { transfers, accounts, pots, differences }
}

/**
 * Keyset over the primary key, names instead of ids: the order of replay does not matter, for nothing but sums is
 * compared.
 */
async function readPage(tx: Tx, after: TransferRow | undefined): Promise<TransferRow[]> {
  const { rows } = await sql<TransferRow>`
    select town, command_id, n, order_id, debit, credit, debit_pot, credit_pot, amount_minor, currency
    from ledger.public_transfers
    ${after === undefined ? sql`` : sql`where (town, command_id, n) > (${after.town}, ${after.commandId}::uuid, ${after.n})`}
    order by town, command_id, n limit ${pageSize}`.execute(tx)
  return rows
}

function replay(balances: Map<string, number>, transfer: TransferRow): void {
  const { town, orderId, amountMinor } = transfer
  const side = (account: string | null, pot: string | null): string =>
    account === null ? `${town} pot ${orderId}/${pot}` : `${town} ${account}`
  add(balances, side(transfer.debit, transfer.debitPot), -amountMinor)
  add(balances, side(transfer.credit, transfer.creditPot), amountMinor)
}

function add(balances: Map<string, number>, key: string, amount: number): void {
  balances.set(key, (balances.get(key) ?? 0) + amount)
}

type Held = { key: string; balance: number }

/** Compares and forgets what agrees; answers how many were compared. */
function compare(balances: Map<string, number>, differences: string[], books: readonly Held[]): number {
  for (const { key, balance } of books) {
    const replayed = balances.get(key) ?? 0
    balances.delete(key)
    if (replayed !== balance) differences.push(`${key} holds ${balance} in the books, ${replayed} by the journal`)
  }
  return books.length
}

async function accountRows(tx: Tx): Promise<Held[]> {
  const { rows } = await sql<Held>`select town || ' ' || name as key, balance from ledger.public_accounts`.execute(tx)
  return rows
}

async function potRows(tx: Tx): Promise<Held[]> {
  const { rows } = await sql<Held>`
    select s.town || ' pot ' || s.id || '/' || pot.key as key,
      coalesce((select -sum(position.value::bigint) from json_each_text(pot.value) as position), 0)::bigint as balance
    from orders.order_state s cross join json_each(s.pots) as pot`.execute(tx)
  return rows
}
