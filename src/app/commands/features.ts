/** `lakeside features verify`: folds log and stream anew and compares with the state that the town's process left. */
import { readConfig } from '#kernel/config'
import { verifySnapshot } from '#modules/features'
import { CommandError, defineUsage, oneOf, readArguments } from '../cli-usage.ts'
import { withTown } from '../cli-town.ts'
import { discoverBusinesses, discoverModules } from '../discover.ts'

export const usage = defineUsage({
  synopsis: ['verify [--json]'],
  options: { json: { type: 'boolean', does: 'prints everything as JSON' } },
  notes:
    'Looks at the snapshot in DATA_DIR, which a process writes every five minutes and when it stops.\n' +
    'POST /v1/features/verify compares what lives in a process that runs.\n' +
    'Exit code 1 when the two differ.',
})

/** Answers 0 when the replay gives the same to the byte. */
export async function run(args: readonly string[] = []): Promise<number> {
  const { values, words } = readArguments(usage, args, [1, 1])
  oneOf('the first word', words[0]!, ['verify'])
  // What is folded is what modules declare.
  await Promise.all([discoverModules(), discoverBusinesses()])
  const { dataDir } = readConfig()
  const found = await withTown(({ db, town }) => verifySnapshot({ db, town: town.id, dataDir }))
  if (found === undefined) throw new CommandError('there is no snapshot of features here that fits this town')
  if (values.json === true) console.log(JSON.stringify(found))
  else {
    const { log, interactions } = found.position
    console.log(`features at ${log} of the log and ${interactions} of the stream of interactions`)
    for (const source of ['log', 'interactions'] as const) {
      const same = found.found[source] === found.replayed[source] ? 'the same' : 'DIFFERENT'
      console.log(
        `  ${source.padEnd(14)} ${found.found[source].slice(0, 16)} replayed ${found.replayed[source].slice(0, 16)} ${same}`,
      )
    }
  }
  return found.isIdentical ? 0 : 1
}
