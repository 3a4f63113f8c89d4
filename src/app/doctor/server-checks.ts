/** The server, its settings, its clock, and the disk. */
import { statfs } from 'node:fs/promises'
import { machineNow } from '#kernel/clock'
import type { Config } from '#kernel/config'
import { type Database, sql } from '#kernel/db'
import { hasCode } from '#kernel/lifecycle'
import { findMigrations } from '#kernel/migrate'
import { type Finding, graded } from './finding.ts'

/** The version the tests run on; older ones are known to take a restored town. */
const [testedMajor, oldestMajor] = [18, 15]

type Settings = Readonly<Record<string, string>>

/** Version and settings on which durability rests. */
export async function checkServer(db: Database, config: Config): Promise<Finding[]> {
  const names = ['server_version_num', 'fsync', 'full_page_writes', 'synchronous_commit', 'max_connections']
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings where name = any(${names}::text[])`.execute(db)
  const settings: Settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))
  const major = Math.floor(Number(settings['server_version_num']) / 10_000)
  const connections = Number(settings['max_connections'])
  const needed = config.databasePool + 10
  return [
    {
      level: major < oldestMajor ? 'bad' : major < testedMajor ? 'warn' : 'ok',
      name: 'postgres.version',
      detail: `PostgreSQL ${major}${major < testedMajor ? `; Lakeside is tested on ${testedMajor}` : ''}`,
    },
    durable('fsync', settings, 'a power cut may destroy the database'),
    durable('full_page_writes', settings, 'a power cut may tear pages'),
    durable('synchronous_commit', settings, 'a crash may lose what was acknowledged'),
    {
      level: connections < needed ? 'bad' : 'ok',
      name: 'postgres.connections',
      detail: `the server allows ${connections}; one process with its pool, engine and jobs uses up to ${needed}`,
    },
  ]
}

function durable(name: string, settings: Settings, danger: string): Finding {
  const isOff = settings[name] === 'off'
  return {
    level: isOff ? 'bad' : 'ok',
    name: `postgres.${name}`,
    detail: isOff ? `is off: ${danger}` : `is ${settings[name]}`,
  }
}

/** Milliseconds by which two clocks may differ: ids carry machine time, and the engine refuses some minutes. */
const [skewWarnMs, skewBadMs] = [1_000, 60_000]

/** How far the clocks of this machine and the database's are apart. */
export async function checkClock(db: Database): Promise<Finding> {
  const before = machineNow()
  const { rows } = await sql<{ now: number }>`select clock_timestamp() as now`.execute(db)
  const after = machineNow()
  const skewMs = Math.round(Math.max(0, before - rows[0]!.now, rows[0]!.now - after))
  const detail = `this machine and the database differ by ${skewMs} ms`
  return graded('clock.skew', skewMs, { warn: skewWarnMs, bad: skewBadMs, detail })
}

/** Free space below which a day's work may not fit, and below which the next checkpoint may fail; bytes. */
const [freeWarn, freeBad] = [2_000_000_000, 300_000_000]

/** Room on the disk of DATA_DIR. */
export async function checkDisk({ dataDir }: Config): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(dataDir)
    const free = bavail * bsize
    const level = free < freeBad ? 'bad' : free < freeWarn ? 'warn' : 'ok'
    return { level, name: 'disk.free', detail: `${(free / 1e9).toFixed(1)} GB free for ${dataDir}` }
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
    return { level: 'warn', name: 'disk.free', detail: `${dataDir} does not exist` }
  }
}

/** Whether the schema is the one this version expects. */
export async function checkMigrations(db: Database): Promise<Finding> {
  const known = findMigrations()
  const { rows } = await sql<{ name: string }>`select name from kernel.migrations`.execute(db)
  const applied = new Set(rows.map(({ name }) => name))
  const missing = known.filter(({ name }) => !applied.has(name)).map(({ name }) => name)
  const schemas = new Set(known.map(({ schema }) => schema))
  const unknown = [...applied].filter(
    (name) => schemas.has(name.split('/')[0] ?? '') && !known.some((migration) => migration.name === name),
  )
  const name = 'schema'
  if (unknown.length > 0)
    return { level: 'bad', name, detail: `the database is newer than the code: ${unknown.join(', ')}` }
  if (missing.length > 0) return { level: 'warn', name, detail: `lakeside migrate would apply ${missing.join(', ')}` }
  return { level: 'ok', name, detail: `${known.length} migrations applied` }
}
