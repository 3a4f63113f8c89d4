import { type Database, sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import type { Movement, RefundPurpose } from '../provider.ts'
import type { Fault, FaultyKind } from './faults.ts'

/** One row of the sandbox provider's memory. */
export type Remembered = {
  transaction: string
  kind: Movement['kind']
  key: string
  reference: string
  charge: string | null
  purpose: RefundPurpose | null
  amountMinor: number
  currency: string
  status: Movement['status']
  reason: string | null
  returnTo: string | null
  page: string | null
  fault: Fault | null
  isWithheld: boolean
  at: number
}

/** What a new row begins with. */
export type NewRow = Partial<Remembered> &
  Pick<Remembered, 'transaction' | 'kind' | 'key' | 'reference' | 'amountMinor' | 'currency' | 'status' | 'at'>

const columns = sql`transaction, kind, key, reference, charge, purpose, amount_minor, currency, status, reason,
  return_to, page, fault, is_withheld, at`

/** The sandbox provider's memory, apart from the books as a real provider's is. */
export type Memory = {
  /** Keeps a movement; the same key answers the row that it made first. */
  keep: (row: NewRow) => Promise<{ row: Remembered; isNew: boolean }>
  byKey: (key: string) => Promise<Remembered | undefined>
  byTransaction: (transaction: string) => Promise<Remembered | undefined>
  byPage: (page: string) => Promise<Remembered | undefined>
  byReference: (kind: Movement['kind'], reference: string) => Promise<Remembered[]>
  /** Withheld ones, as they happened. */
  withheld: () => Promise<Remembered[]>
  /** Moves a row from one status to another; undefined when it was not in that one. */
  move: (transaction: string, from: readonly Movement['status'][], to: Change) => Promise<Remembered | undefined>
  /** The oldest instruction for a kind, used up by this. */
  nextFault: (kind: FaultyKind) => Promise<Fault | null>
  addFault: (kind: FaultyKind, fault: Fault, times: number) => Promise<void>
  /** Succeeded movements behind a place, by time and name. */
  page: (since: number, after: { at: number; transaction: string } | null) => Promise<Remembered[]>
  /** What has been refunded of a charge, or is about to be. */
  refundedOf: (charge: string) => Promise<number>
}

/** What a move writes. */
export type Change = { status: Movement['status']; reason?: string; isWithheld?: boolean; amountMinor?: number }

/** Movements listed at once. */
export const listPage = 100

/** The memory of one town's sandbox provider. */
export function createMemory(db: Database, town: number): Memory {
  const rowsOf = async (query: ReturnType<typeof sql<Remembered>>): Promise<Remembered[]> =>
    (await query.execute(db)).rows
  const where = (condition: ReturnType<typeof sql>): Promise<Remembered[]> =>
    rowsOf(sql<Remembered>`
      select ${columns} from payments.sandbox_movements where town = ${town} and ${condition} order by at, transaction`)
  const byKey = async (key: string): Promise<Remembered | undefined> => (await where(sql`key = ${key}`))[0]
  return {
    byKey,
    byTransaction: async (transaction) => (await where(sql`transaction = ${transaction}`))[0],
    byPage: async (page) => (await where(sql`page = ${page}`))[0],
    byReference: (kind, reference) => where(sql`kind = ${kind} and reference = ${reference}`),
    withheld: () => where(sql`is_withheld`),
    keep: async (row) => {
      const [made] = await insert(db, town, row)
      return made === undefined ? { row: (await byKey(row.key))!, isNew: false } : { row: made, isNew: true }
    },
    move: async (transaction, from, { status, reason = null, isWithheld = false, amountMinor = null }) => {
      const [moved] = await rowsOf(sql<Remembered>`
        update payments.sandbox_movements set status = ${status}, reason = ${reason}, is_withheld = ${isWithheld},
          amount_minor = coalesce(${amountMinor}, amount_minor)
        where town = ${town} and transaction = ${transaction} and status = any(${from}::text[]) returning ${columns}`)
      return moved
    },
    ...faultsOf(db, town),
    page: (since, after) =>
      rowsOf(sql<Remembered>`
        select ${columns} from payments.sandbox_movements
        where town = ${town} and (status = 'succeeded') <> is_withheld and at >= ${new Date(since)}
          and (at, transaction) > (${new Date(after?.at ?? 0)}, ${after?.transaction ?? ''})
        order by at, transaction limit ${listPage}`),
    refundedOf: async (charge) => {
      const { rows } = await sql<{ sum: number }>`
        select coalesce(sum(amount_minor), 0)::bigint as sum from payments.sandbox_movements
        where town = ${town} and kind = 'refund' and charge = ${charge} and status <> 'failed'`.execute(db)
      return rows[0]!.sum
    },
  }
}

async function insert(db: Database, town: number, row: NewRow): Promise<Remembered[]> {
  const { transaction, kind, key, reference, amountMinor, currency, status, at } = row
  const { charge = null, purpose = null, reason = null, returnTo = null, page = null, fault = null } = row
  const { rows } = await sql<Remembered>`
    insert into payments.sandbox_movements (town, ${columns})
    values (${town}, ${transaction}, ${kind}, ${key}, ${reference}, ${charge}, ${purpose}, ${amountMinor}, ${currency},
      ${status}, ${reason}, ${returnTo}, ${page}, ${fault}, ${row.isWithheld ?? false}, ${new Date(at)})
    on conflict (town, key) do nothing returning ${columns}`.execute(db)
  return rows
}

function faultsOf(db: Database, town: number): Pick<Memory, 'nextFault' | 'addFault'> {
  return {
    nextFault: async (kind) => {
      const { rows } = await sql<{ id: string; fault: Fault; times: number }>`
        select id, fault, times from payments.sandbox_faults where town = ${town} and kind = ${kind}
        order by id limit 1`.execute(db)
      const [next] = rows
      if (next === undefined) return null
      await (
        next.times > 1
          ? sql`update payments.sandbox_faults set times = times - 1 where town = ${town} and id = ${next.id}`
          : sql`delete from payments.sandbox_faults where town = ${town} and id = ${next.id}`
      ).execute(db)
      return next.fault
    },
    addFault: async (kind, fault, times) => {
      await sql`
        insert into payments.sandbox_faults (town, id, kind, fault, times)
        values (${town}, ${newId()}, ${kind}, ${fault}, ${times})`.execute(db)
    },
  }
}
