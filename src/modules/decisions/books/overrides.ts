import type { Actor, JsonObject, Refusal, Submit } from '#kernel/commands'
import { type Database, type Executor, sql, transaction, type Tx } from '#kernel/db'
import { derivedId, isId } from '#kernel/ids'
import { invalidAt } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { countOverride } from '../counting/outcomes.ts'
import { decisionNotFound, decisionOverridden } from '../problems.ts'
import { getPointVersion } from './declaring.ts'
import { type DecisionRow, findDecision } from './reading.ts'

/** A person's choice in place of the policy's. */
export type Overriding = { decision: string; id: string; to: string; why: string; by: Actor; now: number }

/** Without a transaction it makes one of its own. */
type Place = { db: Database; town: number; submit: Submit; tx?: Tx }

/**
 * Overrides a decision: what the point declares as reversible is undone by a command, and both choices are kept.
 *
 * @returns the refusal of the reversing command, when it was refused: then nothing has changed
 * @throws {Problem} decision-not-found, decision-overridden, invalid-input
 */
export async function overrideDecision(place: Place, overriding: Overriding): Promise<Refusal | undefined> {
  const { db, town } = place
  const { decision, id, to, why, by, now } = overriding
  const row = await findDecision(db, town, decision)
  if (row === undefined) throw new Problem(decisionNotFound)
  await refuseOption(place, row, to)
  const before = await overrideOf(place, decision)
  if (before !== undefined) return refuseSecond(before, id)
  const undone = await undo(place, row, overriding)
  if (undone?.refusal !== undefined) return undone.refusal
  await within(place, async (tx) => {
    const { rows } = await sql`
      insert into decisions.overrides (town, decision, id, by_party, at, chosen, why, undone)
      values (${town}, ${decision}, ${id}, ${by.user ?? by.party}, ${new Date(now)}, ${to}, ${why},
        ${undone === undefined ? null : JSON.stringify(undone.result)}::json)
      on conflict do nothing returning 1`.execute(tx)
    if (rows.length > 0) await countOverride(tx, town, row)
  })
  const stored = await overrideOf(place, decision)
  return stored === undefined ? undefined : refuseSecond(stored, id)
}

function within(place: Place, work: (tx: Tx) => Promise<void>): Promise<void> {
  return place.tx === undefined ? transaction(place.db, work) : work(place.tx)
}

/** The same request again changes nothing; another one comes too late. */
function refuseSecond(stored: string, id: string): undefined {
  if (stored !== id) throw new Problem(decisionOverridden)
  return undefined
}

async function overrideOf({ db, tx, town }: Place, decision: string): Promise<string | undefined> {
  const executor: Executor = tx ?? db
  const { rows } = await sql<{ id: string }>`
    select id from decisions.overrides where town = ${town} and decision = ${decision}`.execute(executor)
  return rows[0]?.id
}

async function refuseOption({ db, town }: Place, row: DecisionRow, to: string): Promise<void> {
  const { declaration } = await getPointVersion(db, town, { name: row.point, version: row.pointVersion })
  const { ids } = declaration.options
  if (ids !== undefined && !ids.includes(to)) throw invalidAt('/to', `must be one of ${ids.join(', ')}`)
  if (row.chosen[0] === to) throw invalidAt('/to', 'is what was chosen')
}

async function undo(
  { db, town, submit }: Place,
  row: DecisionRow,
  { id, to, by }: Overriding,
): Promise<{ result: JsonObject; refusal?: Refusal } | undefined> {
  const { reverse } = (await getPointVersion(db, town, { name: row.point, version: row.pointVersion })).declaration
  const command = reverse?.commands[to]
  if (reverse === null || command === undefined || row.reference === null || !isId(row.reference)) return undefined
  const { type, input } = command
  const [verdict] = await submit([
    {
      id: derivedId(id, 'decisions/reverse'),
      actor: by,
      business: reverse.business,
      type,
      orderId: row.reference,
      input,
    },
  ])
  return verdict!.status === 'refused' ? { result: {}, refusal: verdict!.refusal } : { result: verdict!.result }
}
