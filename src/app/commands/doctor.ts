/** `lakeside doctor`: runs every module's invariants on the town's database and says what does not hold. */
import path from 'node:path'
import { readConfig } from '#kernel/config'
import { createDatabase } from '#kernel/db'
import { findInvariants, violations } from '#kernel/invariants'
import { openPostgres } from '#kernel/postgres'

/** Answers 0 when everything holds, 1 otherwise. */
export async function run(): Promise<number> {
  const config = readConfig()
  const postgres = config.databaseUrl === undefined ? await openPostgres({ dataDir: path.join(config.dataDir, 'postgres') }) : undefined
  const db = createDatabase(postgres?.url ?? config.databaseUrl!, { max: 2 })
  try {
    const invariants = findInvariants()
    const found = await violations(db, invariants)
    const broken = new Map(found.map(({ name, rows }) => [name, rows]))
    for (const { name } of invariants) {
      const rows = broken.get(name)
      console.log(`${rows === undefined ? 'holds ' : 'BROKEN'} ${name}`)
      for (const row of rows ?? []) console.log(`       ${JSON.stringify(row)}`)
    }
    console.log(found.length === 0 ? `all ${invariants.length} invariants hold` : `${found.length} of ${invariants.length} invariants are broken`)
    return found.length === 0 ? 0 : 1
  } finally {
    await db.destroy()
    await postgres?.stop()
  }
}
