/** `lakeside go-live`: makes a live town after the model of this sandbox, in a place of its own. */
import path from 'node:path'
import { machineNow } from '#kernel/clock'
import { type Config, readConfig } from '#kernel/config'
import { migrateJobs } from '#kernel/jobs'
import { migrate } from '#kernel/migrate'
import { issueLink, linkTo } from '#modules/identity'
import { type OpenTown, withDatabase, withServer, withTown } from '../cli-town.ts'
import { CommandError, UsageError, callersPath, defineUsage, readArguments } from '../cli-usage.ts'
import { type Moved, makeLiveTown } from '../transfer/new-town.ts'

export const usage = defineUsage({
  synopsis: ['--data-dir DIR [--shop SLUG]…', '--data-dir DIR --database URL [--shop SLUG]…'],
  options: {
    'data-dir': { type: 'string', value: 'DIR', does: 'a new folder for the live town: database, files and keys' },
    database: { type: 'string', value: 'URL', does: 'an empty database on a server of yours, instead of one in DIR' },
    shop: { type: 'string', multiple: true, value: 'SLUG', does: 'a shop that comes along; it has agreed' },
    name: { type: 'string', value: 'NAME', does: 'what the live town is called; by default as this one' },
    json: { type: 'boolean', does: 'prints what was made as JSON' },
  },
  notes: `
This town stays as it is, whether it runs or not. The new one gets its settings, lines of business with their rates,
shelves, mail server and plan of backups; and of each shop that is named its team, listings, stock and pictures. Orders,
play money, buyers, personas, passwords and the keys of the payment provider stay behind. When it is cut short, take the
new folder away and run it again.`,
})

type Values = ReturnType<typeof readArguments<typeof usage.options>>['values']

/** Makes it, and prints the links by which the people of the shops sign in. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = readArguments(usage, args)
  const config = readConfig()
  const target = targetOf(values, config)
  await withTown(async (from) => {
    if (!from.town.isSandbox) throw new CommandError('this town is live already')
    await withServer(target, async (url) => {
      await migrate(url)
      await migrateJobs(url)
      await withDatabase(url, async (db) => {
        const shops = values.shop ?? []
        const moved = await makeLiveTown({ from, to: { db, config: target }, shops, name: values.name })
        const links = await linksFor({ db, config: target, town: from.town }, moved)
        tell(moved, links, values)
      })
    })
  }, config)
  return 0
}

function targetOf(values: Values, config: Config): Config {
  const folder = values['data-dir']
  if (folder === undefined) throw new UsageError('--data-dir is missing: where shall the live town live?')
  const dataDir = callersPath(folder)
  if (path.resolve(dataDir) === path.resolve(config.dataDir))
    throw new CommandError('that is the folder of this town: the live one needs a folder of its own')
  if (values.database !== undefined && values.database === config.databaseUrl)
    throw new CommandError('that is the database of this town: the live one needs a database of its own')
  const environment = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: values.database, MASTER_KEY: undefined }
  return readConfig(environment)
}

type Link = { slug: string; name: string; link: string }

async function linksFor({ db, town, config }: OpenTown, { people }: Moved): Promise<Link[]> {
  const now = machineNow()
  return Promise.all(
    people.map(async ({ id, slug, name }) => {
      const secret = await issueLink(db, { town: town.id, party: id, label: 'going live', now })
      return { slug, name, link: linkTo(config.publicUrl, 'welcome', secret) }
    }),
  )
}

function tell(moved: Moved, links: readonly Link[], values: Values): void {
  const { people: _, ...counts } = moved
  if (values.json === true) return console.log(JSON.stringify({ ...counts, links }))
  const { name, businesses, shops, offers, pictures } = moved
  console.log(`${name} is made: ${businesses.length} lines of business, ${shops} shops, ${offers} offers, ${pictures} pictures`)
  for (const { name: who, slug, link } of links) console.log(`  ${who} (${slug})  ${link}   (works once, within a day)`)
  const place = values.database === undefined ? '' : 'DATABASE_URL=… '
  console.log(`Start it with the live keys of your provider:`)
  console.log(`  DATA_DIR=${values['data-dir']} ${place}STRIPE_SECRET_KEY=sk_live_… STRIPE_WEBHOOK_SECRET=whsec_… npm start`)
} // prettier-ignore
