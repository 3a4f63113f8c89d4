/**
 * The commands of the product: `node bin/lakeside.mjs <command>`, or `npm start` for the first.
 *
 * A command is a file that exports `run(args)`, which answers its exit code, and `usage`, which `help` prints. Files
 * are imported when asked for, so that one command does not pay for another's imports.
 *
 * Exit codes: 0 done; 1 not done, or something is wrong; 2 asked for in a way that is not understood.
 */
import { LockTaken, readIfThere } from '../kernel/lifecycle.ts'
import { log } from '../kernel/log.ts'
import { MigrationError } from '../kernel/migrate.ts'
import { CommandError, type Usage, UsageError, helpOf } from './cli-usage.ts'

const commands: Readonly<Record<string, { file: string; does: string }>> = {
  start: { file: './start.ts', does: 'sets up what is missing and serves the town' },
  'build-pages': { file: './commands/build-pages.ts', does: 'builds the web app if its sources have changed' },
  doctor: { file: './commands/doctor.ts', does: 'looks at server, disk, books and invariants, and says what is wrong' },
  'verify-ledger': { file: './commands/verify-ledger.ts', does: 'replays the journal and compares' },
  reconcile: { file: './commands/reconcile.ts', does: 'compares what the payment provider moved with the books' },
  replay: { file: './commands/replay.ts', does: 'decides the log again by another policy and says what it would earn' },
  decisions: { file: './commands/decisions.ts', does: 'serves the decision kernel alone, without a marketplace' },
  features: { file: './commands/features.ts', does: 'folds the log and the stream anew and compares live features' },
  backup: { file: './commands/backup.ts', does: 'writes the whole town into one file, while it runs' },
  restore: { file: './commands/restore.ts', does: 'brings a backup back into an empty database' },
  'go-live': { file: './commands/go-live.ts', does: 'makes a live town after the model of this sandbox' },
  migrate: { file: './commands/migrate.ts', does: 'brings the database to the state this version expects' },
  'setup-link': { file: './commands/setup-link.ts', does: 'a new one-time link to the first-run wizard' },
  user: { file: './commands/user.ts', does: 'people and firms: list, create, suspend, grant, one-time links' },
  'api-key': { file: './commands/api-key.ts', does: 'keys for programs: create, list, revoke' },
  api: { file: './commands/api.ts', does: 'calls the API, signed in by itself; lists what it can, offline' },
  export: { file: './commands/export.ts', does: 'offers, orders, parties, ledger or events as CSV or JSON lines' },
  import: { file: './commands/import.ts', does: 'offers or parties from CSV or JSON lines, all or nothing' },
}

/** What a command file exports. */
export type Run = (args: readonly string[]) => Promise<number | undefined>

type CommandFile = { run: Run; usage: Usage }

const noUsage: Usage = { synopsis: [''], options: {} }

async function main([name = 'help', ...args]: readonly string[]): Promise<number> {
  if (['help', '--help', '-h'].includes(name)) return help(args[0])
  if (!Object.hasOwn(commands, name)) {
    console.error(`There is no command "${name}".\n\n${overview()}`)
    return 2
  }
  return args.includes('--help') || args.includes('-h') ? help(name) : command(name, args)
}

async function command(name: string, args: readonly string[]): Promise<number> {
  // What a command has to say it says itself; JSON on standard output stays JSON.
  if (name !== 'start' && (process.env['LOG_LEVEL'] ?? '') === '') log.level = 'silent'
  try {
    const { run } = await load(commands[name]!.file)
    return (await run(args)) ?? 0
  } catch (error) {
    return complain(name, error)
  }
}

async function help(name: string | undefined): Promise<number> {
  const known = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  if (name === undefined || known === undefined) {
    console.log(overview())
    return name === undefined ? 0 : 2
  }
  console.log(helpOf(name, known.does, (await load(known.file)).usage))
  return 0
}

function overview(): string {
  const available = Object.entries(commands).filter(
    ([, { file }]) => readIfThere(new URL(file, import.meta.url).pathname) !== undefined,
  )
  const lines = available.map(([name, { does }]) => `  ${name.padEnd(14)} ${does}`)
  const usage = 'Usage: node bin/lakeside.mjs COMMAND [OPTIONS]'
  return [usage, '', ...lines, '', 'help COMMAND says more. DATA_DIR or DATABASE_URL say which town.'].join('\n')
}

async function load(file: string): Promise<CommandFile> {
  const { run, usage = noUsage }: Partial<CommandFile> = await import(new URL(file, import.meta.url).href)
  if (typeof run !== 'function') throw new TypeError(`${file} must export run(args)`)
  return { run, usage }
}

function complain(name: string, error: unknown): number {
  if (error instanceof UsageError) {
    console.error(`lakeside ${name}: ${error.message}\nSee: node bin/lakeside.mjs help ${name}`)
    return 2
  }
  console.error(`lakeside ${name}: ${inWords(error)}`)
  if (process.env['LOG_LEVEL'] === 'debug') console.error(error)
  return 1
}

/** Codes of the system and of PostgreSQL that an operator can do something about. */
const codes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the database does not answer',
  ENOTFOUND: 'the database does not answer: no such host',
  ETIMEDOUT: 'the database does not answer',
  '28P01': 'the database refuses this user or password',
  '28000': 'the database refuses this user or password',
  '3D000': 'there is no such database on the server',
  '42501': 'the database user may not do that: it must own the database',
  ENOSPC: 'the disk is full',
  EACCES: 'a file or folder may not be read or written',
}

/** What happened, for someone who has not read the code; LOG_LEVEL=debug shows the stack as well. */
function inWords(error: unknown): string {
  if (error instanceof MigrationError) return `the database could not be brought up to date: ${error.message}`
  if (error instanceof LockTaken) return `another Lakeside is starting on this folder: ${error.message}`
  if (!(error instanceof Error)) return String(error)
  const known = 'code' in error && typeof error.code === 'string' ? codes[error.code] : undefined
  if (known === undefined || error instanceof CommandError) return error.message
  return `${known} (${error.message})`
}

const code = await main(process.argv.slice(2))
// What has failed halfway may have readers left that try again for ever: nobody waits for those.
if (code === 0) process.exitCode = 0
else process.exit(code)
