/** `lakeside backup`: the whole town in one file, as it was at one instant, while it runs. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { machineNow } from '#kernel/clock'
import { readConfig } from '#kernel/config'
import { backUp } from '../backup/back-up.ts'
import { backupFolder, backupName, makeBackupFolder } from '../backup/folder.ts'
import { withServer } from '../cli-town.ts'
import { CommandError, callersPath, defineUsage, readArguments } from '../cli-usage.ts'
import { version } from '../version.ts'

export const usage = defineUsage({
  synopsis: ['[--out FILE] [--with-keys]'],
  options: {
    out: { type: 'string', value: 'FILE', does: 'where to; by default DATA_DIR/backups/TIME.tar.gz' },
    'with-keys': { type: 'boolean', does: "puts the town's master key in as well" },
    json: { type: 'boolean', does: 'prints what was written as JSON' },
  },
  notes: `
Rows are read in one snapshot, so the backup is the town at one instant; the town goes on meanwhile. The file appears
under its name when it is whole, readable by its owner alone, and never replaces another.

Without --with-keys the encrypted personal fields in it can be read only together with DATA_DIR/master.key: keep a copy
of that key elsewhere. With it, whoever has the file can read everything in it, and people who are erased later stay
readable in it until it is deleted.`,
})

/** Answers 0 when the whole file is there. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = readArguments(usage, args)
  const config = readConfig()
  const now = machineNow()
  const target = values.out === undefined ? path.join(backupFolder(config), backupName(now)) : callersPath(values.out)
  if (existsSync(target)) throw new CommandError(`${target} exists already; nothing is overwritten`)
  if (values.out === undefined) makeBackupFolder(config)
  else if (!existsSync(path.dirname(target))) throw new CommandError(`there is no folder ${path.dirname(target)}`)
  const tell = (message: string): void => console.error(message)
  const withKeys = values['with-keys'] === true
  const { manifest, bytes } = await withServer(config, (url) =>
    backUp({ url, dataDir: config.dataDir, target, withKeys, version: version(), now, tell }),
  )
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  if (values.json === true) {
    const { tables, files, towns, madeAt } = manifest
    const counts = Object.fromEntries(tables.map((table) => [table.name, table.rows]))
    console.log(JSON.stringify({ file: target, bytes, madeAt, towns, rows: counts, files: files.count }))
  } else {
    console.log(`${target}: ${rows} rows, ${manifest.files.count} files, ${(bytes / 1e6).toFixed(1)} MB`)
    for (const line of aboutKeys(withKeys, Object.keys(manifest.keys))) console.log(line)
  }
  return 0
}

function aboutKeys(withKeys: boolean, keys: readonly string[]): string[] {
  if (!withKeys) return ['Keys are not in it: keep a copy of DATA_DIR/master.key elsewhere.']
  if (keys.length === 0)
    return ['There is no master key in DATA_DIR: when it comes from MASTER_KEY, keep it elsewhere.']
  return ['The master key is in it: whoever has this file can read everything.']
}
