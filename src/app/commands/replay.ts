/** `lakeside replay`: decides the log again by another policy and estimates what it would have earned. */
import { createTownClock } from '#kernel/clock'
import { Problem } from '#kernel/problem'
import { type Estimate, getPoint, getPolicy, judged } from '#modules/decisions'
import { createVault, readMasterKey } from '#modules/privacy'
import { withTown } from '../cli-town.ts'
import { discoverModules } from '../discover.ts'
import { CommandError, defineUsage, readArguments, UsageError } from '../cli-usage.ts'

export const usage = defineUsage({
  synopsis: ['POINT --policy NAME[@VERSION] --since TIME [--until TIME] [--json]'],
  options: {
    policy: { type: 'string', value: 'NAME', does: 'the policy that decides again; the newest version unless given' },
    since: { type: 'string', value: 'TIME', does: 'from this instant on: 2026-03-01 or 2026-03-01T08:00:00Z' },
    until: { type: 'string', value: 'TIME', does: 'before this instant; now unless given' },
    json: { type: 'boolean', does: 'prints everything as JSON' },
  },
  notes:
    'The interval is of 95 %, from a doubly robust estimate; of slates it is self-normalised weighting.\n' +
    'Exit code 1 when the log and the policy overlap too little for the estimate to be used.',
})

/** Answers 0 when the estimate may be used, 1 when it comes with warnings. */
export async function run(args: readonly string[] = []): Promise<number> {
  const { values, words } = readArguments(usage, args, [1, 1])
  const [name = '', version] = (values.policy ?? '').split('@')
  if (name === '') throw new UsageError('--policy says which')
  if (values.since === undefined) throw new UsageError('--since says from when on')
  const span = {
    since: instant('--since', values.since),
    until: values.until === undefined ? undefined : instant('--until', values.until),
  }
  const found = await withTown(async ({ config, db, town }) => {
    const vault = createVault({ db, town: town.id, master: await readMasterKey(config, db) })
    const now = createTownClock(town.clockOffsetMs).now()
    const point = await getPoint(db, town.id, words[0]!).catch(inWords)
    const wanted = { point, name, version: version === undefined ? undefined : Number(version) }
    const policy = await getPolicy(db, town.id, wanted).catch(inWords)
    // Points of modules that keep lessons of their own are judged by those.
    await discoverModules()
    const found = await judged({ db, town: town.id, vault, now }, { point, policy, ...span }).catch(inWords)
    return { policy: policy.name, version: policy.version, ...found.estimate, left: found.left }
  })
  if (values.json === true) console.log(JSON.stringify(found))
  else say(found)
  return found.warnings.length === 0 ? 0 : 1
}

type Found = Estimate & {
  policy: string
  version: number
  left: { fallback: number; open: number; unreadable: number }
}

function say({ left, warnings, ...found }: Found): void {
  const figure = (value: number): string => value.toPrecision(4)
  console.log(`${found.policy}@${found.version}: ${figure(found.value)} a decision, ${found.estimator}`)
  console.log(`  95 % interval        ${figure(found.low)} to ${figure(found.high)}`)
  console.log(`  what was done        ${figure(found.loggedValue)}`)
  console.log(`  decisions            ${found.decisions}, worth ${found.effectiveSampleSize.toFixed(0)} of its own`)
  console.log(`  largest weight       ${figure(found.largestWeight)}`)
  const { fallback, open, unreadable } = left
  const apart = `${found.overridden} overridden, ${fallback} safe defaults, ${open} too fresh, ${unreadable} unreadable`
  console.log(`  left out             ${apart}`)
  for (const warning of warnings) console.log(`  WARNING ${warning}`)
}

function instant(option: string, text: string): number {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw new UsageError(`${option} is no instant: "${text}"`)
  return ms
}

function inWords(error: unknown): never {
  if (error instanceof Problem) throw new CommandError(error.message)
  throw error
}
