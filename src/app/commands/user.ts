/** `lakeside user`: people, shops and firms, from the command line of the machine. Every act is in the audit log. */
import { machineNow } from '#kernel/clock'
import { type Executor, sqlState, transaction } from '#kernel/db'
import { newId } from '#kernel/ids'
import { type ActName, recordAudit } from '#modules/audit'
import { type NewParty, createParties, issueLink, setGrant, setSuspended } from '#modules/identity'
import { type Found, findParty, listParties } from '../cli-parties.ts'
import { type OpenTown, withTown } from '../cli-town.ts'
import { CommandError, UsageError, defineUsage, oneOf, readArguments } from '../cli-usage.ts'

export const usage = defineUsage({
  synopsis: [
    'list [--grant NAME] [--suspended] [--limit N] [--json]',
    'create SLUG --name NAME [--kind person|firm|device|machine|provider] [--grant NAME]… [--acts-for SLUG]…',
    'suspend SLUG | restore SLUG',
    'grant SLUG NAME | withdraw SLUG NAME',
    'link SLUG',
  ],
  options: {
    name: { type: 'string', value: 'NAME', does: 'what others see' },
    kind: { type: 'string', value: 'KIND', does: 'person unless said otherwise' },
    grant: { type: 'string', multiple: true, value: 'NAME', does: 'with this grant, such as operator or courier' },
    'acts-for': { type: 'string', multiple: true, value: 'SLUG', does: 'may act for this shop or firm' },
    suspended: { type: 'boolean', does: 'only those who are suspended' },
    limit: { type: 'string', value: 'N', does: 'at most so many, 100 by default' },
    json: { type: 'boolean', does: 'prints JSON' },
  },
  notes: `
SLUG may also be an id. A link signs in whoever opens it first, within a day: hand it to one person. Suspending takes
effect within a second in a running town; orders that have begun go on by their deadlines.`,
})

type Values = ReturnType<typeof readArguments<typeof usage.options>>['values']
type Act = (open: OpenTown, words: readonly string[], values: Values) => Promise<void>

const acts: Readonly<Record<string, { words: [number, number]; act: Act }>> = {
  list: { words: [0, 0], act: list },
  create: { words: [1, 1], act: create },
  suspend: { words: [1, 1], act: (open, [slug]) => suspend(open, slug!, true) },
  restore: { words: [1, 1], act: (open, [slug]) => suspend(open, slug!, false) },
  grant: { words: [2, 2], act: (open, words) => grant(open, words, true) },
  withdraw: { words: [2, 2], act: (open, words) => grant(open, words, false) },
  link: { words: [1, 1], act: link },
}

/** Does one act on the parties of the town. */
export async function run([name = '', ...args]: readonly string[]): Promise<number> {
  const found = Object.hasOwn(acts, name) ? acts[name] : undefined
  if (found === undefined) throw new UsageError(`say what to do: ${Object.keys(acts).join(', ')}`)
  const { values, words } = readArguments(usage, args, found.words)
  await withTown((open) => found.act(open, words, values))
  return 0
}

async function list({ db, town }: OpenTown, _words: readonly string[], values: Values): Promise<void> {
  const limit = Number(values.limit ?? 100)
  if (!Number.isInteger(limit) || limit < 1 || limit > 100_000) throw new UsageError('--limit is a number from 1')
  const parties = await listParties(db, town.id, {
    ...(values.grant?.[0] === undefined ? {} : { grant: values.grant[0] }),
    isSuspended: values.suspended === true,
    limit,
  })
  if (values.json === true) return console.log(JSON.stringify(parties, null, 1))
  for (const { slug, kind, name, grants, isSuspended } of parties) {
    const notes = [...grants, ...(isSuspended ? ['SUSPENDED'] : [])].join(', ')
    console.log(`${slug.padEnd(28)} ${kind.padEnd(8)} ${name.padEnd(28)} ${notes}`.trimEnd())
  }
}

async function create({ db, town }: OpenTown, [slug = '']: readonly string[], values: Values): Promise<void> {
  if (values.name === undefined) throw new UsageError('--name is missing')
  const kind = oneOf('--kind', values.kind ?? 'person', ['person', 'firm', 'device', 'machine', 'provider'])
  const now = machineNow()
  const id = newId(now)
  const { name, grant: grants = [] } = values
  const firms = await Promise.all((values['acts-for'] ?? []).map((firm) => findParty(db, town.id, firm)))
  const party: NewParty = { id, kind, slug, name, joinedAt: now, grants, actsFor: firms.map((firm) => firm.id) }
  await refusing(() =>
    transaction(db, async (tx) => {
      await createParties(tx, town.id, [party])
      const details = { slug, kind, grants, actsFor: firms.map((firm) => firm.slug) }
      await recordAudit(tx, { town: town.id, by: null, act: 'parties.created', subject: id, details, now })
    }),
  )
  console.log(values.json === true ? JSON.stringify({ id, slug }) : `${slug} is ${id}`)
}

/** What the table refuses, in the words of the command. */
async function refusing(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (sqlState(error) === '23505') throw new CommandError('somebody has this slug already')
    if (sqlState(error) === '23514' && error instanceof Error)
      throw new CommandError(`that cannot be: ${/constraint "(\w+)"/.exec(error.message)?.[1] ?? error.message}`)
    throw error
  }
}

async function suspend({ db, town }: OpenTown, slug: string, isSuspended: boolean): Promise<void> {
  const party = await findParty(db, town.id, slug)
  await noted(db, { town: town.id, party, act: isSuspended ? 'parties.suspended' : 'parties.restored' }, (tx) =>
    setSuspended(tx, { town: town.id, party: party.id, isSuspended }),
  )
  console.log(isSuspended ? `${party.slug} is suspended` : `${party.slug} may come back`)
}

async function grant(
  { db, town }: OpenTown,
  [slug = '', name = '']: readonly string[],
  isGranted: boolean,
): Promise<void> {
  const party = await findParty(db, town.id, slug)
  const act = isGranted ? 'grants.given' : 'grants.withdrawn'
  await refusing(() =>
    noted(db, { town: town.id, party, act, details: { grant: name } }, (tx) =>
      setGrant(tx, { town: town.id, party: party.id, name, isGranted, by: party.id, now: machineNow() }),
    ),
  )
  console.log(isGranted ? `${party.slug} is ${name}` : `${party.slug} is ${name} no longer`)
}

async function link({ db, town, config }: OpenTown, [slug = '']: readonly string[]): Promise<void> {
  const party = await findParty(db, town.id, slug)
  const now = machineNow()
  const label = party.slug === 'operator' ? 'operator' : 'link from the command line'
  let secret = ''
  await noted(db, { town: town.id, party, act: 'links.made' }, async (tx) => {
    secret = await issueLink(tx, { town: town.id, party: party.id, label, now })
  })
  console.log(`${config.publicUrl}/#/welcome/${secret}`)
}

type Noted = { town: number; party: Found; act: ActName; details?: { grant: string } }

/** Does it and notes it, or neither. */
async function noted(
  db: OpenTown['db'],
  { town, party, act, details }: Noted,
  work: (tx: Executor) => Promise<void>,
): Promise<void> {
  await transaction(db, async (tx) => {
    await work(tx)
    const more = details === undefined ? {} : { details }
    await recordAudit(tx, { town, by: null, act, subject: party.id, ...more, now: machineNow() })
  })
}
