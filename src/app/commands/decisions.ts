/** `lakeside decisions --standalone`: the decision kernel alone, for a data team that has an application already. */
import { readConfig } from '#kernel/config'
import { createDatabase } from '#kernel/db'
import { migrateJobs } from '#kernel/jobs'
import { log } from '#kernel/log'
import { migrate } from '#kernel/migrate'
import { createTown, findTown } from '#kernel/towns'
import { withServer } from '../cli-town.ts'
import { CommandError, defineUsage, readArguments, UsageError } from '../cli-usage.ts'
import { giveMemoryBack } from '../memory.ts'
import { CannotStart, listen, refuseTakenPort, whenToldToStop } from '../serving.ts'
import { createStandalone, firstKey, startStandaloneJobs } from '../standalone.ts'

export const usage = defineUsage({
  synopsis: ['--standalone'],
  options: { standalone: { type: 'boolean', does: 'serves decisions and experiments alone, without a marketplace' } },
  notes:
    'PORT, HOST, DATA_DIR and DATABASE_URL as for start; an empty database will do. The first start prints an API key.\n' +
    'docs/decisions.md is a tutorial of ten minutes.',
})

const townId = 1

/** Serves until a signal. */
export async function run(args: readonly string[] = []): Promise<number> {
  const { values } = readArguments(usage, args)
  if (values.standalone !== true)
    throw new UsageError('--standalone is what it does; `start` serves decisions in a town')
  const config = readConfig()
  log.level = config.logLevel
  const stopped = whenToldToStop()
  await refuseTakenPort(config).catch(inWords)
  await withServer(config, async (url) => {
    await migrate(url)
    await migrateJobs(url)
    const db = createDatabase(url, { max: config.databasePool })
    try {
      const town =
        (await findTown(db, townId)) ?? (await createTown(db, { id: townId, isSandbox: true, ...config.town }))
      const alone = await createStandalone({ config, db, town })
      const jobs = await startStandaloneJobs(alone, url)
      try {
        const key = await firstKey(alone.context)
        await listen(alone.app, config).catch(inWords)
        greet(config.publicUrl, key)
        giveMemoryBack()
        await stopped.promise
      } finally {
        await jobs.stop()
        await alone.stop()
      }
    } finally {
      await db.destroy()
    }
  })
  return 0
}

function greet(url: string, key: string | undefined): void {
  console.log(`Decisions are made at ${url}/v1/decisions`)
  console.log(`  API         ${url}/docs`)
  if (key !== undefined) console.log(`  Key         ${key}   (shown once)`)
  else console.log('  Key         as before; another one: node bin/lakeside.mjs api-key create operator …')
}

function inWords(error: unknown): never {
  throw error instanceof CannotStart ? new CommandError(error.message) : error
}
