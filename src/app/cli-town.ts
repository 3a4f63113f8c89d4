/** What the operator's commands work on: the town's database, wherever it is. */
import path from 'node:path'
import { type Config, readConfig } from '#kernel/config'
import { type Database, createDatabase } from '#kernel/db'
import { openPostgres } from '#kernel/postgres'
import { type Town, findTown } from '#kernel/towns'
import { CommandError } from './cli-usage.ts'

/** One database holds one town so far. */
const townId = 1

/** Opens DATABASE_URL, or the embedded server of DATA_DIR: the running town's, or one started for this command. */
export async function withServer<R>(config: Config, work: (url: string) => Promise<R>): Promise<R> {
  if (config.databaseUrl !== undefined) return work(config.databaseUrl)
  const postgres = await openPostgres({ dataDir: path.join(config.dataDir, 'postgres') })
  try {
    return await work(postgres.url)
  } finally {
    await postgres.stop()
  }
}

/** A command's own pool; it does one thing after another. */
export async function withDatabase<R>(url: string, work: (db: Database) => Promise<R>): Promise<R> {
  const db = createDatabase(url, { applicationName: 'lakeside-command', max: 3 })
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}

/** What a command on a town gets. */
export type OpenTown = { config: Config; db: Database; town: Town }

/** Opens the town. @throws {CommandError} when there is none in the database */
export async function withTown<R>(work: (open: OpenTown) => Promise<R>, config: Config = readConfig()): Promise<R> {
  return withServer(config, (url) =>
    withDatabase(url, async (db) => {
      const { rows } = await db.pool.query<{ there: boolean }>(
        `select to_regclass('kernel.towns') is not null as there`,
      )
      const town = rows[0]?.there === true ? await findTown(db, townId) : undefined
      if (town === undefined) throw new CommandError('there is no town in this database: npm start makes one')
      return work({ config, db, town })
    }),
  )
}
