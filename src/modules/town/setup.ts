import { type Executor, sql } from '#kernel/db'
import type { SetupStep } from './contract.ts'

/** How far the first-run wizard is. */
export type Setup = { step: SetupStep; done: readonly SetupStep[]; finishedAt: number | null }

/** Says of a town that was just made that it is to be set up before anybody sees it. */
export async function beginSetup(tx: Executor, town: number, now: number): Promise<void> {
  await sql`
    insert into town.setups (town, begun_at, step, done) values (${town}, ${new Date(now)}, 'you', '{}')
    on conflict on constraint setups_pk do nothing`.execute(tx)
}

/** The wizard's state; undefined in a town that needs none. */
export async function findSetup(db: Executor, town: number): Promise<Setup | undefined> {
  const { rows } = await sql<Setup>`
    select step, done, finished_at from town.setups where town = ${town}`.execute(db)
  return rows[0]
}

/** Notes which page is open and which are finished. False when the wizard is through, or there is none. */
export async function noteSetup(
  db: Executor,
  town: number,
  { step, done }: Pick<Setup, 'step' | 'done'>,
): Promise<boolean> {
  const { rows } = await sql`
    update town.setups set step = ${step}, done = ${done}::text[]
    where town = ${town} and finished_at is null returning 1`.execute(db)
  return rows.length > 0
}

/** Opens the town. False when it was open already. */
export async function finishSetup(tx: Executor, town: number, now: number): Promise<boolean> {
  const { rows } = await sql`
    update town.setups set finished_at = ${new Date(now)}, step = 'done'
    where town = ${town} and finished_at is null returning 1`.execute(tx)
  return rows.length > 0
}
