import { type Database, type Executor, sql, transaction, type Tx } from '#kernel/db'
import { newestPos } from '#kernel/events'
import { newId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import { listProfiles } from '#modules/identity'
import type { Month } from './months.ts'
import { booksBehind } from './problems.ts'

/** One line of a document: a fee, in how many orders, how much (minor units). */
export type DocumentLine = { name: string; orders: number; amountMinor: number }
export type DocumentKind = 'invoice' | 'credit-note'
/** An invoice of the fees of a month, or a credit note of what was given back in it. */
export type FeeDocument = {
  id: string
  year: number
  number: number
  kind: DocumentKind
  month: string
  seller: string
  sellerName: string
  currency: string
  totalMinor: number
  lines: readonly DocumentLine[]
  issuedAt: number
}

type Issuing = { db: Database; town: number; month: Month; year: number; now: number }

/**
 * Makes the documents of a month that is over, for all sellers at once: what was charged is an invoice, what was given
 * back a credit note, so that the two differ by what the account of fees gained from a seller in that month. Asking
 * again makes what is missing, which is nothing. Numbers are given under a lock, one after the other.
 *
 * @throws {Problem} books-behind
 */
export async function issueDocuments({ db, town, month, year, now }: Issuing): Promise<FeeDocument[]> {
  await checkCaughtUp(db, town)
  return transaction(db, async (tx) => {
    const last = await lockNumbers(tx, town, year)
    const wanted = await listWanted(tx, town, month)
    const profiles = await listProfiles(tx, town, [...new Set(wanted.map(({ seller }) => seller))])
    const documents = wanted.map((one, index): FeeDocument => ({
      ...one,
      id: newId(),
      year,
      number: last + index + 1,
      month: month.name,
      sellerName: profiles.get(one.seller)?.name ?? one.seller,
      issuedAt: now,
    }))
    await insertDocuments(tx, town, documents)
    await sql`update fees.numbers set last = ${last + documents.length} where town = ${town} and year = ${year}`.execute(
      tx,
    )
    return documents
  })
}

/** A charge that is not listed yet would be missing for ever. */
async function checkCaughtUp(db: Database, town: number): Promise<void> {
  const newest = await newestPos(db, town)
  const { rows } = await sql<{ pos: number }>`
    select pos from kernel.cursors where town = ${town} and name = 'fees.charges'`.execute(db)
  if ((rows[0]?.pos ?? 0) < newest) throw new Problem(booksBehind, { detail: 'Try again in a moment' })
}

async function lockNumbers(tx: Tx, town: number, year: number): Promise<number> {
  await sql`
    insert into fees.numbers (town, year, last) values (${town}, ${year}, 0)
    on conflict on constraint numbers_pk do nothing`.execute(tx)
  const { rows } = await sql<{ last: number }>`
    select last from fees.numbers where town = ${town} and year = ${year} for update`.execute(tx)
  return rows[0]!.last
}

type Wanted = Pick<FeeDocument, 'seller' | 'currency' | 'kind' | 'totalMinor' | 'lines'>

/** What is to be written, in an order that does not depend on chance. */
async function listWanted(tx: Tx, town: number, { name, from, until }: Month): Promise<Wanted[]> {
  const { rows } = await sql<Wanted>`
    with charged as (
      select c.seller, c.currency, case when c.amount_minor > 0 then 'invoice' else 'credit-note' end as kind,
        line.name, count(distinct c.order_id)::integer as orders, sum(abs(line."amountMinor"))::bigint as amount
      from fees.charges c cross join json_to_recordset(c.lines) as line (name text, "amountMinor" bigint)
      where c.town = ${town} and c.at >= ${new Date(from)} and c.at < ${new Date(until)}
      group by 1, 2, 3, 4)
    select g.seller, g.currency, g.kind, sum(g.amount)::bigint as total_minor,
      json_agg(json_build_object('name', g.name, 'orders', g.orders, 'amountMinor', g.amount) order by g.name) as lines
    from charged g
    where not exists (select 1 from fees.documents d where d.town = ${town} and d.seller = g.seller
      and d.month = ${name} and d.currency = g.currency and d.kind = g.kind)
    group by 1, 2, 3 having sum(g.amount) > 0
    order by g.kind desc, g.seller, g.currency`.execute(tx)
  return rows
}

async function insertDocuments(tx: Tx, town: number, documents: readonly FeeDocument[]): Promise<void> {
  const list = JSON.stringify(
    documents.map(({ sellerName, totalMinor, issuedAt, ...rest }) => ({
      ...rest,
      seller_name: sellerName,
      total_minor: totalMinor,
      issued_at: new Date(issuedAt).toISOString(),
    })),
  )
  await sql`
    insert into fees.documents
      (town, id, year, number, kind, month, seller, seller_name, currency, total_minor, lines, issued_at)
    select ${town}, d.* from json_to_recordset(${list}::json) as d (id uuid, year smallint, number integer, kind text,
      month text, seller uuid, seller_name text, currency text, total_minor bigint, lines json, issued_at timestamptz)
    `.execute(tx)
}

/** A document, or undefined. */
export async function findDocument(db: Executor, town: number, id: string): Promise<FeeDocument | undefined> {
  const { rows } = await sql<FeeDocument>`
    select id, year, number, kind, month, seller, seller_name, currency, total_minor, lines, issued_at
    from fees.documents where town = ${town} and id = ${id}`.execute(db)
  return rows[0]
}

/** Which documents are asked for: of one seller, or of all. */
export type DocumentsQuery = {
  town: number
  seller?: string
  behind?: { year: number; number: number } | undefined
  limit: number
}

/** Documents, the newest number first. */
export async function listDocuments(
  db: Executor,
  { town, seller, behind, limit }: DocumentsQuery,
): Promise<FeeDocument[]> {
  const { rows } = await sql<FeeDocument>`
    select id, year, number, kind, month, seller, seller_name, currency, total_minor, lines, issued_at
    from fees.documents
    where town = ${town} ${seller === undefined ? sql`` : sql`and seller = ${seller}`}
      ${behind === undefined ? sql`` : sql`and (year, number) < (${behind.year}, ${behind.number})`}
    order by year desc, number desc limit ${limit}`.execute(db)
  return rows
}
