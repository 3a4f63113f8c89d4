/** The towns of this database: name, time zone, currency, and how far a sandbox town has moved its clock. */
import { randomBytes } from 'node:crypto'
import { type Database, type Executor, sql } from './db.ts'
import { defineProblem, Problem } from './problem.ts'

export const townNotFound = defineProblem('town-not-found', { title: 'There is no such town', status: 404 })
export const clockForwardOnly = defineProblem('clock-forward-only', {
  title: 'Only a sandbox town can move its time, and only forward',
  status: 409,
})

export type Town = {
  id: number
  name: string
  /** IANA. */
  timeZone: string
  /** ISO 4217. */
  currency: string
  isSandbox: boolean
  /** Ms by which town time is ahead of machine time. */
  clockOffsetMs: number
  /** Key of the six-digit codes of orders. */
  codeSecret: Buffer
}

/** Makes a town with a secret of its own. */
export async function createTown(db: Executor, town: Omit<Town, 'clockOffsetMs' | 'codeSecret'>): Promise<Town> {
  await sql`
    insert into kernel.towns (id, name, time_zone, currency, is_sandbox, code_secret)
    values (${town.id}, ${town.name}, ${town.timeZone}, ${town.currency}, ${town.isSandbox}, ${randomBytes(32)})`.execute(
    db,
  )
  return getTown(db, town.id)
}

/** The town, or `undefined`. */
export async function findTown(db: Executor, id: number): Promise<Town | undefined> {
  const { rows } = await sql<Town>`
    select id, name, time_zone, currency, is_sandbox, clock_offset_ms, code_secret from kernel.towns where id = ${id}`.execute(
    db,
  )
  return rows[0]
}

/** @throws {Problem} town-not-found */
export async function getTown(db: Executor, id: number): Promise<Town> {
  const town = await findTown(db, id)
  if (town === undefined) throw new Problem(townNotFound)
  return town
}

/** What of a town's row its operator may change. */
export type TownChange = Pick<Town, 'name' | 'timeZone' | 'currency'>

/** Changes a town's row. Processes take it over within a second: each reads the row with its heartbeat. */
export async function changeTown(tx: Executor, id: number, { name, timeZone, currency }: TownChange): Promise<void> {
  await sql`
    update kernel.towns set name = ${name}, time_zone = ${timeZone}, currency = ${currency} where id = ${id}`.execute(
    tx,
  )
}

/** Takes over what the row says now into the one object that all parts of a process hold. */
export function renewTown(town: Town, { name, timeZone, currency }: TownChange): void {
  Object.assign(town, { name, timeZone, currency })
}

/**
 * Moves a sandbox town's time forward and answers the new offset; processes take it over from the row.
 *
 * @throws {Problem} clock-forward-only
 */
export async function moveClock(db: Database, id: number, byMs: number): Promise<number> {
  if (!Number.isSafeInteger(byMs) || byMs < 0) throw new Problem(clockForwardOnly)
  const { rows } = await sql<{ clockOffsetMs: number }>`
    update kernel.towns set clock_offset_ms = clock_offset_ms + ${byMs} where id = ${id} and is_sandbox
    returning clock_offset_ms`.execute(db)
  if (rows[0] === undefined) throw new Problem(clockForwardOnly)
  return rows[0].clockOffsetMs
}
