/** `lakeside verify-ledger`: replays the journal from its beginning and compares it with the books. */
import path from 'node:path'
import { readConfig } from '#kernel/config'
import { createDatabase } from '#kernel/db'
import { openPostgres } from '#kernel/postgres'
import { verifyBooks } from '#modules/orders'

/** Differences printed; all are counted. */
const shown = 20

/** Answers 0 when the books are what the journal says, 1 otherwise. */
export async function run(): Promise<number> {
  const config = readConfig()
  const postgres =
    config.databaseUrl === undefined
      ? await openPostgres({ dataDir: path.join(config.dataDir, 'postgres') })
      : undefined
  const db = createDatabase(postgres?.url ?? config.databaseUrl!, { max: 2 })
  try {
    const { transfers, accounts, pots, differences } = await verifyBooks(db)
    for (const difference of differences.slice(0, shown)) console.log(`DIFFERS ${difference}`)
    console.log(
      `${transfers} transfers replayed; ${accounts} accounts and ${pots} pots compared; ${differences.length} differ`,
    )
    return differences.length === 0 ? 0 : 1
  } finally {
    await db.destroy()
    await postgres?.stop()
  }
}
