/** `lakeside migrate`: applies the migrations that the database lacks, on DATABASE_URL or the embedded server. */
import path from 'node:path'
import { readConfig } from '../../kernel/config.ts'
import { migrate } from '../../kernel/migrate.ts'
import { openPostgres } from '../../kernel/postgres.ts'

/** Prints each migration it applied. */
export async function run(): Promise<number> {
  const config = readConfig()
  const embedded =
    config.databaseUrl === undefined
      ? await openPostgres({ dataDir: path.join(config.dataDir, 'postgres') })
      : undefined
  try {
    const applied = await migrate(config.databaseUrl ?? embedded?.url ?? '')
    for (const name of applied) console.log(`applied ${name}`)
    console.log(applied.length === 0 ? 'The database is up to date.' : `${applied.length} migration(s) applied.`)
    return 0
  } finally {
    await embedded?.stop()
  }
}
