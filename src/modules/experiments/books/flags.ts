import { machineNow } from '#kernel/clock'
import type { Actor } from '#kernel/commands'
import { type Database, type Executor, sql, transaction } from '#kernel/db'
import { Problem } from '#kernel/problem'
import { recordAudit } from '#modules/audit'
import type { Flag } from '../core/flag.ts'
import { flagInUse, flagNotFound } from '../problems.ts'
import { bumpRevision } from './revisions.ts'

/** Most flags of a town: an answer for all of them stays one page. */
export const flagsMax = 1_000

type Place = { db: Database; town: number; by: Actor }

/** By key. */
export async function listFlags(db: Executor, town: number): Promise<Flag[]> {
  const { rows } = await sql<{ isOn: boolean; flag: Flag }>`
    select is_on, flag from experiments.flags where town = ${town} order by key limit ${flagsMax}`.execute(db)
  return rows.map(({ isOn, flag }) => ({ ...flag, isOn }))
}

/** @throws {Problem} flag-not-found */
export async function getFlag(db: Executor, town: number, key: string): Promise<Flag> {
  const { rows } = await sql<{ isOn: boolean; flag: Flag }>`
    select is_on, flag from experiments.flags where town = ${town} and key = ${key}`.execute(db)
  const [found] = rows
  if (found === undefined) throw new Problem(flagNotFound)
  return { ...found.flag, isOn: found.isOn }
}

/** Sets a flag; the same again changes nothing. @throws {Problem} flag-in-use when an arm would lose its variant */
export async function setFlag({ db, town, by }: Place, flag: Flag): Promise<void> {
  await transaction(db, async (tx) => {
    await bumpRevision(tx, town)
    const missing = (await drivenVariants(tx, town, flag.key)).find((name) => !Object.hasOwn(flag.variants, name))
    if (missing !== undefined) throw new Problem(flagInUse, { detail: `${missing} is an arm of it.` })
    const { rows } = await sql`
      insert into experiments.flags as f (town, is_on, changed_by, changed_at, key, flag)
      values (${town}, ${flag.isOn}, ${by.party}, ${new Date(machineNow())}, ${flag.key}, ${JSON.stringify(flag)}::json)
      on conflict on constraint flags_pk do update set is_on = excluded.is_on, changed_by = excluded.changed_by,
        changed_at = excluded.changed_at, flag = excluded.flag
      where f.is_on <> excluded.is_on or f.flag::text <> excluded.flag::text
      returning 1`.execute(tx)
    if (rows.length === 0) return
    const details = { isOn: flag.isOn }
    await recordAudit(tx, { town, by, act: 'flags.set', subject: flag.key, details, now: machineNow() })
  })
}

/** @throws {Problem} flag-not-found, flag-in-use */
export async function removeFlag({ db, town, by }: Place, key: string): Promise<void> {
  await transaction(db, async (tx) => {
    await bumpRevision(tx, town)
    if ((await drivenVariants(tx, town, key)).length > 0) throw new Problem(flagInUse)
    const { rows } = await sql`
      delete from experiments.flags where town = ${town} and key = ${key} returning 1`.execute(tx)
    if (rows.length === 0) throw new Problem(flagNotFound)
    await recordAudit(tx, { town, by, act: 'flags.removed', subject: key, now: machineNow() })
  })
}

/** Variants that arms of experiments under way stand for. */
async function drivenVariants(db: Executor, town: number, key: string): Promise<string[]> {
  const { rows } = await sql<{ arm: string }>`
    select json_array_elements(declaration -> 'arms') ->> 'name' as arm from experiments.experiments
    where town = ${town} and state in ('ramping', 'running', 'stopped')
      and declaration -> 'drives' ->> 'flag' = ${key}`.execute(db)
  return rows.map(({ arm }) => arm)
}
