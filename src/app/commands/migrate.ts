/** `lakeside migrate`: applies the migrations that the database lacks, on DATABASE_URL or the embedded server. */
import { readConfig } from '#kernel/config'
import { migrateJobs } from '#kernel/jobs'
import { migrate } from '#kernel/migrate'
import { withServer } from '../cli-town.ts'
import { defineUsage, readArguments } from '../cli-usage.ts'

export const usage = defineUsage({
  synopsis: [''],
  options: {},
  notes: `
A start does it too; run it by itself before a version is rolled out to several processes. Each file is one transaction
and gives up on a lock after two seconds: run it again. Migrations only go forward; to go back, restore a backup.`,
})

/** Prints each migration it applied. */
export async function run(args: readonly string[] = []): Promise<number> {
  readArguments(usage, args)
  return withServer(readConfig(), async (url) => {
    const applied = await migrate(url)
    await migrateJobs(url)
    for (const name of applied) console.log(`applied ${name}`)
    console.log(applied.length === 0 ? 'The database is up to date.' : `${applied.length} migration(s) applied.`)
    return 0
  })
}
