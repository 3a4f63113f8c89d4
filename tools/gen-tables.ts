/**
 * `npm run gen [MODULE…]`: writes what follows from other code: the row types of modules that use the query builder,
 * from their migrations; the API's description and the types of its client, from the routes.
 *
 * A module that has a `tables.ts` is kept up to date; naming a module makes its first. With `--check` nothing is
 * written, and a file that differs fails.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { schemaOf } from '../src/kernel/migrate.ts'
import { scratchDatabase } from '../src/kernel/testing-databases.ts'
import { clientFiles } from './gen-client.ts'
import { listColumns, tablesFile } from './table-types.ts'

const modulesDir = path.join(import.meta.dirname, '..', 'src', 'modules')

async function main(args: readonly string[]): Promise<number> {
  const isCheck = args.includes('--check')
  const named = args.filter((arg) => arg !== '--check')
  const kept = readdirSync(modulesDir).filter((name) => existsSync(path.join(modulesDir, name, 'tables.ts')))
  const stale: string[] = []
  const tables = await generated([...new Set([...kept, ...named])].sort())
  for (const [file, text] of [...tables, ...(await clientFiles())]) {
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
    stale.push(path.relative(process.cwd(), file))
    if (!isCheck) writeFileSync(file, text)
  }
  if (stale.length > 0) console.log(isCheck ? `${stale.join(', ')}: run npm run gen` : `wrote ${stale.join(', ')}`)
  return isCheck && stale.length > 0 ? 1 : 0
}

async function generated(names: readonly string[]): Promise<[string, string][]> {
  if (names.length === 0) return []
  const { db, drop } = await scratchDatabase()
  try {
    const files: [string, string][] = []
    for (const name of names) {
      const columns = await listColumns(db, schemaOf(name))
      if (columns.length === 0) throw new Error(`the module ${name} has no tables`)
      files.push([path.join(modulesDir, name, 'tables.ts'), tablesFile(schemaOf(name), columns)])
    }
    return files
  } finally {
    await drop()
  }
}

process.exitCode = await main(process.argv.slice(2))
