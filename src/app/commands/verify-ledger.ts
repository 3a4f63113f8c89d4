/** `lakeside verify-ledger`: replays the journal from its beginning and compares it with the books. */
import { verifyBooks } from '#modules/orders'
import { withTown } from '../cli-town.ts'
import { defineUsage, readArguments } from '../cli-usage.ts'

export const usage = defineUsage({
  synopsis: ['[--json]'],
  options: { json: { type: 'boolean', does: 'prints the figures as JSON' } },
  notes: 'Reads one snapshot, so a running town need not stop. Exit code 1 when anything differs.',
})

/** Differences printed; all are counted. */
const shown = 20

/** Answers 0 when the books are what the journal says, 1 otherwise. */
export async function run(args: readonly string[] = []): Promise<number> {
  const { values } = readArguments(usage, args)
  const { transfers, accounts, pots, differences } = await withTown(({ db }) => verifyBooks(db))
  if (values.json === true) {
    console.log(JSON.stringify({ transfers, accounts, pots, differences }))
    return differences.length === 0 ? 0 : 1
  }
  for (const difference of differences.slice(0, shown)) console.log(`DIFFERS ${difference}`)
  console.log(
    `${transfers} transfers replayed; ${accounts} accounts and ${pots} pots compared; ${differences.length} differ`,
  )
  return differences.length === 0 ? 0 : 1
}
