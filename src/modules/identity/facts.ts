import { machineNow } from '#kernel/clock'
import { sql } from '#kernel/db'
import type { FactLoader } from '#kernel/module'

/** The fact `daysHere`: whole days since a party joined, in machine time. */
export const daysHereFact: FactLoader = async (executor, town, parties) => {
  const { rows } = await sql<{ id: string; days: number }>`
    select id, greatest(0, floor(extract(epoch from ${new Date(machineNow())}::timestamptz - joined_at) / 86400))::int
      as days
    from identity.parties where town = ${town} and id = any(${[...parties]}::uuid[])`.execute(executor)
  return new Map(rows.map(({ id, days }) => [id, days]))
}
