/**
 * The commands of the product: `node bin/lakeside.mjs <command>`, or `npm start` for the first.
 *
 * A command is a file that exports `run(args)` and answers its exit code. Files are imported when asked for, so that
 * one command does not pay for another's imports.
 */
import { readIfThere } from '../kernel/lifecycle.ts'

const commands: Readonly<Record<string, { file: string; does: string }>> = {
  start: { file: './start.ts', does: 'sets up what is missing and serves the town' },
  migrate: { file: './commands/migrate.ts', does: 'brings the database to the state this version expects' },
  doctor: { file: './commands/doctor.ts', does: 'checks the invariants of every module' },
  'verify-ledger': { file: './commands/verify-ledger.ts', does: 'replays the journal and compares' },
}

/** What a command file exports. */
export type Run = (args: readonly string[]) => Promise<number | undefined>

async function main([name = 'help', ...args]: readonly string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    console.log(usage())
    return name === 'help' ? 0 : 2
  }
  const run = await loadRun(command.file)
  return (await run(args)) ?? 0
}

function usage(): string {
  const available = Object.entries(commands).filter(
    ([, { file }]) => readIfThere(new URL(file, import.meta.url).pathname) !== undefined,
  )
  const lines = available.map(([name, { does }]) => `  ${name.padEnd(14)} ${does}`)
  return ['Usage: node bin/lakeside.mjs COMMAND', '', ...lines].join('\n')
}

async function loadRun(file: string): Promise<Run> {
  const exports: { run?: unknown } = await import(new URL(file, import.meta.url).href)
  if (typeof exports.run !== 'function') throw new TypeError(`${file} must export run(args)`)
  return exports.run as Run // checked to be a function; its signature is checked where it is written
}

process.exitCode = await main(process.argv.slice(2))
