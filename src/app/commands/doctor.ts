/** `lakeside doctor`: runs every module's invariants on the town's database and says what does not hold. */
import path from 'node:path'
import { readConfig } from '#kernel/config'
import { createDatabase, type Database } from '#kernel/db'
import { findInvariants, violations } from '#kernel/invariants'
import { openPostgres } from '#kernel/postgres'

/** Answers 0 when everything holds, 1 otherwise. */
export async function run(): Promise<number> {
  const { databaseUrl, dataDir } = readConfig()
  const postgres =
    databaseUrl === undefined ? await openPostgres({ dataDir: path.join(dataDir, 'postgres') }) : undefined
  const db = createDatabase(postgres?.url ?? databaseUrl!, { max: 2 })
  try {
    return await check(db)
  } finally {
    await db.destroy()
    await postgres?.stop()
  }
}

async function check(db: Database): Promise<number> {
  const invariants = findInvariants()
  const broken = new Map((await violations(db, invariants)).map(({ name, rows }) => [name, rows]))
  for (const { name } of invariants) {
    const rows = broken.get(name)
    console.log(`${rows === undefined ? 'holds ' : 'BROKEN'} ${name}`)
    for (const row of rows ?? []) console.log(`       ${JSON.stringify(row)}`)
  }
  console.log(`${invariants.length - broken.size} of ${invariants.length} invariants hold`)
  return broken.size === 0 ? 0 : 1
}
