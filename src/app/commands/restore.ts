/** `lakeside restore`: a backup into an empty database, embedded or external, and proof that its books are right. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { type Config, readConfig } from '#kernel/config'
import { violations } from '#kernel/invariants'
import { verifyBooks } from '#modules/orders'
import { verifyArchive } from '../backup/archive-reader.ts'
import type { Manifest } from '../backup/manifest.ts'
import { restore } from '../backup/restore.ts'
import { withDatabase, withServer } from '../cli-town.ts'
import { CommandError, callersPath, defineUsage, readArguments } from '../cli-usage.ts'

export const usage = defineUsage({
  synopsis: ['FILE', 'FILE --database postgres://user:password@host:port/name', 'FILE --data-dir DIR', 'FILE --check'],
  options: {
    database: { type: 'string', value: 'URL', does: 'an empty database on a server of yours; default DATABASE_URL' },
    'data-dir': { type: 'string', value: 'DIR', does: 'for files, and the embedded server; default DATA_DIR' },
    check: { type: 'boolean', does: 'only reads the backup from end to end and compares its checksums' },
  },
  notes: `
The backup is read and checked before anything is written. The database must be empty. A restore that was cut short is
simply run again. Afterwards the migrations of this version are applied, the journal is replayed and every invariant is
checked: the exit code is 1 when anything differs.`,
})

/** Answers 0 when the town is back and its books are right. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, words } = readArguments(usage, args, [1, 1])
  const file = callersPath(words[0]!)
  if (!existsSync(file)) throw new CommandError(`there is no file ${file}`)
  const tell = (message: string): void => console.error(message)
  tell(`checking ${file}`)
  const manifest = await verifyArchive(file)
  console.log(story(manifest))
  if (values.check === true) return 0
  const config = targetOf(values.database, values['data-dir'])
  return withServer(config, async (url) => {
    await restore({ file, manifest, url, dataDir: config.dataDir, tell })
    tell('replaying the journal')
    return proof(url, config, manifest)
  })
}

function story({ towns, madeAt, lakeside, tables, files, postgres }: Manifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const names = towns.map(({ name, newestPos }) => `${name} at position ${newestPos}`).join(', ')
  return `${names}; made ${madeAt} by Lakeside ${lakeside} on PostgreSQL ${postgres}: ${rows} rows, ${files.count} files`
}

/** A folder that is named means the embedded server in it, unless a database is named as well. */
function targetOf(database: string | undefined, dataDir: string | undefined): Config {
  const environment: Record<string, string | undefined> = { ...process.env }
  if (dataDir !== undefined) Object.assign(environment, { DATA_DIR: callersPath(dataDir), DATABASE_URL: undefined })
  if (database !== undefined) environment['DATABASE_URL'] = database
  return readConfig(environment)
}

async function proof(url: string, { dataDir }: Config, { keys }: Manifest): Promise<number> {
  return withDatabase(url, async (db) => {
    const { transfers, accounts, pots, differences } = await verifyBooks(db)
    const broken = await violations(db)
    for (const difference of differences.slice(0, 20)) console.log(`DIFFERS ${difference}`)
    for (const { name } of broken) console.log(`BROKEN  ${name}`)
    console.log(
      `${transfers} transfers replayed; ${accounts} accounts and ${pots} pots compared; ${differences.length} differ; ` +
        `${broken.length} invariants broken`,
    )
    if (Object.keys(keys).length === 0 && !existsSync(path.join(dataDir, 'master.key')))
      console.log('The backup holds no keys: put master.key back into DATA_DIR before the town starts.')
    return differences.length + broken.length === 0 ? 0 : 1
  })
}
