/** After a storm: the books of the town against what its buyers were told. */
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { createDatabase, sql } from '../src/kernel/db.ts'
import { findInvariants, violations } from '../src/kernel/invariants.ts'
import type { Notes, Stage } from './storm-buyers.ts'

/** Answers that contradict one another, or that nobody may get. */
export function faultsOf({ changed, surprises }: Notes): string[] {
  const faults: string[] = []
  if (changed.length > 0) faults.push(`${changed.length} verdicts changed, such as of ${changed[0]}`)
  if (surprises.length > 0) faults.push(`${surprises.length} answers that nobody may get, such as ${surprises[0]}`)
  return faults
}

/** What was answered, and how much of the scarce things there was. */
export type Told = { notes: Notes; stage: Stage; scarceStock: number }

/** Holds the books of a database against what the buyers were told. @returns what differs; empty when all is well */
export async function compare(url: string, told: Told): Promise<string[]> {
  const db = createDatabase(url, { max: 2 })
  try {
    const { rows } = await sql<{ id: string; state: string; offerId: string }>`
      select o.id, s.state, o.lines -> 0 ->> 'offerId' as offer_id
      from orders.orders o join orders.order_state s on s.town = o.town and s.id = o.id`.execute(db)
    const broken = await violations(db, findInvariants())
    const replay = await verifyLedger(url)
    return [
      ...compareOrders(rows, told),
      ...compareScarce(rows, told),
      ...broken.map(({ name, rows: found }) => `invariant ${name} is broken: ${JSON.stringify(found[0])}`),
      ...replay,
    ]
  } finally {
    await db.destroy()
  }
}

type Stored = { id: string; state: string; offerId: string }

function compareOrders(stored: readonly Stored[], { notes }: Told): string[] {
  const faults: string[] = []
  const states = new Map(stored.map(({ id, state }) => [id, state]))
  for (const [id, { status }] of notes.orders) {
    if ((status === 201) !== states.has(id))
      faults.push(`order ${id} was answered ${status} and is ${states.get(id) ?? 'not stored'}`)
  }
  for (const [id, state] of states) {
    if (!notes.orders.has(id)) faults.push(`order ${id} is stored and was never answered`)
    if ((state === 'cancelled') !== notes.cancelled.has(id))
      faults.push(`order ${id} is ${state} against what was answered`)
  }
  return faults
}

function compareScarce(stored: readonly Stored[], { stage, scarceStock }: Told): string[] {
  return stage.scarce.flatMap((offerId) => {
    const sold = stored.filter((order) => order.offerId === offerId).length
    return sold <= scarceStock ? [] : [`offer ${offerId} had ${scarceStock} and sold ${sold}`]
  })
}

/** The product's own check, as an operator runs it. */
async function verifyLedger(url: string): Promise<string[]> {
  const cli = path.join(import.meta.dirname, '..', 'src', 'app', 'cli.ts')
  try {
    await promisify(execFile)(process.execPath, [cli, 'verify-ledger'], { env: { ...process.env, DATABASE_URL: url } })
    return []
  } catch (error) {
    return [`verify-ledger says: ${String(error)}`]
  }
}
