import Type from 'typebox'
import { type Database, sql } from '#kernel/db'
import { cursorOf, pageOf, rfc3339 } from '#kernel/http-pages'
import type { Mandate, MandatePeriod } from './postings.ts'

/** What a party owns by itself; held money is on the orders. */
export async function listAccounts(
  db: Database,
  town: number,
  party: string,
): Promise<{ purpose: string; currency: string; balanceMinor: number }[]> {
  const { rows } = await sql<{ purpose: string; currency: string; balanceMinor: number }>`
    select purpose, currency, balance as balance_minor from ledger.accounts
    where town = ${town} and party = ${party} order by purpose desc, currency`.execute(db)
  return rows
}

const cursor = cursorOf(
  Type.Object({ pos: Type.Integer(), n: Type.Integer(), account: Type.String({ format: 'uuid' }) }),
)

export type StatementWanted = {
  party: string
  purpose: string
  currency?: string | undefined
  limit: number
  cursor?: string | null | undefined
}

type StatementRow = {
  account: string
  pos: number
  n: number
  at: number
  amountMinor: number
  currency: string
  code: string
  commandId: string
  orderId: string | null
  other: string | null
}

/** One line, as the projection has it. */
export type StatementItem = Omit<StatementRow, 'account' | 'pos' | 'n' | 'at'> & { at: string }

/**
 * What moved a party's account of a purpose, the newest first.
 *
 * @throws {Problem} invalid-input at /cursor
 */
export async function readStatement(
  db: Database,
  town: number,
  { party, purpose, currency, limit, cursor: after }: StatementWanted,
): Promise<{ items: StatementItem[]; nextCursor: string | null }> {
  const behind = after === undefined || after === null ? undefined : cursor.decode(after)
  const { rows } = await sql<StatementRow>`
    select s.account, s.pos, s.n, s.at, s.amount_minor, a.currency, s.code, s.command_id, s.order_id,
      case when o.name is null then null else left(o.name, -1 - length(o.currency)) end as other
    from ledger.accounts a
    join ledger.statements s on s.town = a.town and s.account = a.id
    left join ledger.accounts o on o.town = s.town and o.id = s.other
    where a.town = ${town} and a.party = ${party} and a.purpose = ${purpose}
      ${currency === undefined ? sql`` : sql`and a.currency = ${currency}`}
      ${behind === undefined ? sql`` : sql`and (s.pos, s.n, s.account) < (${behind.pos}, ${behind.n}, ${behind.account}::uuid)`}
    order by s.pos desc, s.n desc, s.account desc limit ${limit + 1}`.execute(db)
  return pageOf(rows, {
    limit,
    item: ({ account: _account, pos: _pos, n: _n, at, ...row }) => ({ at: rfc3339(at), ...row }),
    cursor: ({ pos, n, account }) => cursor.encode({ pos, n, account }),
  })
}

/** Standing permissions that a party has given, withdrawn ones too. */
export async function listMandates(db: Database, town: number, party: string): Promise<Omit<Mandate, 'party'>[]> {
  const { rows } = await sql<Omit<Mandate, 'party' | 'period'> & { period: MandatePeriod | null }>`
    select business, name, currency, limit_minor, expires_at, is_active,
      case when period_days is null then null else json_build_object('days', period_days,
        'limitMinor', period_limit_minor, 'spentMinor', spent_minor,
        'startsAt', (extract(epoch from period_starts_at) * 1000)::bigint) end as period
    from ledger.mandates where town = ${town} and party = ${party} order by business, name, currency`.execute(db)
  return rows.map(({ period, ...mandate }) => ({ ...mandate, ...(period === null ? {} : { period }) }))
}
